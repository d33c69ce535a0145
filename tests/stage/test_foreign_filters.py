"""Filters by other people in the stage: their own first frame, and what they leave transparent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from realtime.isf.library import ShaderLibrary
from realtime.stage.stage import Stage
from realtime.vocabulary import known_names

IMAGE = '{"NAME": "inputImage", "TYPE": "image"}'


@pytest.fixture
def stage_of(window, tmp_path: Path) -> Callable[..., Stage]:
    """A stage with filters of these names: (inputs and passes of the header, GLSL)."""

    def make(**filters: tuple[str, str]) -> Stage:
        for name, (rest, body) in filters.items():
            (tmp_path / f"{name}.fs").write_text(f'/*{{"INPUTS": [{IMAGE}{rest}}}*/\n{body}')
        stage = Stage(window.context, window.framebuffer, ShaderLibrary([tmp_path]))
        stage.prepare(filters)
        return stage

    return make


HOLD = (
    '], "PASSES": [{"TARGET": "held", "PERSISTENT": true}]',
    "void main() { gl_FragColor = FRAMEINDEX == 0 ? IMG_THIS_PIXEL(inputImage) : IMG_THIS_PIXEL(held); }",
)


def test_a_filter_that_holds_its_first_frame_holds_the_real_picture(stage_of, plain, shot, flat) -> None:
    stage = stage_of(hold=HOLD)
    stage.show_frame(flat(200, 100, 50))
    for index in range(100, 130):  # the show has long begun
        shot(stage, plain, time=index / 10, frame_index=index)
    on = shot(stage, plain, time=13.0, frame_index=130, filters=("hold",))
    for index in range(131, 160):
        on = shot(stage, plain, time=index / 10, frame_index=index, filters=("hold",))
    assert on.mean((0, 1)) == pytest.approx([200, 100, 50], abs=2)
    # Off and on again, it begins anew, with what is there then.
    stage.show_frame(flat(50, 100, 200), fade_s=0.0)
    for index in range(160, 190):
        shot(stage, plain, time=index / 10, frame_index=index)
    for index in range(190, 220):
        on = shot(stage, plain, time=index / 10, frame_index=index, filters=("hold",))
    assert on.mean((0, 1)) == pytest.approx([50, 100, 200], abs=2)
    stage.release()


def test_a_filter_has_a_time_of_its_own(stage_of, plain, shot, flat) -> None:
    body = "void main() { gl_FragColor = vec4(TIMEDELTA, float(FRAMEINDEX) / 10.0, TIME / 10.0, 1.0); }"
    stage = stage_of(clock=("]", body))
    stage.show_frame(flat(0, 0, 0))
    seen = []
    for index in range(40, 90):
        view = {"time": index / 10, "frame_index": index, "dt": 0.5, "filters": ("clock",)}
        seen.append(shot(stage, plain, **view)[0, 0].round().tolist())
    began = next(number for number, (_, green, _) in enumerate(seen) if green > 0) - 1
    assert max(seen[began]) <= 1
    assert np.array(seen[began + 1 : began + 3]) == pytest.approx(
        np.array([[128, 26, 2.55], [128, 51, 5.1]]), abs=1
    )
    stage.release()


def test_a_stage_that_begins_in_the_middle_goes_on_in_the_filters_time(stage_of, plain, shot, flat) -> None:
    stage = stage_of(clock=("]", "void main() { gl_FragColor = vec4(vec3(TIME / 10.0), 1.0); }"))
    stage.show_frame(flat(0, 0, 0))
    view = {"filters": ("clock",), "filters_since": {"clock": 3.0}}
    for index in range(3):
        seen = shot(stage, plain, time=8.0 + index / 10, **view)
    assert seen.mean() == pytest.approx(5.2 * 25.5, abs=1.5)
    stage.release()


def test_what_a_filter_makes_transparent_is_black_and_the_next_filter_may_read_it(
    stage_of, plain, shot, flat
) -> None:
    half = (
        "void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(inputImage).rgb, step(0.5, isf_FragNormCoord.x)); }"
    )
    shows = "void main() { float a = IMG_THIS_PIXEL(inputImage).a; gl_FragColor = vec4(a, a, a, 1.0); }"
    stage = stage_of(mask=("]", half), shows=("]", shows))
    stage.show_frame(flat(200, 100, 50))
    for index in range(40):
        masked = shot(stage, plain, time=index / 10, filters=("mask",))
    assert masked[:, :70].max() == 0
    assert masked[:, 90:].mean((0, 1)) == pytest.approx([200, 100, 50], abs=2)
    for index in range(40, 80):
        both = shot(stage, plain, time=index / 10, filters=("mask", "shows"))
    assert (np.ptp(both[:, :70]), both[:, 90:].min()) == (0, 255)
    stage.release()


def test_an_event_that_is_played_is_true_in_one_frame(stage_of, plain, shot, flat) -> None:
    body = "void main() { gl_FragColor = go ? vec4(1.0) : IMG_THIS_PIXEL(inputImage); }"
    stage = stage_of(flash=(', {"NAME": "go", "TYPE": "event"}]', body))
    stage.show_frame(flat(0, 0, 0))
    for index in range(40):
        shot(stage, plain, time=index / 10, filters=("flash",))
    lit = []
    for value in (0.0, 0.3, 1.0, 1.0, 0.8, 0.0, 0.6, 1.6, 1.0, 2.0):  # a press adds 1 for good
        inputs = {**plain.inputs, "post.go": value}
        lit.append(
            shot(stage, plain, time=5.0 + len(lit) / 10, filters=("flash",), inputs=inputs).mean() > 99
        )
    assert lit == [False, False, True, False, False, False, True, True, False, True]
    stage.release()


def test_a_filter_with_a_broken_header_is_left_out_until_it_is_mended(
    window, tmp_path, plain, shot, flat
) -> None:
    path = tmp_path / "mine.fs"
    path.write_text("/*{*/")
    library = ShaderLibrary([tmp_path])
    assert "mine" in known_names(library).filters
    stage = Stage(window.context, window.framebuffer, library)
    stage.show_frame(flat(200, 100, 50))
    for index in range(40):
        seen = shot(stage, plain, time=index / 10, filters=("mine",))
    assert seen.mean((0, 1)) == pytest.approx([200, 100, 50], abs=2)
    assert "mine.fs:1" in stage.errors["mine"]
    stage.release()


def test_a_header_that_breaks_during_a_show_leaves_the_last_one(tmp_path) -> None:
    path = tmp_path / "mine.fs"
    path.write_text(f'/*{{"INPUTS": [{IMAGE}]}}*/')
    library = ShaderLibrary([tmp_path])
    path.write_text("/*{*/")
    assert library.scan_if_changed()
    assert library.names("filter") == ["mine"] and "mine" in library.errors
