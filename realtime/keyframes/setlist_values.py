"""What a setlist makes of a song, frame by frame: the mapping of a live show on a virtual clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.ear import Analyzes
from realtime.audio.io.file import FileSource
from realtime.audio.known_sound import BLOCK, ForeseeingEar
from realtime.camera import MOTIONS, Motion, step_matrix
from realtime.mapping.look import Look
from realtime.mapping.mapper import Limits, Mapper, gliding_s
from realtime.mapping.targets import TARGETS
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist

_SOURCE_LAYER = "source."


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
    hear: Callable[[int, int], Analyzes] = Analyzer,
) -> SetlistValues:
    """Play `setlist` to a sound file without painting. Raises UserError for a file that is no sound.

    hear: makes what listens, from sample rate and block size.
    """
    source = FileSource(path, block=BLOCK)
    ear = ForeseeingEar(source, hear(source.rate, BLOCK))
    playhead = Playhead(setlist)
    # Frame by frame as the show's loop does it, so that a film shows the same: on the stage a fading scene
    # glides in, what the painter is asked for is the new scene's at once.
    stage, painter = Mapper(playhead.scene, limits), Mapper(playhead.scene, limits, foresees=True)
    scenes = [SceneStart(0, playhead.scene)]
    rows: list[Look] = []
    while not (rows and ear.ended and len(rows) / fps >= ear.features.time - 1e-6):
        now = len(rows) / fps
        ear.advance(now)
        playhead.hear(ear.features, now)
        if playhead.update(ear.features.clock, now):
            stage.set_scene(playhead.scene, gliding_s(playhead.scene.transition.beats))
            painter.set_scene(playhead.scene)
            scenes.append(SceneStart(len(rows), playhead.scene))
        painted = painter.look(ear.features, now)
        shown = stage.look(ear.features, now)
        rows.append(replace(painted, motion=shown.motion, inputs=_inputs(shown, painted)))
    ear.close()
    return SetlistValues(fps, _columns(rows), tuple(scenes))


def _inputs(shown: Look, painted: Look) -> dict[str, float]:
    """The stage's shader inputs, and those of the source, which the painter draws."""
    source = {name: value for name, value in painted.inputs.items() if name.startswith(_SOURCE_LAYER)}
    return {**shown.inputs, **source}


def _columns(rows: list[Look]) -> dict[str, np.ndarray]:
    columns = {
        name: np.array([getattr(row, name) for row in rows])
        for name in ("strength", "noise", "style_mix", "prompt_mix")
    }
    columns |= {name: np.array([getattr(row.motion, name) for row in rows]) for name in MOTIONS}
    weights = sorted({name for row in rows for name in row.weights})
    columns |= {
        name: np.array([row.weights.get(name, TARGETS[name].rest) for row in rows]) for name in weights
    }
    inputs = sorted({name for row in rows for name in row.inputs})
    columns |= {name: np.array([row.inputs.get(name, 0.0) for row in rows]) for name in inputs}
    return columns
