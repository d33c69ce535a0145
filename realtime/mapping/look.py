"""What mapping hands on: how the picture is to look at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from realtime.camera import STILL, Motion


@dataclass(frozen=True, slots=True)
class Look:
    """The look at `time` (audio-clock seconds).

    strength: img2img strength, 0 keeps the previous frame, 1 repaints it; noise 0..1;
    motion: camera velocities; style_mix, prompt_mix: 0 = the scene's first style/prompt, 1 = its second;
    weights: by name, those of `targets.WEIGHTS` that the scene has a value for, the others are at rest;
    inputs: shader inputs by "layer.input" (`source.glow`, `post.bloom`): `source.*` belong to the
    painter, all others to the stage.
    """

    time: float = 0.0
    strength: float = 0.5
    noise: float = 0.02
    motion: Motion = STILL
    style_mix: float = 0.0
    prompt_mix: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    inputs: Mapping[str, float] = field(default_factory=dict)
