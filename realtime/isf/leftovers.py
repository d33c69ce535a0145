"""What converters leave in ISF code that was another host's: names that ISF has not, uniforms that nobody
sets, a mouse with four numbers. Every change keeps the line numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from realtime.isf import madmapper
from realtime.isf.author_code import without_comments
from realtime.isf.sandbox import NAMES
from realtime.isf.shadertoy import UNIFORMS

NOTHING = "isf_nothing"
"""The sampler, of a transparent picture, that stands for a channel which is not there."""
_CHANNELS = {f"iChannel{number}": NOTHING for number in range(4)}
_MEANINGS = {**NAMES, **madmapper.UNIFORMS, **UNIFORMS}
_UNIFORM = re.compile(
    r"(?m)(?:^|(?<=;))(?P<before>[ \t]*)uniform[ \t]+(?:\w+p[ \t]+)?(?P<kind>float|int|bool|vec[234])[ \t]+"
    r"(?P<names>\w+(?:\s*,\s*\w+)*)\s*;"
)
_SIZES = {"float": 1, "int": 1, "bool": 1, "vec2": 2, "vec3": 3, "vec4": 4, "RENDERSIZE": 2, "DATE": 4}


def with_known_uniforms(code: str, declared: Collection[str]) -> str:
    """`code` in which a uniform of another host, `uniform float time;`, that the header does not declare has
    the value that it has there: nobody sets it here."""

    def kept(match: re.Match[str]) -> str:
        kind, names = match["kind"], re.split(r"\s*,\s*", match["names"])
        known = [one for one in names if one not in declared and _size_of(one) >= _SIZES[kind]]
        if not known:
            return match.group()
        others = [one for one in names if one not in known]
        lines = [f"uniform {kind} {', '.join(others)};"] if others else []
        lines += [f"{kind} {one} = {kind}({_MEANINGS[one]});" for one in known]
        return match["before"] + " ".join(lines) + "\n" * match.group().count("\n")

    return _UNIFORM.sub(kept, code)


def _size_of(name: str) -> int:
    """How many numbers a uniform of another host has; 0 where no host gives one of this name, or an array."""
    begins = re.match(r"\(*(\w+)(?!\w*\[)", _MEANINGS.get(name, ""))
    return _SIZES.get(begins[1], 1) if begins else 0


def missing_names(code: str, declared: Collection[str]) -> str:
    """Lines that define the names of other hosts that `code` uses and neither it nor its header has. Words
    that an author may have for variables of a function, `time`, are variables."""
    bare = without_comments(code)
    lines = []
    for name, meaning in (_MEANINGS | _CHANNELS).items():
        own = (
            rf"(?:#[ \t]*define[ \t]+|\b(?:\w+p[ \t]+)?(?:float|int|[iu]?vec[234]|sampler\w+)[ \t]+){name}\b"
        )
        if name in declared or not re.search(rf"\b{name}\b", bare) or re.search(own, bare):
            continue
        kind = (
            {1: "float", 2: "vec2", 4: "vec4"}[_size_of(name)]
            if name in NAMES and name not in UNIFORMS
            else ""
        )
        lines.append(f"{kind} {name} = {meaning};\n" if kind else f"#define {name} {meaning}\n")
    return "".join(lines)


def with_wide_points(code: str, points: Iterable[str]) -> str:
    """`code` in which `points`, of two numbers, may be read as more, as the names that they stand for: the
    button went down where `iMouse` is, at rest nowhere, and `RENDERSIZE.z` is 1."""
    for name in points:
        wide = f"vec4({name}, 1.0, 0.0)" if name == "RENDERSIZE" else f"{name}.xyxy"
        code = re.sub(rf"(?<![.\w]){name}(?=\s*\.\s*[xyzw]*[zw])", wide, code)
        code = re.sub(rf"(\bvec[34]\s+\w+\s*=\s*){name}(?=\s*[;,])", rf"\1{wide}", code)
    return code


def with_whole_mouse(code: str, mice: Iterable[str]) -> str:
    """`code` in which `mice`, points of two numbers, are four wherever they stand alone: `data = iMouse;`."""
    for name in mice:
        code = re.sub(rf"(?<![.\w]){name}\b(?!\s*[.\[=])", f"{name}.xyxy", code)
    return code
