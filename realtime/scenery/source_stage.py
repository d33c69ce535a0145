"""Sources as pictures: generators and media, as the camera sees them, with the weather before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import moderngl
import numpy as np

from realtime.isf.channels import Rises, assembled, play_name
from realtime.isf.library import LiveProgram, file_stamp, watched_files
from realtime.isf.parse import ShaderError
from realtime.isf.passes import Buffer, FullScreenPass
from realtime.isf.pictures import smooth
from realtime.isf.program import IsfProgram, Value
from realtime.scenery.camera_follow import CameraFollow
from realtime.scenery.crop import crop_to_fill
from realtime.scenery.generator import NEARNESS, PAINTERS_OWN, Generator
from realtime.scenery.generators import Generators
from realtime.scenery.media import OPEN, Pictures
from realtime.scenery.objects.laid import Laid
from realtime.scenery.objects.placed import Placed
from realtime.scenery.source_name import FEEDBACK
from realtime.scenery.weather import WEATHER

# Seen in place of a picture that cannot be had.
_STAND_IN = "ink"
# The shipped generators repeat after this time, so their clock can start again without a seam; a clock
# that only grew would lose its fractions to float32 within days.
LOOP_S = 6000.0
# A generator that was not seen for so long, in seconds of its own, begins anew.
_BREAK_S = 2.0
_SEEDS = 4096  # worlds of each generator: more would cost float32 its fractions


@dataclass(frozen=True, slots=True)
class Layer:
    """One source to be seen: a generator's name or a picture ("still:a.jpg", see `source_name`), seed,
    palette float (4, 3), share of the mix, traits: inputs of the source and the weather before it, by
    name, where the show does not set them itself, the things before a generator, and the pictures of image
    inputs by target ("source.NAME.INPUT" or "source.INPUT")."""

    source: str
    seed: int
    colours: np.ndarray
    share: float
    traits: Mapping[str, float] = field(default_factory=dict)
    things: tuple[Placed, ...] = ()
    images: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Broken:
    """Why a generator does not compile, its files, and their stamp then."""

    error: ShaderError
    files: tuple[Path, ...]
    stamp: tuple[int, ...]


class SourceStage:
    """Renders sources; programs are compiled when first seen, and again when their files change.

    generators: None for those that are here; stand_in: a generator that does not compile is replaced by
    another and named in `note`, where else ShaderError is raised; last: the last painting, uint8 (H, W, 4),
    row 0 at the top, for the source "feedback".
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        generators: Generators | None = None,
        stand_in: bool = False,
    ) -> None:
        self._context = context
        self._size = size
        self.generators = generators or Generators()
        self._stand_in = stand_in
        self._programs: dict[tuple[str, frozenset[str]], LiveProgram] = {}
        self._broken: dict[str, _Broken] = {}
        self._camera_follows: dict[str, CameraFollow] = {}
        self._buffers = [Buffer(context, size, "f1") for _ in range(3)]
        self._weather: dict[frozenset[str], FullScreenPass] = {}
        self._laid: Laid | None = None
        self._pictures = Pictures(size)
        self._textures: dict[str, tuple[int, moderngl.Texture]] = {}
        self._step = np.eye(3)
        self._rises = Rises()
        self._runs: dict[tuple[str, bool], tuple[IsfProgram, int, float]] = {}
        self._spectrum: np.ndarray | None = None
        self._waveform: np.ndarray | None = None
        self.last: np.ndarray | None = None

    @property
    def note(self) -> str:
        """Which pictures and generators cannot be had and why, or ""."""
        wrong = [live.error for live in self._programs.values() if live.error is not None]
        wrong += [broken.error for broken in self._broken.values()]
        drawings = self._laid.note if self._laid is not None else ""
        return "; ".join(dict.fromkeys(filter(None, (self._pictures.note, drawings, *map(str, wrong)))))

    def prepare(self, name: str, live: Iterable[str] = ()) -> IsfProgram | None:
        """Compile a generator; None for a picture. Raises ShaderError or UserError.

        live: traits that are not at rest, and NEARNESS; the others are left out of the program."""
        self.meet(name)
        return None if _is_picture(name) else self._program(self.generators.find(name), live)

    def _program(self, generator: Generator, live: Iterable[str]) -> IsfProgram:
        key = generator.name, frozenset(live)
        program = self._programs.get(key)
        if program is None:
            fixed = {NEARNESS, *(one.name for one in generator.trait_inputs)} - key[1]
            path, folders = generator.description.path, self.generators.library.folders
            program = self._programs[key] = LiveProgram(self._context, path, folders, fixed)
        return program.program

    def reload_changed(self) -> None:
        """Compile generators again whose files were written since; a version that does not compile is not
        used."""
        changed = [program.reload_if_changed() for program in self._programs.values()]
        mended = [name for name, broken in self._broken.items() if file_stamp(broken.files) != broken.stamp]
        for name in mended:
            del self._broken[name]
        if mended or any(changed):
            self.generators.refresh()

    def meet(self, name: str) -> None:
        """Let the camera into a source, at the first call. Raises UserError for an unknown one."""
        if name not in self._camera_follows:
            follows = frozenset() if _is_picture(name) else self.generators.find(name).follows
            self._camera_follows[name] = CameraFollow(follows)

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
        self,
        layer: Layer,
        time: float,
        dt: float,
        inputs: dict[str, float],
        sound: tuple[np.ndarray | None, np.ndarray | None] = (None, None),
    ) -> moderngl.Texture:
        """The source's picture, bottom-up; valid until the next call but one.

        sound: spectrum (0..1) and waveform (-1..1), float32 (N,), for a generator that draws them.
        """
        self._spectrum, self._waveform = sound
        values = _played(layer, inputs)
        picture = None
        if _is_picture(layer.source):
            self.prepare(layer.source)
            picture = self._picture(layer.source, time)
        if picture is None:
            picture = self._generated(layer, time, dt, values)
            self._lay_things(layer, time, inputs)
        given = {**layer.traits, **inputs}
        amounts = {name: min(max(float(given.get(name, 0.0)), 0.0), 1.0) for name in WEATHER}
        return self._weathered(picture, layer, time, amounts) if any(amounts.values()) else picture

    def render_nearness(
        self, layer: Layer, time: float, dt: float, inputs: dict[str, float]
    ) -> moderngl.Texture | None:
        """How near each place of what `render` draws is, black far to white near, without weather; as
        `render` else. None where that is not known: pictures, and patterns that are no space and have nothing
        before them."""
        if _is_picture(layer.source):
            return None
        if self.generators.find(layer.source).knows_nearness and layer.source not in self._broken:
            picture = self._generated(layer, time, dt, _played(layer, inputs), nearness=True)
        elif layer.things:
            self.meet(layer.source)
            picture = self._nothing()
        else:
            return None
        self._lay_things(layer, time, inputs, nearness=True)
        return picture

    def _generated(
        self, layer: Layer, time: float, dt: float, values: dict[str, Value], nearness: bool = False
    ) -> moderngl.Texture:
        name = _STAND_IN if _is_picture(layer.source) or layer.source in self._broken else layer.source
        self.meet(name)
        generator = self.generators.find(name)
        # What is meant for this generator alone goes before what is for all that have such an input.
        prefix = f"{play_name(name)}."
        values = values | {
            key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)
        }
        traits = generator.trait_inputs
        # What words name is the motif where there is any.
        if generator.motifs and not layer.things and not any(values.get(one.name) for one in traits):
            motif = generator.motifs[layer.seed % len(generator.motifs)]
            values = values | dict.fromkeys(motif, 1.0)
        live = [one.name for one in traits if values.get(one.name, one.default) != one.default]
        live += [NEARNESS] if nearness else []
        try:
            program = self._program(generator, live)
        except ShaderError as error:
            if not self._stand_in or name == _STAND_IN:
                raise
            files = watched_files(generator.description.path, self.generators.library.folders)
            self._broken[name] = _Broken(error, files, file_stamp(files))
            return self._nothing() if nearness else self._generated(layer, time, dt, values)
        values = values | self._compound(generator, values) | {NEARNESS: nearness}
        values = values | self._pictured(generator, layer.images, time)
        values = values | {"seed": float(layer.seed % _SEEDS)} | self._camera_follows[name].inputs()
        for i, colour in enumerate(layer.colours):
            values[f"c{i}"] = (float(colour[0]), float(colour[1]), float(colour[2]), 1.0)
        index = self._own_index((name, nearness), program, time)
        target = self._next_buffer()
        program.render(
            self._size,
            time=time % LOOP_S,
            time_delta=dt if index else 0.0,
            frame_index=index,
            inputs=values,
            target=target.framebuffer,
        )
        return target.texture

    def _compound(self, generator: Generator, values: Mapping[str, Value]) -> dict[str, Value]:
        """Switches, choices, points and colours of the generator's own, out of the numbers that are played,
        and sound."""

        def given(channel: str) -> float | None:
            value = values.get(channel)
            return value if isinstance(value, float) else None

        found: dict[str, Value] = {}
        for one in generator.description.inputs:
            if one.type != "float" and one.name not in PAINTERS_OWN:
                if one.type in ("audio", "audioFFT"):
                    heard = self._spectrum if one.type == "audioFFT" else self._waveform
                    if heard is not None:
                        found[one.name] = heard
                    continue
                value = assembled(one, given)
                if one.type == "event":
                    level = value if isinstance(value, float) else 0.0
                    value = self._rises.at(generator.name, one.name, level)
                if value is not None:
                    found[one.name] = value
        return found

    def _pictured(self, generator: Generator, images: Mapping[str, str], time: float) -> dict[str, Value]:
        """What the image inputs of the generator show: what the layer names, else the last painting."""
        found: dict[str, Value] = {}
        for one in generator.description.inputs:
            if one.type == "image":
                own, shared = f"source.{play_name(generator.name)}.{one.name}", f"source.{one.name}"
                text = images.get(own, images.get(shared, FEEDBACK))
                picture = self._picture(text, time) if _is_picture(text) else None
                if picture is not None:
                    found[one.name] = picture
        return found

    def _own_index(self, run: tuple[str, bool], program: IsfProgram, time: float) -> int:
        """The generator's own frames since it came on: from 0 again, and with nothing kept, after a break.

        run: its name, and whether it shows NEARNESS."""
        before, count, last = self._runs.get(run, (None, 0, time))
        goes_on = before is program and 0.0 <= time - last <= _BREAK_S
        if not goes_on:
            program.forget()
        self._runs[run] = program, count + 1 if goes_on else 0, time
        return self._runs[run][1]

    def _lay_things(
        self, layer: Layer, time: float, inputs: Mapping[str, float], nearness: bool = False
    ) -> None:
        """Lay the layer's things over the generator's picture that was rendered last."""
        if layer.things:
            self._laid = self._laid or Laid(self._context, self._size)
            target = self._buffers[-1].framebuffer
            follow = self._camera_follows.get(layer.source)
            pan = float(follow.shift[0]) if follow is not None and "shift_x" in follow.follows else 0.0
            self._laid.lay(target, layer.things, layer.colours, time % LOOP_S, pan, inputs, nearness)

    def _weathered(
        self, picture: moderngl.Texture, layer: Layer, time: float, amounts: dict[str, float]
    ) -> moderngl.Texture:
        off = frozenset(name for name, amount in amounts.items() if not amount)
        weather = self._weather.get(off)
        if weather is None:
            weather = self._weather[off] = FullScreenPass(self._context, "weather", off)
        target = self._next_buffer()
        where = {"size": self._size, "time": time % LOOP_S, "seed": float(layer.seed % _SEEDS)}
        indoors = not _is_picture(layer.source) and self.generators.find(layer.source).indoors
        colours = {f"c{i}": tuple(float(x) for x in colour) for i, colour in enumerate(layer.colours)}
        weather.run(target.framebuffer, {"image": picture}, where | colours | amounts | {"indoors": indoors})
        return target.texture

    def _nothing(self) -> moderngl.Texture:
        """Black: nothing is near."""
        target = self._next_buffer()
        target.framebuffer.clear()
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


def _played(layer: Layer, inputs: Mapping[str, float]) -> dict[str, Value]:
    """The values of a generator's own inputs."""
    return {**layer.traits, **{name: value for name, value in inputs.items() if name not in PAINTERS_OWN}}


def _is_picture(name: str) -> bool:
    return name == FEEDBACK or ":" in name
