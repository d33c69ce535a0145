"""Fragment shaders as other programs have them: they run, or a sentence says what they are."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from realtime.isf.library import ShaderLibrary, shader_files
from realtime.isf.parse import ShaderError, parse_isf
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram

ONE_STEP = 1.5 / 255
BONZOMATIC = """#version 410 core
uniform float fGlobalTime; // in seconds
uniform vec2 v2Resolution;
uniform sampler1D texFFT;
uniform sampler1D texFFTIntegrated;
uniform sampler2D texPreviousFrame;
uniform sampler2D texNoise;
layout(location = 0) out vec4 out_color;
void main(void) {
    vec2 uv = gl_FragCoord.xy / v2Resolution;
    out_color = vec4(texture(texFFT, uv.x).r, texture(texPreviousFrame, uv).g + 0.25,
        texture(texFFTIntegrated, 0.5).r - fGlobalTime, 1.0);
}
"""
KODELIFE = """#version 150
uniform float time;
uniform vec2 resolution;
in VertexData { vec4 v_position; vec3 v_normal; vec2 v_texcoord; } inData;
out vec4 fragColor;
void main(void) { fragColor = vec4(inData.v_texcoord, time, 1.0); }
"""
TOUCHDESIGNER = """uniform float uTime;
uniform float uGain = 0.5;
out vec4 fragColor;
void main() {
    vec4 color = texture(sTD2DInputs[0], vUV.st) * uGain;
    color.b = uTDOutputInfo.res.z / 16.0 + uTime;
    fragColor = TDOutputSwizzle(color);
}
"""
PROCESSING = """#define PROCESSING_TEXTURE_SHADER
uniform sampler2D texture;
uniform vec2 texOffset;
varying vec4 vertColor;
varying vec4 vertTexCoord;
void main() { gl_FragColor = texture2D(texture, vertTexCoord.st + 0.0 * texOffset) * vertColor; }
"""
VEDA = """/*{ "audio": true, "PASSES": [{ "TARGET": "half", "WIDTH": "$WIDTH / 2" }, {}] }*/
precision mediump float;
uniform float time;
uniform vec2 resolution;
uniform int PASSINDEX;
uniform sampler2D half;
uniform sampler2D spectrum;
void main() {
    vec2 uv = gl_FragCoord.xy / resolution;
    float heard = texture2D(spectrum, vec2(uv.x, 0.5)).r;
    if (PASSINDEX == 0) gl_FragColor = vec4(resolution.x / 16.0, heard, 0, 1);
    else gl_FragColor = texture2D(half, uv) + vec4(0, 0, time, 0);
}
"""
RAMP = {"texFFT": np.linspace(0.0, 1.0, 512, dtype=np.float32)}


@pytest.fixture
def program(context, tmp_path):
    def make(text: str, name: str = "theirs.frag") -> IsfProgram:
        (tmp_path / name).write_text(text)
        return IsfProgram(context, tmp_path / name)

    return make


def test_bonzomatic_hears_and_reads_its_last_picture(program, pixels) -> None:
    theirs = program(BONZOMATIC)
    sound = RAMP | {"texFFTIntegrated": np.full(512, 0.5, dtype=np.float32)}
    pixels(theirs, inputs=sound, time=3.0)
    row = pixels(theirs, inputs=sound, time=3.0)[0]
    assert theirs.description.kind == "generator"
    assert row[:, 0] == pytest.approx((np.arange(8) + 0.5) / 8, abs=0.01)
    assert row[0, 1:3] == pytest.approx([0.5, 0.5], abs=2 * ONE_STEP)


def test_kodelife_has_the_place_in_its_block(program, pixels) -> None:
    assert pixels(program(KODELIFE), time=0.5)[3, 7] == pytest.approx(
        [7.5 / 8, 3.5 / 4, 0.5, 1], abs=ONE_STEP
    )


@pytest.mark.parametrize("text", [TOUCHDESIGNER, PROCESSING])
def test_what_changes_a_picture_is_a_filter(program, pixels, context, text) -> None:
    theirs = program(text)
    image = texture_of(context, np.full((4, 8, 4), (200, 100, 128, 255), dtype=np.uint8))
    picture = pixels(theirs, inputs={"inputImage": image}) * 255
    gain = 0.5 if "uGain" in text else 1.0
    assert theirs.description.kind == "filter"
    assert picture[0, 0, :3] == pytest.approx([200 * gain, 100 * gain, 128], abs=1)


def test_a_uniform_that_nobody_gives_is_an_input(program, pixels) -> None:
    theirs = program(TOUCHDESIGNER)
    gain = next(one for one in theirs.description.inputs if one.name == "uGain")
    assert (gain.default, gain.low, gain.high) == (0.5, 0.0, 1.0)


def test_a_header_of_veda_adds_passes(program, pixels) -> None:
    sound = {"spectrum": np.full(512, 0.5, dtype=np.float32)}
    assert pixels(program(VEDA), inputs=sound, time=0.5)[0, 0] == pytest.approx(
        [0.25, 0.5, 0.5, 1], abs=ONE_STEP
    )


def test_the_mouse_is_played(program, pixels) -> None:
    body = "void main() { gl_FragColor = vec4(mouse, u_mouse.x / 16.0, 1.0); }"
    theirs = program(f"uniform vec2 mouse; uniform vec2 u_mouse;\n{body}")
    assert pixels(theirs)[0, 0] == pytest.approx([0.5, 0.5, 0.0, 1.0], abs=ONE_STEP)
    played = pixels(theirs, inputs={"mouse": (0.2, 0.4), "u_mouse": (1.0, 1.0)})[0, 0]
    assert played == pytest.approx([0.2, 0.4, 0.5, 1.0], abs=ONE_STEP)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.milk", "[preset00]\nfRating=3", "a preset of MilkDrop"),
        ("a.gdshader", "shader_type canvas_item;\nvoid fragment() { COLOR = vec4(1.0); }", "of Godot"),
        ("a.hlsl", "float4 main(float2 at : TEXCOORD0) : SV_Target { return 1; }", "in HLSL"),
        ("a.wgsl", "@fragment fn main() -> @location(0) vec4f { return vec4f(1); }", "in WGSL"),
        ("a.glsl", "layout(local_size_x = 8) in;\nvoid main() {}", "a compute shader"),
        ("a.glsl", "vec4 renderMain(void) { return vec4(syn_BassLevel); }", "a scene of Synesthesia"),
        ("a.frag", "osc(10, 0.1).out(o0)", "code of Hydra"),
        ("a.frag", "in vec3 p;\nvoid main() { gl_Position = vec4(p, 1.0); }", "a vertex shader"),
    ],
)
def test_what_is_no_shader_is_told(tmp_path, name, text, words) -> None:
    with pytest.raises(ShaderError, match=f"this is .*{words}"):
        parse_isf(text, tmp_path / name)


def test_a_folder_may_hold_shaders_of_all_endings(tmp_path, caplog) -> None:
    body = "void main() { gl_FragColor = vec4(1.0); }"
    for name in ("one.frag", "two.glsl", "three.isf", "four.fs", "include/five.glsl", "six.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(body)
    (tmp_path / "part.glsl").write_text("float hash(vec2 p) { return p.x; }")
    (tmp_path / "preset.milk").write_text("[preset00]")
    (tmp_path / "four.metal").write_text("using namespace metal;")
    assert [path.name for path in shader_files(tmp_path)] == [
        *("four.fs", "one.frag", "part.glsl", "preset.milk", "three.isf", "two.glsl")
    ]
    with caplog.at_level(logging.WARNING):
        library = ShaderLibrary([tmp_path])
    assert library.names() == ["four", "one", "three", "two"]
    assert list(library.errors) == ["preset"] and "MilkDrop" in caplog.text


OPENFRAMEWORKS = """#version 150
uniform sampler2DRect tex0;
in vec2 texCoordVarying;
out vec4 outputColor;
void main() { outputColor = texture(tex0, texCoordVarying + vec2(1.0, 0.0)); }
"""
MAX = """varying vec2 texcoord0;
uniform sampler2DRect tex0;
void main() { gl_FragColor = texture2DRect(tex0, gl_TexCoord[0].st + vec2(1.0, 0.0)) + 0.0 * texcoord0.x; }
"""


@pytest.mark.parametrize("text", [OPENFRAMEWORKS, MAX])
def test_a_picture_may_be_read_at_places_in_pixels(program, pixels, context, text) -> None:
    ramp = np.zeros((4, 8, 4), dtype=np.uint8)
    ramp[..., 0], ramp[..., 3] = np.arange(8) * 30, 255
    drawn = pixels(program(text), inputs={"inputImage": texture_of(context, ramp)}) * 255
    assert drawn[0, :7, 0] == pytest.approx(np.arange(1, 8) * 30, abs=1)


def test_the_force_has_its_functions_and_what_it_hears(program, pixels) -> None:
    theirs = program("void main() { gl_FragColor = vec4(uvN().x, bands.x, uv().y + 1.0, 1.0); }")
    assert pixels(theirs, inputs={"bass": 0.5})[1, 3] == pytest.approx([3.5 / 8, 0.5, 0.75, 1.0], abs=0.01)


def test_a_main_function_around_code_of_shadertoy_is_not_needed(program, pixels) -> None:
    body = "void mainImage(out vec4 colour, in vec2 at) { colour = vec4(at / iResolution.xy, iTime, 0.0); }"
    theirs = program(f"#version 330\nout vec4 o;\n{body}\nvoid main() {{ mainImage(o, gl_FragCoord.xy); }}")
    assert pixels(theirs, time=0.5)[1, 3] == pytest.approx([3.5 / 8, 1.5 / 4, 0.5, 1.0], abs=0.01)


def test_a_filter_that_forgets_to_name_its_picture_is_one(context, shader, pixels) -> None:
    theirs = shader("{}", "void main() { gl_FragColor = IMG_THIS_NORM_PIXEL(inputImage).bgra; }")
    image = texture_of(context, np.full((4, 8, 4), (200, 100, 50, 255), dtype=np.uint8))
    assert theirs.description.kind == "filter"
    assert pixels(theirs, inputs={"inputImage": image})[0, 0] * 255 == pytest.approx([50, 100, 200, 255])


GLSL_VIEWER = """#version 300 es
uniform vec2 u_resolution;
uniform sampler2D u_buffer0;
uniform sampler2D u_buffer1;
#if defined(BUFFER_0)
float value(vec2 st) { return texture(u_buffer1, st).r + 0.25; }
out vec4 pixel;
void main() { pixel = vec4(value(gl_FragCoord.xy / u_resolution)); }
#elif defined(BUFFER_1)
float value(vec2 st) { return texture(u_buffer0, st).r; }
out vec4 pixel;
void main() { pixel = vec4(value(gl_FragCoord.xy / u_resolution)); }
#else
out vec4 pixel;
void main() { pixel = vec4(texture(u_buffer1, gl_FragCoord.xy / u_resolution).rg, 1.0, 0.0); }
#endif
"""


def test_buffers_of_glsl_viewer_are_passes(program, pixels) -> None:
    theirs = program(GLSL_VIEWER)
    assert [one.target for one in theirs.description.passes] == ["u_buffer0", "u_buffer1", ""]
    pixels(theirs)
    assert pixels(theirs, frame_index=1)[1, 2] == pytest.approx([0.5, 0.5, 1.0, 1.0], abs=ONE_STEP)


def test_a_picture_from_nothing_is_opaque_as_where_it_comes_from(program, pixels) -> None:
    theirs = program("uniform float time;\nout vec4 c;\nvoid main() { c = vec4(0.5, 0.5, 0.5, 0.0); }")
    assert pixels(theirs)[0, 0] == pytest.approx([0.5, 0.5, 0.5, 1.0], abs=ONE_STEP)


ADDED = "vec4(0.25, 0.5, 0.0, 0.5)"


@pytest.mark.parametrize(
    ("text", "alpha"),
    [
        (f"/*{{}}*/\nvoid main() {{ gl_FragColor += {ADDED}; gl_FragColor *= 1.0; }}", 0.5),
        (f"uniform float time;\nout vec4 c;\nvoid main() {{ c += {ADDED} + 0.0 * time; }}", 1.0),
        (f"void mainImage( out vec4 c, in vec2 p ) {{ c += {ADDED}; }}", 1.0),
        (
            f"// Buffer A\nvoid mainImage(out vec4 c, vec2 p) {{ c += {ADDED}; }}\n"
            "// Image\nvoid mainImage(out vec4 c, vec2 p) { c += texelFetch(iChannel0, ivec2(p), 0); }",
            1.0,
        ),
    ],
)
def test_a_picture_that_is_added_to_begins_as_nothing(program, pixels, text, alpha) -> None:
    assert pixels(program(text))[0, 0] == pytest.approx([0.25, 0.5, 0.0, alpha], abs=ONE_STEP)
