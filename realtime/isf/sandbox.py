"""A fragment shader of another host, a `main` that reads what the host gives in uniforms, as an ISF shader:
GLSL Sandbox, The Book of Shaders, glslViewer, Veda, Bonzomatic, KodeLife, TouchDesigner, Processing, p5.js,
three.js, openFrameworks, Max, The Force.

Sources: the uniforms that glslsandbox.com gives (time, resolution, mouse, the last picture as backbuffer),
and the templates and manuals of the others. A uniform that nobody is known to give is an input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from realtime.isf.author_code import has_main, is_opaque, without_comments
from realtime.isf.gl_transition import UNIFORM_TYPES, input_row
from realtime.isf.inputs import STANDARD
from realtime.isf.shadertoy import UNIFORMS

NAMES = {
    **dict.fromkeys(("time", "u_time", "uTime", "iGlobalTime", "iTime", "fGlobalTime"), "TIME"),
    **dict.fromkeys(("resolution", "u_resolution", "uResolution", "v2Resolution"), "RENDERSIZE"),
    **dict.fromkeys(("mouse", "u_mouse", "uMouse"), "vec2(0.5)"),
    **dict.fromkeys(("fFrameTime", "u_delta", "deltaTime"), "TIMEDELTA"),
    **dict.fromkeys(("u_frame", "uFrame", "frameCount"), "FRAMEINDEX"),
    "u_date": "DATE",
    "texOffset": "(vec2(1.0) / RENDERSIZE)",
    "surfacePosition": "((isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0))",
    "surfaceSize": "vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0)",
}
"""What other hosts give, in the words of ISF."""
# The mouse is an input: the place of a hand, 0..1 in some hosts and in pixels in others.
_MICE = {"mouse": True, "u_mouse": False, "uMouse": False, "iMouse": False}
# What they hear, in the words of the inputs that the sound fills.
_HEARD = {
    ("float", "volume"): "level",
    ("vec3", "spectrum"): "vec3(bass, high_mid, treble)",
    ("vec4", "bands"): "vec4(bass, low_mid, high_mid, treble)",
}
_LEVELS = ("level", "bass", "low_mid", "high_mid", "treble")
_SPECTRUM = re.compile(r"(?i)(?:u_?|i|tex|audio|sound)?_?(?:fft|spectrum)\w*")
_WAVEFORM = re.compile(r"(?i)(?:u_?|i|tex)?_?(?:samples|wave(?:form)?)")
_BACK = re.compile(
    r"(?i)(?:u_)?backbuffer|bb|(?:tex|u_)?prev(?:ious)?_?(?:frame|buffer|pass)|(?:u_)?lastframe"
)
# What lies about for its own sake, and is not to be changed.
_MATERIAL = re.compile(r"(?i)\w*(?:noise|checker|lut|font|palette|gradient|revision|textex)\w*")
OUTPUT = re.compile(r"(?m)^[ \t]*(?:layout\s*\([^)\n]*\)[ \t]*)?out[ \t]+vec4[ \t]+(\w+)[ \t]*;")
"""Where a picture is written that has a name of its own."""
DECLARED = re.compile(
    r"(?m)(?:^|(?<=;))[ \t]*(?:layout\s*\([^)\n]*\)[ \t]*)?(?P<how>uniform|varying|in)[ \t]+(?:\w+p[ \t]+)?"
    r"(?P<kind>\w+)[ \t]+(?P<names>\w+(?:\s*=\s*[^;,()]+(?:\([^()]*\))?)?(?:\s*,\s*\w+)*)\s*;"
)
"""What a host or a vertex shader gives."""
_VERTEX_DATA = re.compile(r"(?m)^[ \t]*in[ \t]+\w+\s*\{(?P<members>[^{}]*)\}\s*(?P<name>\w+)\s*;")
_MAIN = re.compile(r"(\bvoid\s+)main(\s*\()")
_WRITES = re.compile(
    r"\bgl_FragColor\b|\bgl_FragData\b|(?m:^[ \t]*(?:layout\s*\([^)\n]*\)[ \t]*)?out[ \t]+vec4\b)"
)
_ISF = re.compile(r"\b(?:IMG_\w+|RENDERSIZE|isf_\w+|PASSINDEX|gl_Position|push_constant|local_size_x)\b")
_SOUND_LINE = """\
vec4 soundLine(sampler2D sound, float x) { return IMG_NORM_PIXEL(sound, vec2(x, 0.5)); }
vec4 soundLine(sampler2D sound, float x, float bias) { return soundLine(sound, x); }
vec4 soundTexel(sampler2D sound, int x, int lod) {
    return soundLine(sound, (float(x) + 0.5) / IMG_SIZE(sound).x);
}
vec4 soundSoFar(sampler2D sound, float x) { return TIME + soundLine(sound, x); }
"""
_TOUCHDESIGNER = re.compile(r"\bsTD2DInputs\b|\bTDOutputSwizzle\b|\buTDOutputInfo\b")
_PICTURE_OF_TOUCHDESIGNER = re.compile(r"\bsTD2DInputs\s*\[\s*(\d)\s*\]")
_WORDS_OF_TOUCHDESIGNER = """\
#define vUV vec3(isf_FragNormCoord, 0.0)
#define TDOutputSwizzle(colour) (colour)
#define TDDither(colour) (colour)
struct TDTexInfo { vec4 res; };
TDTexInfo uTDOutputInfo = TDTexInfo(vec4(1.0 / RENDERSIZE, RENDERSIZE));
TDTexInfo uTD2DInfos[4] = TDTexInfo[4](uTDOutputInfo, uTDOutputInfo, uTDOutputInfo, uTDOutputInfo);
"""


# A picture with places in pixels, of openFrameworks and Max; the vertex shader hands the place over.
_IN_PIXELS = "sampler2DRect"
_PLACE = re.compile(r"(?i)\w*(?:coord|uv)\w*")
_WORDS_OF_THE_FORCE = """\
vec2 uvN() { return isf_FragNormCoord; }
vec2 uv() { return (isf_FragNormCoord * 2.0 - 1.0) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0); }
"""
_CALLS_OF_THE_FORCE = re.compile(r"\buvN?\s*\(\s*\)")
_OWN_CALLS = re.compile(r"\bvec2\s+uvN?\s*\(")


@dataclass(frozen=True, slots=True)
class _Declared:
    """how: uniform, varying or in; value: what a uniform begins with, "" for nothing."""

    how: str
    kind: str
    name: str
    value: str = ""


def is_sandbox(text: str) -> bool:
    """Whether a file without an ISF header is of this kind."""
    bare = without_comments(text)
    if not has_main(bare):
        return False
    known = any(one.name in NAMES for one in _declared(bare))
    return known or (_WRITES.search(bare) is not None and _ISF.search(bare) is None)


def _declared(code: str) -> list[_Declared]:
    found = []
    for match in DECLARED.finditer(code):
        for one in re.split(r",(?![^()]*\))", match["names"]):
            name, _, value = (part.strip() for part in one.partition("="))
            found.append(_Declared(match["how"], match["kind"], name, value))
    return found


def sandbox_to_isf(
    text: str,
    before: str = "",
    taken: Collection[str] = (),
    passes: Sequence[dict[str, object]] = (),
    opaque: bool = True,
) -> str:
    """The ISF shader that does what `text` does; `before`: a line to put before its first; taken: uniforms
    that are given otherwise; passes: rows of the header; opaque: a picture that is drawn from
    nothing has an alpha of 1, as hosts of such code show it alone.
    """
    bare = without_comments(text)
    declared = [one for one in _declared(bare) if len(re.findall(rf"(?<![.\w]){one.name}\b", bare)) > 1]
    forced = _CALLS_OF_THE_FORCE.search(bare) is not None and _OWN_CALLS.search(bare) is None
    if forced and re.search(r"\bbands\b", bare):
        declared.append(_Declared("uniform", "vec4", "bands"))
    back = next((one.name for one in declared if one.kind == "sampler2D" and _BACK.fullmatch(one.name)), "")
    host, inputs, gone = _WORDS_OF_THE_FORCE if forced else "", list[dict[str, object]](), {back}
    pictures: dict[str, str] = {}
    code = text
    for one in declared:
        heard, row = _HEARD.get((one.kind, one.name), ""), _input(one)
        if one.name in gone or one.name in taken:
            continue
        if row is not None:
            inputs.append(row)
        elif one.name in NAMES:
            host += f"#define {one.name} {_sized(NAMES[one.name], one.kind)}\n"
        elif heard:
            host += f"#define {one.name} {heard}\n"
            inputs += [
                {"NAME": name, "TYPE": "float"} for name in _LEVELS if re.search(rf"\b{name}\b", heard)
            ]
        elif one.kind in ("sampler2D", _IN_PIXELS):
            pictures[one.name] = one.name
        else:
            continue
        gone.add(one.name)
        if one.kind == "sampler1D":
            host += "" if "soundLine" in host else _SOUND_LINE
            code = _reading_line(code, one.name)
    if _TOUCHDESIGNER.search(bare):
        host += _WORDS_OF_TOUCHDESIGNER
        for number in sorted(set(_PICTURE_OF_TOUCHDESIGNER.findall(bare))):
            pictures[f"image{number}"] = f"image{number}"
        code = _PICTURE_OF_TOUCHDESIGNER.sub(r"image\1", code)
    filtered = next((name for name in pictures if not _MATERIAL.fullmatch(name)), None)
    if filtered is not None:
        pictures[filtered] = "inputImage"
        code = re.sub(rf"(?<![.\w]){filtered}\b(?!\s*\()", "inputImage", code)
        gone.add("inputImage")
    code, places = _in_pixels(code, declared, pictures)
    gone |= set(places)
    host += "".join(f"#define {name} {place}\n" for name, place in places.items())
    images: list[dict[str, object]] = [{"NAME": name, "TYPE": "image"} for name in pictures.values()]
    inputs = [*images, *_once(inputs)]
    header: dict[str, object] = {"ISFVSN": "2", "DESCRIPTION": "from another host", "INPUTS": inputs}
    if passes or back:
        header["PASSES"] = list(passes) or [{"TARGET": back, "PERSISTENT": True}]
    if opaque and filtered is None and not back:
        code = _opaque(code, 0 if not passes else len(passes) - 1)
    code = _VERTEX_DATA.sub(_own_data, _without(code, gone))
    return f"/*{json.dumps(header, indent=2)}*/\n{host}{before}{code}"


def _opaque(code: str, last: int) -> str:
    """`code` whose picture, of the pass `last`, has an alpha of 1."""
    bare = without_comments(code)
    output = OUTPUT.search(bare)
    written = output[1] if output else "gl_FragColor"
    if is_opaque(bare) or re.search(rf"\b{written}\b", bare) is None:
        return code
    code = _MAIN.sub(r"\1theirMain\2", code)
    return f"{code}\nvoid main() {{ theirMain(); if (PASSINDEX == {last}) {written}.a = 1.0; }}\n"


def _in_pixels(
    code: str, declared: Iterable[_Declared], pictures: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """`code` that reads `pictures`, names by uniform, at places in pixels where it does so, and those places
    by their names."""
    own = [pictures[one.name] for one in declared if one.kind == _IN_PIXELS and one.name in pictures]
    if not own:
        return code, {}
    for name in own:
        code = re.sub(rf"\btexture\s*\(\s*{name}\s*,", f"IMG_PIXEL({name},", code)
    place = f"(isf_FragNormCoord * IMG_SIZE({own[0]}))"
    code = re.sub(r"\bgl_TexCoord\s*\[\s*0\s*\]", f"vec4({place}, 0.0, 1.0)", code)
    handed = (one.name for one in declared if one.how != "uniform" and one.kind == "vec2")
    return code, {name: place for name in handed if _PLACE.fullmatch(name)}


def _once(rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    return list({row["NAME"]: row for row in rows}.values())


def _sized(meaning: str, kind: str) -> str:
    """`meaning` as a value of the type that it is declared with."""
    if kind in ("vec3", "vec4") and meaning == "RENDERSIZE":
        more = {"vec3": "1.0", "vec4": "RENDERSIZE.x / RENDERSIZE.y, RENDERSIZE.y / RENDERSIZE.x"}
        return f"{kind}(RENDERSIZE, {more[kind]})"
    return f"{kind}({meaning})" if kind in ("float", "int") else meaning


def _input(one: _Declared) -> dict[str, object] | None:
    """The input that a uniform is; None for what a host gives otherwise, and for what no input can be."""
    if one.how != "uniform" or _HEARD.get((one.kind, one.name)):
        return None
    if one.name in _MICE and one.kind == "vec2":
        row: dict[str, object] = {"NAME": one.name, "TYPE": "point2D"}
        return {**row, "MIN": [0, 0], "MAX": [1, 1], "DEFAULT": [0.5, 0.5]} if _MICE[one.name] else row
    if one.kind in ("sampler1D", "sampler2D") and not _BACK.fullmatch(one.name):
        for pattern, kind in ((_SPECTRUM, "audioFFT"), (_WAVEFORM, "audio")):
            if pattern.fullmatch(one.name):
                return {"NAME": one.name, "TYPE": kind, "MAX": 512}
    if one.name in {**NAMES, **UNIFORMS, **STANDARD} or one.kind not in UNIFORM_TYPES:
        return None
    if one.name in _LEVELS and one.kind == "float":
        return {"NAME": one.name, "TYPE": "float"}
    return input_row(one.name, one.kind, one.value)


def _reading_line(code: str, name: str) -> str:
    """`code` that reads the sound `name`, one line of it, at one number. A sum of it since the beginning goes
    on with the time."""
    function = "soundSoFar" if "integrated" in name.lower() else "soundLine"
    code = re.sub(rf"\btexture(?:1D)?\s*\(\s*{name}\s*,", f"{function}({name},", code)
    return re.sub(rf"\btexelFetch\s*\(\s*{name}\s*,", f"soundTexel({name},", code)


def _without(code: str, names: Iterable[str]) -> str:
    """`code` without its declarations of `names`, on the same lines."""
    names = set(names)

    def kept(match: re.Match[str]) -> str:
        parts = re.split(r",(?![^()]*\))", match["names"])
        others = [one.strip() for one in parts if one.partition("=")[0].strip() not in names]
        lines = "\n" * match.group().count("\n")
        return f"{match['how']} {match['kind']} {', '.join(others)};{lines}" if others else lines

    return DECLARED.sub(kept, code)


def _own_data(match: re.Match[str]) -> str:
    """What a vertex shader would hand over in a block: here the place of the pixel."""
    members = re.findall(r"\b(float|vec[234])\s+(\w+)\s*;", match["members"])
    places = {"vec2": "isf_FragNormCoord", "vec3": "vec3(0.0, 0.0, 1.0)", "float": "1.0"}
    values = ", ".join(places.get(kind, "vec4(isf_FragNormCoord, 0.0, 1.0)") for kind, _ in members)
    fields = " ".join(f"{kind} {name};" for kind, name in members)
    own = f"VertexData_{match['name']}"
    lines = "\n" * match.group().count("\n")
    return f"struct {own} {{ {fields} }}; {own} {match['name']} = {own}({values});{lines}"
