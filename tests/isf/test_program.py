"""What a shader of each kind draws, pixel by pixel."""

from __future__ import annotations

import json

import numpy as np
import pytest

from realtime.isf.parse import ShaderError
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram

ONE_STEP = 1.5 / 255


def header(*inputs: tuple, **rest) -> str:
    rows = [{"NAME": name, "TYPE": kind, **(more[0] if more else {})} for name, kind, *more in inputs]
    return json.dumps({"ISFVSN": "2", "INPUTS": rows, **rest})


def test_a_pass_into_the_same_target_sees_what_the_pass_before_rendered(shader, pixels) -> None:
    body = (
        "void main() { if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(A) + vec4(0.2);"
        " else gl_FragColor = IMG_THIS_PIXEL(A) * 2.0; }"
    )
    program = shader(header(PASSES=[{"TARGET": "A"}, {"TARGET": "A"}, {}]), body)
    for _ in range(2):
        assert pixels(program)[0, 0] == pytest.approx([0.8] * 4, abs=ONE_STEP)


def test_a_pass_knows_the_size_of_a_later_one_in_the_first_frame(shader, pixels) -> None:
    passes = [{"TARGET": "first"}, {"TARGET": "last", "WIDTH": 5, "PERSISTENT": True}]
    body = (
        "void main() { gl_FragColor = PASSINDEX == 0 ? vec4(IMG_SIZE(last) / 10.0, 0.0, 1.0)"
        " : IMG_THIS_PIXEL(first); }"
    )
    program = shader(header(PASSES=passes), body)
    assert pixels(program)[0, 0, :2] == pytest.approx([0.5, 0.4], abs=ONE_STEP)


def test_coordinates_have_their_origin_at_the_bottom_left(shader, pixels) -> None:
    program = shader(header(), "void main() { gl_FragColor = vec4(isf_FragNormCoord, 0.0, 1.0); }")
    picture = pixels(program, (10, 20))
    assert picture[0, 0, :2] == pytest.approx([0.05, 0.025], abs=ONE_STEP)
    assert picture[-1, -1, :2] == pytest.approx([0.95, 0.975], abs=ONE_STEP)


def test_standard_uniforms(shader, pixels) -> None:
    values = "TIME / 10.0, TIMEDELTA, float(FRAMEINDEX) / 100.0, DATE.w / 100.0"
    body = f"void main() {{ gl_FragColor = vec4({values}); }}"
    program = shader(header(), body)
    picture = pixels(program, time=2.5, frame_index=40, date=(2026.0, 1.0, 2.0, 30.0))
    assert picture[0, 0] == pytest.approx([0.25, 0.1, 0.4, 0.3], abs=ONE_STEP)


@pytest.mark.parametrize(
    ("kind", "default", "value", "read", "at_rest", "given"),
    [
        ("float", 0.25, 0.75, "x", 0.25, 0.75),
        ("bool", True, False, "x ? 1.0 : 0.0", 1.0, 0.0),
        ("event", None, True, "x ? 1.0 : 0.0", 0.0, 1.0),
        ("long", 2, 4, "float(x) / 5.0", 0.4, 0.8),
        ("point2D", [0.1, 0.6], (0.3, 0.2), "x.y", 0.6, 0.2),
        ("color", [0.1, 0.2, 0.3, 0.4], (0.0, 0.0, 0.7, 1.0), "x.b", 0.3, 0.7),
    ],
)
def test_inputs_have_their_default_until_a_value_is_given(
    shader, pixels, kind, default, value, read, at_rest, given
) -> None:
    program = shader(
        header(("x", kind, {"DEFAULT": default})), f"void main() {{ gl_FragColor = vec4({read}); }}"
    )
    assert pixels(program)[0, 0, 0] == pytest.approx(at_rest, abs=ONE_STEP)
    assert pixels(program, inputs={"x": value})[0, 0, 0] == pytest.approx(given, abs=ONE_STEP)
    assert pixels(program)[0, 0, 0] == pytest.approx(at_rest, abs=ONE_STEP)


@pytest.mark.parametrize(
    ("points", "body", "whole"),
    [
        ([{}], "x / RENDERSIZE", True),
        ([{"DEFAULT": [0, 0]}], "x / 8.0", True),
        ([{"DEFAULT": [0.5, 0.5]}], "x.xy / RENDERSIZE.xy", True),
        ([{"DEFAULT": [4, 2]}], "x / 8.0", True),
        ([{"DEFAULT": [0.5, 0.5]}], "x", False),
        ([{"MIN": [0, 0], "MAX": [1, 1]}], "x", False),
        ([{"DEFAULT": [0, 0]}, {"DEFAULT": [0, 1]}], "x", False),
    ],
)
def test_a_point_without_limits_is_in_pixels_and_played_across_the_picture(
    shader, pixels, points, body, whole
) -> None:
    rows = ((name, "point2D", row) for name, row in zip("xy", points, strict=False))
    program = shader(header(*rows), f"void main() {{ gl_FragColor = vec4({body}, 0.0, 1.0); }}")
    assert program.description.inputs[0].in_pixels is whole
    assert pixels(program, inputs={"x": (0.25, 0.5)})[0, 0, 0] == pytest.approx(0.25, abs=ONE_STEP)


def test_an_image_is_upright_and_every_way_to_read_it_agrees(shader, pixels, context) -> None:
    top_down = np.zeros((4, 8, 4), dtype=np.uint8)
    top_down[..., 3] = 255
    top_down[0, :, 0] = 255  # the top row is red
    top_down[:, 7, 1] = 255  # the right column is green
    image = texture_of(context, top_down)
    for call in (
        "IMG_THIS_PIXEL(inputImage)",
        "IMG_THIS_NORM_PIXEL(inputImage)",
        "IMG_NORM_PIXEL(inputImage, isf_FragNormCoord)",
        "IMG_NORM_PIXEL(inputImage, isf_FragNormCoord, 0.0)",
        "IMG_PIXEL(inputImage, gl_FragCoord.xy)",
        "IMG_PIXEL(inputImage, isf_FragNormCoord * IMG_SIZE(inputImage))",
        "texture2D(inputImage, vv_FragNormCoord)",
    ):
        program = shader(header(("inputImage", "image")), f"void main() {{ gl_FragColor = {call}; }}")
        assert program.description.kind == "filter"
        assert np.array_equal(pixels(program, inputs={"inputImage": image})[::-1] * 255, top_down), call


def test_an_image_that_is_not_given_is_transparent_black(shader, pixels) -> None:
    program = shader(
        header(("inputImage", "image")), "void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage); }"
    )
    assert not pixels(program).any()


def test_sound_reaches_the_shader(shader, pixels) -> None:
    body = (
        "void main() { gl_FragColor = vec4(IMG_NORM_PIXEL(wave, isf_FragNormCoord).r,"
        " IMG_NORM_PIXEL(fft, isf_FragNormCoord).r, IMG_SIZE(fft).x / 100.0, IMG_SIZE(wave).x / 100.0); }"
    )
    program = shader(header(("wave", "audio", {"MAX": 16}), ("fft", "audioFFT")), body)
    wave = np.linspace(-1.0, 1.0, 512, dtype=np.float32)
    spectrum = np.linspace(0.0, 1.0, 8, dtype=np.float32)
    row = pixels(program, (8, 2), {"wave": wave, "fft": spectrum})[0]
    assert row[:, 1] == pytest.approx(spectrum, abs=ONE_STEP)
    assert row[0, 0] < 0.1 and row[-1, 0] > 0.9  # centred on 0.5
    assert row[:4, 0] + row[:3:-1, 0] == pytest.approx(np.ones(4), abs=3 * ONE_STEP)
    assert row[0, 2:] == pytest.approx([0.08, 0.16], abs=ONE_STEP)


def test_silence_is_the_middle_of_a_waveform(shader, pixels) -> None:
    body = "void main() { gl_FragColor = IMG_THIS_PIXEL(wave); }"
    assert pixels(shader(header(("wave", "audio")), body))[0, 0, 0] == pytest.approx(0.5, abs=ONE_STEP)


def test_passes_have_their_own_sizes_by_expression(shader, pixels) -> None:
    program = shader(
        header(
            ("divisor", "float", {"DEFAULT": 4.0, "MAX": 8.0}),
            PASSES=[
                {"TARGET": "small", "WIDTH": "max($WIDTH / $divisor, 1)", "HEIGHT": "floor($HEIGHT/2.0)"},
                {},
            ],
        ),
        "void main() { if (PASSINDEX == 0) gl_FragColor = vec4(RENDERSIZE / 100.0, 0.0, 1.0);"
        " else gl_FragColor = vec4(IMG_NORM_PIXEL(small, vec2(0.5)).rg, IMG_SIZE(small) / 100.0); }",
    )
    assert pixels(program, (40, 30))[0, 0] == pytest.approx([0.1, 0.15, 0.1, 0.15], abs=ONE_STEP)
    assert pixels(program, (40, 30), {"divisor": 8.0})[0, 0, 0] == pytest.approx(0.05, abs=ONE_STEP)


COUNTER = (
    "void main() { if (PASSINDEX == 0) gl_FragColor = IMG_THIS_PIXEL(kept) + 0.3;"
    " else gl_FragColor = IMG_THIS_PIXEL(kept) / 4.0; }"
)


def test_a_persistent_float_target_counts_beyond_one_and_outlives_a_resize(shader, pixels) -> None:
    program = shader(header(PASSES=[{"TARGET": "kept", "PERSISTENT": True, "FLOAT": True}, {}]), COUNTER)
    for _ in range(7):
        picture = pixels(program, (16, 8))
    assert picture[0, 0, 0] == pytest.approx(2.1 / 4, abs=ONE_STEP)
    assert pixels(program, (32, 20))[10, 10, 0] == pytest.approx(2.4 / 4, abs=ONE_STEP)


def test_version_1_persistent_buffers(shader, pixels) -> None:
    text = header(PASSES=[{"TARGET": "kept"}, {}], PERSISTENT_BUFFERS={"kept": {"FLOAT": True}})
    program = shader(text, COUNTER.replace("isf_", "vv_"))
    for _ in range(5):
        picture = pixels(program)
    assert picture[0, 0, 0] == pytest.approx(1.5 / 4, abs=ONE_STEP)


def test_a_target_that_does_not_persist_starts_empty(shader, pixels) -> None:
    program = shader(header(PASSES=[{"TARGET": "kept"}, {}]), COUNTER)
    for _ in range(3):
        picture = pixels(program)
    assert picture[0, 0, 0] == pytest.approx(0.3 / 4, abs=ONE_STEP)


def test_a_last_pass_with_a_target_is_the_output_too(shader, context) -> None:
    program = shader(
        header(PASSES=[{"TARGET": "kept", "PERSISTENT": True}]),
        "void main() { gl_FragColor = IMG_THIS_PIXEL(kept) + 0.25; }",
    )
    window = context.framebuffer([context.texture((6, 6), 4)])
    for _ in range(2):
        program.render((6, 6), time=0.0, time_delta=0.0, frame_index=0, inputs={}, target=window)
    assert np.frombuffer(window.read(components=1), np.uint8) == pytest.approx(np.full(36, 127.5), abs=2)


def test_imported_picture(shader, pixels, tmp_path) -> None:
    from PIL import Image

    Image.new("RGB", (3, 3), (0, 128, 255)).save(tmp_path / "mask.png")
    program = shader(
        header(IMPORTED={"mask": {"PATH": "mask.png"}}),
        "void main() { gl_FragColor = IMG_NORM_PIXEL(mask, vec2(0.5)); }",
    )
    assert pixels(program)[0, 0] == pytest.approx([0.0, 128 / 255, 1.0, 1.0], abs=ONE_STEP)


def test_a_vertex_shader_beside_it_is_used(shader, pixels, tmp_path) -> None:
    (tmp_path / "test.vs").write_text(
        "varying vec2 right;\n"
        "void main() { isf_vertShaderInit(); right = isf_FragNormCoord + vec2(0.5, 0.0); }"
    )
    program = shader(header(), "varying vec2 right;\nvoid main() { gl_FragColor = vec4(right.x - 0.5); }")
    assert pixels(program, (10, 2))[0, 3, 0] == pytest.approx(0.35, abs=ONE_STEP)


def test_old_glsl_is_understood(shader, pixels) -> None:
    body = (
        "#version 120\nprecision mediump float;\n"
        "void main() { float texture = 0.5; gl_FragColor = vec4(texture); }"
    )
    with_tab = header(DESCRIPTION="X").replace("X", "a\tb")
    assert pixels(shader(with_tab, body))[0, 0, 0] == pytest.approx(0.5, abs=ONE_STEP)


def test_a_compile_error_names_the_files_own_line(shader) -> None:
    lines = ["void main() {", "  float 한글주석 = 0.0; // no", "}"]
    with pytest.raises(ShaderError) as caught:
        shader(
            header().replace(", ", ",\n"),
            "\n".join(["// ok", "void main() {", "  gl_FragColor = missing;", "}"]),
        )
    text = caught.value.path.read_text().splitlines()
    assert "missing" in text[caught.value.line - 1]
    assert "missing" in caught.value.message
    with pytest.raises(ShaderError):
        shader(header(), "\n".join(lines))


def test_rendering_makes_no_new_gl_objects(shader, context) -> None:
    program = shader(
        header(PASSES=[{"TARGET": "kept", "PERSISTENT": True, "WIDTH": "$WIDTH/2"}, {}]), COUNTER
    )

    def next_object() -> int:
        probe = context.texture((1, 1), 1)
        name = probe.glo
        probe.release()
        return name

    program.render((16, 16), time=0.0, time_delta=0.0, frame_index=0, inputs={})
    before = next_object()
    for index in range(50):
        program.render((16, 16), time=index / 60, time_delta=0.0, frame_index=index, inputs={})
    assert next_object() < before + 5


def test_a_missing_file_is_one_clear_sentence(context, tmp_path) -> None:
    with pytest.raises(ShaderError, match=r"nowhere\.fs: cannot be read: No such file"):
        IsfProgram(context, tmp_path / "nowhere.fs")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('// x\n/*{"INPUTS": []}\nvoid main() {}', 2, "has no end"),
        ('/*{"INPUTS": []}*/\nvec4 nothing() { return vec4(1); }', 0, "no main"),
    ],
)
def test_what_is_no_whole_shader_is_named(context, tmp_path, text, line, says) -> None:
    (tmp_path / "a.fs").write_text(text)
    with pytest.raises(ShaderError, match=says) as caught:
        IsfProgram(context, tmp_path / "a.fs")
    assert caught.value.line == line


def test_a_file_of_an_editor_that_writes_utf_16_is_read(context, tmp_path, pixels) -> None:
    text = '/*{"INPUTS": [], "DESCRIPTION": "빛"}*/\r\nvoid main() { gl_FragColor = vec4(1.0); }'
    (tmp_path / "a.fs").write_bytes(text.encode("utf-16"))
    program = IsfProgram(context, tmp_path / "a.fs")
    assert program.description.description == "빛" and pixels(program, (2, 2)).min() == 1.0
