"""Shaders as other people write them, for other hosts and older drivers."""

from __future__ import annotations

import json

import numpy as np
import pytest

from realtime.isf.author_code import modern, with_returns
from realtime.isf.parse import ShaderError
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram

ONE_STEP = 1.5 / 255


def header(*inputs: tuple[str, str], **rest) -> str:
    return json.dumps({"INPUTS": [{"NAME": name, "TYPE": kind} for name, kind in inputs], **rest})


@pytest.mark.parametrize(
    "body",
    [
        "#extension GL_OES_standard_derivatives : enable\nvoid main() { gl_FragColor = vec4(1. + dFdx(1.));}",
        "float a;\n#extension GL_ARB_gpu_shader5 : enable\nvoid main() { gl_FragColor = vec4(1.0); }",
        "/*\n#extension GL_NOBODY_knows : require\n*/\nvoid main() { gl_FragColor = vec4(1.0); }",
        "void main() { uint n = 0; for (int i = 0; i < 3; i++) n++; gl_FragColor = vec4(float(n) / 3.0); }",
        "float one() { return 1; }\nvoid main() { gl_FragColor = vec4(one()); }",
        "vec2 none(float x) { x = x + 1.0; }\nvoid main() { gl_FragColor = vec4(1.0 + 0.0 * none(1.0).x); }",
        "float some(float x) { if (x > 0.5) return 1.0; }\nvoid main() { gl_FragColor = vec4(some(1.0)); }",
        "#define sample texel\nvoid main() { float texel = 1.0; gl_FragColor = vec4(sample); }",
        "float filter(float active) { return active; }\nvoid main() { gl_FragColor = vec4(filter(1.0)); }",
        "void main() { float smooth = 1.0, half = smooth; vec4 input = vec4(half); gl_FragColor = input; }",
        "uniform float TIME;\nuniform vec2 RENDERSIZE;\nvoid main() { gl_FragColor = vec4(1.0); }",
        "void main() { gl_FragData[0] = vec4(1.0); }",
        "layout(location = 0) out vec4 colour;\nvoid main() { colour = vec4(1.0); }",
        "#define texture2D texture\n#define I 0.5\n#define I 1.0\nvoid main() { gl_FragColor = vec4(I); }",
        "const vec2 S = RENDERSIZE; const vec2 T = S;\nvoid main() { gl_FragColor = vec4(T / S, T / S); }",
        "void main() { isf_FragNormCoord.x = 1.0; gl_FragCoord.xy *= 2.0; TIME += 1.0;"
        " gl_FragColor = vec4(isf_FragNormCoord.xxx, min(TIME, 1.0)); }",
        "uniform float TIME, own;\nuniform vec2 RENDERSIZE;\nvoid main() { gl_FragColor = vec4(1.0 + own); }",
        "void main() { float flat = 1.0, centroid = flat, packed = centroid; gl_FragColor = vec4(packed); }",
        "vec4 f(sampler2DRect i) { return vec4(1.0); }\nvoid main() { gl_FragColor = gl_TexCoord[0].wwww; }",
        "void mainImage(out vec4 c, in vec2 p) { c = vec4(iResolution.z); }",
        "#pragma STDGL invariant(all)\nvoid main() {\u00a0gl_FragColor =\u200b vec4(1.0); }",
        "void turned(inout vec2 size) { size = size.yx; }\n"
        "void main() { turned(RENDERSIZE); gl_FragColor = vec4(RENDERSIZE.x / 4.0); }",
        "const int N = int(RENDERSIZE.x); const vec2 s[2] = vec2[2](RENDERSIZE, vec2(N));\n"
        "void main() { gl_FragColor = vec4(s[0].x / s[1].x); }",
        "// /\\_/\\\nfloat one = 1.0; // cats \\\nvoid main() { gl_FragColor = vec4(one); }",
        "#ifdef GL_ES\nprecision highp float;\n#else NOT_ES\n#endif GL_ES\n"
        "void main() { gl_FragColor = vec4(1.0); }",
        "void main() { gl_FragColor.rgb = vec3(1.0); }",
        "void main() { gl_FragColor = vec4(step(isf_fragCoord, vec2(8.0, 4.0)), 1.0, 1.0); }",
        "int whole(float x) { return x; }\nvoid main() { int n = 1.5, m = n; vec3 c = 1.0;\n"
        "vec2 p = vec4(n); for (int i = 0; i < 1; i++) c *= float(m); float a = p;\n"
        "gl_FragColor = vec4(c * whole(1.5), a); }",
        "struct Ray { vec3 at; };\nconst Ray ray = Ray(vec3(RENDERSIZE / RENDERSIZE, 1.0));\n"
        "void main() { gl_FragColor = ray.at.xyzx; }",
    ],
)
def test_what_other_drivers_take_is_drawn(shader, pixels, body) -> None:
    assert pixels(shader(header(), body)) == pytest.approx(np.ones((4, 8, 4)), abs=ONE_STEP)


def test_an_input_may_have_the_name_of_a_function(shader, pixels) -> None:
    inputs = ("mix", "float"), ("length", "float"), ("turn", "float")
    body = (
        "float turn(float a) { return a * 2.0; }\nvoid main() {\n"
        "float way = turn(turn) + length(vec2(length, 0.0)); gl_FragColor = vec4(mix(0.0, way, mix)); }"
    )
    program = shader(header(*inputs), body)
    picture = pixels(program, inputs={"mix": 0.5, "length": 0.4, "turn": 0.2})
    assert picture[0, 0, 0] == pytest.approx(0.4, abs=ONE_STEP)


def test_a_file_saved_by_a_host_with_its_words_for_images(shader, pixels, context) -> None:
    body = (
        "uniform sampler2D inputImage;\nuniform vec4 _inputImage_imgRect;\n"
        "uniform vec2 _inputImage_imgSize;\nuniform bool _inputImage_flip;\n"
        "void main() { gl_FragColor = VVSAMPLER_2DBYNORM(inputImage,\n"
        "_inputImage_imgRect, _inputImage_imgSize, _inputImage_flip, isf_FragNormCoord); }"
    )
    image = texture_of(context, np.full((4, 8, 4), 255, dtype=np.uint8))
    picture = pixels(shader(header(("inputImage", "image")), body), inputs={"inputImage": image})
    assert picture[0, 0].tolist() == [1.0] * 4


def test_a_switch_may_be_compared_with_a_number(shader, pixels) -> None:
    body = "void main() { float one = on == 1. ? 1.0 : 0.0; gl_FragColor = vec4(on != 0 ? one : 0.0); }"
    program = shader(header(("on", "bool")), body)
    assert pixels(program, inputs={"on": True})[0, 0, 0] == 1.0
    assert pixels(program, inputs={"on": False})[0, 0, 0] == 0.0


def test_an_input_may_be_called_as_a_word_of_newer_glsl(shader, pixels) -> None:
    program = shader(header(("smooth", "float")), "void main() { gl_FragColor = vec4(smooth); }")
    assert pixels(program, inputs={"smooth": 0.6})[0, 0, 0] == pytest.approx(0.6, abs=ONE_STEP)


def test_what_hosts_with_rectangle_textures_tell_of_an_image(shader, pixels, context) -> None:
    body = "void main() { gl_FragColor = vec4(_inputImage_imgRect.zw * _inputImage_imgPct, \
_inputImage_imgSize / 100.0); }"
    image = texture_of(context, np.zeros((40, 80, 4), dtype=np.uint8))
    picture = pixels(shader(header(("inputImage", "image")), body), inputs={"inputImage": image})
    assert picture[0, 0] == pytest.approx([1.0, 1.0, 0.8, 0.4], abs=ONE_STEP)


def test_a_cube_map_is_seen_in_every_direction(shader, pixels, tmp_path) -> None:
    from PIL import Image

    colours = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255)]
    for number, colour in enumerate(colours):
        Image.new("RGB", (4, 4 + number), colour).save(tmp_path / f"{number}.png")
    rows = [{"NAME": "sky", "TYPE": "cube", "PATH": [f"{number}.png" for number in range(6)]}]
    body = "void main() { gl_FragColor = textureCube(sky, way); }"
    program = shader(header(("way", "point3D"), IMPORTED=rows), body)
    ways = [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]
    seen = [tuple((pixels(program, inputs={"way": way})[0, 0, :3] * 255).astype(int)) for way in ways]
    assert seen == colours


def test_a_cube_map_may_be_read_as_images_are(shader, pixels, tmp_path) -> None:
    from PIL import Image

    for number in range(6):
        Image.new("RGB", (4, 4), (0, 255, 0)).save(tmp_path / f"{number}.png")
    rows = [{"NAME": "sky", "TYPE": "cube", "PATH": [f"{number}.png" for number in range(6)]}]
    body = "void main() { gl_FragColor = IMG_NORM_PIXEL(sky, vec3(1.0)) * IMG_SIZE(sky).x / 4.0; }"
    assert pixels(shader(header(IMPORTED=rows), body))[0, 0].tolist() == [0.0, 1.0, 0.0, 1.0]


def test_vertex_shader_art_is_told_from_isf(shader) -> None:
    with pytest.raises(ShaderError, match="vertex shader art draws points and lines"):
        shader(header(MODE="VERTEX_SHADER_ART", POINT_COUNT=100), "void main() { gl_Position = vec4(0.0); }")


@pytest.mark.parametrize(
    ("inputs", "body", "line", "word"),
    [
        ([("x", "float")], "#extension GL_OES_standard_derivatives : enable\n\nvoid main() { y; }", 4, "y"),
        ([("x", "float")], "uint a = 0;\nvoid main() {\n  float b = missing;\n}", 4, "missing"),
        ([("vec3", "float")], "void main() { gl_FragColor = vec4(1.0); }", 1, "error|unexpected"),
        ([("x", "float")], "#extension GL_NOBODY_knows : require\nvoid main() {}", 2, "GL_NOBODY_knows"),
    ],
)
def test_a_fault_is_told_at_the_line_of_the_authors_file(shader, inputs, body, line, word) -> None:
    with pytest.raises(ShaderError, match=word) as caught:
        shader(header(*inputs), body)
    assert caught.value.line == line


def test_every_change_keeps_the_lines() -> None:
    code = "#version 120\n#extension A : enable\nuniform float x;\nout vec4 c;\nfloat f(int sample) {\n}\n"
    extensions, own = modern(code, ["x"])
    assert extensions == "#line 2\n#extension A : enable\n"
    assert with_returns(own).count("\n") == code.count("\n")
    assert "return float(0);" in with_returns(own).split("\n")[5]


@pytest.mark.parametrize(
    "text",
    [
        '/* by me, for you\n{"INPUTS": [{"NAME": "a", "TYPE": "Float"}]}\nfree for all */',
        '/*{"INPUTS": {"a": {"TYPE": "float", "DEFAULT": [0.5]}}}*/',
        '/*{"INPUTS": [{}, {"NAME": "t", "TYPE": "text"}, {"NAME": "a", "TYPE": "float"}]}*/',
        '/*{"INPUTS": [{"NAME": "a", "TYPE": "float"}, {"NAME": "a", "TYPE": "float"}]}*/',
        '/*{"Inputs": [{"Name": "a", "type": "float"}]}*/',
        '/*{"INPUTS": [{"NAME": "a", "TYPE": "float"}], "IMPORTED": [{"PATH": "a.png"}]}*/',
    ],
)
def test_headers_of_other_hands_are_read(context, tmp_path, pixels, text) -> None:
    (tmp_path / "odd.fs").write_text(f"{text}\nvoid main() {{ gl_FragColor = vec4(a); }}")
    assert pixels(IsfProgram(context, tmp_path / "odd.fs"))[0, 0, 0] == pytest.approx(0.5, abs=ONE_STEP)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"CREDIT": "me"\n"INPUTS": [{"NAME": "a", "TYPE": "float"}]}', 2),
        ('{"INPUTS": [{"NAME": "a", "TYPE": "float",,\n"LABEL": "A"}]}', 1),
        ('{"CREDIT": "O\'Neil "the man" K", "INPUTS": [{"NAME": "a", "TYPE": "float"}]}', 1),
        ('{\n"INPUTS": [{"NAME": "a", "TYPE": "float", "DEFAULT": 00.5f}]}', 2),
        ('{"INPUTS": [{"NAME": "a", "TYPE": "float"}', 1),
    ],
)
def test_a_header_that_lacks_a_comma_or_a_bracket_is_mended_and_told_of(
    context, tmp_path, pixels, text, line
) -> None:
    path = tmp_path / "odd.fs"
    path.write_text(f"/*{text}*/\nvoid main() {{ gl_FragColor = vec4(a); }}")
    program = IsfProgram(context, path)
    assert pixels(program)[0, 0, 0] == pytest.approx(0.5, abs=ONE_STEP)
    assert str(program.description.mended).startswith(f"{path}:{line}: the ISF header is not JSON")


def test_a_colour_may_be_given_as_hex_and_a_point_as_one_number(shader, pixels) -> None:
    rows = [
        {"NAME": "c", "TYPE": "color", "DEFAULT": "#ff8000"},
        {"NAME": "p", "TYPE": "point2D", "DEFAULT": 0.25},
    ]
    program = shader(json.dumps({"INPUTS": rows}), "void main() { gl_FragColor = vec4(c.rgb, p.y); }")
    assert pixels(program)[0, 0] == pytest.approx([1.0, 128 / 255, 0.0, 0.25], abs=ONE_STEP)


def test_a_missing_picture_is_told_and_the_rest_is_drawn(shader, pixels) -> None:
    text = header(IMPORTED={"mask": {"PATH": "nowhere.png"}})
    program = shader(text, "void main() { gl_FragColor = vec4(1.0) + IMG_THIS_PIXEL(mask); }")
    assert pixels(program)[0, 0] == pytest.approx([1.0] * 4, abs=ONE_STEP)
    assert "nowhere.png" in str(program.lacks[0])


def test_code_of_glsl_sandbox_runs_as_it_is_and_keeps_its_lines(context, tmp_path, pixels) -> None:
    path = tmp_path / "sand.fs"
    body = "uniform float time;\nuniform vec2 resolution;\nvoid main(void) {\n gl_FragColor = {};\n}"
    path.write_text(body.replace("{}", "vec4(gl_FragCoord.xy / resolution, time, 1.0)", 1))
    assert pixels(IsfProgram(context, path), (8, 4), time=0.5)[3, 7] == pytest.approx(
        [7.5 / 8, 3.5 / 4, 0.5, 1.0], abs=ONE_STEP
    )
    path.write_text(body.replace("{}", "nothing", 1))
    with pytest.raises(ShaderError) as caught:
        IsfProgram(context, path)
    assert caught.value.line == 4


def test_uniforms_of_glsl_sandbox_may_share_a_line_and_a_statement(context, tmp_path, pixels) -> None:
    path = tmp_path / "sand.fs"
    path.write_text(
        "uniform float time; uniform vec2 mouse,\n resolution; uniform sampler2D backBuffer;\n"
        "void main() { gl_FragColor = vec4(gl_FragCoord.xy / resolution, "
        "texture2D(backBuffer, mouse).b + time / 4.0, 1.0); }"
    )
    program = IsfProgram(context, path)
    assert [round(4.0 * pixels(program, (8, 4), time=time)[3, 7, 2]) for time in (1.0, 1.0, 2.0)] == [1, 2, 4]


def test_an_input_may_be_declared_again_behind_another_declaration(shader, pixels) -> None:
    body = "uniform float other; uniform float TIME;\nvoid main() { gl_FragColor = vec4(TIME + other); }"
    assert pixels(shader(header(), body), time=0.5)[0, 0, 0] == pytest.approx(0.5, abs=ONE_STEP)


def test_what_is_discarded_is_transparent_in_every_frame(shader, pixels) -> None:
    body = "void main() { if (isf_FragNormCoord.x < TIME) discard; gl_FragColor = vec4(1.0); }"
    program = shader(header(), body)
    assert [pixels(program, time=time)[..., 3].mean() for time in (0.0, 0.5, 1.0)] == [1.0, 0.5, 0.0]


def test_sizes_of_passes_may_ask_for_an_images_size(shader, pixels, context) -> None:
    passes = [{"TARGET": "half", "WIDTH": "$WIDTH_inputImage / 2", "HEIGHT": "pow(2, 1)^2;"}, {}]
    program = shader(
        header(("inputImage", "image"), PASSES=passes),
        "void main() { gl_FragColor = vec4(IMG_SIZE(half) / 100.0, 0.0, 1.0); }",
    )
    image = texture_of(context, np.zeros((40, 80, 4), dtype=np.uint8))
    assert pixels(program, inputs={"inputImage": image})[0, 0, :2] == pytest.approx([0.4, 0.04], abs=ONE_STEP)
