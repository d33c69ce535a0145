"""Files of IP-Adapters and their picture encoders, and pictures as these take them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.paint.diffusion.models import ModelInfo, load_part, read_config
from realtime.paint.diffusion.weights import find_weights, read_header

_ENCODER = "image_encoder"
_PLAIN = re.compile(r"ip_adapter\.\d+\.to_[kv]_ip\.|image_proj\.(proj|norm)\.")
# CLIP's pixels: mean and deviation of each channel, as its preprocessor_config.json has them.
_MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
_DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


@dataclass(frozen=True, slots=True)
class ImagePromptInfo:
    """file: the adapter's weights; encoder: the folder of its picture encoder; width: of an embedding; side:
    pixels of the pictures that the encoder takes."""

    file: Path
    encoder: Path
    width: int
    side: int

    @property
    def weights(self) -> list[Path]:
        return [self.file, *sorted(self.encoder.glob("*.safetensors"))]

    def load_encoder(self):
        """The picture encoder, float32. Needs torch and transformers."""
        from transformers import CLIPVisionModelWithProjection

        return load_part(CLIPVisionModelWithProjection, self.encoder)


def find_image_prompt(
    file: str | Path, info: ModelInfo, encoder: str | Path | None = None
) -> ImagePromptInfo:
    """An IP-Adapter's file for the model of `info`; encoder: None for the folder `image_encoder` beside it.

    UserError where it is no IP-Adapter of the plain form, not whole, or made for another kind of model.
    """
    file = Path(file).expanduser()
    if file.suffix != ".safetensors":
        raise UserError(f"{file} is not a .safetensors file; other formats can run any program when opened.")
    if not file.is_file():
        raise UserError(f"There is no IP-Adapter {file}.")
    header = read_header(file)
    key, projection = header.get("ip_adapter.1.to_k_ip.weight"), header.get("image_proj.proj.weight")
    names = {name for name in header if name != "__metadata__"}
    known = all(_PLAIN.match(name) for name in names)
    if key is None or projection is None or not known:
        raise UserError(f"{file} is no IP-Adapter of the plain form (Plus and FaceID are not taken).")
    width = int(projection["shape"][1])
    if int(key["shape"][1]) != info.text_width:
        raise UserError(f"{file} was made for another kind of model than {info.folder}.")
    folder = Path(encoder).expanduser() if encoder else file.parent / _ENCODER
    if not folder.is_dir():
        raise UserError(f"There is no picture encoder {folder}: name it with --image-encoder FOLDER.")
    config = read_config(folder)
    find_weights(folder)
    if config.get("projection_dim") != width:
        raise UserError(
            f"{folder} gives {config.get('projection_dim')} numbers a picture, and {file.name} takes "
            f"{width}: it belongs to another picture encoder."
        )
    return ImagePromptInfo(file, folder, width, int(config.get("image_size", 224)))


def picture_key(path: str) -> str:
    """A name for a picture as it is now. Raises OSError where there is none."""
    state = Path(path).stat()
    return f"{path}\0{state.st_mtime_ns}\0{state.st_size}"


def picture_pixels(key: str, side: int) -> np.ndarray:
    """The picture of a key as CLIP takes it: float32 (1, 3, side, side). Raises OSError."""
    from PIL import Image, ImageOps

    with Image.open(key.partition("\0")[0]) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    short = min(picture.size)
    width, height = (max(side, int(side * each / short)) for each in picture.size)
    picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    left, top = (width - side) // 2, (height - side) // 2
    cut = np.asarray(picture.crop((left, top, left + side, top + side)), np.float32) / 255.0
    return ((cut - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None].astype(np.float32)
