"""Code of Shadertoy, `mainImage(out vec4, in vec2)`, as an ISF shader.

Source: shadertoy.com/howto: the uniforms, and sound as a texture of 512 x 2, row 0 the spectrum, row 1 the
waveform.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping

from realtime.isf import shadertoy_lines as editor_lines
from realtime.isf.author_code import has_main, without_comments, without_main

_MAIN_IMAGE = re.compile(r"\bvoid\s+mainImage\s*\(")
_OUT = re.compile(r"(\bmainImage\s*\(\s*)out\b")
# Its uniforms, and the lines by which editors name its channels.
_UNIFORM = re.compile(
    r"(?m)^[ \t]*(?:uniform[ \t]+(?:\w+p[ \t]+)?\w+[ \t]+i[A-Z]\w*(?:\[\d+\])?[ \t]*;|#[ \t]*i[A-Z][^\n]*)"
)
# What others put around it, to run it elsewhere: an output, and a main function that calls it.
_OUTPUT = re.compile(r"(?m)^[ \t]*(?:layout\s*\([^)\n]*\)[ \t]*)?out[ \t]+vec4[ \t]+\w+[ \t]*;")
_OTHERS = re.compile(r"\buniform\s+(?:\w+p\s+)?\w+\s+(?!i[A-Z])\w")
_CHANNEL = re.compile(r"\biChannel([0-3])\b")
_MOUSE = re.compile(r"\biMouse\b")
# One row of the channel is read: only sound has rows of a meaning.
_ROW_READ = r"\biChannel{}\s*,\s*i?vec2\s*\((?:[^()]|\([^()]*\))*,\s*(?:0?\.\d+|[01]\.?0*)\s*\)"
UNIFORMS = {
    "iResolution": "vec3(RENDERSIZE, 1.0)",
    "iTime": "TIME",
    "iGlobalTime": "TIME",
    "iTimeDelta": "TIMEDELTA",
    "iFrame": "FRAMEINDEX",
    "iFrameRate": "(1.0 / max(TIMEDELTA, 0.001))",
    "iMouse": "vec4(0.0)",
    "iDate": "DATE",
    "iSampleRate": "48000.0",
    "iChannelTime": "float[4](TIME, TIME, TIME, TIME)",
    "iChannelResolution": "vec3[4](vec3(RENDERSIZE, 1.0), vec3(RENDERSIZE, 1.0), vec3(RENDERSIZE, 1.0), "
    "vec3(RENDERSIZE, 1.0))",
}
"""What Shadertoy gives, in the words of ISF."""
DEFINES = "".join(f"#define {name} {meaning}\n" for name, meaning in UNIFORMS.items() if name != "iMouse")
"""All but the mouse, which is an input where it is used."""
# The mouse that is played has its button down where it is; at rest it was never there.
_PLAYED_MOUSE = "toyMouse"
_SOUND = """\
vec4 soundAt(vec2 at) {
    return at.y < 0.5 ? IMG_NORM_PIXEL(spectrum, vec2(at.x, 0.5)) : IMG_NORM_PIXEL(waveform, vec2(at.x, 0.5));
}
vec4 soundAt(vec2 at, float bias) { return soundAt(at); }
vec4 soundIn(ivec2 texel, int lod) { return soundAt((vec2(texel) + 0.5) / vec2(512.0, 2.0)); }
"""
_MAIN = """
void main() {
    vec4 colour = vec4(0.0);
    mainImage(colour, gl_FragCoord.xy);
    gl_FragColor = vec4(colour.rgb, 1.0);
}
"""


def is_shadertoy(text: str) -> bool:
    """Whether a file without an ISF header is Shadertoy's, with a main that calls its own or none."""
    bare = without_comments(text)
    elsewhere = has_main(bare) and _OTHERS.search(bare) is not None
    return _MAIN_IMAGE.search(bare) is not None and not elsewhere


def with_main(code: str) -> str:
    """GLSL under an ISF header that has Shadertoy's `mainImage` only, with what it needs to run."""
    return f"{DEFINES}#line 1\n{with_begun_image(without_uniforms(code))}{_MAIN}"


def to_isf(text: str, before: str = "") -> str:
    """The ISF shader that does what the Shadertoy code `text` does; `before`: a line to put before its first.

    A channel of which single rows are read is sound, the first other one is the picture that is filtered.
    """
    text = without_main(_OUTPUT.sub("", text))
    code = with_begun_image(without_uniforms(text))
    bare = without_comments(code)
    used, files = channels(bare), editor_lines.picture_files(text)
    sound = [one for one in used if is_sound(one, bare, text)]
    images = image_names(one for one in used if one not in sound and one not in files)
    pictures = {one: f"picture{one}" for one in files}
    code = reading_channels(code, images | pictures, sound)
    imported = {pictures[one]: {"PATH": file} for one, file in files.items()}
    head = header(images.values(), bool(sound), text, IMPORTED=imported)
    return f"{head}{DEFINES}{declarations(bool(sound), bare)}{before}{with_played_mouse(code)}{_MAIN}"


def without_uniforms(code: str) -> str:
    """`code` without the declarations of what Shadertoy gives, on the same lines."""
    return _UNIFORM.sub("", code)


def with_begun_image(code: str) -> str:
    """`code` whose `mainImage` may add to the colour that it is to write: in browsers that begins as 0."""
    return _OUT.sub(r"\1inout", code)


def channels(bare: str) -> list[str]:
    """The numbers of the channels that are used, sorted; bare: the code without comments."""
    return sorted(set(_CHANNEL.findall(bare)))


def is_sound(channel: str, bare: str, text: str) -> bool:
    """Whether single rows of a channel are read, as of sound, or a line says that it is a file of sound.

    bare: the code of `text` without comments."""
    return re.search(_ROW_READ.replace("{}", channel), bare) is not None or channel in editor_lines.sounds(
        text
    )


def image_names(numbers: Iterable[str]) -> dict[str, str]:
    """What the channels that are pictures are called as inputs: the first is the one that is filtered."""
    named = {one: f"image{one}" for one in sorted(numbers)}
    return named | dict.fromkeys(list(named)[:1], "inputImage")


def reading_channels(code: str, images: Mapping[str, str], sound: Collection[str]) -> str:
    """`code` that reads `images`, names by channel, and sound in place of its channels."""
    for one in sound:
        code = re.sub(rf"\btexture(?:2D)?\s*\(\s*iChannel{one}\s*,", "soundAt(", code)
        code = re.sub(rf"\btexelFetch\s*\(\s*iChannel{one}\s*,", "soundIn(", code)
    return _CHANNEL.sub(lambda match: images.get(match[1], match.group()), code)


def header(images: Iterable[str], sound: bool, text: str, **more: object) -> str:
    """The comment at the beginning of the ISF shader of `text`; images: names of inputs; more: keys."""
    inputs: list[dict[str, object]] = [{"NAME": name, "TYPE": "image"} for name in images]
    if sound:
        inputs += [
            {"NAME": "spectrum", "TYPE": "audioFFT", "MAX": 512},
            {"NAME": "waveform", "TYPE": "audio", "MAX": 512},
        ]
    if _MOUSE.search(without_comments(text)):
        inputs.append({"NAME": "iMouse", "TYPE": "point2D", "DEFAULT": [0, 0]})
    inputs += editor_lines.inputs(text)
    said = {key: value for key, value in more.items() if value}
    rows = {"ISFVSN": "2", "DESCRIPTION": "from Shadertoy", "INPUTS": inputs, **said}
    return f"/*{json.dumps(rows, indent=2)}*/\n"


def declarations(sound: bool, bare: str) -> str:
    """What the code needs besides `DEFINES`."""
    mouse = f"#define {_PLAYED_MOUSE} vec4(iMouse, iMouse)\n" if _MOUSE.search(bare) else ""
    return (_SOUND if sound else "") + mouse


def with_played_mouse(code: str) -> str:
    """`code` that reads all four numbers of the mouse, of which ISF gives two."""
    return _MOUSE.sub(_PLAYED_MOUSE, code)
