"""From ISF's GLSL to core GLSL, with the same line numbers, and reading compilers' messages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from realtime.isf.author_code import (
    as_written,
    modern,
    own_copy,
    rename,
    with_begun_colour,
    with_functions_apart,
    with_own_copies,
    with_returns,
    with_switches,
    without_constants,
    written,
)
from realtime.isf.begun import with_begun_values
from realtime.isf.conversions import with_conversions
from realtime.isf.inputs import STANDARD, TEXTURE_TYPES, Input
from realtime.isf.leftovers import (
    NOTHING,
    missing_names,
    with_known_uniforms,
    with_whole_mouse,
    with_wide_points,
)
from realtime.isf.madmapper import MACROS
from realtime.isf.order import in_order
from realtime.isf.parse import IsfDescription
from realtime.isf.twins import with_twins_apart, without_twins
from realtime.isf.varyings import with_lost_varyings

_UNIFORM_TYPES = {
    "event": "bool",
    "bool": "bool",
    "long": "int",
    "float": "float",
    "point2D": "vec2",
    "point3D": "vec3",
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
#define textureCube texture
#define texture2DLod textureLod
#define texture2DLodEXT textureLod
#define texture2DLodARB textureLod
#define texture2DGrad textureGrad
#define texture2DGradEXT textureGrad
#define texture2DGradARB textureGrad
#define textureCubeLod textureLod
#define textureCubeLodEXT textureLod
#define sampler2DRect sampler2D
#define texture2DProj textureProj
vec4 isf_texture2D(sampler2D image, vec2 at) { return texture(image, at); }
vec4 IMG_NORM_PIXEL(sampler2D image, vec2 at) { return texture(image, at); }
vec4 IMG_PIXEL(sampler2D image, vec2 at) { return texture(image, at / vec2(textureSize(image, 0))); }
vec4 IMG_NORM_PIXEL(samplerCube image, vec3 to) { return texture(image, to); }
vec2 IMG_SIZE(sampler2D image) { return vec2(textureSize(image, 0)); }
vec2 IMG_SIZE(samplerCube image) { return vec2(textureSize(image, 0)); }
vec4 IMG_THIS_PIXEL(sampler2D image) { return texture(image, isf_FragNormCoord); }
vec4 IMG_THIS_NORM_PIXEL(sampler2D image) { return texture(image, isf_FragNormCoord); }
#define IMG_NORM_THIS_PIXEL IMG_THIS_NORM_PIXEL
vec4 VVSAMPLER_2DBYNORM(sampler2D image, vec4 rect, vec2 size, bool flip, vec2 at) {
    return texture(image, at);
}
vec4 VVSAMPLER_2DBYPIXEL(sampler2D image, vec4 rect, vec2 size, bool flip, vec2 at) {
    return texture(image, at / size);
}
"""

# A cube map or a volume that cannot be had is a picture: it stands in as a panorama around.
_AROUND = """\
vec2 isf_around(vec3 to) {
    vec3 way = normalize(to + vec3(0.0, 0.0, 1e-6));
    return vec2(atan(way.x, way.z) / 6.2831853 + 0.5, asin(way.y) / 3.1415927 + 0.5);
}
vec4 isf_textureLod(sampler2D image, vec2 at, float lod) { return textureLod(image, at, lod); }
vec4 isf_textureLod(sampler2D image, vec3 to, float lod) { return textureLod(image, isf_around(to), lod); }
vec4 isf_textureLod(samplerCube image, vec3 to, float lod) { return textureLod(image, to, lod); }
vec4 isf_texture(sampler2D image, vec2 at) { return texture(image, at); }
vec4 isf_texture(sampler2D image, vec3 to) { return textureLod(image, isf_around(to), 0.0); }
vec4 isf_texture(samplerCube image, vec3 to) { return texture(image, to); }
vec4 isf_texture2D(sampler2D image, vec3 to) { return textureLod(image, isf_around(to), 0.0); }
vec4 isf_texture(sampler2D image, vec2 at, float bias) { return texture(image, at, bias); }
vec4 isf_texture(sampler2D image, vec3 to, float bias) { return textureLod(image, isf_around(to), 0.0); }
vec4 isf_texture(samplerCube image, vec3 to, float bias) { return texture(image, to, bias); }
vec4 IMG_NORM_PIXEL(sampler2D image, vec3 to) { return textureLod(image, isf_around(to), 0.0); }
#define texture isf_texture
#define textureLod isf_textureLod
"""

# The forms with a bias exist in fragment shaders only.
_FRAGMENT = """\
out vec4 isf_FragColor;
#define gl_FragColor isf_FragColor
#define isf_FragCoord gl_FragCoord
#define isf_fragCoord gl_FragCoord.xy
#define vv_FragCoord gl_FragCoord
#define varying in
vec4 isf_TexCoord[2] = vec4[2](vec4(isf_FragNormCoord, 0.0, 1.0), vec4(isf_FragNormCoord, 0.0, 1.0));
#define gl_TexCoord isf_TexCoord
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
vec4 isf_TexCoord[2];
#define gl_TexCoord isf_TexCoord
#define gl_Vertex vec4(isf_position, 0.0, 1.0)
#define gl_MultiTexCoord0 vec4(isf_position * 0.5 + 0.5, 0.0, 1.0)
#define gl_ModelViewProjectionMatrix mat4(1.0)
#define gl_Color vec4(1.0)
vec4 ftransform() {
    isf_FragNormCoord = isf_position * 0.5 + 0.5;
    return vec4(isf_position, 0.0, 1.0);
}
void isf_vertShaderInit() {
    gl_Position = vec4(isf_position, 0.0, 1.0);
    isf_FragNormCoord = isf_position * 0.5 + 0.5;
}
"""

_PLAIN_VERTEX = "void main() { isf_vertShaderInit(); }\n"
# What the host's own lines are numbered from: a place in no file, see realtime.isf.include.Source.
_NOWHERE = 1_000_000_000
# What a fragment shader may only read, and other drivers let it write to, all but textures.
_PLACES = {"isf_FragNormCoord": "vec2", "vv_FragNormCoord": "vec2", "gl_FragCoord": "vec4"}
_MACRO = re.compile(r"(?m)^#define (\w+)")
# How drivers give the place: Mesa `0:12(5): error: text`, NVIDIA `0(12) : error C1008: text`,
# AMD, Intel and Apple `ERROR: 0:12: text`.
_MESSAGES = (
    re.compile(r"^\s*\d+:(\d+)\(\d+\): error: (.*)$", re.MULTILINE),
    re.compile(r"^\s*\d+\((\d+)\) : error (.*)$", re.MULTILINE),
    re.compile(r"^\s*ERROR: \d+:(\d+): (.*)$", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a shader is compiled. version: of GLSL; mended: functions without any return get one, values are
    brought to their types, constants may be made of what is none, inputs be written to anywhere, switches be
    compared with 0 and 1, and what converters leave behind is put right; whole_mouse: a mouse of two numbers
    has four wherever it stands alone."""

    version: int = 330
    mended: bool = False
    whole_mouse: bool = False


def dialects(newest: int, description: IsfDescription) -> tuple[Dialect, ...]:
    """In the order to be tried, where the driver knows GLSL up to version `newest`.

    Newer versions convert more (`uint n = 0;`), but have more reserved words.
    """
    later = Dialect(min(newest, 450), mended=True)
    return Dialect(), *([replace(later, whole_mouse=True)] if _mice(description) else []), later


def fragment_source(
    description: IsfDescription,
    code: str,
    fixed: Collection[str] = (),
    dialect: Dialect = Dialect(),
    vertex: str | None = None,
) -> str:
    """GLSL of the fragment shader; a compiler's line numbers are those of `code`.

    code: the author's, without `#include`; fixed: float and bool inputs that are constants here, at their
    DEFAULT; vertex: the author's vertex shader, if there is one.
    """
    around = _AROUND if dialect.mended else ""
    host = (
        f"in vec2 isf_FragNormCoord;\n{_COMMON}{_FRAGMENT}{MACROS}{around}{_declarations(description, fixed)}"
    )
    own = with_begun_colour(with_begun_values(with_lost_varyings(code, vertex)))
    return _source(description, host, own, dialect, STANDARD | _PLACES)


def vertex_source(description: IsfDescription, code: str | None, dialect: Dialect = Dialect()) -> str:
    """GLSL of the vertex shader: `code` of the `.vs` beside it without `#include`, or the plain one."""
    host = f"out vec2 isf_FragNormCoord;\n{_COMMON}{_VERTEX}{_declarations(description)}"
    return _source(description, host, _PLAIN_VERTEX if code is None else code, dialect, STANDARD)


def _source(
    description: IsfDescription, host: str, code: str, dialect: Dialect, readable: Mapping[str, str]
) -> str:
    uniforms = _uniforms(description)
    macros = (
        of_image
        for name, kind in uniforms.items()
        if kind == "sampler2D"
        for of_image in _rectangle_macros(name)
    )
    extensions, own = modern(code, (*STANDARD, *_PLACES, *uniforms, *macros), _MACRO.findall(host))
    own = with_known_uniforms(own, uniforms)
    own = with_functions_apart(own, [one.name for one in description.inputs])
    types = {**readable, **{name: kind for name, kind in uniforms.items() if not kind.startswith("sampler")}}
    changed = written(own, types)
    if dialect.mended:
        points = [name for name, kind in types.items() if kind == "vec2"]
        own = in_order(with_twins_apart(without_twins(own), len(description.passes)))
        if dialect.whole_mouse:
            own = with_whole_mouse(own, _mice(description))
        own = with_wide_points(own, points)
        host = f"uniform sampler2D {NOTHING};\n{host}{missing_names(own, uniforms)}"
        switches = [name for name, kind in types.items() if kind == "bool"]
        own = with_switches(without_constants(with_returns(own), types), switches)
        own = with_conversions(own)
        changed = sorted(types)  # a function may be given one to write to
    own = with_own_copies(own, changed)
    copies = "".join(f"{types[name]} {own_copy(name)} = {name};\n" for name in changed)
    return f"#version {dialect.version}\n{extensions}#line {_NOWHERE}\n{host}{copies}#line 1\n{own}"


def _mice(description: IsfDescription) -> list[str]:
    """The points that stand for Shadertoy's mouse."""
    return [one.name for one in description.inputs if one.type == "point2D" and one.name == "iMouse"]


def _uniforms(description: IsfDescription) -> dict[str, str]:
    """The types of what the header declares, by the names in the compiled GLSL."""
    rows = [(one.name, _UNIFORM_TYPES[one.type]) for one in description.inputs]
    rows += [(name, "sampler2D") for name, _ in description.imported]
    rows += [(name, "samplerCube") for name, _ in description.cubes]
    # A file may declare a buffer both as an image input and as a target: one uniform then.
    rows += [(one.target, "sampler2D") for one in description.passes if one.target]
    return {rename(name): kind for name, kind in rows}


def _declarations(description: IsfDescription, fixed: Collection[str] = ()) -> str:
    """Each at its line of the header, so that a fault in its name is reported there."""
    lines = {rename(name): line for name, line in description.lines.items()}
    constants = {rename(one.name): _constant(one) for one in description.inputs if one.name in fixed}
    declared = []
    for name, kind in _uniforms(description).items():
        what = f"const {kind} {name} = {constants[name]};" if name in constants else f"uniform {kind} {name};"
        declared.append(f"#line {lines.get(name, 1)}\n{what}\n")
        if kind == "sampler2D":
            declared += [
                f"#define {of_image} {value}\n" for of_image, value in _rectangle_macros(name).items()
            ]
    return "".join(declared)


def _rectangle_macros(image: str) -> dict[str, str]:
    """What hosts with rectangle textures say of an image: its place in its texture, here all of it."""
    return {
        f"_{image}_imgRect": "vec4(0.0, 0.0, 1.0, 1.0)",
        f"_{image}_imgPct": "vec2(1.0)",
        f"_{image}_imgSize": f"vec2(textureSize({image}, 0))",
        f"_{image}_flip": "false",
    }


def _constant(one: Input) -> str:
    if isinstance(one.default, tuple):
        raise ValueError(f"input {one.name!r} cannot be compiled in: it is no number")
    return str(bool(one.default)).lower() if one.type == "bool" else repr(float(one.default))


def first_error(log: str) -> tuple[int, str]:
    """(line, message) of the first error in a compiler's log; line 0 when it names none."""
    for pattern in _MESSAGES:
        match = pattern.search(log)
        if match:
            return int(match.group(1)), as_written(match.group(2).strip())
    lines = [line.strip() for line in log.splitlines() if line.strip(" =-\t")]
    return 0, next(
        (line for line in lines if "error" in line.lower()), lines[-1] if lines else "does not compile"
    )
