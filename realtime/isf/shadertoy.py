"""Single-pass code of Shadertoy, `mainImage(out vec4, in vec2)`, as an ISF shader.

Source: shadertoy.com/howto: the uniforms, and sound as a texture of 512 x 2, row 0 the spectrum, row 1 the
waveform.
"""

from __future__ import annotations

import json
import re

from realtime.isf.author_code import without_comments

_MAIN_IMAGE = re.compile(r"\bvoid\s+mainImage\s*\(")
_UNIFORM = re.compile(r"(?m)^[ \t]*uniform[ \t]+\w+[ \t]+i(?:[A-Z]\w*)(?:\[\d+\])?[ \t]*;")
_CHANNEL = re.compile(r"\biChannel([0-3])\b")
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
_DEFINES = "".join(f"#define {name} {meaning}\n" for name, meaning in UNIFORMS.items())
_SOUND = """\
vec4 soundAt(vec2 at) {
    return at.y < 0.5 ? IMG_NORM_PIXEL(spectrum, vec2(at.x, 0.5)) : IMG_NORM_PIXEL(waveform, vec2(at.x, 0.5));
}
vec4 soundAt(vec2 at, float bias) { return soundAt(at); }
vec4 soundIn(ivec2 texel, int lod) { return soundAt((vec2(texel) + 0.5) / vec2(512.0, 2.0)); }
"""
_MAIN = """
void main() {
    vec4 colour = vec4(0.0, 0.0, 0.0, 1.0);
    mainImage(colour, gl_FragCoord.xy);
    gl_FragColor = vec4(colour.rgb, 1.0);
}
"""


def is_shadertoy(text: str) -> bool:
    """Whether a file without an ISF header is Shadertoy's."""
    return _MAIN_IMAGE.search(without_comments(text)) is not None


def with_main(code: str) -> str:
    """GLSL under an ISF header that has Shadertoy's `mainImage` only, with what it needs to run."""
    return f"{_DEFINES}#line 1\n{_UNIFORM.sub('', code)}{_MAIN}"


def to_isf(text: str, before: str = "") -> str:
    """The ISF shader that does what the Shadertoy code `text` does; `before`: a line to put before its first.

    A channel of which single rows are read is sound, the first other one is the picture that is filtered.
    """
    bare = without_comments(text)
    used = sorted(set(_CHANNEL.findall(bare)))
    sound = [one for one in used if re.search(_ROW_READ.replace("{}", one), bare)]
    images = {one: f"image{one}" for one in used if one not in sound}
    if images:
        images[min(images)] = "inputImage"
    code = _UNIFORM.sub("", text)
    for one in sound:
        code = re.sub(rf"\btexture(?:2D)?\s*\(\s*iChannel{one}\s*,", "soundAt(", code)
        code = re.sub(rf"\btexelFetch\s*\(\s*iChannel{one}\s*,", "soundIn(", code)
    inputs: list[dict[str, object]] = [{"NAME": name, "TYPE": "image"} for name in images.values()]
    if sound:
        inputs += [
            {"NAME": "spectrum", "TYPE": "audioFFT", "MAX": 512},
            {"NAME": "waveform", "TYPE": "audio", "MAX": 512},
        ]
    header = json.dumps({"ISFVSN": "2", "DESCRIPTION": "from Shadertoy", "INPUTS": inputs}, indent=2)
    channels = "".join(f"#define iChannel{one} {name}\n" for one, name in images.items())
    return f"/*{header}*/\n{_DEFINES}{channels}{_SOUND if sound else ''}{before}{code}{_MAIN}"
