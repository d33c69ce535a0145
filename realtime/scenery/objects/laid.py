"""Drawings laid before a source in the painter's GL context: placed, moved by music, mirrored in water."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.isf.surface import texture_of
from realtime.isf.uniforms import find_uniform, set_uniform
from realtime.resources import shader
from realtime.scenery.objects.animals import ANIMALS, animal_tones
from realtime.scenery.objects.bake import MARGIN, Drawing, fitted, texels
from realtime.scenery.objects.beasts import beast_tones, is_beast
from realtime.scenery.objects.cut_out import PREFIX as CUT_OUT
from realtime.scenery.objects.cut_out import cut_out
from realtime.scenery.objects.glyphs import glyph_tones
from realtime.scenery.objects.nouns import COLOURS
from realtime.scenery.objects.people import is_person, person_tones
from realtime.scenery.objects.placed import Placed
from realtime.scenery.objects.placing import FLAME
from realtime.scenery.objects.things import THINGS, thing_tones

MOVES = {
    "hop": "the things that words name leap, for beats",
    "sway": "how far they sway and rock",
    "drift": "how far they have moved aside",
    "approach": "how near they have come",
}
"""Inputs of a source by which what words name is moved, and their help."""
# Periods all go into the sources' time of 6000 s without a seam.
_ROCK_HZ, _BOB_HZ, _ROAM_HZ = 0.22, 0.13, 0.035
_FLICKER_HZ = 1.1
_OWN_SHARE = 0.72
_KEPT = 24  # textures
_TOP = 0.84  # half-heights: nothing stands higher
# Of the width, at most: of one thing alone, of each of two, of more. So they are beside each other in a
# narrow picture, too.
_WIDEST = 1.75, 1.25, 1.0
_WHOLE = 0.94  # of the width, for what is on another
_SHOWN = 0.78  # of the width, as a camera that moves in shows no more
# A drawing that is lower than this, by its width, is drawn larger, at most so many times.
_LOW, _LOW_GROWS = 0.62, 1.45
_AROUND = 32, 18  # the picture behind the things, small
_VERTEX = """#version 330
uniform mat3 place; uniform vec2 half_size; uniform sampler2D around; uniform vec2 foot;
out vec2 at; flat out vec3 behind; flat out float ground;
vec2 seen(vec2 q) { return (place * vec3(q.x - 0.5, 1.0 - q.y, 1.0)).xy / half_size; }
void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(seen(at), 0.0, 1.0);
    // What it stands before, in the mean over its middle.
    behind = vec3(0.0);
    for (int n = 0; n < 25; n++) {
        vec2 q = vec2(n % 5, n / 5) / 4.0 * 0.7 + 0.15;
        behind += texture(around, clamp(0.5 + 0.5 * seen(q), 0.0, 1.0)).rgb / 25.0;
    }
    ground = texture(around, clamp(0.5 + 0.5 * foot / half_size, 0.0, 1.0)).r;
}"""
_SMALL_VERTEX = """#version 330
out vec2 at;
void main() {
    at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
    gl_Position = vec4(2.0 * at - 1.0, 0.0, 1.0);
}"""
_SMALL = """#version 330
uniform sampler2D picture; uniform vec2 step_; in vec2 at; out vec4 color;
void main() {
    color = vec4(0.0);
    for (int n = 0; n < 16; n++) {
        color += texture(picture, at + (vec2(n % 4, n / 4) / 4.0 - 0.375) * step_) / 16.0;
    }
}"""


@dataclass(frozen=True, slots=True)
class _Stance:
    """A thing at one moment: its foot's middle, size of its longer side, height and width in half-heights;
    angle: radians; tall: how much it is stretched upward; afloat: on water."""

    x: float
    y: float
    size: float
    high: float
    wide: float
    angle: float
    tall: float
    afloat: bool = False


@lru_cache(maxsize=64)
def drawing_of(name: str, side: int) -> Drawing:
    """The drawing of that name, or of that character, in a square of `side` pixels. Raises UserError."""
    if name.startswith(CUT_OUT):
        return cut_out(name, side)[0]
    if name in ANIMALS:
        return fitted(*animal_tones(name), side)
    if is_beast(name):
        return fitted(*beast_tones(name), side)
    if is_person(name):
        return fitted(*person_tones(name), side)
    if name in THINGS:
        return fitted(*thing_tones(name), side)
    return fitted(*glyph_tones(name), side)


@lru_cache(maxsize=32)
def _texels_of(name: str, side: int) -> np.ndarray:
    if name.startswith(CUT_OUT):
        return cut_out(name, side)[1]
    return texels(drawing_of(name, side))


class Laid:
    """Lays drawings over pictures of `size` (width, height), bottom-up as GL has them. note: why none can be
    drawn, or ""."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._aspect = size[0] / size[1]
        self._side = 512 if size[1] > 320 else 256
        self._textures: dict[str, moderngl.Texture] = {}
        self.note = ""
        source = shader("paint/thing.glsl").read_text(encoding="utf-8")
        self._program = context.program(
            vertex_shader=_VERTEX, fragment_shader=f"#version 330\n#line 1\n{source}"
        )
        self._array = context.vertex_array(self._program, [])
        small = context.program(vertex_shader=_SMALL_VERTEX, fragment_shader=_SMALL)
        set_uniform(small, "step_", tuple(1.0 / n for n in _AROUND))
        self._small = context.vertex_array(small, [])
        self._around = context.texture(_AROUND, 4)
        self._around.repeat_x = self._around.repeat_y = False
        self._around_target = context.framebuffer([self._around])

    def lay(
        self,
        target: moderngl.Framebuffer,
        things: Sequence[Placed],
        colours: np.ndarray,
        time: float,
        pan: float,
        inputs: Mapping[str, float],
        nearness: bool = False,
    ) -> None:
        """Draw over `target`. colours: palette float (4, 3); time: s, of the source; pan: half-heights that
        the camera went to the right; inputs: MOVES and "glow", 0..1 each; nearness: draw how near they are,
        over a picture of how near each place is."""
        things = self._drawable(things)
        if not things:
            return
        self._see_around(target)
        target.use()
        self._context.enable(moderngl.BLEND)
        # The alpha below them, where one sees outdoors, they cover.
        over = moderngl.ONE_MINUS_SRC_ALPHA
        self._context.blend_func = moderngl.ONE, over, moderngl.ZERO, over  # type: ignore[assignment]
        self._set("half_size", (self._aspect, 1.0))
        self._set("time", time)
        for number in range(4):
            self._set(f"c{number}", tuple(float(x) for x in colours[number]))
        self._set("glow", _share(inputs, "glow"))
        self._set("shows_nearness", nearness)
        standing = sum(one.on < 0 and not one.hangs for one in things)
        widest = _WIDEST[min(max(standing, 1), len(_WIDEST)) - 1] * self._aspect
        stances: dict[int, _Stance] = {}
        for number in sorted(range(len(things)), key=lambda n: _carried(things, n)):
            thing = things[number]
            if thing.on >= 0:
                # In a narrow picture what carries it is smaller, and so is it.
                shrunk = min(1.0, stances[thing.on].size / max(things[thing.on].size, 1e-6))
                thing = replace(thing, size=thing.size * shrunk)
            stances[number] = self._stance(thing, stances, time, pan, inputs, widest)
        stances = _whole(things, stances, _WHOLE * self._aspect)
        # From behind to front: what is further up the ground is further away.
        order = sorted(range(len(things)), key=lambda n: _depth(things, n))
        for place, number in enumerate(order):
            if nearness:
                self._set_root(things, number, stances)
                self._set("before", place)
            self._draw(things[number], stances[number], mirrored=not nearness)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._context.disable(moderngl.BLEND)

    def _see_around(self, target: moderngl.Framebuffer) -> None:
        """What things stand before, small, so that they are set off from it."""
        self._around_target.use()
        picture = texture_of(target)
        if picture is None:
            return
        picture.use(0)
        self._small.render(moderngl.TRIANGLE_STRIP, vertices=4)
        self._around.use(1)
        self._set("around", 1)

    def _drawable(self, things: Sequence[Placed]) -> Sequence[Placed]:
        """Those that can be drawn; none where one cannot be, for they may stand on each other."""
        try:
            for thing in things:
                drawing_of(thing.drawing, self._side)
        except UserError as error:
            self.note = str(error)
            return ()
        self.note = ""
        return things

    def _stance(
        self,
        thing: Placed,
        stances: Mapping[int, _Stance],
        time: float,
        pan: float,
        inputs: Mapping[str, float],
        widest: float,
    ) -> _Stance:
        """Where a thing is at this moment; stances: of those on which it may stand; widest: half-heights."""
        drawing = drawing_of(thing.drawing, self._side)
        hop, sway, drift, near = (_share(inputs, name) for name in MOVES)
        inner = 1.0 - 2.0 * MARGIN
        wide, high = drawing.width / inner, drawing.height / inner
        # Never wider than the picture, however narrow that is, nor higher.
        tallest = 1.25 if thing.hangs else min(1.6, _TOP - thing.y)
        # What lies low has more of the width.
        size = thing.size * min(_LOW_GROWS, max(1.0, math.sqrt(_LOW / high)))
        size = min(size, widest / wide, tallest / high)
        size *= 1.0 + 0.35 * near * (1.0 - thing.haze)
        wave, bob = (_wave(hertz, time, thing.phase) for hertz in (_ROCK_HZ, _BOB_HZ))
        side = -1.0 if thing.flip else 1.0
        angle = (0.035 if thing.hangs or thing.afloat else 0.006) * wave + 0.09 * sway * wave
        tall = 1.0
        if thing.drawing == FLAME:
            tall += 0.09 * _wave(_FLICKER_HZ, time, thing.phase)
        if thing.on >= 0:
            under = stances[thing.on]
            # Who is in a boat stands behind its side, however high its sail.
            top = under.high * thing.seat
            if thing.behind and under.afloat:
                top = min(under.high, 0.3 * under.wide)
            x = under.x - math.sin(under.angle) * under.high + thing.aside * under.wide
            return _Stance(
                x,
                under.y + top - thing.sunk * size * high,
                size,
                high * size,
                wide * size,
                under.angle,
                tall,
            )
        x, y = thing.x * min(self._aspect, 1.9), thing.y
        x += side * 0.5 * drift - (0.4 - 0.25 * thing.haze) * math.sin(2.0 * math.pi * pan / 8.0)
        if thing.hangs:
            x += 0.16 * (_wave(_ROAM_HZ, time, thing.phase) - _wave(0.0, 0.0, thing.phase))
            y += 0.035 * bob - 0.5 * size * high
            y = min(y, _TOP - size * high)
        elif thing.afloat:
            y += 0.02 * bob - 0.06 * size * high
        else:
            tall += 0.05 * hop
        y += 0.075 * hop * (1.0 - 0.5 * thing.haze)
        # It stays in the picture, of which a camera that moves in shows no edges.
        reach = max(0.0, _SHOWN * self._aspect - 0.5 * wide * size)
        x = max(-reach, min(reach, x))
        return _Stance(x, y, size, high * size, wide * size, angle, tall, thing.afloat)

    def _set_root(self, things: Sequence[Placed], number: int, stances: Mapping[int, _Stance]) -> None:
        """Where a thing stands, or hangs: one that is on another is as near as that."""
        while things[number].on >= 0:
            number = things[number].on
        self._set("foot", (stances[number].x, stances[number].y))
        self._set("hangs", things[number].hangs)

    def _draw(self, thing: Placed, at: _Stance, mirrored: bool) -> None:
        texture = self._texture(thing.drawing)
        texture.use(0)
        self._set("drawing", 0)
        own = COLOURS.get(thing.colour)
        self._set("own", own or (0.0, 0.0, 0.0))
        self._set("own_share", _OWN_SHARE if own else 0.0)
        self._set("pictured", float(thing.drawing.startswith(CUT_OUT)))
        self._set("haze", thing.haze)
        self._set("opacity", thing.opacity)
        scale = at.size / (1.0 - 2.0 * MARGIN)  # of the whole square, with its margin
        across = -scale if thing.flip else scale
        if thing.afloat and mirrored:
            self._quad(at.x, at.y + 0.05 * at.high, -0.6 * at.angle, across, -0.75 * scale, 1.0)
        self._quad(at.x, at.y, at.angle, across, scale * at.tall, 0.0)

    def _quad(self, x: float, y: float, angle: float, across: float, up: float, mirrored: float) -> None:
        """The square, its foot's middle at (x, y)."""
        c, s = math.cos(angle), math.sin(angle)
        # The drawing's foot lies MARGIN above the square's lower edge.
        matrix = (
            np.array([[1.0, 0.0, x], [0.0, 1.0, y], [0.0, 0.0, 1.0]])
            @ np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
            @ np.array([[across, 0.0, 0.0], [0.0, up, -MARGIN * up], [0.0, 0.0, 1.0]])
        )
        self._set("place", tuple(float(v) for v in matrix.T.ravel()))
        self._set("mirrored", mirrored)
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def _texture(self, name: str) -> moderngl.Texture:
        texture = self._textures.pop(name, None)
        if texture is None:
            pixels = _texels_of(name, self._side)
            texture = self._context.texture((self._side, self._side), 4, np.ascontiguousarray(pixels))
            texture.build_mipmaps()
            texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            texture.repeat_x = texture.repeat_y = False
        self._textures[name] = texture
        if len(self._textures) > _KEPT:
            self._textures.pop(next(iter(self._textures))).release()
        return texture

    def _set(self, name: str, value: object) -> None:
        uniform = find_uniform(self._program, name)
        if uniform is not None:
            uniform.value = value


def _whole(things: Sequence[Placed], stances: Mapping[int, _Stance], reach: float) -> dict[int, _Stance]:
    """The same, with each thing and all that is on it no further than `reach` from the middle, smaller where
    they are too wide: who sits before a piano in a narrow picture."""
    out = dict(stances)
    for root in range(len(things)):
        # Nothing that is on another is a root.
        group = [n for n in out if _root(things, n) == root]
        if len(group) < 2:
            continue
        left = min(out[n].x - 0.5 * out[n].wide for n in group)
        right = max(out[n].x + 0.5 * out[n].wide for n in group)
        k = min(1.0, 2.0 * reach / (right - left))
        at = out[root]
        left, right = at.x + k * (left - at.x), at.x + k * (right - at.x)
        shift = max(0.0, -reach - left) - max(0.0, right - reach)
        for n in group:
            one = out[n]
            x, y = at.x + k * (one.x - at.x) + shift, at.y + k * (one.y - at.y)
            out[n] = replace(one, x=x, y=y, size=k * one.size, high=k * one.high, wide=k * one.wide)
    return out


def _root(things: Sequence[Placed], number: int) -> int:
    return _root(things, things[number].on) if things[number].on >= 0 else number


def _carried(things: Sequence[Placed], number: int) -> int:
    """How many are below it: what it stands on, what that stands on."""
    on = things[number].on
    return 1 + _carried(things, on) if on >= 0 else 0


def _depth(things: Sequence[Placed], number: int) -> tuple[float, float, int]:
    one = things[number]
    if one.on >= 0:
        hangs, height, before = _depth(things, one.on)
        return hangs, height, before + (-1 if one.behind else 1)
    return (0.0 if one.hangs else 1.0), -one.y, 0


def _wave(hertz: float, time: float, phase: float) -> float:
    return math.sin(2.0 * math.pi * (hertz * time + phase))


def _share(inputs: Mapping[str, float], name: str) -> float:
    return min(max(float(inputs.get(name, 0.0)), 0.0), 1.0)
