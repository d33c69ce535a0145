"""Small paintings of subjects, one after the other: for sheets, storyboards, and tiles of scenes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from realtime.camera import Motion, Pose
from realtime.paint.frame import FrameRequest, Painter, Subject

# So many paintings after one another: the first is bare, then brush strokes gather.
_FRAMES = 3
_FRAME_S = 0.25
_DRIFT = Motion(zoom=0.05)


class Stills:
    """Has `engine` paint them."""

    def __init__(self, engine: Painter) -> None:
        self._engine = engine
        self._subjects = self._requests = 0

    def paint(self, subject: Subject) -> np.ndarray:
        """uint8 (H, W, 3) of the engine's size: the subject a while after it came."""
        self._subjects += 1
        pose = Pose()
        subject = replace(subject, generation=self._subjects, cut=True)
        for _ in range(_FRAMES):
            self._requests += 1
            pose = pose.moved(_DRIFT, _FRAME_S)
            request = FrameRequest(
                id=self._requests,
                time=self._requests * _FRAME_S,
                subject=subject,
                pose=pose,
                strength=0.7,
                source_time=20.0 + self._requests * _FRAME_S,
                inputs={"glow": 0.15},
            )
            pixels = self._engine.paint(request)
        return np.ascontiguousarray(pixels[..., :3])
