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


def test_numbers_that_move_are_made_of_each_other(shader, pixels) -> None:
    header = {
        "INPUTS": [SPEED, {"NAME": "back", "TYPE": "bool", "DEFAULT": True}],
        "GENERATORS": [
            {"NAME": "there", "TYPE": "time_base", "PARAMS": {"speed": "faster", "reverse": "back"}},
            {"NAME": "faster", "TYPE": "multiplier", "PARAMS": {"value1": "speed", "value2": -3}},
            {"NAME": "saw", "TYPE": "animator", "FILTERS": {"speed": "unknown", "shape": "In"}},
            {"NAME": "wave", "TYPE": "animator", "PARAMS": {"shape": "speed", "reverse": False}},
            {"NAME": "round", "TYPE": "damper", "PARAMS": {"input_value": "trip"}},
            {"NAME": "trip", "TYPE": "damper", "PARAMS": {"input_value": "round"}},
        ],
    }
    body = "vec4 materialColorForPixel(vec2 at) { return vec4(there, saw, wave, trip); }"
    program = shader(json.dumps(header), body)
    assert pixels(program, time=0.25)[0, 0] == pytest.approx([0.375, 0.25, 0.5, 1.0], abs=ONE_STEP)


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


def test_a_material_reads_the_picture_before(shader, pixels) -> None:
    body = "vec4 materialColorForPixel(vec2 at) { return IMG_NORM_PIXEL(mm_LastFrame, at) + vec4(0.25); }"
    program = shader("{}", body)
    assert [pixels(program, time=0.1 * i)[0, 0, 0] for i in range(3)] == pytest.approx(
        [0.25, 0.5, 0.75], abs=3 * ONE_STEP
    )


def test_the_first_choice_of_an_input_is_a_macro(shader, pixels) -> None:
    flags = {"FLAGS": "generate_as_define,button"}
    kinds = {"NAME": "kind", "TYPE": "long", "VALUES": ["Plain", "Two Tone"], "DEFAULT": "Two Tone"}
    header = {"INPUTS": [{**kinds, **flags}, {"NAME": "on", "TYPE": "bool", "DEFAULT": False, **flags}]}
    body = """vec4 materialColorForPixel(vec2 at) {
#if defined(kind_IS_Two_Tone) && defined(on_IS_false) && !defined(kind_IS_Plain)
    return vec4(1.0);
#else
    return vec4(0.0);
#endif
}"""
    assert pixels(shader(json.dumps(header), body)).min() == 1.0


RIDGED = ("RidgedNoise", "RidgedMF")
NOISES = ("noise", "vnoise", "WorleyNoise", "BillowedNoise", *RIDGED, "fBm", "BillowyTurbulence")


@pytest.mark.parametrize("name", NOISES)
@pytest.mark.parametrize("place", ["vec2", "vec3"])
def test_noise_says_how_it_grows(shader, pixels, name: str, place: str) -> None:
    plain = name if name in ("noise", "vnoise", "fBm") else name[0].lower() + name[1:]
    body = f"""#include "MadNoise.glsl"
vec4 materialColorForPixel(vec2 at) {{
    {place} p = {place}(at * 7.3, 0.4), step = {place}(0.0);
    step.y = 0.001;
    float grown = ({plain}(p + step) - {plain}(p - step)) / 0.002;
    float n = {plain}(p);
    return vec4(abs(grown - d{name}(p).z) < 0.02, n > -1.0 && n <= 1.0, n * 0.5 + 0.5, 1.0);
}}""".replace("vec2(at * 7.3, 0.4)", "vec2(at * 7.3)")
    picture = pixels(shader("{}", body))
    assert np.mean(picture[..., 0]) > 0.9
    assert picture[..., 1].min() == 1.0
    assert np.ptp(picture[..., 2]) > 0.1


def test_flow_and_curl_turn_the_slopes(shader, pixels) -> None:
    body = """#include "MadNoise.glsl"
vec4 materialColorForPixel(vec2 at) {
    vec2 p = at * 3.0;
    return vec4(abs(flowNoise(p, 1.0) - noise(p)) < 1e-4, abs(flowNoise(p, 0.5) + noise(p)) < 1e-4,
                abs(dot(curlNoise(p), dnoise(p).yz)) < 1e-4,
                abs(dot(curlNoise(p, 0.3), dFlowNoise(p, 0.3).yz)) < 1e-4);
}"""
    assert pixels(shader("{}", body)).min() == 1.0


def test_the_two_nearest_points_of_cells(shader, pixels) -> None:
    body = """#define NOISE_WORLEY_ASHIMA_IMPL
#include "MadNoise.glsl"
vec4 materialColorForPixel(vec2 at) {
    vec2 flat_ones = worleyNoise(at * 4.0), deep = worleyNoise(vec3(at * 4.0, 0.5));
    return vec4(flat_ones.x <= flat_ones.y, deep.x <= deep.y, flat_ones.x, deep.y);
}"""
    picture = pixels(shader("{}", body))
    assert picture[..., :2].min() == 1.0
    assert picture[..., 2:].min() > 0.0


def shape(shader, pixels, distance: str) -> np.ndarray:
    """Where `distance` of the place `p`, from -1 to 1 across, is inside: 1, of 8 pixels by 4."""
    body = f"""#include "MadCommon.glsl"
#include "MadSDF.glsl"
vec4 materialColorForPixel(vec2 at) {{
    vec2 p = at * 2.0 - 1.0, cell;
    return vec4({distance} < 0.0, fill(vec3(0.0), vec3(1.0), {distance}));
}}"""
    return pixels(shader("{}", body))[..., 0]


@pytest.mark.parametrize(
    ("distance", "inside", "outside"),
    [
        ("circle(p, vec2(0.5, 0.0), 0.5)", (2, 6), (2, 1)),
        ("rectangle(p, vec2(0.5, 1.0))", (0, 3), (0, 0)),
        ("roundedRectangle(p, vec2(1.0), 0.9)", (1, 4), (0, 0)),
        ("triangle(p, 0.9)", (1, 4), (3, 0)),
        ("hexagon(p, vec2(-0.5, 0.0), 0.5)", (2, 2), (2, 6)),
        ("line(p, vec2(-1.0), vec2(1.0), 0.6)", (0, 0), (0, 7)),
        ("arc(p, 0.9, PI, 0.5)", (3, 4), (0, 4)),
        ("subtract(circle(p, 1.0), circle(p, 0.5))", (2, 7), (2, 4)),
        ("intersect(circle(p, 0.9), rectangle(p, vec2(0.5), 0.5))", (2, 5), (2, 2)),
        ("blend(circle(p, vec2(-0.9, 0.0), 0.4), circle(p, vec2(0.9, 0.0), 0.4))", (2, 0), (2, 4)),
        ("smoothBlend(circle(p, vec2(-0.5, 0.0), 0.4), circle(p, vec2(0.5, 0.0), 0.4), 1.0)", (2, 4), (0, 0)),
        ("circle(repeat(p, vec2(1.0), cell), 0.45)", (1, 2), (2, 4)),
        ("circle(repeatRadial(p, PI), vec2(0.9, 0.0), 0.4)", (2, 0), (2, 3)),
        ("rectangle(rotate(translate(p, vec2(0.1, 0.0)), PI * 0.5), vec2(1.0, 0.2))", (0, 4), (2, 0)),
    ],
)
def test_shapes_are_below_nought_inside(shader, pixels, distance: str, inside, outside) -> None:
    picture = shape(shader, pixels, distance)
    assert picture[inside] == 1.0
    assert picture[outside] == 0.0


def test_colours_are_lit(shader, pixels) -> None:
    body = """#include "MadCommon.glsl"
vec4 materialColorForPixel(vec2 at) {
    vec3 dark = applyContrastSaturationBrightness(vec3(0.2, 0.4, 0.6), 1.0, 1.0, 0.5);
    vec3 back = linearToRgb(rgbToLinear(dark, vec3(1.0)), vec3(1.0));
    return vec4(dark.b, luma(vec3(1.0)), luminance(saturate(vec3(2.0))), length(back - dark) < 0.1);
}"""
    picture = pixels(shader("{}", body))
    assert picture[0, 0] == pytest.approx([0.3, 1.0, 1.0, 1.0], abs=ONE_STEP)
