"""What one compiled frame step takes and gives: the single table that everything is derived from."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field

import numpy as np

from realtime.paint.diffusion.provider import Table

SAMPLERS = ("ddim", "lcm")
PREDICTIONS = ("epsilon", "v_prediction")
GUIDANCES = ("none", "embedded", "free")
GUIDES = ("edges", "picture", "depth")
LATENT_CHANNELS = 4
LATENT_SCALE = 8  # pixels per latent cell

# Places in the `amounts` input.
SOURCE_MIX, PALETTE_MIX, UNSHARP, GRAIN, GUIDANCE = range(5)
# Places in the `statistics` output: Oklab means, Oklab deviations, sharpness, mean before clamping.
MEAN, DEVIATION, SHARPNESS, RAW_MEAN = slice(0, 3), slice(3, 6), 6, 7


@dataclass(frozen=True, slots=True)
class StepSpec:
    """The shape of a frame step; all that is frozen in a compiled graph.

    width, height: pixels, multiples of 8. steps: unrolled UNet calls. sampler: "ddim" (the deterministic
    step that Euler is too, in variance-preserving form) or "lcm". prediction: what the UNet predicts.
    guidance: "none" (SD-Turbo: distilled away, a negative prompt has no effect and costs nothing),
    "embedded" (LCM: the scale is an input of the UNet; no negative prompt either) or "free"
    (classifier-free: the UNet runs on two prompts, a negative one works and costs twice the UNet).
    tokens, text_width: shape of a prompt's embedding. guidance_width: of the embedded scale. pooled_width: of
    a whole text's embedding (SDXL), which is one more row of the prompt's, filled up with zeros; 0 without.
    loras: how many LoRAs stand beside the weights, each with a weight of its own (`live_lora`).
    guide: what a T2I-Adapter or ControlNet sees of the source layer, of GUIDES (`guide`), "" without one.
    image_width: of a picture's embedding
    beside the words (`image_prompt`), or 0.
    """

    width: int
    height: int
    steps: int = 1
    sampler: str = "ddim"
    prediction: str = "epsilon"
    guidance: str = "none"
    tokens: int = 77
    text_width: int = 1024
    guidance_width: int = 0
    pooled_width: int = 0
    loras: int = field(default=0, repr=False)
    guide: str = field(default="", repr=False)
    image_width: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        if self.width % LATENT_SCALE or self.height % LATENT_SCALE or min(self.width, self.height) < 64:
            raise ValueError(f"size {self.width}x{self.height} must be multiples of 8, 64 or more")
        for value, allowed in (
            (self.sampler, SAMPLERS),
            (self.prediction, PREDICTIONS),
            (self.guidance, GUIDANCES),
            (self.guide, ("", *GUIDES)),
        ):
            if value not in allowed:
                raise ValueError(f"{value!r} is none of {allowed}")

    @property
    def latent(self) -> tuple[int, int]:
        """(height, width) of the latent picture."""
        return self.height // LATENT_SCALE, self.width // LATENT_SCALE

    @property
    def embedding(self) -> tuple[int, int, int]:
        """Shape of a prompt's embedding."""
        return 1, self.tokens + (1 if self.pooled_width else 0), self.text_width

    @property
    def inputs(self) -> Table:
        """name → (shape, numpy type), in the order of `FrameStep.forward`."""
        prompt = (self.embedding, np.float32)
        table: dict[str, tuple[tuple[int, ...], type[np.generic]]] = {
            "frame": ((1, self.height, self.width, 4), np.uint8),
            "source": ((1, self.height, self.width, 4), np.uint8),
            "homography": ((3, 3), np.float32),
            "amounts": ((5,), np.float32),
            "palette": ((6,), np.float32),
            "noise": ((self.steps, LATENT_CHANNELS, *self.latent), np.float32),
            "timestep": ((self.steps,), np.float32),
            "alpha": ((self.steps + 1,), np.float32),
            "prompt": prompt,
        }
        if self.guidance == "free":
            table["negative"] = prompt
        if self.loras:
            table["loras"] = ((self.loras,), np.float32)
        if self.guide:
            table["guide"] = table["source"]
            table["guide_weight"] = ((1,), np.float32)
        if self.image_width:
            table["image"] = ((1, 1, self.image_width), np.float32)
            table["image_weight"] = ((1,), np.float32)
        return table

    @property
    def outputs(self) -> Table:
        """name → (shape, numpy type) of what comes out."""
        return {
            "picture": ((1, self.height, self.width, 4), np.uint8),
            "statistics": ((8,), np.float32),
        }

    def buffers(self) -> dict[str, np.ndarray]:
        """One zeroed array per input, with the camera at rest: allocated once, written to for every frame."""
        arrays: dict[str, np.ndarray] = {
            name: np.zeros(shape, dtype) for name, (shape, dtype) in self.inputs.items()
        }
        arrays["homography"][:] = np.eye(3)
        arrays["alpha"][:] = 1.0
        arrays["amounts"][GUIDANCE] = 1.0
        if self.loras:
            arrays["loras"][:] = 1.0
        return arrays

    def as_dict(self) -> dict:
        return asdict(self)


def check_size(width: int, height: int) -> None:
    """UserError that names the nearest size when this one cannot be painted."""
    from realtime.errors import UserError

    good = tuple(max(64, LATENT_SCALE * math.floor(side / LATENT_SCALE + 0.5)) for side in (width, height))
    if good != (width, height):
        raise UserError(
            f"A diffusion model paints sizes that are multiples of 8, 64 or more: "
            f"{width}x{height} is not; take {good[0]}x{good[1]}."
        )
