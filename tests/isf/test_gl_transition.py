"""Transitions in the form of gl-transitions.com."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.isf.parse import ShaderError
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram

ONE_STEP = 1.5 / 255
WIPE = """// Author: somebody
// License: MIT
uniform vec2 direction; // = vec2(1.0, 0.0)
uniform float smoothness /* = 0.5 */;
uniform ivec2 squares; // = ivec2(3)
uniform vec3 tint; // = vec3(0.25)
uniform bool turned; // = true
uniform float progress;
vec4 transition(vec2 uv) {
    float ratio = ratio;
    vec4 mixed = mix(getFromColor(uv), getToColor(uv), step(dot(uv, direction), progress));
    return turned ? vec4(mixed.rg, tint.b * float(squares.y), ratio / 2.0) : vec4(0.0);
}
"""


@pytest.fixture
def wiped(context, tmp_path, pixels):
    def draw(progress: float, **inputs) -> np.ndarray:
        (tmp_path / "wipe.fs").write_text(WIPE)
        program = IsfProgram(context, tmp_path / "wipe.fs")
        images = [texture_of(context, np.full((1, 1, 4), level, np.uint8)) for level in (0, 255)]
        given = {"startImage": images[0], "endImage": images[1], "progress": progress, **inputs}
        return pixels(program, (8, 4), inputs=given)

    return draw


def test_it_is_a_transition_whose_uniforms_begin_at_their_defaults(wiped) -> None:
    half = wiped(0.5)
    assert half[0, 0] == pytest.approx([1.0, 1.0, 0.75, 1.0], abs=ONE_STEP)
    assert half[0, 7] == pytest.approx([0.0, 0.0, 0.75, 1.0], abs=ONE_STEP)
    assert wiped(1.0)[..., 0].min() == 1.0 and wiped(0.0)[..., 0].max() == 0.0


def test_its_uniforms_are_inputs_with_ranges(context, tmp_path, wiped) -> None:
    assert wiped(1.0, turned=False).max() == 0.0
    description = IsfProgram(context, tmp_path / "wipe.fs").description
    inputs = {one.name: one for one in description.inputs}
    assert description.kind == "transition" and "squares" not in inputs
    assert (inputs["smoothness"].default, inputs["smoothness"].low, inputs["smoothness"].high) == (0.5, 0, 1)
    assert inputs["direction"].default == (1.0, 0.0) and inputs["turned"].default is True


def test_a_fault_is_at_the_line_of_the_file(context, tmp_path) -> None:
    (tmp_path / "wipe.fs").write_text(WIPE.replace("float ratio = ratio", "float ratio = nowhere"))
    with pytest.raises(ShaderError, match="nowhere") as caught:
        IsfProgram(context, tmp_path / "wipe.fs")
    assert caught.value.line == 10


OLD = """#ifdef GL_ES
precision highp float;
#endif
uniform sampler2D from, to;
uniform float progress, size; // = 0.2
uniform vec2 resolution;
void main() {
    vec2 p = gl_FragCoord.xy / resolution.xy;
    gl_FragColor = mix(texture2D(from, p), texture2D(to, p), step(p.x, progress));
}
"""


def test_one_of_before_2017_with_samplers_and_a_main_of_its_own(context, tmp_path, pixels) -> None:
    (tmp_path / "old.glsl").write_text(OLD)
    program = IsfProgram(context, tmp_path / "old.glsl")
    assert program.description.kind == "transition"
    assert [one.name for one in program.description.inputs] == ["startImage", "endImage", "progress", "size"]
    images = [texture_of(context, np.full((1, 1, 4), level, np.uint8)) for level in (0, 255)]
    seen = pixels(program, (8, 4), inputs={"startImage": images[0], "endImage": images[1], "progress": 0.5})
    assert seen[0, :, 0].tolist() == [1.0] * 4 + [0.0] * 4
    (tmp_path / "old.glsl").write_text(OLD.replace("vec2 p =", "vec2 p = nowhere +"))
    with pytest.raises(ShaderError, match="nowhere") as caught:
        IsfProgram(context, tmp_path / "old.glsl")
    assert caught.value.line == 8
