"""The sources of a painting: ISF generators in shaders/sources/, and how each is best repainted; pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import moderngl
import numpy as np

from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.isf.parse import Input, parse_isf
from realtime.isf.passes import Buffer, FullScreenPass
from realtime.isf.pictures import smooth
from realtime.isf.program import IsfProgram
from realtime.resources import shader, shaders
from realtime.scenery.camera_follow import CameraFollow
from realtime.scenery.crop import crop_to_fill
from realtime.scenery.media import OPEN, Pictures

FOLLOWED = frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y"))
# The painter does these itself, for every source alike: the palette turns, the picture is punched.
PAINTERS_OWN = frozenset(("hue", "punch", "speed", "mix", "seed", "c0", "c1", "c2", "c3")) | FOLLOWED
# What every generator has; all further float inputs of one are its traits.
_COMMON = PAINTERS_OWN | {"glow", "warp", "detail"}
# What is seen where nobody says: one of these, by the seed.
_MOTIFS = {"deep": (("jelly",), ("whale",), ("shoal", "reef"), ("jelly", "reef"))}
# What is laid over any source: how much of each, 0..1, by shaders/paint/weather.glsl.
WEATHER = ("fog", "rain", "snow", "petals", "embers", "fireflies", "birds", "fireworks", "lightning")
FEEDBACK = "feedback"
# Seen in place of a picture that cannot be had.
_STAND_IN = "ink"

# The shipped sources repeat after this time, so their clock can start again without a seam; a clock
# that only grew would lose its fractions to float32 within days.
LOOP_S = 6000.0
_SEEDS = 4096  # worlds of each source: more would cost float32 its fractions

# How much of the network's picture goes into the painting; the rest is the source itself.
_AMOUNT = {
    "tunnel": 0.9,
    "mandala": 0.75,
    "horizon": 0.62,
    "clouds": 0.85,
    "ink": 0.85,
    "city": 0.4,
    "forest": 0.62,
    "rose": 0.75,
    "planet": 0.65,
    "deep": 0.62,
    "shapes": 0.6,
    "fire": 0.7,
    "face": 0.5,
    "figures": 0.5,
    "wings": 0.6,
}
_USUAL_AMOUNT = 0.78


def source_names() -> list[str]:
    """Names of the generators that can be painted, sorted."""
    return [path.stem for path in shaders("sources/*.fs")]


def check_source(name: str) -> str:
    """`name`, if there is such a source. Raises UserError with the nearest right name."""
    known = source_names()
    if name not in known:
        raise UserError(no_such("source", name, known))
    return name


def amount_of(name: str) -> float:
    """Share of the network in the painting, 0..1, that suits a source."""
    return _AMOUNT.get(name, _USUAL_AMOUNT)


@dataclass(frozen=True, slots=True)
class Layer:
    """One source to be seen: a generator's name or a picture ("still:a.jpg", see `source_name`), seed,
    palette float (4, 3), share of the mix, and traits: inputs of the source and the weather before it, by
    name, where the show does not set them itself."""

    source: str
    seed: int
    colours: np.ndarray
    share: float
    traits: Mapping[str, float] = field(default_factory=dict)


class SourceStage:
    """Renders sources; programs are compiled when first seen, and kept.

    last: the last painting, uint8 (H, W, 4), row 0 at the top, for the source "feedback".
    """

    def __init__(self, context: moderngl.Context, size: tuple[int, int]) -> None:
        self._context = context
        self._size = size
        self._programs: dict[tuple[str, frozenset[str]], IsfProgram] = {}
        self._camera_follows: dict[str, CameraFollow] = {}
        self._buffers = [Buffer(context, size, "f1") for _ in range(3)]
        self._weather: dict[frozenset[str], FullScreenPass] = {}
        self._pictures = Pictures(size)
        self._textures: dict[str, tuple[int, moderngl.Texture]] = {}
        self._step = np.eye(3)
        self.last: np.ndarray | None = None

    @property
    def note(self) -> str:
        """Which pictures cannot be had and why, or ""."""
        return self._pictures.note

    def prepare(self, name: str, live: Iterable[str] = ()) -> IsfProgram | None:
        """Compile a source; None for a picture. Raises ShaderError or UserError.

        live: traits that are not at rest; the others are left out of the program."""
        self.meet(name)
        if _is_picture(name):
            return None
        key = name, frozenset(live)
        program = self._programs.get(key)
        if program is None:
            path = shader(f"sources/{check_source(name)}.fs")
            fixed = {one.name for one in _traits_of(path)} - key[1]
            program = self._programs[key] = IsfProgram(self._context, path, fixed)
        return program

    def meet(self, name: str) -> None:
        """Let the camera into a source, at the first call. Raises UserError for an unknown one."""
        if name not in self._camera_follows:
            self._camera_follows[name] = CameraFollow(_followed_by(name))

    def has(self, name: str, time: float) -> bool:
        """Can the source be seen at `time`? A picture may be missing, and then a stand-in is rendered."""
        if name == FEEDBACK:
            return self.last is not None
        return not _is_picture(name) or self._pictures.at(name, time) is not None

    def move(self, step: np.ndarray, dt: float) -> None:
        """Carry every source along with the camera."""
        self._step = step
        for camera_follow in self._camera_follows.values():
            camera_follow.move(step, dt)

    def pan_limit(self, name: str) -> np.ndarray:
        """(3, 3): where a source's own plane is seen on the screen."""
        if name == FEEDBACK:
            return self._step
        return self._camera_follows[name].pan_limit

    def render(
        self, layer: Layer, time: float, dt: float, frame: int, inputs: dict[str, float]
    ) -> moderngl.Texture:
        """The source's picture, bottom-up; valid until the next call but one."""
        values: dict[str, object] = dict(layer.traits)
        values |= {k: v for k, v in inputs.items() if k not in PAINTERS_OWN}
        picture = None
        if _is_picture(layer.source):
            self.prepare(layer.source)
            picture = self._picture(layer.source, time)
        if picture is None:
            picture = self._generated(layer, time, dt, frame, values)
        amounts = {name: min(max(float(values.get(name, 0.0)), 0.0), 1.0) for name in WEATHER}
        return self._weathered(picture, layer, time, amounts) if any(amounts.values()) else picture

    def _generated(
        self, layer: Layer, time: float, dt: float, frame: int, values: dict[str, object]
    ) -> moderngl.Texture:
        name = _STAND_IN if _is_picture(layer.source) else layer.source
        traits = _traits_of(shader(f"sources/{check_source(name)}.fs"))
        choices = _MOTIFS.get(name, ())
        if choices and not any(values.get(one.name) for one in traits):
            values = values | dict.fromkeys(choices[layer.seed % len(choices)], 1.0)
        live = [one.name for one in traits if values.get(one.name, one.default) != one.default]
        program = self.prepare(name, live)
        values = values | {"seed": float(layer.seed % _SEEDS)} | self._camera_follows[name].inputs()
        for i, colour in enumerate(layer.colours):
            values[f"c{i}"] = (float(colour[0]), float(colour[1]), float(colour[2]), 1.0)
        target = self._next_buffer()
        program.render(
            self._size,
            time=time % LOOP_S,
            time_delta=dt,
            frame_index=frame,
            inputs=values,
            target=target.framebuffer,
        )
        return target.texture

    def _weathered(
        self, picture: moderngl.Texture, layer: Layer, time: float, amounts: dict[str, float]
    ) -> moderngl.Texture:
        off = frozenset(name for name, amount in amounts.items() if not amount)
        weather = self._weather.get(off)
        if weather is None:
            weather = self._weather[off] = FullScreenPass(self._context, "weather", off)
        target = self._next_buffer()
        where = {"size": self._size, "time": time % LOOP_S, "seed": float(layer.seed % _SEEDS)}
        colours = {f"c{i}": tuple(float(x) for x in colour) for i, colour in enumerate(layer.colours)}
        weather.run(target.framebuffer, {"image": picture}, where | colours | amounts)
        return target.texture

    def _next_buffer(self) -> Buffer:
        self._buffers.append(self._buffers.pop(0))
        return self._buffers[-1]

    def _picture(self, name: str, time: float) -> moderngl.Texture | None:
        """The picture of `time` as a texture; None where there is none."""
        if name == FEEDBACK:
            found = None if self.last is None else (-1, crop_to_fill(self.last, self._size))
        else:
            found = self._pictures.at(name, time)
        if found is None:
            return None
        number, pixels = found
        held, texture = self._textures.pop(name, (None, None))
        if texture is None:
            texture = smooth(self._context.texture(self._size, 4))
        if number != held or number < 0:
            texture.write(np.ascontiguousarray(pixels[::-1]))
        self._textures[name] = number, texture
        if len(self._textures) > OPEN + 1:
            self._textures.pop(next(iter(self._textures)))[1].release()
        return texture

    def close(self) -> None:
        """Close files and cameras."""
        self._pictures.close()


@cache
def _inputs_of(path: Path) -> tuple[Input, ...]:
    return parse_isf(path.read_text(encoding="utf-8", errors="replace"), path).inputs


@cache
def _traits_of(path: Path) -> tuple[Input, ...]:
    """A source's own inputs, beside those that every source has."""
    return tuple(one for one in _inputs_of(path) if one.type == "float" and one.name not in _COMMON)


def _followed_by(name: str) -> frozenset[str]:
    """Of the camera's movement, what a source follows by itself."""
    if _is_picture(name):
        return frozenset()
    return FOLLOWED & {one.name for one in _inputs_of(shader(f"sources/{check_source(name)}.fs"))}


def _is_picture(name: str) -> bool:
    return name == FEEDBACK or ":" in name
