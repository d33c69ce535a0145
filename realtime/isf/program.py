"""An ISF shader that runs: compiled once, rendered each frame without new memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.isf.author_code import has_main, is_opaque, read_code, rename
from realtime.isf.glsl import dialects, first_error, fragment_source, vertex_source
from realtime.isf.include import Source, resolve
from realtime.isf.inputs import TEXTURE_TYPES, VECTORS
from realtime.isf.leftovers import NOTHING
from realtime.isf.madmapper import is_for_its_mesh
from realtime.isf.parse import IsfDescription, Pass, ShaderError, parse_isf
from realtime.isf.pictures import cube_of, load_picture, texture_of
from realtime.isf.quad import Copier, Quad
from realtime.isf.sound import SoundTexture
from realtime.isf.targets import Target
from realtime.isf.uniforms import find_uniform, set_uniform
from realtime.resources import shader_folders

Value = float | int | bool | tuple[float, ...] | moderngl.Texture | np.ndarray


class IsfProgram:
    """One shader of a file, ready to render in one GL context.

    fixed: float and bool inputs compiled in at their DEFAULT: what they switch off then costs nothing, which
    on software GL a uniform does not spare; folders: shader folders to look for includes in, None for those
    that are here; opaque: it surely leaves nothing transparent; lacks: its pictures that cannot be had, and
    why. Raises ShaderError (file, line, compiler's message) when it cannot be read or compiled.
    """

    def __init__(
        self,
        context: moderngl.Context,
        path: Path | str,
        fixed: Collection[str] = (),
        folders: Iterable[Path] | None = None,
    ) -> None:
        self.path = Path(path)
        self._context = context
        try:
            text = read_code(self.path)
        except OSError as error:
            raise ShaderError(self.path, 0, f"cannot be read: {error.strerror}.") from None
        self.description: IsfDescription = parse_isf(text, self.path)
        self.lacks: list[ShaderError] = []
        pictures = self._read_imports()
        self._program = self._compile(fixed, shader_folders() if folders is None else tuple(folders))
        self._quad = Quad(context, self._program)
        self._copier = Copier(context)
        self._set: dict[str, object] = {}
        self._empty = context.texture((1, 1), 4, bytes(4))
        self._pictures: dict[str, moderngl.Texture | moderngl.TextureCube] = {
            name: cube_of(context, faces) if len(faces) > 1 else texture_of(context, faces[0])
            for name, faces in pictures.items()
        }
        self._targets = {name: self._new_target(name) for name in self._target_names()}
        self._written: set[str] = set()
        self._output: Target | None = None
        self._sounds = {
            one.name: SoundTexture(context, one.width, centred=one.type == "audio")
            for one in self.description.inputs
            if one.type in ("audio", "audioFFT")
        }
        self._plain = [one for one in self.description.inputs if one.type not in TEXTURE_TYPES]
        self._images = [one.name for one in self.description.inputs if one.type == "image"]
        self._units = self._assign_units()

    def _target_names(self) -> list[str]:
        return list(dict.fromkeys(one.target for one in self.description.passes if one.target))

    def _new_target(self, name: str) -> Target:
        """For all passes into it: one that keeps its content keeps it for all."""
        passes = [one for one in self.description.passes if one.target == name]
        persistent, floating = any(one.persistent for one in passes), any(one.floating for one in passes)
        return Target(self._context, self._copier, persistent, floating, len(passes) > 1)

    def _read_imports(self) -> dict[str, list[np.ndarray]]:
        """The pictures by name: one, or the six of a cube. One that cannot be had is transparent and named in
        `lacks`: the rest of the shader may do well without."""
        files = {name: (path,) for name, path in self.description.imported} | dict(self.description.cubes)
        pictures = {}
        for name, paths in files.items():
            try:
                pictures[name] = [load_picture(path) for path in paths]
            except UserError as error:
                self.lacks.append(ShaderError(self.path, self.description.lines.get(name, 0), str(error)))
                pictures[name] = [np.zeros((1, 1, 4), np.uint8)] * len(paths)
        return pictures

    def _compile(self, fixed: Collection[str], folders: tuple[Path, ...]) -> moderngl.Program:
        fragment = resolve(self.description.code, self.path, folders)
        self.opaque = is_opaque(fragment.code)
        # What is discarded is transparent, not what was drawn there some frames ago.
        self._discards = re.search(r"\bdiscard\b", fragment.code) is not None
        vertex = self._own_vertex(folders)
        faults: list[str] = []
        own = None if vertex is None else vertex.code
        for dialect in dialects(self._context.version_code, self.description):
            try:
                return self._context.program(
                    vertex_shader=vertex_source(self.description, own, dialect),
                    fragment_shader=fragment_source(self.description, fragment.code, fixed, dialect, own),
                )
            except moderngl.Error as error:
                faults.append(str(error))
        if not has_main(fragment.code):
            raise ShaderError(self.path, 0, "there is no main() in it: ISF wants one.")
        log = faults[-1]  # what the newest version still has against it
        line, message = first_error(log)
        blamed = vertex if vertex is not None and "vertex_shader" in log else fragment
        file, its_line = blamed.place(line)
        by = f" (included by {self.path})" if file != blamed.files[0] else ""
        raise ShaderError(file, its_line, message + by)

    def _own_vertex(self, folders: tuple[Path, ...]) -> Source | None:
        beside = self.path.with_suffix(".vs")
        if not beside.is_file():
            return None
        code = read_code(beside)
        return None if is_for_its_mesh(code) else resolve(code, beside, folders)

    def _assign_units(self) -> dict[str, int]:
        names = [one.name for one in self.description.inputs if one.type in TEXTURE_TYPES]
        names += [*self._pictures, *self._targets, NOTHING]
        used = [
            name for name in dict.fromkeys(names) if find_uniform(self._program, rename(name)) is not None
        ]
        for unit, name in enumerate(used):
            set_uniform(self._program, rename(name), unit)
        return {name: unit for unit, name in enumerate(used)}

    def render(
        self,
        size: tuple[int, int],
        *,
        time: float,
        time_delta: float,
        frame_index: int,
        inputs: Mapping[str, Value],
        date: tuple[float, float, float, float] | None = None,
        target: moderngl.Framebuffer | None = None,
    ) -> moderngl.Texture | None:
        """Render one frame of `size` (width, height) pixels.

        inputs: by name, missing ones keep their DEFAULT, unknown ones are ignored: numbers and bools,
        (x, y) for point2D (of one in pixels 0..1), (x, y, z) for point3D, (r, g, b, a) for color, a
        bottom-up texture for image, float32 (N,) or (channels, N) arrays for audio (-1..1) and audioFFT
        (0..1). An event is true for the frame that passes True. date: year, month, day, seconds since
        midnight.
        target: where to render, with its viewport; else the result comes back as a texture that is
        valid until the next call.
        """
        self._feed("TIME", time)
        self._feed("TIMEDELTA", time_delta)
        self._feed("FRAMEINDEX", frame_index)
        self._feed("DATE", date or (1970.0, 1.0, 1.0, time % 86400.0))
        for one in self._plain:
            value = _fitting(one.type, inputs.get(one.name), one.default)
            if one.in_pixels and inputs.get(one.name) is not None and isinstance(value, tuple):
                value = (value[0] * size[0], value[1] * size[1])
            self._feed(one.name, value)
        for name, sound in self._sounds.items():
            samples = inputs.get(name)
            if isinstance(samples, np.ndarray):
                sound.write(samples)
        given = {name: inputs.get(name) for name in self._images}
        textures = {
            name: image if isinstance(image, moderngl.Texture) else self._empty
            for name, image in given.items()
        }
        for step in self.description.passes:
            if step.target and self._targets[step.target].is_new:
                self._targets[step.target].ready(self._pass_size(step, size, inputs))
        self._written.clear()
        result: moderngl.Texture | None = None
        last = len(self.description.passes) - 1
        for index, step in enumerate(self.description.passes):
            result = self._render_pass(index, step, size, inputs, textures, target if index == last else None)
        return result

    def _render_pass(
        self,
        index: int,
        one: Pass,
        size: tuple[int, int],
        inputs: Mapping[str, Value],
        textures: Mapping[str, moderngl.Texture],
        target: moderngl.Framebuffer | None,
    ) -> moderngl.Texture | None:
        # Only the last pass is given a target; a pass that has its own is copied there afterwards.
        own: Target | None = None
        if target is not None and not one.target:
            framebuffer, pixels = target, size
        else:
            own = self._targets.get(one.target) or self._own_output(one)
            pixels = self._pass_size(one, size, inputs)
            framebuffer = own.begin(pixels)
        if self._discards:
            framebuffer.clear()
        self._feed("PASSINDEX", index)
        self._feed("RENDERSIZE", (float(pixels[0]), float(pixels[1])))
        for name, unit in self._units.items():
            self._texture(name, textures, own).use(unit)
        framebuffer.use()
        self._quad.draw()
        if own is None:
            return None
        own.end()
        self._written.add(one.target)
        if target is not None:
            self._copier.copy(own.texture, target)
            return None
        return own.texture

    def _pass_size(self, one: Pass, size: tuple[int, int], inputs: Mapping[str, Value]) -> tuple[int, int]:
        names = one.width.names | one.height.names
        if names <= {"WIDTH", "HEIGHT"}:
            values: dict[str, float] = {"WIDTH": size[0], "HEIGHT": size[1]}
        else:
            given: dict[str, object] = {**{item.name: item.default for item in self._plain}, **inputs}
            numbers = {name: float(x) for name, x in given.items() if isinstance(x, int | float | np.number)}
            for name, x in given.items():
                if isinstance(x, moderngl.Texture):
                    numbers |= {f"WIDTH_{name}": float(x.width), f"HEIGHT_{name}": float(x.height)}
            values = {**numbers, "WIDTH": size[0], "HEIGHT": size[1]}
        return one.width.pixels(values), one.height.pixels(values)

    def _own_output(self, one: Pass) -> Target:
        if self._output is None:
            self._output = Target(self._context, self._copier, one.persistent, one.floating)
        return self._output

    def _texture(
        self, name: str, textures: Mapping[str, moderngl.Texture], own: Target | None
    ) -> moderngl.Texture | moderngl.TextureCube:
        if name in self._targets:
            source = self._targets[name]
            # GL forbids to sample what is being rendered to: only persistent targets have a last picture, and
            # those that an earlier pass of this frame rendered to.
            has_last = source.persistent or name in self._written
            return source.texture if source is not own or has_last else self._empty
        if name == NOTHING:
            return self._empty
        if name in self._sounds:
            return self._sounds[name].texture
        return self._pictures.get(name) or textures[name]

    def _feed(self, name: str, value: object) -> None:
        """Set a uniform when it exists (the compiler drops unused ones) and its value is a new one."""
        if self._set.get(name) != value:
            self._set[name] = value
            uniform = find_uniform(self._program, rename(name))
            if uniform is not None:
                uniform.value = value

    def forget(self) -> None:
        """Be as before the first frame: what persistent targets hold is gone."""
        for target in (*self._targets.values(), *([self._output] if self._output is not None else [])):
            target.release_buffers()

    def target(self, name: str) -> moderngl.Texture:
        """What the pass target `name` holds, row 0 at the bottom; valid until the next call of `render`."""
        return self._targets[name].texture

    def release(self) -> None:
        """Give all GL objects back; the program is of no use afterwards."""
        for target in self._targets.values():
            target.release()
        for sound in self._sounds.values():
            sound.release()
        for picture in self._pictures.values():
            picture.release()
        if self._output is not None:
            self._output.release()
        for part in (self._empty, self._copier, self._quad, self._program):
            part.release()


def _fitting(kind: str, value: Value | None, default: object) -> object:
    if value is None:
        return False if kind == "event" else default
    if kind in VECTORS:
        if isinstance(value, int | float | moderngl.Texture):
            raise TypeError(f"{value!r} is no {kind}")
        return tuple(float(number) for number in value)
    if isinstance(value, tuple | moderngl.Texture):
        raise TypeError(f"{value!r} is no number")
    if kind == "float":
        return float(value)
    if kind == "long":
        return round(float(value))
    # A float from a route is a switch at one half.
    return bool(value >= 0.5)
