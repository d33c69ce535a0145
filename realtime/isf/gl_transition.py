"""Transitions as gl-transitions.com has them, `vec4 transition(vec2 uv)`, as ISF shaders.

Source: the GL Transition Specification 1 (github.com/gl-transitions/gl-transitions): progress, ratio,
getFromColor, getToColor, and uniforms with their defaults in comments. Before it, until 2017, they had a
`main` of their own, the pictures as samplers `from` and `to`, and `resolution`.
"""

from __future__ import annotations

import json
import re

from realtime.isf.author_code import has_main, without_comments

_MAIN = re.compile(r"\bvec4\s+transition\s*\(")
_UNIFORM = re.compile(
    r"(?m)(?:^|(?<=;))[ \t]*uniform[ \t]+(?:\w+p[ \t]+)?(?P<kind>\w+)[ \t]+(?P<name>\w+)[ \t]*"
    r"(?:/\*[ \t]*=?(?P<inside>[^*\n]*)\*/)?[ \t]*;[ \t]*(?://[ \t]*=?(?P<behind>[^\n;]*);?[^\n]*)?"
)
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
UNIFORM_TYPES = {
    "float": ("float", 1),
    "int": ("long", 1),
    "bool": ("bool", 1),
    "vec2": ("point2D", 2),
    "vec3": ("point3D", 3),
    "vec4": ("color", 4),
}
"""The types of uniforms that can be inputs: the input's type, and of how many numbers it is."""
_SHARED_LINE = re.compile(
    r"(?m)(?:^|(?<=;))[ \t]*uniform[ \t]+(?P<kind>(?:\w+p[ \t]+)?\w+)[ \t]+"
    r"(?P<names>\w+(?:[ \t]*,[ \t]*\w+)+)[ \t]*;"
)
_GIVEN = ("progress", "ratio", "from", "to", "resolution")
_SAMPLERS = ("from", "to")
_MAIN_OF_ISF = "\nvoid main() { gl_FragColor = transition(isf_FragNormCoord); }\n"
_HOST = """\
vec4 getFromColor(vec2 at) { return IMG_NORM_PIXEL(startImage, at); }
vec4 getToColor(vec2 at) { return IMG_NORM_PIXEL(endImage, at); }
float ratio = RENDERSIZE.x / RENDERSIZE.y;
"""
_HOST_OF_OLD = """\
#define from startImage
#define to endImage
#define resolution RENDERSIZE
"""


def is_gl_transition(text: str) -> bool:
    """Whether a file without an ISF header is of this kind."""
    bare = without_comments(text)
    return _is_old(bare) or (
        _MAIN.search(bare) is not None and re.search(r"\bget(?:From|To)Color\b", bare) is not None
    )


def _is_old(bare: str) -> bool:
    """Whether it is of before 2017: `bare` is its code without comments."""
    found = [match["kind"] + " " + match["name"] for match in _UNIFORM.finditer(_apart(bare))]
    wanted = [*(f"sampler2D {name}" for name in _SAMPLERS), "float progress"]
    return has_main(bare) and all(one in found for one in wanted)


def _apart(code: str) -> str:
    """The code with each uniform in a declaration of its own, on the same lines."""

    def each(match: re.Match[str]) -> str:
        names = re.split(r"\s*,\s*", match["names"])
        return "".join(f"uniform {match['kind']} {name};" for name in names)

    return _SHARED_LINE.sub(each, code)


def gl_transition_to_isf(text: str, before: str = "") -> str:
    """The ISF transition that does what `text` does; `before`: a line to put before its first.

    Its uniforms become inputs; those that ISF has no type for keep their defaults.
    """
    inputs: list[dict[str, object]] = [
        {"NAME": "startImage", "TYPE": "image"},
        {"NAME": "endImage", "TYPE": "image"},
        {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    ]

    def declared(match: re.Match[str]) -> str:
        kind, name = match["kind"], match["name"]
        default = (match["inside"] or match["behind"] or "").strip()
        if name in _GIVEN:
            return ""
        if kind in UNIFORM_TYPES:
            inputs.append(input_row(name, kind, default))
        elif kind == "sampler2D":
            inputs.append({"NAME": name, "TYPE": "image"})
        else:
            return f"const {kind} {name} = {default or f'{kind}(1)'};"
        return ""

    code, is_old = _UNIFORM.sub(declared, _apart(text)), _is_old(without_comments(text))
    header = json.dumps({"ISFVSN": "2", "DESCRIPTION": "from gl-transitions", "INPUTS": inputs}, indent=2)
    if is_old:
        return f"/*{header}*/\n{_HOST_OF_OLD}{before}{code}"
    return f"/*{header}*/\n{_HOST}{before}{code}{_MAIN_OF_ISF}"


def input_row(name: str, kind: str, default: str) -> dict[str, object]:
    """The input that stands for the uniform `name` of type `kind`. default: what it begins with, in GLSL, ""
    for what is not said: 1."""
    is_type, count = UNIFORM_TYPES[kind]
    row: dict[str, object] = {"NAME": name, "TYPE": is_type}
    if is_type == "bool":
        return {**row, "DEFAULT": default.startswith("true")}
    arguments = default.partition("(")[2] or default
    numbers = [float(number) for number in _NUMBER.findall(arguments)] or [1.0]
    numbers = numbers * count if len(numbers) == 1 else [*numbers, *([1.0] * count)][:count]
    if is_type == "long":
        return {**row, "DEFAULT": int(numbers[0])}
    # Such files say no range.
    lows = [min(2.0 * number, 0.0) for number in numbers]
    highs = [max(2.0 * number, 1.0) for number in numbers]
    if is_type == "float":
        return {**row, "DEFAULT": numbers[0], "MIN": lows[0], "MAX": highs[0]}
    limits = {} if is_type == "color" else {"MIN": lows, "MAX": highs}
    return {**row, "DEFAULT": numbers, **limits}
