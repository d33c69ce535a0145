"""The kinds of model that people have: how each is sampled, and what suits it."""

from __future__ import annotations

from dataclasses import dataclass

from realtime.did_you_mean import no_such
from realtime.errors import UserError


@dataclass(frozen=True, slots=True)
class Kind:
    """sampler: of the frame step; spacing: of the timesteps, "" as the model's configuration has it;
    guidance: as `StepSpec.guidance`, for scales above 1; steps, scale: what suits, where nobody says
    otherwise; few: it was distilled to paint in few steps; what: for people."""

    name: str
    sampler: str
    spacing: str
    guidance: str
    steps: int
    scale: float
    few: bool
    what: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("sd-turbo", "ddim", "trailing", "none", 1, 1.0, True, "SD-Turbo: one step, no guidance"),
        Kind("sdxl-turbo", "ddim", "trailing", "none", 1, 1.0, True, "SDXL-Turbo: one step, no guidance"),
        # 8: as in the card of LCM_Dreamshaper_v7, whose network takes the scale as an input.
        Kind("lcm", "lcm", "lcm", "embedded", 2, 8.0, True, "LCM, its guidance distilled into an input"),
        Kind("lcm-lora", "lcm", "lcm", "free", 2, 1.0, True, "a model with an LCM LoRA, melted in or given"),
        Kind("dmd2", "lcm", "lcm", "none", 4, 1.0, True, "DMD2: one or four steps, no guidance"),
        Kind("lightning", "ddim", "trailing", "none", 4, 1.0, True, "SDXL-Lightning: 2, 4 or 8 steps"),
        Kind("hyper", "ddim", "trailing", "none", 2, 1.0, True, "Hyper-SD: the steps that it was made for"),
        Kind("tcd", "ddim", "lcm", "none", 4, 1.0, True, "TCD, without the noise between steps"),
        Kind("pcm", "ddim", "trailing", "free", 4, 1.0, True, "PCM: phased consistency, small guidance"),
        Kind("sd15", "ddim", "", "free", 8, 4.0, False, "Stable Diffusion 1.5 or 2, many steps"),
        Kind("sdxl", "ddim", "", "free", 8, 4.0, False, "SDXL, many steps"),
    )
}

# Networks of these exist in one size only.
_LARGE, _SMALL = frozenset({"sdxl", "sdxl-turbo", "lightning"}), frozenset({"sd15", "sd-turbo"})


def check_kind(name: str) -> Kind:
    """The kind of that name; UserError with the nearest right one otherwise."""
    if name not in KINDS:
        raise UserError(no_such("kind of model", name, KINDS))
    return KINDS[name]


def is_large(unet: dict) -> bool:
    """Whether a network's configuration is that of an SDXL one."""
    return unet.get("addition_embed_type") == "text_time"


def require_fit(kind: Kind, unet: dict, folder: object) -> None:
    """Raise UserError where the network of `folder` cannot be of that kind: it was given by hand."""
    large = is_large(unet)
    if (kind.name in _LARGE and not large) or (kind.name in _SMALL and large):
        family = "an SDXL" if large else "a Stable Diffusion 1.5 or 2"
        raise UserError(
            f"{folder} is {family} model and cannot be painted as {kind.name}. Leave --kind out, or give "
            "another one."
        )
    if kind.guidance == "embedded" and not unet.get("time_cond_proj_dim"):
        raise UserError(
            f"{folder} takes no guidance as an input and cannot be painted as {kind.name}. Leave --kind out; "
            "with an LCM LoRA it is lcm-lora."
        )


def kind_of(unet: dict, scheduler: dict) -> Kind:
    """What a network's and a scheduler's configuration files say.

    Only SD-Turbo and SDXL-Turbo come with Euler steps that trail: on a Stable Diffusion 1.5 network
    (cross attention 768 wide) or one trained to zero terminal SNR these are just steps.
    """
    large = is_large(unet)
    name, trailing = str(scheduler.get("_class_name", "")), scheduler.get("timestep_spacing") == "trailing"
    if unet.get("time_cond_proj_dim"):
        return KINDS["lcm"]
    if name.startswith("TCD"):
        return KINDS["tcd"]
    if name.startswith("LCM"):
        return KINDS["lcm-lora"]
    if name.startswith("Euler") and trailing and not scheduler.get("rescale_betas_zero_snr"):
        if large:
            return KINDS["sdxl-turbo"]
        if unet.get("cross_attention_dim") != 768:
            return KINDS["sd-turbo"]
    return KINDS["sdxl" if large else "sd15"]
