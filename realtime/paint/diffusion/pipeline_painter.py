"""The `diffusers` painter: diffusers' own img2img, SD-Turbo, LCM or Stable Diffusion, uncompiled.

Slower than the compiled frame step and needs torch, but nothing has to be built first.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from realtime.camera import Pose, relative
from realtime.command_name import install_hint
from realtime.errors import UserError
from realtime.paint.diffusion.kinds import KINDS
from realtime.paint.diffusion.models import ModelInfo, find_model, inspect_model
from realtime.paint.diffusion.picture_layer import FRESH_STRENGTH, PictureLayer
from realtime.paint.diffusion.prompt_mix import Embeddings
from realtime.paint.diffusion.step_spec import LATENT_SCALE, check_size
from realtime.paint.diffusion.torch_runner import best_device, precision_for
from realtime.paint.diffusion.weights import find_weights
from realtime.paint.frame import FrameRequest
from realtime.paint.plain_painter import PlainPainter
from realtime.paint.prompt_shares import prompt_shares
from realtime.paint.run.spec import BadFrame

if TYPE_CHECKING:
    import torch

_STEPS = {"sd15": 12, "sdxl": 12}  # where `kinds` has fewer: this painter takes as many as it is given
_GUIDANCE = {"sd15": 5.0, "sdxl": 5.0}
_CACHED_PROMPTS = 64
_WEAKEST = 0.04  # below this strength a frame is the moved last one
_UNSHARP = 0.15
_SMALLEST = 128


class PipelinePainter:
    """Implements realtime.paint.frame.Painter.

    size: (width, height), multiples of 8; model: folder or hub name; device: "cuda", "cpu" or None for the
    best there is; precision: "fp32", "fp16", "bf16" or None for what suits the device; steps, guidance:
    None for what suits the model; threads: of torch on the CPU; shaders: the user's shader folders, None for
    the one in the settings folder.
    A size that does not fit in memory is made smaller, and `name` says so.
    Raises UserError for a folder that is no model or the wrong kind, pickled weights, impossible sizes.
    """

    _previous: torch.Tensor | None  # float32 (1, 3, H, W), 0..1
    _generation: int | None

    def __init__(
        self,
        size: tuple[int, int],
        model: str | Path,
        device: str | None = None,
        precision: str | None = None,
        steps: int | None = None,
        guidance: float | None = None,
        threads: int | None = None,
        shaders: Sequence[Path] | None = None,
    ) -> None:
        check_size(*size)
        self._info = inspect_model(find_model(model))
        try:
            import torch
        except ImportError as error:
            raise UserError(f"Diffusion needs {error.name}: {install_hint('diffusion')}.") from None
        self._torch = torch
        if threads:
            torch.set_num_threads(threads)
        self._device = device or best_device()
        if self._device.startswith("cuda") and not torch.cuda.is_available():
            raise UserError(
                "The diffusion painter was asked for CUDA, and torch finds none here: use the CPU."
            )
        self._dtype = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[
            precision or precision_for(self._device)
        ]
        kind = KINDS[self._info.kind]
        self._steps = steps or _STEPS.get(kind.name, kind.steps)
        # diffusers counts "none" as 0, we as 1.
        suits = 0.0 if kind.guidance == "none" else _GUIDANCE.get(kind.name, kind.scale)
        self._guidance = suits if guidance is None else guidance
        self._pipeline = _load(self._info, self._device, self._dtype)
        self._takes_all_steps = type(self._pipeline).__name__ == "LatentConsistencyModelImg2ImgPipeline"
        self._embeddings: OrderedDict[str, tuple[torch.Tensor, torch.Tensor | None]] = OrderedDict()
        self._layer = PictureLayer(shaders)
        self._set_size(size)
        self.name = self._fit(size)

    @property
    def note(self) -> str:
        """What is missing, for the operator, or ""."""
        return self._layer.note

    def adopt(self, pixels: np.ndarray, pose: Pose) -> None:
        """Grow the next frame out of `pixels`, uint8 (H, W, 4) of any size, seen at `pose`."""
        image = self._as_image(pixels)
        width, height = self.size
        self._previous = self._torch.nn.functional.interpolate(image, (height, width), mode="area")
        self._pose = pose

    def carried(self) -> np.ndarray | None:
        """float32 (H, W, 3), sRGB: the last frame, which the next one grows out of; None before the first."""
        if self._previous is None:
            return None
        return self._previous[0].permute(1, 2, 0).float().cpu().numpy()

    def carry(self, picture: np.ndarray) -> None:
        """Go on from `picture`, as from what `carried` gave."""
        image = self._torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None]
        self._previous = image.to(self._device, self._torch.float32)

    def follow(self, request: FrameRequest) -> None:
        """Take the camera along as painting this would, and paint nothing."""
        self._layer.move(request, self.size)

    def paint(self, request: FrameRequest) -> np.ndarray:
        """uint8 (H, W, 4), sRGB, row 0 at the top; valid until the next call. Raises BadFrame for NaN."""
        self._layer.move(request, self.size)
        with self._torch.inference_mode():
            turned = self._generation is not None and request.subject.generation != self._generation
            previous = None if request.subject.cut and turned else self._previous
            image, least = self._start(request) if previous is None else (self._moved(previous, request), 0.0)
            strength = max(request.strength, least)
            image = self._over(image, request)
            if strength >= _WEAKEST:
                image = self._repainted(image, request, min(strength, 1.0))
            if not bool(self._torch.isfinite(image).all()):
                raise BadFrame(self._distrust_half_precision())
            image = image.clamp(0, 1)
            self._previous, self._pose = image, request.pose
            self._generation = request.subject.generation
            self._frame[..., :3] = (image[0] * 255).round().permute(1, 2, 0).byte().cpu().numpy()
        return self._frame

    def _set_size(self, size: tuple[int, int]) -> None:
        from realtime.paint.diffusion.warp import Warp

        self.size = size
        self._frame = np.full((size[1], size[0], 4), 255, np.uint8)
        self._warp = Warp(*size).to(self._device)
        self._ground = PlainPainter(size)
        self._previous = None
        self._pose = Pose()
        self._generation = None

    def _fit(self, wanted: tuple[int, int]) -> str:
        """Paint a trial frame, smaller until it fits in memory; the engine's name for the operator."""
        from realtime.paint.frame import Subject

        while True:
            try:
                self.paint(FrameRequest(0, 0.0, Subject()))
                break
            except (RuntimeError, MemoryError) as error:
                if not _is_out_of_memory(error):
                    raise
                smaller = _three_quarters(self.size[0]), _three_quarters(self.size[1])
                if min(smaller) < _SMALLEST:
                    raise UserError(
                        f"There is not enough memory to paint even {self.size[0]}x{self.size[1]} "
                        f"with {self._info.folder.name}; close other programs or take a smaller model."
                    ) from None
            if self._device.startswith("cuda"):
                self._torch.cuda.empty_cache()
            self._set_size(smaller)
        self._previous = self._generation = None
        name = f"diffusion ({self._info.kind}, diffusers, {self._device})"
        if self.size != wanted:
            name += f", {wanted[0]}×{wanted[1]} did not fit in memory"
        return name

    def _start(self, request: FrameRequest) -> tuple[torch.Tensor, float]:
        """What a picture that grows out of nothing is painted over, and how strongly it must be."""
        picture = self._layer.fresh(request, self.size)
        if picture is not None:
            return self._as_image(picture), FRESH_STRENGTH
        return self._as_image(self._ground.paint(request)), 1.0

    def _moved(self, previous: torch.Tensor, request: FrameRequest) -> torch.Tensor:
        """The previous frame as the camera sees it now, as sharp as it was, or as a treatment has made it."""
        from realtime.paint.diffusion.warp import unsharp

        back = self._torch.from_numpy(relative(self._pose, request.pose)).float().to(self._device)
        moved = self._warp(previous, back)
        if request.treatment is not None and request.treatment.amount > 0.0:
            return moved
        return unsharp(moved, self._torch.tensor(_UNSHARP, device=self._device))

    def _over(self, image: torch.Tensor, request: FrameRequest) -> torch.Tensor:
        """The picture that the subject names, mixed over `image`."""
        mix = min(max(request.inputs.get("mix", 0.0), 0.0), 1.0)
        over = self._layer.over(request, self.size) if mix > 0.0 else None
        return image if over is None else image + mix * over[1] * (self._as_image(over[0]) - image)

    def _as_image(self, pixels: np.ndarray) -> torch.Tensor:
        """uint8 (H, W, 4) → (1, 3, H, W) 0..1, on the device."""
        rgb = self._torch.from_numpy(np.ascontiguousarray(pixels[..., :3]))
        return rgb.to(self._device).permute(2, 0, 1).float()[None] / 255

    def _repainted(self, image: torch.Tensor, request: FrameRequest, strength: float) -> torch.Tensor:
        """img2img of (1, 3, H, W) 0..1. Strength is met in steps, 1/N where there are N: as diffusers can."""
        torch, pipeline = self._torch, self._pipeline
        generator = torch.Generator("cpu").manual_seed(request.subject.seed)
        if request.noise > 0:
            image = image + request.noise * torch.randn(image.shape, generator=generator).to(image)
        vae = pipeline.vae
        encoded = vae.encode((image.clamp(0, 1) * 2 - 1).to(vae.dtype))
        latent = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
        count, share = self._counted(strength)
        latent = pipeline(
            image=(latent * vae.config.scaling_factor).to(self._dtype),
            strength=share,
            num_inference_steps=count,
            guidance_scale=self._guidance * request.guidance,
            generator=generator,
            output_type="latent",
            **self._conditions(request),
        ).images
        shifted = (latent / vae.config.scaling_factor).to(vae.dtype)
        return vae.decode(shifted).sample.float() / 2 + 0.5

    def _counted(self, strength: float) -> tuple[int, float]:
        """(num_inference_steps, strength) with which this pipeline takes our steps at `strength`."""
        if self._takes_all_steps:
            # It takes all of them, out of the share of its training's steps that strength leaves.
            trained = int(self._pipeline.scheduler.config.original_inference_steps * strength + 1e-6)
            return min(self._steps, max(trained, 1)), strength
        count = max(self._steps, math.ceil(self._steps / strength - 1e-6))
        # A little more than N steps' share, or rounding would lose the step.
        return count, min(1.0, self._steps / count + 1e-6)

    def _conditions(self, request: FrameRequest) -> dict:
        """Prompt embeddings; a negative one only where classifier-free guidance can use it."""
        subject = request.subject
        shares = prompt_shares(subject, request.prompt_mix, request.weights)
        seen = [(self._embedding(text), share) for text, share in shares if share > 0.0]
        embedding = self._mixed([(pages[0], share) for pages, share in seen])
        pooled = None
        if self._info.pooled_width:
            pooled = self._mixed([(pages[1], share) for pages, share in seen])
        conditions = {"prompt_embeds": embedding}
        if pooled is not None:
            conditions["pooled_prompt_embeds"] = pooled
        if KINDS[self._info.kind].guidance == "free" and self._guidance > 1:
            negative, negative_pooled = self._embedding(subject.negative)
            conditions["negative_prompt_embeds"] = negative
            if negative_pooled is not None:
                conditions["negative_pooled_prompt_embeds"] = negative_pooled
        return conditions

    def _mixed(self, parts: list[tuple[torch.Tensor, float]]) -> torch.Tensor:
        pages, shares = zip(*parts, strict=True)
        if len(pages) == 1:
            return pages[0]
        mixed = Embeddings([page.float().cpu().numpy() for page in pages]).mixed(shares)
        return self._torch.from_numpy(mixed).to(pages[0])

    def _embedding(self, text: str) -> tuple[torch.Tensor, torch.Tensor | None]:
        """A prompt's embedding (1, tokens, width) and SDXL's of the whole text; the newest are cached."""
        if text not in self._embeddings:
            found = self._pipeline.encode_prompt(
                prompt=text, device=self._device, num_images_per_prompt=1, do_classifier_free_guidance=False
            )
            self._embeddings[text] = found[0], found[2] if self._info.pooled_width else None
            if len(self._embeddings) > _CACHED_PROMPTS:
                self._embeddings.popitem(last=False)
        self._embeddings.move_to_end(text)
        return self._embeddings[text]

    def _distrust_half_precision(self) -> str:
        """A frame was not finite: decode in fp32 from now on, and forget the frame it grew from."""
        self._previous = None
        if self._pipeline.vae.dtype == self._torch.float32:
            return "a frame was not finite"
        self._pipeline.vae.to(self._torch.float32)
        return "a frame was not finite: the autoencoder runs in fp32 from now on"

    def close(self) -> None:
        """Let the model go."""
        self._layer.close()
        self._pipeline = None
        if self._device.startswith("cuda"):
            self._torch.cuda.empty_cache()


def _three_quarters(side: int) -> int:
    """A smaller side that the model can paint, in pixels."""
    return int(side * 0.75) // (LATENT_SCALE * 2) * LATENT_SCALE * 2


def _load(info: ModelInfo, device: str, dtype: torch.dtype):
    try:
        from diffusers import AutoencoderTiny, AutoPipelineForImage2Image
        from diffusers.utils import logging as diffusers_log
        from transformers.utils import logging as transformers_log
    except ImportError as error:
        raise UserError(f"Diffusion needs {error.name}: {install_hint('diffusion')}.") from None
    for library in (diffusers_log, transformers_log):  # nothing is drawn over the show's own lines
        library.disable_progress_bar()
        library.set_verbosity_error()
    options: dict = {"use_safetensors": True, "local_files_only": True}
    parts: dict = {} if info.pooled_width else {"safety_checker": None, "requires_safety_checker": False}
    if info.autoencoder != info.folder / "vae":
        parts["vae"] = AutoencoderTiny.from_pretrained(info.autoencoder, **options)
    if variant := find_weights(info.folder / "unet")[1]:
        options["variant"] = variant
    try:
        pipeline = AutoPipelineForImage2Image.from_pretrained(info.folder, **options, **parts)
    except (OSError, ValueError, RuntimeError) as error:
        if _is_out_of_memory(error):
            raise UserError(f"There is not enough memory to load {info.folder}.") from None
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"{info.folder} cannot be loaded: {reason}") from None
    pipeline.set_progress_bar_config(disable=True)
    if device == "cpu":
        pipeline.unet.to(memory_format=_channels_last())
        pipeline.vae.to(memory_format=_channels_last())
    return pipeline.to(device, dtype)


def _channels_last():
    import torch

    return torch.channels_last


def _is_out_of_memory(error: BaseException) -> bool:
    text = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in text or "can't allocate memory" in text
