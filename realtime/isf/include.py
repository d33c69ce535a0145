"""`#include "noise.glsl"` in shaders: files that several shaders share.

Files are looked up beside the file that includes them, then in `include` of each shader folder, the user's
before the program's own. Each is taken in once, at the first place that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from realtime.isf.author_code import line_numbers, read_code
from realtime.isf.parse import ShaderError

# Of each file in turn the compiler sees lines of another hundred thousand: `#line`'s own number for the file
# is not in the messages of every driver (Mesa gives 0 for all).
LINES = 100_000
_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*include\b[ \t]*(.*?)\s*$")
_NAME = re.compile(r"""["']([^"'\n]+)["']$""")


@dataclass(frozen=True, slots=True)
class Source:
    """GLSL without `#include`. files: the shader's own, then those that it includes; the code of number k has
    `#line` numbers from k * LINES on."""

    code: str
    files: tuple[Path, ...]

    def place(self, line: int) -> tuple[Path, int]:
        """(file, line in it) of a line that the compiler names."""
        number, line = divmod(line, LINES)
        return (self.files[number], line) if number < len(self.files) else (self.files[0], 0)


def resolve(code: str, path: Path, folders: Iterable[Path]) -> Source:
    """`code` of the file `path` with its includes in place.

    folders: shader folders, whose later ones hide the earlier. Raises ShaderError with the file and line of
    an `#include` whose file is not there or cannot be read.
    """
    files = [path]
    resolved = _resolved(code, 0, files, _include_folders(folders))
    # moderngl looks for includes too, in comments as well, and knows none.
    return Source(resolved.replace("#include", "# include"), tuple(files))


def watched(path: Path, folders: Iterable[Path]) -> tuple[Path, ...]:
    """The files that a shader is made of, and the places where one could appear that it then includes."""
    found, places = [path], _include_folders(folders)
    for file in found:
        try:
            lines = read_code(file).split("\n")
        except OSError:
            continue
        for line in lines:
            # What is commented out may be watched; it does no harm.
            name = _directive(line)
            if name:
                tried = _candidates(name, file, places)
                last = next((number for number, one in enumerate(tried) if one.is_file()), len(tried))
                found += [one for one in tried[: last + 1] if one not in found]
    return tuple(found)


def _resolved(code: str, number: int, files: list[Path], places: tuple[Path, ...]) -> str:
    path, start = files[number], number * LINES
    lines = code.split("\n")
    for index, (line, bare) in enumerate(line_numbers(code)):
        if not _DIRECTIVE.match(bare):
            continue
        name = _directive(bare)
        if name is None:
            raise ShaderError(path, line, '#include must be followed by a file\'s name in quotes: "…".')
        included = _found(name, path, line, places)
        if included in files:
            lines[index] = ""
            continue
        files.append(included)
        text = _text(included, path, line)
        inner = _resolved(text, len(files) - 1, files, places)
        lines[index] = f"#line {files.index(included) * LINES + 1}\n{inner}\n#line {start + line + 1}"
    return "\n".join(lines)


def _directive(line: str) -> str | None:
    """The name that a line includes, or None where it is no such line or has no name in quotes."""
    match = _DIRECTIVE.match(line)
    name = _NAME.match(match.group(1)) if match else None
    return name.group(1) if name else None


def _include_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(folder / "include" for folder in reversed(tuple(folders)))


def _candidates(name: str, path: Path, places: tuple[Path, ...]) -> list[Path]:
    return [folder / name for folder in dict.fromkeys((path.parent, *places))]


def _found(name: str, path: Path, line: int, places: tuple[Path, ...]) -> Path:
    tried = _candidates(name, path, places)
    found = next((one for one in tried if one.is_file()), None)
    if found is None:
        where = ", ".join(str(one.parent) for one in tried)
        raise ShaderError(path, line, f'there is no "{name}" to include; looked in {where}.')
    return found


def _text(included: Path, path: Path, line: int) -> str:
    try:
        return read_code(included)
    except OSError as error:
        raise ShaderError(path, line, f'cannot include "{included}": {error.strerror}.') from None
