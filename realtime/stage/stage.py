"""The stage: painted frames in, a finished picture in the window, once per display frame.

Painted frames come when they come. Between them the stage moves the newest ones to the camera of
now, crossfades them, runs transitions, ISF filters and the finish, and fades by the operator's hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import moderngl
import numpy as np

from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.isf.quad import Copier
from realtime.isf.software_gl import is_software
from realtime.isf.surface import Surface, texture_of
from realtime.paint.frame import Frame
from realtime.scenery.layers import COUNT, SOLOS, LayerAbove
from realtime.scenery.mixes import BLEND_INPUT, MIXES
from realtime.stage.above import Above
from realtime.stage.composite import SEEN, Composite, Finish
from realtime.stage.deck import Deck, still
from realtime.stage.flash_guard import FlashGuard
from realtime.stage.glow import Glow
from realtime.stage.hud import Hud
from realtime.stage.layer import Slot
from realtime.stage.letters import Letters
from realtime.stage.post import POST_INPUTS, post_value
from realtime.stage.preview import Picture, Preview
from realtime.stage.stars import Stars
from realtime.stage.stripe_guard import StripeGuard
from realtime.stage.test_card import TestCard
from realtime.stage.view import View

TICKS_PER_S = 24.0
# Bloom and sparkle below this are dark.
_GLIMMER = 0.004
_FIRST_LAYER = SOLOS.index("1")


@dataclass(frozen=True, slots=True)
class Developed:
    """Everything before the last draw call: what to draw, from which pose, with which glow and finish.

    finish: the uniforms of the finish that are numbers, by name; view: of that moment.
    """

    slots: list[Slot]
    pose: Pose
    glow: moderngl.Texture
    finish: dict[str, float]
    view: View


class Stage:
    """Renders into `target` (a window's framebuffer) in its GL context.

    library: where filters and transitions are found; scale: share of the target's size that is
    rendered inside, for weak machines; limit_flashes: none that could harm the audience, nor stripes;
    waits: pictures of filters are waited for, as in films; seen: somebody looks at `target`, else what is
    drawn smaller is enlarged into it only where it is asked for.
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
        seen: bool = True,
    ) -> None:
        self._context, self._target, self._waits, self._seen = context, target, waits, seen
        self._enlarged = True
        self.size: tuple[int, int] = target.size
        self._library = library
        self._copier = Copier(context)
        self._composite = Composite(context, bicubic=not is_software(context))
        self._no_glow = context.texture((1, 1), 4, bytes(4))
        self._open_inside(scale)
        self._deck = Deck(context, library, self._composite, self._copier, self._inner, waits)
        self._second: Deck | None = None
        self._frozen = False
        self._guards = (StripeGuard(context, waits), FlashGuard(context)) if limit_flashes else ()
        self._hud = Hud(context, target)
        self._letters: Letters | None = None
        self._preview: Preview | None = None
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
        self._moved = Surface(self._context, self._inner)
        # Made when they are first shown.
        self._above: Above | None = None
        self._card: TestCard | None = None

    def _close_inside(self) -> None:
        if self._letters is not None:
            self._letters.release()
            self._letters = None
        if self._preview is not None:
            self._preview.release()
            self._preview = None
        for part in (self._glow, self._stars, self._moved):
            part.release()
        for shown in (self._drawn, self._above, self._card):
            if shown is not None:
                shown.release()

    def rescale(self, scale: float) -> None:
        """Draw inside at another share of the size, from the next frame on; a transition under way ends."""
        self._close_inside()
        self._open_inside(scale)
        for deck in self._decks:
            deck.rescale(self._inner)
        self._developed = None

    def aim(self, target: moderngl.Framebuffer) -> None:
        """Render into another framebuffer of the same size, from the next frame on."""
        self._target = target
        self._hud.aim(target)

    @property
    def errors(self) -> Mapping[str, str]:
        """Shaders that cannot be used as they are now: name → file, line, compiler's message."""
        note = self._above.note if self._above is not None else ""
        errors = {name: why for deck in self._decks for name, why in deck.errors.items()}
        if self._letters is not None and self._letters.note:
            errors["lettering"] = self._letters.note
        return {**errors, **({"layers": note} if note else {})}

    @property
    def in_transition(self) -> bool:
        return self._deck.in_transition

    @property
    def slots(self) -> list[Slot]:
        """The painted frames on show, oldest first, with their weights."""
        return self._deck.slots

    def prepare(self, filters: Iterable[str] = (), transitions: Iterable[str] = ()) -> None:
        """Compile the shaders of a setlist before the show, so that no scene change stutters."""
        self._deck.programs.prepare(filters, "filter")
        self._deck.programs.prepare(transitions, "transition")

    def reload_shaders(self) -> None:
        """Use shader files that were edited; call it about twice a second."""
        if not self._frozen:  # a frozen picture stays as it is
            for deck in self._decks:
                deck.reload_shaders()

    def show_frame(self, frame: Frame, fade_s: float | None = None, deck: int = 0) -> None:
        """The newest painted frame; its pixels must stay as they are until the next `render`.

        fade_s: how fast it comes in; None takes the measured time between frames. deck: 1 for deck B.
        """
        self._decks[deck].show_frame(frame, fade_s)

    def open_second(self, filters: Iterable[str] = (), transitions: Iterable[str] = ()) -> None:
        """Have a deck B, whose views come with those of deck A. filters, transitions: as `prepare`; call it
        before the show, so that nothing stutters."""
        deck = Deck(self._context, self._library, self._composite, self._copier, self._inner, self._waits)
        deck.programs.prepare(filters, "filter")
        deck.programs.prepare(transitions, "transition")
        self._deck.programs.prepare({shader for shader, _ in MIXES.values()} | set(transitions), "transition")
        self._second = deck

    @property
    def _decks(self) -> list[Deck]:
        return [self._deck] if self._second is None else [self._deck, self._second]

    def render(self, view: View) -> None:
        """Draw the picture of `view` into the target, without the head-up display."""
        drawn = self._developed if view.freeze else None
        self._frozen = drawn is not None
        if drawn is None:
            drawn = self._developed = self._develop(view)
        for deck in self._decks:
            deck.drop_pending()
        gain = 0.0 if view.blackout else min(max(view.master, 0.0), 1.0)
        layers = _layers(view)
        # What is laid above fades with the picture, after it.
        own_gain = gain if not (layers or view.card) else float(view.solo < _FIRST_LAYER)
        finish = {**drawn.finish, "gain": own_gain}
        target = self._drawn.framebuffer if self._drawn is not None else self._target
        self._composite.finish(
            target, drawn.slots, drawn.pose, self._aspect, drawn.glow, Finish(finish, self._pixels)
        )
        if finish["sparkle"] > _GLIMMER:
            amount = finish["sparkle"] * finish["gain"]
            self._stars.draw(target, self._glow.picture, int(finish["tick"]), amount, finish["vignette"])
        if layers or view.card:
            self._lay_above(target, layers, view, drawn.view)
            if gain < 1.0 and self._above is not None:
                self._above.fade(target, gain)
        picture = texture_of(target)
        if picture is not None:
            for guard in self._guards:
                guard.pass_on(view.time, picture, target)
        # After the guards of the eyes, for it fades slowly.
        self._write(view, target, gain)
        self._enlarged = self._drawn is None
        if self._seen:
            self._enlarge()

    def _enlarge(self) -> None:
        """What was drawn, into the target."""
        if not self._enlarged and self._drawn is not None:
            self._copier.copy(self._drawn.texture, self._target)
        self._enlarged = True

    def _mixed(self, view: View) -> tuple[list[Slot], Pose]:
        """Deck A, deck B, or the two of them mixed, before the finish."""
        other, second = view.second, self._second
        if other is None or second is None:
            return self._deck.develop(view)
        fade = min(max(view.fade, 0.0), 1.0)
        if fade <= 0.0:
            second.rest(other)
            return self._deck.develop(view)
        if fade >= 1.0:
            self._deck.rest(view)
            return second.develop(other)
        end = second.flattened(*second.develop(other))
        start = self._deck.flattened(*self._deck.develop(view))
        shader, mode = MIXES.get(view.mix, (view.mix, None))
        inputs = view.inputs if mode is None else {**view.inputs, BLEND_INPUT: float(mode)}
        mixed = self._deck.crossed(replace(view, inputs=inputs), shader, start, end, fade)
        return [still(mixed or (end if fade >= 0.5 else start))], Pose()

    def _lay_above(
        self, target: moderngl.Framebuffer, layers: list[tuple[int, LayerAbove]], view: View, held: View
    ) -> None:
        """Layers and test card over the picture in `target`. held: the view of which it is."""
        if self._above is None:
            self._above = Above(self._context, self._inner, self._waits)
        self._above.draw(target, layers, view.inputs, lambda source: self._deck.image(held, source))
        if view.card:
            if self._card is None:
                self._card = TestCard(self._context)
            self._card.draw(target, view.card, view.time)

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
        if view.hud:
            self._enlarge()
        self._hud.draw(view.hud, view.time)

    def read_frame(self, out: np.ndarray) -> np.ndarray:
        """Fill `out`, uint8 (H, W, 4) RGBA, row 0 at the top, with the rendered picture."""
        np.copyto(out, self.picture())
        return out

    def picture(self) -> np.ndarray:
        """The rendered picture, uint8 (H, W, 4) RGBA, row 0 at the top; valid until the next call."""
        self._enlarge()
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
            self._preview = Preview(self._context, self._inner, is_software(self._context))
        picture = self._preview.taken()
        if wanted:
            self._preview.make(self.finished)
        return picture

    def _develop(self, view: View) -> Developed:
        slots, pose = self._mixed(view)
        finish = _finish(view)
        finish["time"] = view.time % 3600.0
        finish["tick"] = float(int(view.time * TICKS_PER_S) % 1024)
        finish["gain"] = 1.0  # until the picture is finished
        if finish["chroma"] > SEEN and len(slots) > 1:
            waving = Finish(finish, self._pixels)
            self._composite.move(self._moved.framebuffer, slots, pose, self._aspect, waving)
            slots, pose = [still(self._moved.texture)], Pose()
            finish["wave"] = 0.0
        glow = self._no_glow
        if finish["bloom"] > _GLIMMER or finish["sparkle"] > _GLIMMER:
            glow = self._glow.render(self._composite, slots, pose)
        return Developed(slots, pose, glow, finish, view)

    def release(self) -> None:
        """Give all GL objects back."""
        for deck in self._decks:
            deck.release()
        for part in (self._hud, self._composite, self._copier, self._no_glow):
            part.release()
        for guard in self._guards:
            guard.release()
        self._close_inside()


def _finish(view: View) -> dict[str, float]:
    """The finish's inputs, those of two decks in the shares in which they are seen."""
    first = {name: post_value(name, view.inputs) for name in POST_INPUTS}
    if view.second is None or view.fade <= 0.0:
        return first
    fade, other = min(view.fade, 1.0), view.second.inputs
    return {name: value + (post_value(name, other) - value) * fade for name, value in first.items()}


def _layers(view: View) -> list[tuple[int, LayerAbove]]:
    """(number, layer) of those that are to be seen, from the lowest."""
    numbered = [(number, layer) for number, layer in enumerate(view.layers[:COUNT], 1) if not layer.empty]
    if view.solo >= _FIRST_LAYER:
        return [(number, layer) for number, layer in numbered if SOLOS[view.solo] == str(number)]
    return [] if view.solo else numbered
