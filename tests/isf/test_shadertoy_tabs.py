"""Several tabs of Shadertoy in one file."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from realtime.isf.parse import ShaderError, parse_isf
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram
from realtime.isf.shadertoy_tabs import tabs_to_isf

ONE_STEP = 1.5 / 255
TABS = """// by somebody
// --- Common ---
#define STEP 0.125
float twice(float x) { return 2.0 * x; }
// Buffer A: counts
float level(float x) { return x; }
void mainImage(out vec4 c, in vec2 p) {
    c = iFrame == 0 ? vec4(0.0) : texelFetch(iChannel0, ivec2(p), 0) + level(STEP);
}
/* BUFFER B */
float level(float x) { return twice(x); }
void mainImage(out vec4 c, in vec2 p) { c = vec4(level(texture(iChannel0, p / iResolution.xy).r)); }
//********** Image Code Begins ************
#define level texture
void mainImage(out vec4 c, in vec2 p) {
    c = vec4(level(iChannel0, p / iResolution.xy).r, iMouse.x / iResolution.x, iMouse.z > 0.0, 1);
}
"""


@pytest.fixture
def program(context, tmp_path):
    def make(text: str) -> IsfProgram:
        (tmp_path / "toy.fs").write_text(text)
        return IsfProgram(context, tmp_path / "toy.fs")

    return make


def test_every_buffer_is_a_pass_that_is_kept(program, pixels) -> None:
    toy = program(TABS)
    assert [(one.target, one.persistent) for one in toy.description.passes] == [
        *(("bufferA", True), ("bufferB", True), ("", False))
    ]
    seen = [pixels(toy, frame_index=frame)[1, 1, 0] for frame in range(4)]
    assert seen == pytest.approx([0.0, 0.25, 0.5, 0.75], abs=ONE_STEP)


def test_the_mouse_is_down_where_it_is_played(program, pixels) -> None:
    toy = program(TABS)
    assert pixels(toy)[0, 0, 1:3].tolist() == [0.0, 0.0]
    assert pixels(toy, inputs={"iMouse": (0.5, 0.5)})[0, 0, 1:3] == pytest.approx([0.5, 1.0], abs=ONE_STEP)


@pytest.mark.parametrize(
    "said", ["// iChannel1: Buffer A", '#iChannel1 "self"', "// iChannel1 = buffer a (nearest)"]
)
def test_a_comment_says_which_buffer_a_channel_is(program, pixels, context, said) -> None:
    toy = program(
        "// Image\nvoid mainImage(out vec4 c, in vec2 p) { c = texture(iChannel0, p / iResolution.xy); }\n"
        f"// Buffer A\n{said}\nvoid mainImage(out vec4 c, in vec2 p) {{\n"
        "c = texture(iChannel0, p / iResolution.xy) * 0.5 + texture(iChannel1, p / iResolution.xy); }\n"
    )
    image = texture_of(context, np.full((4, 8, 4), 100, dtype=np.uint8))
    seen = [pixels(toy, inputs={"inputImage": image})[0, 0, 0] * 255 for _ in range(3)]
    assert seen == pytest.approx([50, 100, 150], abs=1)


@pytest.mark.parametrize(("wrong", "line"), [("twice(x)", 11), ("iMouse.z > 0.0", 16), ("2.0 * x", 4)])
def test_a_fault_is_told_at_its_own_line(program, wrong, line) -> None:
    with pytest.raises(ShaderError, match="nowhere") as caught:
        program(TABS.replace(wrong, "nowhere"))
    assert caught.value.line == line and "isf_tab" not in str(caught.value)


def test_tabs_without_names_are_asked_for_them(program) -> None:
    twice = 2 * "void mainImage(out vec4 c, in vec2 p) { c = vec4(1.0); }\n"
    with pytest.raises(ShaderError, match="put a comment with the tab's name before each"):
        program(twice)


def test_they_can_be_made_an_isf_file(program, pixels) -> None:
    toy = program(tabs_to_isf(TABS))
    assert parse_isf(tabs_to_isf(TABS), "a.fs").kind == "generator"
    assert [round(4 * pixels(toy, frame_index=frame)[1, 1, 0]) for frame in range(3)] == [0, 1, 2]


def test_an_editors_lines_say_what_the_channels_are(context, tmp_path, pixels) -> None:
    Image.new("RGB", (2, 2), (51, 102, 204)).save(tmp_path / "blue.png")
    text = """#iChannel0 "self"
#iChannel1 "file://blue.png"
#iUniform float gain = 0.5 in { 0.0, 2.0 }
void mainImage(out vec4 colour, in vec2 at) {
    vec2 uv = at / iResolution.xy;
    colour = vec4(texture(iChannel0, uv).r + 0.25, gain, texture(iChannel1, uv).b, 0.5);
}
"""
    (tmp_path / "a.glsl").write_text(text)
    program = IsfProgram(context, tmp_path / "a.glsl")
    gain = next(one for one in program.description.inputs if one.name == "gain")
    assert (gain.default, gain.low, gain.high) == (0.5, 0.0, 2.0)
    pixels(program)
    assert pixels(program)[0, 0] == pytest.approx([0.5, 0.5, 0.8, 1.0], abs=0.01)


def test_a_channel_that_another_file_draws_is_told(context, tmp_path) -> None:
    (tmp_path / "a.glsl").write_text(
        '#iChannel0 "file://b.glsl"\nvoid mainImage(out vec4 c, in vec2 at) {}\n'
    )
    with pytest.raises(ShaderError, match=r"iChannel0 is what b\.glsl draws"):
        IsfProgram(context, tmp_path / "a.glsl")


def test_tabs_that_share_no_word_stay_as_they_are() -> None:
    code = "// Buffer A\nvoid mainImage(out vec4 c, in vec2 p) { c = vec4(p, 1.0, 1.0); }\n// Image\n"
    converted = tabs_to_isf(code + "void mainImage(out vec4 d, in vec2 q) { d = vec4(1.0); }")
    assert "c = vec4(p, 1.0, 1.0);" in converted
