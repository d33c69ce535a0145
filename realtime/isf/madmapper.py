"""Materials and effects that are written for MadMapper, which are nearly ISF: their functions and what that
host gives to them, in the words of ISF.

Source: MadMapper's documentation of materials and effects (docs.madmapper.com): `materialColorForPixel`,
`fxColorForPixel`, GENERATORS of numbers that move; and its own effects for surfaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from realtime.isf.author_code import without_comments
from realtime.isf.shadertoy import has_main

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
#define FX_PIXEL(at) IMG_PIXEL(inputImage, at)
#define FX_IMG_SIZE() IMG_SIZE(inputImage)
"""
_FUNCTION = re.compile(r"\bvec4\s+(?P<name>(?:material|fx)ColorForPixel)\s*\(")
_MESH = re.compile(r"\bin_Vertex\b")
_WORD = re.compile(r"[A-Za-z_]\w*\Z")


def is_for_its_mesh(vertex: str) -> bool:
    """Whether a vertex shader moves MadMapper's own mesh: there is none here."""
    return _MESH.search(without_comments(vertex)) is not None


def takes_a_picture(code: str) -> bool:
    """Whether `code` is an effect, which has a picture that its header does not name."""
    return "fxColorForPixel" in [match["name"] for match in _FUNCTION.finditer(without_comments(code))]


def with_madmapper(code: str, generators: object) -> str:
    """`code` with the main function that a material or effect lacks, and with its GENERATORS as variables."""
    found = None if has_main(code) else _FUNCTION.search(without_comments(code))
    main = f"\nvoid main() {{ gl_FragColor = {found['name']}(isf_FragNormCoord); }}\n" if found else ""
    numbers = "".join(f"float {name} = {value};\n" for name, value in _numbers(generators))
    return f"{numbers}#line 1\n{code}{main}" if numbers or main else code


def _numbers(generators: object) -> Iterator[tuple[str, str]]:
    """(name, GLSL) of each: time goes at its speed, others rest at the input that they follow."""
    rows: Iterable[object] = ()
    if isinstance(generators, dict):
        rows = [{"NAME": name, **row} for name, row in generators.items() if isinstance(row, dict)]
    elif isinstance(generators, list):
        rows = generators
    for row in rows:
        name = str(row.get("NAME", "")) if isinstance(row, dict) else ""
        if not isinstance(row, dict) or not _WORD.match(name):
            continue
        given = row.get("PARAMS")
        settings = given if isinstance(given, dict) else {}
        is_time = str(row.get("TYPE")).lower() in ("time_base", "animator")
        value = settings.get("speed", 1.0) if is_time else next(iter(settings.values()), 0.0)
        known = _WORD.match(value) is not None if isinstance(value, str) else isinstance(value, int | float)
        yield name, ("TIME * " if is_time else "") + (f"float({value})" if known else "1.0")
