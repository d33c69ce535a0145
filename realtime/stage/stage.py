"""The stage: painted frames in, a finished picture in the window, once per display frame.

Painted frames come when they come. Between them the stage moves the newest ones to the camera of
now, crossfades them, runs transitions, ISF filters and the finish, and fades by the operator's hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

import moderngl
import numpy as np

from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.isf.program import Value
from realtime.isf.quad import Copier
from realtime.isf.software_gl import is_software
from realtime.isf.surface import Surface, texture_of
from realtime.paint.frame import Frame
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_name import parse_source
from realtime.stage.chain import Chain
from realtime.stage.composite import SEEN, Composite, Finish
from realtime.stage.crossing import Crossing
from realtime.stage.flash_guard import FlashGuard
from realtime.stage.glow import Glow
from realtime.stage.hud import Hud
from realtime.stage.image_inputs import ImageInputs
from realtime.stage.layer import Layer, Slot
from realtime.stage.letters import Letters
from realtime.stage.opening import Opening
from realtime.stage.over_black import OverBlack
from realtime.stage.post import POST_INPUTS, post_value
from realtime.stage.preview import Picture, Preview
from realtime.stage.programs import StagePrograms
from realtime.stage.stars import Stars
from realtime.stage.stripe_guard import StripeGuard
from realtime.stage.view import View

TICKS_PER_S = 24.0
# Bloom and sparkle below this are dark.
_GLIMMER = 0.004
_OPENING_BEATS = 4.0
# A generator as a filter's second picture has no scene's palette.
_COLOURS = {f"c{number}": (*map(float, colour), 1.0) for number, colour in enumerate(PALETTES["neon"])}


@dataclass(frozen=True, slots=True)
class Developed:
    """Everything before the last draw call: what to draw, from which pose, with which glow and finish.

    finish: the uniforms of the finish that are numbers, by name.
    """

    slots: list[Slot]
    pose: Pose
    glow: moderngl.Texture
    finish: dict[str, float]


class Stage:
    """Renders into `target` (a window's framebuffer) in its GL context.

    library: where filters and transitions are found; scale: share of the target's size that is
    rendered inside, for weak machines; limit_flashes: none that could harm the audience, nor stripes;
    waits: pictures of filters are waited for, as in films.
    """

    def __init__(
        self,
        context: moderngl.Context,
        target: moderngl.Framebuffer,
        library: ShaderLibrary,
        *,
        scale: float = 1.0,
        limit_flashes: bool = True,
        waits: bool = False,
    ) -> None:
        self._context, self._target, self._waits = context, target, waits
        self.size: tuple[int, int] = target.size
        self._copier = Copier(context)
        self._composite = Composite(context, bicubic=not is_software(context))
        self._no_glow = context.texture((1, 1), 4, bytes(4))
        self._programs = StagePrograms(context, library)
        self._layer = Layer(context)
        self._open_inside(scale)
        self._opening = Opening(context, self._inner)
        self._chain = Chain()
        self._picture: moderngl.Texture | None = None
        self._frozen = False
        self._guards = (StripeGuard(context, waits), FlashGuard(context)) if limit_flashes else ()
        self._hud = Hud(context, target)
        self._letters: Letters | None = None
        self._preview: Preview | None = None
        self._pending: Frame | None = None
        self._pending_fade: float | None = None
        self._generation = -1
        self._shown_pose = Pose()
        self._developed: Developed | None = None
        self._scratch = np.empty((self.size[1], self.size[0], 4), dtype=np.uint8)

    def _open_inside(self, scale: float) -> None:
        """All that has the size that is drawn inside."""
        self._inner = (max(round(self.size[0] * scale), 16), max(round(self.size[1] * scale), 16))
        self._pixels = (float(self._inner[0]), float(self._inner[1]))
        self._aspect = self._inner[0] / self._inner[1]
        direct = self._inner == self.size and texture_of(self._target) is not None
        self._drawn = None if direct else Surface(self._context, self._inner)
        self._glow = Glow(self._context, self._inner)
        self._stars = Stars(self._context, self._inner)
        self._crossing = Crossing(self._context, self._inner)
        self._moved = Surface(self._context, self._inner)
        self._over_black = OverBlack(self._context, self._inner)
        self._images = ImageInputs(self._context, self._inner, self._waits)
        self._last: Surface | None = None

    def _close_inside(self) -> None:
        if self._letters is not None:
            self._letters.release()
            self._letters = None
        for part in (self._glow, self._stars, self._crossing, self._moved, self._over_black, self._images):
            part.release()
        for surface in (self._drawn, self._last):
            if surface is not None:
                surface.release()

    def rescale(self, scale: float) -> None:
        """Draw inside at another share of the size, from the next frame on; a transition under way ends."""
        self._close_inside()
        self._open_inside(scale)
        self._developed = self._picture = None

    def aim(self, target: moderngl.Framebuffer) -> None:
        """Render into another framebuffer of the same size, from the next frame on."""
        self._target = target
        self._hud.aim(target)

    @property
    def errors(self) -> Mapping[str, str]:
        """Shaders that cannot be used as they are now: name → file, line, compiler's message."""
        lacks = {"pictures of filters": self._images.note} if self._images.note else {}
        if self._letters is not None and self._letters.note:
            lacks["lettering"] = self._letters.note
        return {**self._programs.errors, **lacks}

    @property
    def in_transition(self) -> bool:
        return self._crossing.active

    @property
    def slots(self) -> list[Slot]:
        """The painted frames on show, oldest first, with their weights."""
        return self._layer.slots

    def prepare(self, filters: Iterable[str] = (), transitions: Iterable[str] = ()) -> None:
        """Compile the shaders of a setlist before the show, so that no scene change stutters."""
        self._programs.prepare(filters, "filter")
        self._programs.prepare(transitions, "transition")

    def reload_shaders(self) -> None:
        """Use shader files that were edited; call it about twice a second."""
        if not self._frozen:  # a frozen picture stays as it is
            self._programs.reload_changed()
            self._picture = None

    def show_frame(self, frame: Frame, fade_s: float | None = None) -> None:
        """The newest painted frame; its pixels must stay as they are until the next `render`.

        fade_s: how fast it comes in; None takes the measured time between frames.
        """
        if frame.generation >= self._generation:
            self._pending = frame
            self._pending_fade = fade_s

    def render(self, view: View) -> None:
        """Draw the picture of `view` into the target, without the head-up display."""
        drawn = self._developed if view.freeze else None
        self._frozen = drawn is not None
        if drawn is None:
            drawn = self._developed = self._develop(view)
        self._pending = None
        finish = {**drawn.finish, "gain": 0.0 if view.blackout else min(max(view.master, 0.0), 1.0)}
        target = self._drawn.framebuffer if self._drawn is not None else self._target
        self._composite.finish(
            target, drawn.slots, drawn.pose, self._aspect, drawn.glow, Finish(finish, self._pixels)
        )
        if finish["sparkle"] > _GLIMMER:
            amount = finish["sparkle"] * finish["gain"]
            self._stars.draw(target, self._glow.picture, int(finish["tick"]), amount, finish["vignette"])
        picture = texture_of(target)
        if picture is not None:
            for guard in self._guards:
                guard.pass_on(view.time, picture, target)
        # After the guards of the eyes, for it fades slowly.
        self._write(view, target, finish["gain"])
        if self._drawn is not None:
            self._copier.copy(self._drawn.texture, self._target)

    def _write(self, view: View, target: moderngl.Framebuffer, gain: float) -> None:
        """What is written over the picture."""
        if self._letters is None and not view.lettering.empty:
            self._letters = Letters(self._context, self._inner, self._waits)
        if self._letters is not None:
            self._letters.draw(target, view.lettering, view.lettering_time, gain)

    @property
    def held_back(self) -> bool:
        """Would the picture have flashed too often, or been striped, so that it is held back?"""
        return any(guard.held for guard in self._guards)

    def overlay(self, view: View) -> None:
        """Draw the head-up display over the picture: for the operator, so after `read_frame`."""
        self._hud.draw(view.hud, view.time)

    def read_frame(self, out: np.ndarray) -> np.ndarray:
        """Fill `out`, uint8 (H, W, 4) RGBA, row 0 at the top, with the rendered picture."""
        np.copyto(out, self.picture())
        return out

    def picture(self) -> np.ndarray:
        """The rendered picture, uint8 (H, W, 4) RGBA, row 0 at the top; valid until the next call."""
        self._target.read_into(self._scratch, components=4)
        return self._scratch[::-1]

    @property
    def finished(self) -> moderngl.Texture:
        """What `render` has drawn last, of the size that is drawn inside."""
        drawn = self._drawn.texture if self._drawn is not None else texture_of(self._target)
        assert drawn is not None  # a screen is never drawn into directly
        return drawn

    def preview(self, wanted: bool) -> Picture | None:
        """The picture that was wanted at the last call, small, as it was rendered then; call it before the
        head-up display is drawn, and it is not in it."""
        if self._preview is None:
            if not wanted:
                return None
            self._preview = Preview(self._context, self.size, is_software(self._context))
        picture = self._preview.taken()
        if wanted:
            self._preview.make(self.finished)
        return picture

    def _develop(self, view: View) -> Developed:
        if self._generation < 0 and self._pending is None:
            light = self._opening.render(view.features, view.time)
            self._layer.open(light, view.pose)
        fresh = self._take(view)
        self._layer.advance(view.time, view.blend)
        self._crossing.advance(view.dt, view.features.clock.period)
        self._chain.follow(view, fresh, self._crossing)
        self._programs.begin()
        self._shown_pose = view.pose
        slots, pose = self._layer.slots, view.pose
        self._picture = None
        if self._crossing.active or self._chain.filters:
            self._picture = self._crossed(view, self._filtered(view))
            if self._last is not None:
                self._copier.copy(self._picture, self._last.framebuffer)
        if self._picture is not None:
            slots, pose = [_still(self._picture)], Pose()
        finish = {name: post_value(name, view.inputs) for name in POST_INPUTS}
        finish["time"] = view.time % 3600.0
        finish["tick"] = float(int(view.time * TICKS_PER_S) % 1024)
        if finish["chroma"] > SEEN and len(slots) > 1:
            waving = Finish(finish, self._pixels)
            self._composite.move(self._moved.framebuffer, slots, pose, self._aspect, waving)
            slots, pose = [_still(self._moved.texture)], Pose()
            finish["wave"] = 0.0
        glow = self._no_glow
        if finish["bloom"] > _GLIMMER or finish["sparkle"] > _GLIMMER:
            glow = self._glow.render(self._composite, slots, pose)
        return Developed(slots, pose, glow, finish)

    def _take(self, view: View) -> bool:
        """Put the pending frame on show, with a transition when it is the first of a new scene (True)."""
        frame = self._pending
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
            image = partial(self._image, view)
            picture = self._programs.render(name, "filter", self._inner, view, given, image) or picture
        return self._solid(picture, self._chain.filters)

    def _image(self, view: View, text: str) -> moderngl.Texture | None:
        """The picture that a scene names for an image input; None while there is none."""
        named = parse_source(text)
        if named.generator:  # the scene as it is before its filters
            return self._moved.texture
        if named.kind == "feedback":
            if self._last is None:
                self._last = Surface(self._context, self._inner)
                self._last.framebuffer.clear()
            return self._last.texture
        if named.kind == "generator":
            return self._programs.render(named.target, "generator", self._images.size, view, _COLOURS)
        return self._images.at(named.picture, view.time)

    def _solid(self, picture: moderngl.Texture, names: Iterable[str]) -> moderngl.Texture:
        """`picture`, which these shaders made, over black where any of them may leave it transparent."""
        return picture if self._programs.all_opaque(names) else self._over_black.lay(picture)

    def _crossed(self, view: View, picture: moderngl.Texture) -> moderngl.Texture:
        """`picture` coming in by the transition under way, if there is one that works."""
        crossing = self._crossing
        if not crossing.active:
            return picture
        images: dict[str, Value] = {
            "endImage": picture,
            "startImage": crossing.left_image(self._composite, view.pose),
            "progress": crossing.progress,
        }
        image = partial(self._image, view)
        result = self._programs.render(crossing.shader, "transition", self._inner, view, images, image)
        if result is None:
            crossing.stop()
            return picture
        return self._solid(result, (crossing.shader,))

    def release(self) -> None:
        """Give all GL objects back."""
        parts = (self._hud, self._layer, self._opening, self._programs)
        for part in (*parts, self._composite, self._copier, self._no_glow):
            part.release()
        for guard in self._guards:
            guard.release()
        if self._preview is not None:
            self._preview.release()
        self._close_inside()


def _still(picture: moderngl.Texture) -> Slot:
    """A picture that has been moved to the camera of now already."""
    return Slot(picture, Pose(), top_down=False, weight=1.0)
