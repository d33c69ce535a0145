"""What a setlist makes of a song, frame by frame: the mapping of a live show on a virtual clock."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.file import FileSource
from realtime.camera import Motion, step_matrix
from realtime.ear import Analyzes
from realtime.mapping.look import Look
from realtime.mapping.mapper import Limits, Mapper
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist

GLIDE_S = 1.0
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class SceneStart:
    """A scene and the frame at which it begins."""

    frame: int
    scene: Scene


@dataclass(frozen=True, slots=True)
class SetlistValues:
    """values: name of a target or shader input → float64 (frames,), in the program's own units: strength is
    img2img strength, motion is per second. scenes: in playing order."""

    fps: float
    values: dict[str, np.ndarray]
    scenes: tuple[SceneStart, ...]

    def deforum(self, size: tuple[int, int]) -> dict[str, np.ndarray]:
        """The values as Deforum's 2D schedules for pictures of `size` (width, height): strength is the share
        of the last frame that is kept, motion is per frame and in pixels."""
        count = len(self.values["strength"])
        schedules = {
            "strength_schedule": 1.0 - self.values["strength"],
            "noise_schedule": self.values["noise"],
            "zoom": np.exp(self.values["zoom"] / self.fps),
            "angle": self.values["rotation"] / self.fps,
        }
        pans = np.zeros((2, count))
        for frame in range(count):
            pans[:, frame] = self._pan(frame, size)
        schedules["translation_x"], schedules["translation_y"] = pans
        if self.values["tilt"].any() or self.values["yaw"].any():
            schedules["perspective_flip_theta"] = self.values["tilt"] / self.fps
            schedules["perspective_flip_phi"] = self.values["yaw"] / self.fps
        return schedules

    def _pan(self, frame: int, size: tuple[int, int]) -> np.ndarray:
        """(x, y) in pixels, y downwards. Deforum moves before it turns and scales, we after."""
        motion = Motion(zoom=self.values["zoom"][frame], rotation=self.values["rotation"][frame])
        turn = step_matrix(motion, 1.0 / self.fps)[:2, :2]
        pan = np.array([self.values["pan_x"][frame], self.values["pan_y"][frame]]) / self.fps
        before = np.linalg.solve(turn, pan)
        return before * (size[1] / 2.0) * (1.0, -1.0)


def play_setlist(
    path: Path | str,
    setlist: Setlist,
    fps: float,
    limits: Limits | None = None,
    hear: Callable[[float, int], Analyzes] = Analyzer,
) -> SetlistValues:
    """Play `setlist` to a sound file without painting. Raises UserError for a file that is no sound.

    hear: makes what listens, from sample rate and block size.
    """
    source = FileSource(path, block=_BLOCK)
    analyzer = hear(source.rate, _BLOCK)
    playhead = Playhead(setlist)
    mapper = Mapper(playhead.scene, limits)
    scenes = [SceneStart(0, playhead.scene)]
    rows: list[Look] = []
    heard = 0.0
    while (block := source.read()) is not None:
        features = analyzer.feed(block)
        heard = block.end
        while len(rows) / fps < features.time - 1e-9:
            now = len(rows) / fps
            if playhead.update(features.clock, now):
                mapper.set_scene(playhead.scene, GLIDE_S)
                scenes.append(SceneStart(len(rows), playhead.scene))
            rows.append(mapper.look(features, now))
    source.close()
    frames = max(1, math.ceil(heard * fps - 1e-6))
    return SetlistValues(fps, _columns(rows[:frames]), tuple(scenes))


def _columns(rows: list[Look]) -> dict[str, np.ndarray]:
    motions = ("zoom", "rotation", "pan_x", "pan_y", "tilt", "yaw")
    columns = {
        name: np.array([getattr(row, name) for row in rows])
        for name in ("strength", "noise", "style_mix", "prompt_mix")
    }
    columns |= {name: np.array([getattr(row.motion, name) for row in rows]) for name in motions}
    inputs = sorted({name for row in rows for name in row.inputs})
    columns |= {name: np.array([row.inputs.get(name, 0.0) for row in rows]) for name in inputs}
    return columns
