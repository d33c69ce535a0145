"""Shaders as converters leave them, and without what should lie beside them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from realtime.isf.parse import ShaderError
from realtime.isf.pictures import texture_of

ONE_STEP = 1.5 / 255


def header(name: str, kind: str) -> str:
    return json.dumps({"INPUTS": [{"NAME": name, "TYPE": kind}]})


BUFFER = """
const float ONE = 1.0;
mat2 turned(float a) { return mat2(cos(a), -sin(a), sin(a), cos(a)); }
struct Ray { vec2 at; };
#if 0
float under() { return 0.0; }
#else
float under() { return 1.0; }
#endif
"""


@pytest.mark.parametrize(
    "body",
    [
        BUFFER
        + "float f(vec2 a) { return 1.0; }\n"
        + BUFFER.replace("#if 0", "#if 1").partition("#if")[0]
        + "\n"
        "float f(vec3 a) { return 1.0; }\n"
        "void main() { gl_FragColor = vec4(ONE * f(vec2(0.0)) * f(vec3(0.0)) * under()); }",
        "#define key(a) (texelFetch(iChannel3, ivec2(a, 2), 0).x > 0.0)\n"
        "void main() { gl_FragColor = key(32) ? vec4(0.0) : vec4(iResolution.z); }",
        "float iFrameRate = 60.f;\nvoid main() { uint n = 0; gl_FragColor = vec4(iFrameRate / 60.0); }",
        "float length2(vec2 p) { return p.x; }\nfloat ofA() { return length2(vec2(1.0, 0.0)); }\n"
        "const float K = 2.0;\nfloat length2(vec2 q) { return q.y; }\nconst float K = 1.0;\n"
        "void main() { gl_FragColor = vec4(ofA() * length2(vec2(0.0, K)) * K); }",
        "float side(vec4 mouse) { return mouse.w; }\n"
        "void main() { vec4 data; data = iMouse; gl_FragColor = data.xyxy + data.z + side(iMouse); }",
        "void main() { vec3 size = RENDERSIZE; gl_FragColor = vec4(RENDERSIZE.z * size.z); }",
        "void main() { gl_FragColor = 1.0 - textureCube(iChannel0, vec3(1.0))\n"
        " + texture(iChannel1, vec3(1.0), 0.5) + textureLod(iChannel2, vec3(1.0), 0.0)\n"
        " + textureLod(iChannel2, vec2(1.0), 0.0); }",
        "float half_of() { return time + 0.5; }\nvoid main() { float one = 0.5, time = one;\n"
        "gl_FragColor = vec4(resolution / RENDERSIZE, time + half_of(), 1.0); }",
        "void main() { vec4 m = iMouse; gl_FragColor = iMouse.z > 0.0 ? vec4(m.xxyy + m.w) : vec4(0.0); }",
    ],
)
def test_what_converters_leave_behind_is_put_right(shader, pixels, body) -> None:
    program = shader(header("iMouse", "point2D"), body)
    assert pixels(program, inputs={"iMouse": (1.0, 1.0)}) == pytest.approx(np.ones((4, 8, 4)), abs=ONE_STEP)


def test_a_definition_of_each_buffer_is_meant_by_its_pass(shader, pixels) -> None:
    body = (
        "float level(vec2 p) { return 0.2; }\nfloat level(vec2 p) { return 0.6; }\nvoid main() {\n"
        "if (PASSINDEX == 0) gl_FragColor = vec4(level(vec2(0.0)));\n"
        "else if (PASSINDEX == 1) gl_FragColor = vec4(level(vec2(0.0)), IMG_THIS_PIXEL(A).rgb); }"
    )
    program = shader(json.dumps({"PASSES": [{"TARGET": "A"}, {}]}), body)
    assert pixels(program)[0, 0] == pytest.approx([0.6, 0.2, 0.2, 0.2], abs=ONE_STEP)


def test_without_its_vertex_shader_a_place_is_the_pixels_or_a_neighbour(shader, pixels, context) -> None:
    body = (
        "varying vec2 left_coord, righta_coord; varying vec2 at[2];\n"
        "void main() { gl_FragColor = vec4(IMG_NORM_PIXEL(inputImage, left_coord).r,\n"
        "IMG_NORM_PIXEL(inputImage, righta_coord).r, IMG_NORM_PIXEL(inputImage, at[1]).r, 1.0); }"
    )
    image = np.zeros((4, 8, 4), dtype=np.uint8)
    image[..., 0] = np.arange(8) * 10 + np.arange(4)[::-1, None]
    program = shader(header("inputImage", "image"), body)
    picture = pixels(program, inputs={"inputImage": texture_of(context, image)}) * 255.0
    assert picture[1, 3, :3] == pytest.approx([21, 42, 31], abs=0.5)


def test_a_uniform_that_another_host_would_set_is_set(shader, pixels) -> None:
    body = (
        "uniform float time, own;\nuniform vec2 resolution;\nuniform vec3 iResolution;\nvoid main() {\n"
        "gl_FragColor = vec4(gl_FragCoord.xy / resolution * iResolution.z, time + own, 1.0); }"
    )
    picture = pixels(shader('{"INPUTS": []}', body), time=0.5)
    assert picture[3, 7] == pytest.approx([7.5 / 8, 3.5 / 4, 0.5, 1.0], abs=ONE_STEP)


COMMON_BEHIND = """vec4 kept(vec2 at) {
    return READ(A, at / size) * lit(Lamp(1.0)) * K; }
#define size RENDERSIZE
#define READ(a, p) texture(a, p)
#ifdef DARK
#define LIGHT 0.0
#else
#define LIGHT 1.0
#endif
struct Lamp { float level; };
const float K = 1.0;
float lit(Lamp lamp) { return lamp.level * LIGHT; }
float sized(vec2 size) { return size.x; }
void main() {
    gl_FragColor = PASSINDEX == 0 ? vec4(sized(vec2(0.4))) : kept(gl_FragCoord.xy);
"""


def test_what_is_defined_behind_its_first_use_is_meant(shader, pixels) -> None:
    program = shader(json.dumps({"PASSES": [{"TARGET": "A"}, {}]}), COMMON_BEHIND + "}")
    assert pixels(program)[0, 0] == pytest.approx([0.4] * 4, abs=ONE_STEP)


@pytest.mark.parametrize(("wrong", "line"), [("", 17), ("lamp.level * LIGHT", 13), ("READ(A, at / size)", 3)])
def test_what_is_put_before_its_use_keeps_its_line(shader, wrong, line) -> None:
    body = COMMON_BEHIND.replace(wrong, "missing") if wrong else f"{COMMON_BEHIND}missing;"
    with pytest.raises(ShaderError, match="missing") as caught:
        shader(json.dumps({"PASSES": [{"TARGET": "A"}, {}]}), body + "}")
    assert caught.value.line == line
