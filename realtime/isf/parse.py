"""Reading the JSON header of an ISF shader: what it takes, its passes, its kind.

Source: ISF specification 2 (github.com/mrRay/ISF_Spec) with the version 1 names still found in old files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from realtime.errors import UserError
from realtime.isf.author_code import has_main, without_comments
from realtime.isf.buffers import buffers_to_isf, has_buffers
from realtime.isf.expression import Expression
from realtime.isf.gl_transition import gl_transition_to_isf, is_gl_transition
from realtime.isf.header import HeaderFault, find_header, looks_like_header, read_header
from realtime.isf.inputs import IDENTIFIER, Input, in_capitals, is_yes, read_inputs
from realtime.isf.madmapper import passes_of, takes_a_picture, with_madmapper
from realtime.isf.sandbox import is_sandbox, sandbox_to_isf
from realtime.isf.shadertoy import is_shadertoy, to_isf, with_main
from realtime.isf.shadertoy_tabs import has_tabs, tabs_to_isf
from realtime.isf.strangers import what_it_is

_CUBE_FACES = 6
_OTHER_MODES = {
    "VERTEX_SHADER_ART": "vertex shader art draws points and lines",
    "GEOMETRY_FILTER": "a geometry filter of ossia score moves points",
    "COMPUTE_SHADER": "a compute shader of ossia score draws no picture by itself",
    "RAW_RASTER_PIPELINE": "a raster pipeline of ossia score draws shapes",
}
_PICTURE_READ = re.compile(r"\b(?:IMG_\w+|texture\w*)\s*\(\s*inputImage\b")
_PICTURE_HANDED = re.compile(r"(?<!uniform )\bsampler2D\s+inputImage\b")


class ShaderError(UserError):
    """A shader that cannot be used. path, line (1-based, 0 = unknown), message: apart, for a panel."""

    def __init__(self, path: Path | str, line: int, message: str) -> None:
        self.path, self.line, self.message = Path(path), line, message
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {message}")


Fail = Callable[[str, str], ShaderError]
"""The error of a message and of the word in the header that it is about."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One rendering pass. target: the name other passes sample it by, "" = the output;
    persistent: keeps its content between frames; floating: 32-bit floats instead of bytes."""

    target: str = ""
    persistent: bool = False
    floating: bool = False
    width: Expression = field(default_factory=lambda: Expression("$WIDTH"))
    height: Expression = field(default_factory=lambda: Expression("$HEIGHT"))


@dataclass(frozen=True, slots=True)
class IsfDescription:
    """A shader's header. kind: generator, filter or transition;
    imported: (name, resolved path) of pictures; cubes: (name, six resolved paths +x -x +y -y +z -z);
    code: the GLSL with the header blanked, same lines; lines: of names in the header, 1-based;
    anacrusis: what the header has under that key, JSON, None for nothing (realtime.scenery.generator);
    mended: what was wrong with a header that is no JSON and yet was understood, else None;
    unfit: values of inputs that do not fit their types and are left out."""

    path: Path
    kind: str
    inputs: tuple[Input, ...]
    passes: tuple[Pass, ...]
    imported: tuple[tuple[str, Path], ...]
    code: str
    cubes: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    description: str = ""
    anacrusis: object = None
    mended: ShaderError | None = None
    unfit: tuple[ShaderError, ...] = ()

    @property
    def name(self) -> str:
        """Its file's name, without the ending."""
        return self.path.stem


FOREIGN = (
    (has_tabs, tabs_to_isf),
    (is_shadertoy, to_isf),
    (is_gl_transition, gl_transition_to_isf),
    (has_buffers, buffers_to_isf),
    (is_sandbox, sandbox_to_isf),
)
"""Code of others without an ISF header: how it is known, and what makes ISF of it."""


def is_part(text: str, path: Path) -> bool:
    """Whether a file is no shader of its own, but GLSL that others include: it has neither a header nor any
    host's main function."""
    header = find_header(text)
    if path.suffix.lower() != ".glsl" or (header is not None and looks_like_header(header.group(1))):
        return False
    return not any(known(text) for known, _ in FOREIGN) and what_it_is(text, path.suffix) is None


def parse_isf(text: str, path: Path | str) -> IsfDescription:
    """The description of the shader `text`; `path` names it in errors and finds its imports.

    Raises ShaderError with file and line.
    """
    path = Path(path)
    text = text.removeprefix("\ufeff")
    match = find_header(text)
    if match is None or "{" not in match.group(1) or not looks_like_header(match.group(1)):
        for known, converted in FOREIGN:
            if known(text):
                try:
                    text = converted(text, "#line 1\n")
                except UserError as fault:
                    raise ShaderError(path, 0, str(fault)) from None
                match = find_header(text)
                break
        else:
            if (stranger := what_it_is(text, path.suffix)) is not None:
                raise ShaderError(path, 1, stranger)
    if match is None and "/*" in text:
        line = text.count("\n", 0, text.index("/*")) + 1
        raise ShaderError(path, line, "the comment that begins here, with the ISF header, has no end: */")
    if match is None:
        raise ShaderError(path, 1, "no ISF header: the file must begin with a comment /*{ … }*/ of JSON.")
    before = text.count("\n", 0, match.start(1))
    header: dict[str, Any]
    try:
        header, mended = read_header(match.group(1))
    except HeaderFault as fault:
        raise ShaderError(path, before + fault.line, str(fault)) from None
    header = in_capitals(header)
    if (other := _OTHER_MODES.get(str(header.get("MODE")).upper())) is not None:
        line = text.count("\n", 0, max(text.find("MODE"), 0)) + 1
        raise ShaderError(path, line, f"{other}; it is no ISF picture.")
    code = text[: match.start()] + "\n" * match.group(0).count("\n") + text[match.end() :]
    if "INPUTS" not in header and "ISFVSN" not in header and is_sandbox(code):
        header, code = _of_another_host(header, code)
    rows = header.get("INPUTS") or []
    if is_shadertoy(code) and not has_main(code):
        code = with_main(code)
    if isinstance(rows, list) and (takes_a_picture(code) or _lacks_its_picture(rows, header, code)):
        rows = [{"NAME": "inputImage", "TYPE": "image"}, *rows]

    def line_of(word: str) -> int:
        found = re.search(rf"""["']{re.escape(word)}["']""", text) if word else None
        return text.count("\n", 0, max(found.start() if found else 0, match.start())) + 1

    def fail(message: str, word: str = "") -> ShaderError:
        return ShaderError(path, line_of(word), message)

    unfit: list[ShaderError] = []
    inputs = read_inputs(rows, code, fail, lambda message, word: unfit.append(fail(message, word)))
    code = with_madmapper(code, header, inputs)
    passes = _passes({**header, "PASSES": header.get("PASSES") or passes_of(code)}, fail)
    imported, cubes = _imported(header.get("IMPORTED") or {}, path, fail)
    names = [one.name for one in inputs] + [name for name, _ in (*imported, *cubes)]
    return IsfDescription(
        path=path,
        kind=_kind(inputs),
        inputs=inputs,
        passes=passes,
        imported=imported,
        code=code,
        cubes=cubes,
        lines={name: line_of(name) for name in (*names, *(one.target for one in passes))},
        description=str(header.get("DESCRIPTION") or ""),
        anacrusis=header.get("ANACRUSIS"),
        mended=None if mended is None else ShaderError(path, before + mended.line, str(mended)),
        unfit=tuple(unfit),
    )


def _lacks_its_picture(rows: list[Any], header: Mapping[str, Any], code: str) -> bool:
    """Whether `code` reads the picture that a filter has, and the header forgets to name it."""
    named = json.dumps([rows, header.get("IMPORTED"), header.get("PASSES")], default=str)
    if '"inputImage"' in named:
        return False
    bare = without_comments(code)
    return _PICTURE_READ.search(bare) is not None and _PICTURE_HANDED.search(bare) is None


def _of_another_host(header: dict[str, Any], code: str) -> tuple[dict[str, Any], str]:
    """Header and code where the header is another host's, with PASSES and IMPORTED alone, as Veda has it."""
    passes, imported = header.get("PASSES"), header.get("IMPORTED")
    targets = (
        [row.get("TARGET") for row in passes if isinstance(row, dict)] if isinstance(passes, list) else []
    )
    pictures = imported if isinstance(imported, dict) else {}
    taken = [str(name) for name in (*targets, *pictures)]
    converted = sandbox_to_isf(code, "#line 1\n", taken, opaque=False)
    match = find_header(converted)
    if match is None:
        return header, code
    found, _ = read_header(match.group(1))
    return {**found, **header, "PASSES": passes or found.get("PASSES")}, converted[match.end() :]


def _kind(inputs: tuple[Input, ...]) -> str:
    types = {one.name: one.type for one in inputs}
    if types.get("startImage") == types.get("endImage") == "image" and types.get("progress") == "float":
        return "transition"
    return "filter" if types.get("inputImage") == "image" else "generator"


def _passes(header: dict[str, Any], fail: Fail) -> tuple[Pass, ...]:
    rows = header["PASSES"]
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise fail("PASSES must be a list of objects.", "PASSES")
    # Version 1 names its persistent buffers apart from the passes: a list of names, or name → settings.
    old = header.get("PERSISTENT_BUFFERS") or {}
    if not isinstance(old, list | dict):
        raise fail("PERSISTENT_BUFFERS must be a list of names or an object of them.", "PERSISTENT_BUFFERS")
    buffers = {str(name): {} for name in old} if isinstance(old, list) else old
    passes = []
    for row in map(in_capitals, rows):
        target = str(row.get("TARGET") or "")
        if target and not IDENTIFIER.match(target):
            raise fail(f"TARGET {target!r} is not a GLSL identifier.", "PASSES")
        of_buffer = buffers.get(target)
        settings = {**(of_buffer if isinstance(of_buffer, dict) else {}), **row}
        try:
            width, height = (Expression(str(settings.get(key) or f"${key}")) for key in ("WIDTH", "HEIGHT"))
        except ValueError as error:
            raise fail(f"the size of pass {target or 'output'!r}: {error}.", "PASSES") from None
        passes.append(
            Pass(
                target,
                is_yes(settings.get("PERSISTENT")) or target in buffers,
                is_yes(settings.get("FLOAT")),
                width,
                height,
            )
        )
    return tuple(passes)


def _imported(
    rows: object, path: Path, fail: Fail
) -> tuple[tuple[tuple[str, Path], ...], tuple[tuple[str, tuple[Path, ...]], ...]]:
    """Pictures and cube maps. The rows are a list with names, or an object by name: of rows or of paths."""
    if isinstance(rows, list):
        rows = {str(row["NAME"]): row for row in rows if isinstance(row, dict) and row.get("NAME")}
    if not isinstance(rows, dict):
        raise fail("IMPORTED must be an object of names or a list of rows.", "IMPORTED")
    pictures: list[tuple[str, Path]] = []
    cubes: list[tuple[str, tuple[Path, ...]]] = []
    for name, row in rows.items():
        files = row.get("PATH") if isinstance(row, dict) else row
        if not IDENTIFIER.match(name):
            raise fail(f"import {name!r} needs an identifier for a name.", name)
        if isinstance(files, list) and len(files) == 1:
            files = files[0]
        if isinstance(files, str):
            pictures.append((name, path.parent / files))
        elif (
            isinstance(files, list)
            and len(files) == _CUBE_FACES
            and all(isinstance(file, str) for file in files)
        ):
            cubes.append((name, tuple(path.parent / file for file in files)))
        else:
            raise fail(f"import {name!r} needs one picture file as PATH, or a list of six for a cube.", name)
    return tuple(pictures), tuple(cubes)
