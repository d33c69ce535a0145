"""Folders of T2I-Adapters and ControlNets: which they are, and whether they fit a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from realtime.errors import UserError
from realtime.paint.diffusion.kinds import is_large
from realtime.paint.diffusion.locate import find_model
from realtime.paint.diffusion.models import ModelInfo, load_part, read_config
from realtime.paint.diffusion.step_spec import GUIDES
from realtime.paint.diffusion.weights import find_weights

if TYPE_CHECKING:
    from realtime.paint.diffusion.guide import Guide

_WANTED = ("config.json", "diffusion_pytorch_model*.safetensors*")


@dataclass(frozen=True, slots=True)
class GuideInfo:
    """A folder, and what its network is shown of the source layer: one of `step_spec.GUIDES`."""

    folder: Path
    sees: str = "edges"

    def load(self) -> Guide:
        """The network, float32. Needs torch and diffusers."""
        from diffusers import ControlNetModel, T2IAdapter

        from realtime.paint.diffusion.guide import Guide

        adapts = read_config(self.folder)["_class_name"] == "T2IAdapter"
        family = T2IAdapter if adapts else ControlNetModel
        return Guide(load_part(family, self.folder), self.sees)

    @property
    def weights(self) -> list[Path]:
        return sorted(self.folder.glob("*.safetensors"))


def find_guide(name: str | Path, info: ModelInfo, sees: str = "edges") -> GuideInfo:
    """The folder `name`, or that of the hub, for the model of `info`.

    UserError where it is no T2I-Adapter or ControlNet, not whole, or made for another kind of model.
    """
    if sees not in GUIDES:
        raise UserError(f"A guide sees {' or '.join(GUIDES)}, not {sees}.")
    if Path(name).expanduser().is_file():
        raise UserError(
            f"{name} is a single file; a guide is taken as a folder with config.json and weights."
        )
    folder = find_model(name, _WANTED)
    config = read_config(folder)
    kind = str(config.get("_class_name", ""))
    if kind not in ("T2IAdapter", "ControlNetModel"):
        raise UserError(
            f"{folder} holds a {kind or 'nameless network'}; a guide is a T2I-Adapter or ControlNet."
        )
    find_weights(folder)
    unet = read_config(info.folder / "unet")
    if kind == "T2IAdapter":
        fits = _adapter_fits(config, unet)
    else:
        same = ("cross_attention_dim", "block_out_channels", "addition_embed_type")
        fits = all(config.get(name) == unet.get(name) for name in same)
    if not fits:
        raise UserError(f"{folder} was made for another kind of model than {info.folder}.")
    return GuideInfo(folder, sees)


def _adapter_fits(config: dict, unet: dict) -> bool:
    """An adapter adds a picture to each level of the U-Net; SDXL's begins at the second one's size."""
    channels, levels = list(config.get("channels") or ()), list(unet.get("block_out_channels") or ())
    if str(config.get("adapter_type", "")).endswith("_xl"):
        return is_large(unet) and set(channels) == set(levels)
    return unet.get("addition_embed_type") is None and channels == levels
