"""An imported animation, every schedule evaluated: what a film needs, from any kind of file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from realtime.keyframes.clip import Clip
from realtime.keyframes.motion import perspective_flip, step_2d, step_3d
from realtime.keyframes.prompts import PromptAt, Prompts


@dataclass(frozen=True, slots=True)
class Animation:
    """values: Deforum's name of a schedule → float64 (frames,); seeds: int64 (frames,).

    size: (width, height). mode: "2D", "3D" or "None" (the camera stands still). flip: perspective flip is
    on. edges: what comes in from outside the picture: replicate, wrap, reflect or zeros. colour_coherence:
    None, "HSV", "LAB" or "RGB". cadence: paint each so-many-th frame and blend those between. noise_type:
    uniform or perlin. clip: a video of which every frame is painted over one of its own.
    Said once: unsupported, features in the file that change the picture and do not exist here; unknown, names
    of settings that nothing is known of; notes, sentences on what was read otherwise than it stands there.
    """

    frames: int
    fps: float
    size: tuple[int, int]
    mode: str
    values: Mapping[str, np.ndarray]
    seeds: np.ndarray
    prompts: Prompts
    flip: bool = False
    edges: str = "replicate"
    colour_coherence: str | None = None
    cadence: int = 1
    noise_type: str = "perlin"
    steps: int = 20
    sampler: str = ""
    init_image: str | None = None
    soundtrack: str | None = None
    clip: Clip | None = None
    unsupported: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def strength(self, frame: int) -> float:
        """img2img strength: 0 keeps the last frame, 1 repaints it (Deforum's is 1 − this)."""
        return min(max(1.0 - float(self.values["strength_schedule"][frame]), 0.0), 1.0)

    def prompt(self, frame: int) -> PromptAt:
        return self.prompts.at(frame)

    def step(self, frame: int) -> np.ndarray:
        """(3, 3): homography in pixels from the picture of `frame` − 1 to that of `frame`; see `motion`.
        The first frame has none before it, and its step is not taken."""

        def value(name: str) -> float:
            return float(self.values[name][frame])

        def vector(name: str) -> tuple[float, float, float]:
            return value(f"{name}_x"), value(f"{name}_y"), value(f"{name}_z")

        if self.mode == "3D":
            return step_3d(
                self.size,
                vector("translation"),
                vector("rotation_3d"),
                value("fov_schedule"),
            )
        if self.mode != "2D":
            return np.eye(3)
        matrix = step_2d(
            self.size,
            value("angle"),
            value("zoom"),
            (value("translation_x"), value("translation_y")),
            (value("transform_center_x"), value("transform_center_y")),
        )
        if self.flip:
            names = ("theta", "phi", "gamma", "fv")
            angles = (value(f"perspective_flip_{name}") for name in names)
            matrix = perspective_flip(self.size, *angles) @ matrix
        return matrix
