"""Materials and effects of MadMapper as shaders."""

from __future__ import annotations

import json

import numpy as np
import pytest

from realtime.isf.parse import ShaderError
from realtime.isf.pictures import texture_of

ONE_STEP = 1.5 / 255
SPEED = {"NAME": "speed", "TYPE": "float", "DEFAULT": 0.5}


def test_a_material_is_a_generator_whose_time_goes_at_its_speed(shader, pixels) -> None:
    header = {
        "INPUTS": [SPEED],
        "GENERATORS": [
            {"NAME": "moved", "TYPE": "time_base", "PARAMS": {"speed": "speed", "speed_curve": 2}},
            {"NAME": "slow", "TYPE": "damper", "PARAMS": {"input": "speed"}},
        ],
    }
    body = "vec4 materialColorForPixel(vec2 at) { return vec4(at, moved, slow); }"
    program = shader(json.dumps(header), body)
    assert program.description.kind == "generator"
    assert pixels(program, time=0.5)[3, 7] == pytest.approx([7.5 / 8, 3.5 / 4, 0.25, 0.5], abs=ONE_STEP)


def test_an_effect_is_a_filter(shader, pixels, context) -> None:
    body = "vec4 fxColorForPixel(vec2 at) { return FX_NORM_PIXEL(at) * vec4(1.0, 0.5, 1.0, 1.0); }"
    program = shader(json.dumps({"INPUTS": []}), body)
    image = texture_of(context, np.full((4, 8, 4), 255, dtype=np.uint8))
    assert program.description.kind == "filter"
    picture = pixels(program, inputs={"inputImage": image})
    assert picture[0, 0] == pytest.approx([1.0, 0.5, 1.0, 1.0], abs=ONE_STEP)


SURFACE = """#include "MadCommon.glsl"
in vec2 mm_SurfaceCoord;
uniform vec4 modulationColor;
uniform float ignoreAlpha;
uniform bool texturedEnabled;
out vec4 out_color;
void main() {
    out_color = texturedEnabled ? MM_SHADER_THIS_NORM_PIXEL() : vec4(0.0);
    out_color.rgb = hsv2rgb(rgb2hsv(out_color.rgb)) + (mm_SurfaceCoord - isf_FragNormCoord).xxy;
    out_color.a += ignoreAlpha;
    out_color *= modulationColor;
}
"""
MESH = "in vec2 in_Vertex;\nuniform mat4 m;\nvoid main() { gl_Position = m * vec4(in_Vertex, 0, 1); }"


def test_an_effect_for_its_surfaces_is_drawn_over_the_whole(shader, pixels, context, tmp_path) -> None:
    (tmp_path / "test.vs").write_text(MESH)
    program = shader(json.dumps({"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}), SURFACE)
    image = texture_of(context, np.full((4, 8, 4), (200, 100, 50, 255), dtype=np.uint8))
    picture = pixels(program, inputs={"inputImage": image}) * 255.0
    assert picture[1, 5] == pytest.approx([200, 100, 50, 255], abs=1.5)


def test_a_fault_in_a_material_is_told_at_its_line(shader) -> None:
    header = json.dumps({"GENERATORS": [{"NAME": "a", "TYPE": "time_base"}]})
    with pytest.raises(ShaderError, match="missing") as caught:
        shader(header, "vec4 materialColorForPixel(vec2 at)\n{ return missing; }")
    assert caught.value.line == 3
