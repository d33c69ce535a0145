"""From ISF's GLSL to GLSL 330 core, with the same line numbers, and reading compilers' messages."""

from __future__ import annotations

import re
from collections.abc import Collection

from realtime.isf.parse import TEXTURE_TYPES, Input, IsfDescription

_UNIFORM_TYPES = {
    "event": "bool",
    "bool": "bool",
    "long": "int",
    "float": "float",
    "point2D": "vec2",
    "color": "vec4",
    **dict.fromkeys(TEXTURE_TYPES, "sampler2D"),
}

_COMMON = """\
uniform int PASSINDEX;
uniform vec2 RENDERSIZE;
uniform float TIME;
uniform float TIMEDELTA;
uniform vec4 DATE;
uniform int FRAMEINDEX;
#define vv_FragNormCoord isf_FragNormCoord
#define texture2D isf_texture2D
#define texture2DRect IMG_PIXEL
vec4 isf_texture2D(sampler2D image, vec2 at) { return texture(image, at); }
vec4 IMG_NORM_PIXEL(sampler2D image, vec2 at) { return texture(image, at); }
vec4 IMG_PIXEL(sampler2D image, vec2 at) { return texture(image, at / vec2(textureSize(image, 0))); }
vec2 IMG_SIZE(sampler2D image) { return vec2(textureSize(image, 0)); }
vec4 IMG_THIS_PIXEL(sampler2D image) { return texture(image, isf_FragNormCoord); }
vec4 IMG_THIS_NORM_PIXEL(sampler2D image) { return texture(image, isf_FragNormCoord); }
"""

# The forms with a bias exist in fragment shaders only.
_FRAGMENT = """\
out vec4 isf_FragColor;
#define gl_FragColor isf_FragColor
#define varying in
vec4 isf_texture2D(sampler2D image, vec2 at, float bias) { return texture(image, at, bias); }
vec4 IMG_NORM_PIXEL(sampler2D image, vec2 at, float bias) { return texture(image, at, bias); }
vec4 IMG_PIXEL(sampler2D image, vec2 at, float bias) {
    return texture(image, at / vec2(textureSize(image, 0)), bias);
}
vec4 IMG_THIS_PIXEL(sampler2D image, float bias) { return texture(image, isf_FragNormCoord, bias); }
vec4 IMG_THIS_NORM_PIXEL(sampler2D image, float bias) { return texture(image, isf_FragNormCoord, bias); }
"""

_VERTEX = """\
#define varying out
#define attribute in
#define vv_vertShaderInit isf_vertShaderInit
in vec2 isf_position;
void isf_vertShaderInit() {
    gl_Position = vec4(isf_position, 0.0, 1.0);
    isf_FragNormCoord = isf_position * 0.5 + 0.5;
}
"""

_PLAIN_VERTEX = "void main() { isf_vertShaderInit(); }\n"
_VERSION = re.compile(r"^[ \t]*#[ \t]*version\b[^\n]*", re.MULTILINE)
# How drivers give the place: Mesa `0:12(5): error: text`, NVIDIA `0(12) : error C1008: text`,
# AMD, Intel and Apple `ERROR: 0:12: text`.
_MESSAGES = (
    re.compile(r"^\s*\d+:(\d+)\(\d+\): error: (.*)$", re.MULTILINE),
    re.compile(r"^\s*\d+\((\d+)\) : error (.*)$", re.MULTILINE),
    re.compile(r"^\s*ERROR: \d+:(\d+): (.*)$", re.MULTILINE),
)


def fragment_source(description: IsfDescription, code: str, fixed: Collection[str] = ()) -> str:
    """GLSL 330 of the fragment shader; a compiler's line numbers are those of `code`.

    code: the author's, without `#include`; fixed: float inputs that are constants here, at their DEFAULT.
    """
    declared, own = _declarations(description, fixed), _own(code)
    return f"#version 330\nin vec2 isf_FragNormCoord;\n{_COMMON}{_FRAGMENT}{declared}#line 1\n{own}"


def vertex_source(description: IsfDescription, code: str | None) -> str:
    """GLSL 330 of the vertex shader: `code` of the `.vs` beside it without `#include`, or the plain one."""
    declared = _declarations(description)
    own = f"#line 1\n{_own(code)}" if code is not None else _PLAIN_VERTEX
    return f"#version 330\nout vec2 isf_FragNormCoord;\n{_COMMON}{_VERTEX}{declared}{own}"


def _declarations(description: IsfDescription, fixed: Collection[str] = ()) -> str:
    rows = [(one.name, _UNIFORM_TYPES[one.type]) for one in description.inputs if one.name not in fixed]
    rows += [(name, "sampler2D") for name, _ in description.imported]
    rows += [(name, "sampler2D") for name in dict.fromkeys(one.target for one in description.passes) if name]
    # A file may declare a buffer both as an image input and as a target: one uniform then.
    constants = "".join(
        f"const float {one.name} = {_number(one)!r};\n" for one in description.inputs if one.name in fixed
    )
    return constants + "".join(f"uniform {kind} {name};\n" for name, kind in dict(rows).items())


def _number(one: Input) -> float:
    if isinstance(one.default, tuple):
        raise ValueError(f"input {one.name!r} cannot be compiled in: it is no number")
    return float(one.default)


def _own(code: str) -> str:
    """The author's lines: one #version only (ours), and bytes that every compiler takes."""
    return _VERSION.sub("", code).encode("ascii", "replace").decode("ascii")


def first_error(log: str) -> tuple[int, str]:
    """(line, message) of the first error in a compiler's log; line 0 when it names none."""
    for pattern in _MESSAGES:
        match = pattern.search(log)
        if match:
            return int(match.group(1)), match.group(2).strip()
    lines = [line.strip() for line in log.splitlines() if line.strip(" =-\t")]
    return 0, next(
        (line for line in lines if "error" in line.lower()), lines[-1] if lines else "does not compile"
    )
