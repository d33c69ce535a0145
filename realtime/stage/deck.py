"""A deck: one scene alive, from its painted frames to its picture of now.

It moves the newest frames to the camera of now, crossfades them, and runs the transitions and filters of its
scenes. The stage finishes what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

import moderngl

from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.isf.program import Value
from realtime.isf.quad import Copier
from realtime.isf.surface import Surface
from realtime.paint.frame import Frame
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_name import parse_source
from realtime.stage.chain import Chain
from realtime.stage.composite import Composite
from realtime.stage.crossing import Crossing
from realtime.stage.image_inputs import ImageInputs
from realtime.stage.layer import Layer, Slot
from realtime.stage.opening import Opening
from realtime.stage.over_black import OverBlack
from realtime.stage.programs import StagePrograms
from realtime.stage.view import View

_OPENING_BEATS = 4.0
# A generator as a filter's second picture has no scene's palette.
_COLOURS = {f"c{number}": (*map(float, colour), 1.0) for number, colour in enumerate(PALETTES["neon"])}


class Deck:
    """Draws pictures of `size` (width, height). composite, copier: the stage's; library, waits:
    as of `Stage`."""

    def __init__(
        self,
        context: moderngl.Context,
        library: ShaderLibrary,
        composite: Composite,
        copier: Copier,
        size: tuple[int, int],
        waits: bool,
    ) -> None:
        self._context, self._composite, self._copier, self._waits = context, composite, copier, waits
        self.programs = StagePrograms(context, library)
        self._layer = Layer(context)
        self._chain = Chain()
        self._picture: moderngl.Texture | None = None
        self._pending: Frame | None = None
        self._pending_fade: float | None = None
        self._generation = -1
        self._shown_pose = Pose()
        self._open_inside(size)
        self._opening = Opening(context, size)

    def _open_inside(self, size: tuple[int, int]) -> None:
        """All that has the size that is drawn inside."""
        self._size, self._aspect = size, size[0] / size[1]
        self._crossing = Crossing(self._context, size)
        self._moved = Surface(self._context, size)
        self._over_black = OverBlack(self._context, size)
        self._images = ImageInputs(self._context, size, self._waits)
        self._last: Surface | None = None

    def _close_inside(self) -> None:
        for part in (self._crossing, self._moved, self._over_black, self._images):
            part.release()
        if self._last is not None:
            self._last.release()

    def rescale(self, size: tuple[int, int]) -> None:
        """Draw at another size, from the next frame on; a transition under way ends."""
        self._close_inside()
        self._open_inside(size)
        self._picture = None

    @property
    def errors(self) -> Mapping[str, str]:
        """What cannot be used as it is now: shader's name, or what else → why."""
        lacks = {"pictures of filters": self._images.note} if self._images.note else {}
        return {**self.programs.errors, **lacks}

    @property
    def in_transition(self) -> bool:
        return self._crossing.active

    @property
    def slots(self) -> list[Slot]:
        """The painted frames on show, oldest first, with their weights."""
        return self._layer.slots

    def reload_shaders(self) -> None:
        """Use shader files that were edited."""
        self.programs.reload_changed()
        self._picture = None

    def show_frame(self, frame: Frame, fade_s: float | None = None) -> None:
        """As `Stage.show_frame`."""
        if frame.generation >= self._generation:
            self._pending = frame
            self._pending_fade = fade_s

    def drop_pending(self) -> None:
        """Forget a frame that was not drawn: its pixels are no longer what they were."""
        self._pending = None

    def develop(self, view: View) -> tuple[list[Slot], Pose]:
        """What is to be drawn, and from which pose: the scene of `view` before the finish."""
        if self._generation < 0 and self._pending is None:
            light = self._opening.render(view.features, view.time)
            self._layer.open(light, view.pose)
        fresh = self._take(view)
        self._layer.advance(view.time, view.blend)
        self._crossing.advance(view.dt, view.features.clock.period)
        self._chain.follow(view, fresh, self._crossing)
        self.programs.begin()
        self._shown_pose = view.pose
        self._picture = None
        if self._crossing.active or self._chain.filters:
            self._picture = self._crossed(view, self._filtered(view))
            if self._last is not None:
                self._copier.copy(self._picture, self._last.framebuffer)
            return [still(self._picture)], Pose()
        return self._layer.slots, view.pose

    def rest(self, view: View) -> None:
        """A frame in which the deck is not seen: only what has been painted is taken up."""
        self._take(view)
        self._layer.advance(view.time, view.blend)
        self._crossing.advance(view.dt, view.features.clock.period)
        self._shown_pose, self._picture = view.pose, None

    def flattened(self, slots: list[Slot], pose: Pose) -> moderngl.Texture:
        """What `develop` gave, as one picture; valid until the next call."""
        if self._picture is not None:
            return self._picture
        self._composite.move(self._moved.framebuffer, slots, pose, self._aspect)
        return self._moved.texture

    def _take(self, view: View) -> bool:
        """Put the pending frame on show, with a transition when it is the first of a new scene (True)."""
        frame, self._pending = self._pending, None
        if frame is None:
            return False
        fresh = frame.generation > self._generation
        if fresh and view.transition and self._layer.slots:
            # The opening is no scene: no long transition out of it.
            longest = view.transition_beats if self._generation >= 0 else _OPENING_BEATS
            if view.transition_beats > 0.0:
                self._crossing.start(
                    view.transition,
                    min(view.transition_beats, longest),
                    self._picture,
                    self._composite,
                    self._layer,
                    self._shown_pose,
                )
            else:
                self._crossing.stop()
            self._layer.clear()
        self._generation = frame.generation
        self._layer.add(frame.pixels, frame.pose, view.time, self._pending_fade, view.dt)
        return fresh

    def _filtered(self, view: View) -> moderngl.Texture:
        """The scene's picture as seen now, through its filters; those that do not work are left out."""
        self._composite.move(self._moved.framebuffer, self._layer.slots, view.pose, self._aspect)
        picture = self._moved.texture
        view = replace(view, images=self._chain.images)
        for name in self._chain.filters:
            given = {"inputImage": picture}
            image = partial(self.image, view)
            picture = self.programs.render(name, "filter", self._size, view, given, image) or picture
        return self._solid(picture, self._chain.filters)

    def image(self, view: View, text: str) -> moderngl.Texture | None:
        """The picture that a scene names for an image input; None while there is none."""
        named = parse_source(text)
        if named.generator:  # the scene as it is before its filters
            return self._moved.texture
        if named.kind == "feedback":
            if self._last is None:
                self._last = Surface(self._context, self._size)
                self._last.framebuffer.clear()
            return self._last.texture
        if named.kind == "generator":
            return self.programs.render(named.target, "generator", self._images.size, view, _COLOURS)
        return self._images.at(named.picture, view.time)

    def _solid(self, picture: moderngl.Texture, names: Iterable[str]) -> moderngl.Texture:
        """`picture`, which these shaders made, over black where any of them may leave it transparent."""
        return picture if self.programs.all_opaque(names) else self._over_black.lay(picture)

    def _crossed(self, view: View, picture: moderngl.Texture) -> moderngl.Texture:
        """`picture` coming in by the transition under way, if there is one that works."""
        crossing = self._crossing
        if not crossing.active:
            return picture
        left = crossing.left_image(self._composite, view.pose)
        result = self.crossed(view, crossing.shader, left, picture, crossing.progress)
        if result is None:
            crossing.stop()
            return picture
        return result

    def crossed(
        self, view: View, shader: str, start: moderngl.Texture, end: moderngl.Texture, progress: float
    ) -> moderngl.Texture | None:
        """From `start` to `end` by an ISF transition; None where it cannot be used."""
        images: dict[str, Value] = {"endImage": end, "startImage": start, "progress": progress}
        image = partial(self.image, view)
        result = self.programs.render(shader, "transition", self._size, view, images, image)
        return None if result is None else self._solid(result, (shader,))

    def release(self) -> None:
        """Give all GL objects back."""
        for part in (self._layer, self._opening, self.programs):
            part.release()
        self._close_inside()


def still(picture: moderngl.Texture) -> Slot:
    """A picture that has been moved to the camera of now already."""
    return Slot(picture, Pose(), top_down=False, weight=1.0)
