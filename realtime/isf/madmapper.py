"""Materials and effects that are written for MadMapper, which are nearly ISF: their functions and what that
host gives to them, in the words of ISF.

Source: MadMapper's documentation of materials and effects (docs.madmapper.com): `materialColorForPixel`,
`fxColorForPixel`, GENERATORS of numbers that move; and its own effects for surfaces.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from realtime.isf.author_code import has_main, without_comments
from realtime.isf.inputs import TEXTURE_TYPES, Input, in_capitals

UNIFORMS = {
    **dict.fromkeys(("modulationColor", "textureColor"), "vec4(1.0)"),
    **dict.fromkeys(("opacity", "mmLineWidth", "mmLineLength", "mmStartStroke", "mmEndStroke"), "1.0"),
    **dict.fromkeys(("texturedEnabled", "mmTexturedLine"), "true"),
}
"""What MadMapper sets for a plain surface, where it is not nought."""
MACROS = """\
#define MM_SHADER_NORM_PIXEL(at) IMG_NORM_PIXEL(inputImage, at)
#define MM_SHADER_THIS_NORM_PIXEL() IMG_THIS_NORM_PIXEL(inputImage)
#define FX_NORM_PIXEL(at) IMG_NORM_PIXEL(inputImage, at)
#define FX_THIS_NORM_PIXEL() IMG_THIS_NORM_PIXEL(inputImage)
#define FX_NORM_PIXEL_LOD(at, lod) FX_NORM_PIXEL(at)
#define FX_PIXEL(at) IMG_PIXEL(inputImage, at)
#define FX_IMG_SIZE() IMG_SIZE(inputImage)
#define CLOCK_TIME TIME
"""
LAST_FRAME = "mm_LastFrame"
"""The picture that was drawn before."""
_FUNCTION = re.compile(r"\bvec4\s+(?P<name>(?:material|fx)ColorForPixel)\s*\(")
_SHAPES = {
    "smooth": "0.5 - 0.5 * cos(6.2831853 * {time})",
    "in": "fract({time})",
    "out": "1.0 - fract({time})",
    "linear": "1.0 - abs(1.0 - 2.0 * fract({time}))",
    "cut": "step(0.5, fract({time}))",
}
"""How an animator goes from 0 to 1."""
_MESH = re.compile(r"\bin_Vertex\b")
_WORD = re.compile(r"[A-Za-z_]\w*\Z")


def is_for_its_mesh(vertex: str) -> bool:
    """Whether a vertex shader moves MadMapper's own mesh: there is none here."""
    return _MESH.search(without_comments(vertex)) is not None


def takes_a_picture(code: str) -> bool:
    """Whether `code` is an effect, which has a picture that its header does not name."""
    return "fxColorForPixel" in [match["name"] for match in _FUNCTION.finditer(without_comments(code))]


def passes_of(code: str) -> list[dict[str, object]]:
    """The passes of a shader whose header names none: one, which is kept where `code` reads it."""
    return [{"TARGET": LAST_FRAME, "PERSISTENT": True} if LAST_FRAME in without_comments(code) else {}]


def _choices(inputs: Iterable[Input], rows: object) -> str:
    """Macros: the first choice of each input that the code asks for by `#if defined(name_IS_choice)`."""
    asked = {
        str(row.get("NAME"))
        for row in map(in_capitals, rows if isinstance(rows, list) else ())
        if "generate_as_define" in str(row.get("FLAGS"))
    }
    return "".join(f"#define {one.name}_IS_{_choice(one)}\n" for one in inputs if one.name in asked)


def _choice(one: Input) -> str:
    if one.type == "bool":
        return "true" if one.default else "false"
    labels = [label for value, label in zip(one.values, one.labels, strict=False) if value == one.default]
    return re.sub(r"\W", "_", labels[0] if labels else str(one.default))


def with_madmapper(code: str, header: dict[str, object], inputs: Collection[Input]) -> str:
    """`code` with the main function that a material or effect lacks, with the GENERATORS of its `header` as
    variables and the choices of its `inputs` as macros."""
    found = None if has_main(code) else _FUNCTION.search(without_comments(code))
    main = f"\nvoid main() {{ gl_FragColor = {found['name']}(isf_FragNormCoord); }}\n" if found else ""
    numbers = "".join(
        f"float {name} = {value};\n" for name, value in _numbers(header.get("GENERATORS"), inputs)
    )
    before = _choices(inputs, header.get("INPUTS")) + numbers
    return f"{before}#line 1\n{code}{main}" if before or main else code


def _numbers(generators: object, inputs: Iterable[Input]) -> Iterator[tuple[str, str]]:
    """(name, GLSL) of each, what it is made of before it: time goes at its speed, others rest at the input
    that they follow."""
    rows: Iterable[object] = ()
    if isinstance(generators, dict):
        rows = [{"NAME": name, **row} for name, row in generators.items() if isinstance(row, dict)]
    elif isinstance(generators, list):
        rows = generators
    waiting: dict[str, tuple[str, dict[str, object]]] = {}
    for row in rows:
        name = str(row.get("NAME", "")) if isinstance(row, dict) else ""
        if isinstance(row, dict) and _WORD.match(name):
            given = row.get("PARAMS") or row.get("FILTERS")
            waiting[name] = str(row.get("TYPE")).lower(), given if isinstance(given, dict) else {}
    known = {one.name for one in inputs if one.type not in TEXTURE_TYPES}
    while waiting:
        ready = (
            name
            for name, (_, settings) in waiting.items()
            if not any(isinstance(value, str) and value in waiting for value in settings.values())
        )
        name = next(ready, next(iter(waiting)))
        kind, settings = waiting.pop(name)
        yield name, _number(kind, settings, known)
        known.add(name)


def _number(kind: str, settings: dict[str, object], known: Collection[str]) -> str:
    values = {key: _setting(value, known) for key, value in settings.items()}
    if kind in ("time_base", "animator"):
        way = f"(1.0 - 2.0 * {values.get('reverse', '0.0')})"
        time = f"TIME * {values.get('speed', '1.0')} * {way}"
        shape = _SHAPES.get(str(settings.get("shape")).lower(), _SHAPES["smooth"])
        return time if kind == "time_base" else shape.format(time=time)
    if kind == "multiplier":
        return " * ".join(values.values()) or "1.0"
    return next(iter(values.values()), "0.0")


def _setting(value: object, known: Collection[str]) -> str:
    if isinstance(value, int | float):
        return str(float(value))
    return f"float({value})" if isinstance(value, str) and value in known else "1.0"
