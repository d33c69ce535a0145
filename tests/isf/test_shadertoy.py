"""Code that people paste from Shadertoy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from realtime.isf.parse import ShaderError, parse_isf
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram
from realtime.isf.shadertoy import to_isf

ONE_STEP = 1.5 / 255
PLAIN = """/* somebody's licence */
uniform vec3 iResolution;
void mainImage(out vec4 fragColor, in vec2 fragCoord)
{
    vec2 uv = fragCoord / iResolution.xy;
    fragColor = vec4(uv, 0.1 * iTime + 0.01 * float(iFrame), 0.0);
}
"""
PICTURE = """void mainImage(out vec4 c, in vec2 p) {
    c = texture(iChannel0, p / iResolution.xy).bgra;
}"""
SOUND = """void mainImage(out vec4 c, in vec2 p) {
    float x = p.x / iResolution.x;
    c = vec4(texture(iChannel0, vec2(x, 0.25)).x, texelFetch(iChannel0, ivec2(int(x * 512.0), 1), 0).x, 0, 1);
}"""


@pytest.fixture
def program(context, tmp_path: Path):
    def make(text: str) -> IsfProgram:
        (tmp_path / "toy.fs").write_text(text)
        return IsfProgram(context, tmp_path / "toy.fs")

    return make


def test_single_pass_code_is_a_generator_and_opaque(program, pixels) -> None:
    toy = program(PLAIN)
    picture = pixels(toy, (10, 20), time=3.0, frame_index=4)
    assert toy.description.kind == "generator" and toy.opaque
    assert picture[-1, -1] == pytest.approx([0.95, 0.975, 0.34, 1.0], abs=ONE_STEP)


def test_a_channel_that_is_a_picture_makes_a_filter(program, pixels, context) -> None:
    toy = program(PICTURE)
    image = texture_of(context, np.full((4, 8, 4), (200, 100, 50, 255), dtype=np.uint8))
    assert toy.description.kind == "filter"
    assert pixels(toy, inputs={"inputImage": image})[0, 0, :3] * 255 == pytest.approx([50, 100, 200], abs=1)


def test_a_channel_of_rows_is_sound(program, pixels) -> None:
    toy = program(SOUND)
    sound = {
        "spectrum": np.linspace(0.0, 1.0, 512, dtype=np.float32),
        "waveform": np.full(512, 0.5, dtype=np.float32),
    }
    row = pixels(toy, (8, 2), sound)[0]
    assert row[:, 0] == pytest.approx(np.arange(0.5, 8) / 8, abs=0.01)
    assert row[:, 1] == pytest.approx(np.full(8, 0.75), abs=0.01)


def test_a_fault_is_told_at_its_own_line(program) -> None:
    with pytest.raises(ShaderError, match="nowhere") as caught:
        program(PLAIN.replace("vec4(uv", "vec4(nowhere"))
    assert caught.value.line == 6


def test_it_can_be_made_an_isf_file(context, tmp_path, pixels) -> None:
    text = to_isf(PLAIN)
    assert parse_isf(text, "a.fs").description == "from Shadertoy"
    (tmp_path / "a.fs").write_text(text)
    assert pixels(IsfProgram(context, tmp_path / "a.fs"), (10, 20))[-1, -1, 0] == pytest.approx(
        0.95, abs=0.01
    )


CUBE = """vec3 sky(vec3 to) { return texture(iChannel1, to).rgb; }
void mainImage(out vec4 c, in vec2 p) {
    c = vec4(sky(vec3(p / iResolution.xy - 0.5, 1.0)) + textureLod(iChannel1, vec3(0, 1, 0), 2.0).rgb, 1);
}"""


def test_a_cube_map_is_the_picture_all_around(program, pixels, context) -> None:
    toy = program(CUBE)
    assert toy.description.kind == "filter"
    image = texture_of(context, np.full((4, 8, 4), (100, 50, 20, 255), dtype=np.uint8))
    assert pixels(toy, inputs={"inputImage": image})[0, 0, :3] * 255 == pytest.approx([200, 100, 40], abs=1)
