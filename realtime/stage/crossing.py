"""A transition under way: the old scene's last picture, still moving with the camera, and the new scene."""

from __future__ import annotations

import moderngl

from realtime.camera import Pose
from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.stage.composite import Composite
from realtime.stage.layer import Layer, Slot


class Crossing:
    """The picture that is left behind, and how far the new one has come.

    progress: 0..1; active: a transition is under way; shader: its ISF transition.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._aspect = size[0] / size[1]
        self._old, self._left = Surface(context, size), Surface(context, size)
        self._copier = Copier(context)
        self._pose = Pose()
        self._beats = 0.0
        self.shader = ""
        self.progress = 1.0

    @property
    def active(self) -> bool:
        return self.progress < 1.0

    def start(
        self,
        shader: str,
        beats: float,
        picture: moderngl.Texture | None,
        composite: Composite,
        layer: Layer,
        pose: Pose,
    ) -> None:
        """Leave what was shown from `pose` behind and begin anew.

        picture: what was shown if it was more than `layer`: filtered, or itself a transition under way.
        """
        if picture is not None:
            self._copier.copy(picture, self._old.framebuffer)
        else:
            composite.move(self._old.framebuffer, layer.slots, pose, self._aspect)
        self._pose = pose
        self.shader, self._beats, self.progress = shader, beats, 0.0

    def advance(self, dt: float, period: float) -> None:
        """`dt` seconds later, at `period` seconds a beat."""
        if self.active:
            self.progress = min(1.0, self.progress + max(dt, 0.0) / (self._beats * period))

    def left_image(self, composite: Composite, pose: Pose) -> moderngl.Texture:
        """What was left behind, as seen from `pose`."""
        left = Slot(self._old.texture, self._pose, top_down=False, weight=1.0)
        composite.move(self._left.framebuffer, [left], pose, self._aspect)
        return self._left.texture

    def stop(self) -> None:
        """No transition any more."""
        self.progress = 1.0

    def release(self) -> None:
        for part in (self._old, self._left, self._copier):
            part.release()
