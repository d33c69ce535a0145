"""A transition under way: the old scene's last picture, still moving with the camera, and the new scene."""

from __future__ import annotations

import moderngl

from realtime.camera import Pose
from realtime.isf.pictures import smooth
from realtime.isf.quad import Copier
from realtime.stage.composite import Composite
from realtime.stage.layer import Layer, Slot


class Crossing:
    """Keeps the picture that is left behind and how far the new one has come.

    progress: 0..1; active: a transition is under way; shader: its ISF transition.
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        def buffer() -> moderngl.Framebuffer:
            return context.framebuffer([smooth(context.texture(size, 4))])

        self._size, self._aspect = size, size[0] / size[1]
        # Two, as a transition may begin in the midst of another, which is what it then leaves behind.
        self._kept, self._spare = buffer(), buffer()
        self._old, self._new = buffer(), buffer()
        self._copier = Copier(context)
        self._pose = Pose()
        self._luminance = 0.0
        self._result: moderngl.Texture | None = None
        self._period_beats = 0.0
        self.shader = ""
        self.progress = 1.0

    @property
    def active(self) -> bool:
        return self.progress < 1.0

    def start(self, shader: str, beats: float, composite: Composite, layer: Layer, pose: Pose) -> None:
        """Leave what `layer` shows from `pose` behind (or the transition under way) and begin anew."""
        # What the mixed picture is worth now must be read before progress is reset.
        self._luminance = self.luminance(layer)
        if self.active and self._result is not None:
            self._copier.copy(self._result, self._spare)
        else:
            composite.move(self._spare, layer.slots, pose, self._aspect)
        self._kept, self._spare = self._spare, self._kept
        self._pose, self._result = pose, None
        self.shader, self._period_beats, self.progress = shader, beats, 0.0

    def advance(self, dt: float, period: float) -> None:
        """`dt` seconds later, at `period` seconds a beat."""
        if self.active:
            self.progress = min(1.0, self.progress + max(dt, 0.0) / (self._period_beats * period))

    def luminance(self, layer: Layer) -> float:
        """Mean relative luminance 0..1 of old and new together."""
        return self._luminance + (layer.luminance - self._luminance) * self.progress

    def images(self, composite: Composite, layer: Layer, pose: Pose) -> dict[str, float | moderngl.Texture]:
        """startImage, endImage and progress, both pictures as seen from `pose`."""
        left = Slot(self._kept.color_attachments[0], self._pose, top_down=False, weight=1.0)
        composite.move(self._old, [left], pose, self._aspect)
        return {
            "startImage": self._old.color_attachments[0],
            "endImage": self.new_image(composite, layer, pose),
            "progress": self.progress,
        }

    def new_image(self, composite: Composite, layer: Layer, pose: Pose) -> moderngl.Texture:
        """What `layer` shows, as seen from `pose`."""
        composite.move(self._new, layer.slots, pose, self._aspect)
        return self._new.color_attachments[0]

    def keep(self, result: moderngl.Texture) -> None:
        """`result` is what was shown of the transition, in case another one interrupts it."""
        self._result = result

    def stop(self) -> None:
        """No transition any more."""
        self.progress = 1.0

    def release(self) -> None:
        for buffer in (self._kept, self._spare, self._old, self._new):
            buffer.color_attachments[0].release()
            buffer.release()
        self._copier.release()
