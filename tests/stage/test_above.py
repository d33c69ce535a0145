"""Layers above the picture, solo and the test card, as they are seen."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from realtime.scenery.layers import BLENDS, SOLOS, LayerAbove
from realtime.stage.stage import Stage

WIDTH, HEIGHT = 160, 90


@pytest.fixture
def logo(tmp_path) -> str:
    """A red square, half of it see-through."""
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, :20] = 255, 0, 0, 255
    Image.fromarray(pixels).save(tmp_path / "logo.png")
    return f"still:{tmp_path / 'logo.png'}"


@pytest.fixture
def waiting(window):
    """A stage that waits for files, as a film's does."""
    from realtime.isf.library import ShaderLibrary

    stage = Stage(window.context, window.framebuffer, ShaderLibrary(), waits=True)
    yield stage
    stage.release()


def where_differs(picture: np.ndarray, base: np.ndarray) -> tuple[int, int, int, int]:
    """left, top, right, bottom of what changed."""
    rows, columns = np.where(np.abs(picture - base).max(axis=-1) > 30)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_a_logo_stands_in_its_place_and_is_see_through(waiting, plain, shot, flat, logo) -> None:
    waiting.show_frame(flat(0, 0, 200))
    base = shot(waiting, plain)
    layer = LayerAbove(source=logo, place="top right", size=0.4)
    picture = shot(waiting, plain, layers=(layer,))
    # 36 pixels square, 4.5 from the edges, its left half red.
    assert where_differs(picture, base) == pytest.approx((119.5, 4.5, 137.5, 40.5), abs=1)
    assert picture[20, 125] == pytest.approx([255, 0, 0], abs=2)
    assert picture[20, 150] == pytest.approx([0, 0, 200], abs=2)


BOXES = (
    ({}, (62, 27, 80, 63)),
    ({"layer.1.size": 0.5}, (71, 36, 80, 54)),
    ({"layer.1.x": 0.4}, (80, 27, 98, 63)),
    ({"layer.1.y": 0.4}, (62, 9, 80, 45)),
    ({"layer.2.y": 0.4}, (62, 27, 80, 63)),
)


def test_routes_and_hands_move_it(waiting, plain, shot, flat, logo) -> None:
    waiting.show_frame(flat(0, 0, 200))
    base = shot(waiting, plain)
    layers = (LayerAbove(source=logo, size=0.4),)
    for number, (played, box) in enumerate(BOXES):
        seen = shot(waiting, plain, time=3.0 * number, layers=layers, inputs=plain.inputs | played)
        assert where_differs(seen, base) == pytest.approx(box, abs=1), played


def in_light(level: float) -> float:
    level /= 255.0
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def in_levels(light: float) -> float:
    return 255.0 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


BELOW, ABOVE = 100.0, 180.0
MODES = {
    "normal": ABOVE,
    "add": in_levels(min(in_light(BELOW) + in_light(ABOVE), 1.0)),
    "screen": in_levels(1 - (1 - in_light(BELOW)) * (1 - in_light(ABOVE))),
    "multiply": in_levels(in_light(BELOW) * in_light(ABOVE)),
    "difference": ABOVE - BELOW,
    "lighten": ABOVE,
    "darken": BELOW,
    "overlay": 2 * BELOW * ABOVE / 255,
}


def test_each_blend_mode_is_what_its_name_says(waiting, plain, shot, flat, tmp_path) -> None:
    Image.new("RGB", (16, 16), (int(ABOVE),) * 3).save(tmp_path / "grey.png")
    waiting.show_frame(flat(*(int(BELOW),) * 3))
    for number, blend in enumerate(BLENDS):
        layer = LayerAbove(source=f"still:{tmp_path / 'grey.png'}", size=0.5, blend=blend)
        picture = shot(waiting, plain, time=3.0 * number, layers=(layer,))
        assert picture[45, 80] == pytest.approx([MODES[blend]] * 3, abs=2), blend
        assert picture[5, 5] == pytest.approx([BELOW] * 3, abs=1), blend


def test_half_of_it_is_half_of_its_light(waiting, plain, shot, flat, tmp_path) -> None:
    Image.new("RGB", (16, 16), "white").save(tmp_path / "white.png")
    waiting.show_frame(flat(0, 0, 0))
    layer = LayerAbove(source=f"still:{tmp_path / 'white.png'}", size=0.5)
    picture = shot(waiting, plain, layers=(layer,), inputs=plain.inputs | {"layer.1.opacity": 0.5})
    assert picture[45, 80] == pytest.approx([in_levels(0.5)] * 3, abs=2)


def test_words_are_read_on_white_and_on_black_and_never_cut_off(waiting, plain, shot, flat) -> None:
    long = LayerAbove(text="a title that is far too long for so small a picture", size=0.3, place="bottom")
    for level in (0, 255):
        waiting.show_frame(flat(level, level, level, generation=level))
        base = shot(waiting, plain, transition_beats=0.0)
        picture = shot(waiting, plain, layers=(long,))
        left, _, right, bottom = where_differs(picture, base)
        assert left > 2 and right < WIDTH - 2 and bottom < HEIGHT
        changed = picture[np.abs(picture - base).max(axis=-1) > 30]
        assert changed.max() > 180 if level == 0 else changed.min() < 190


def test_a_logo_fades_with_the_picture_and_is_black_with_it(waiting, plain, shot, flat, logo) -> None:
    waiting.show_frame(flat(0, 0, 200))
    layers = (LayerAbove(source=logo, size=0.4),)
    assert shot(waiting, plain, layers=layers, master=0.5)[45, 70] == pytest.approx([127, 0, 0], abs=2)
    assert not shot(waiting, plain, time=2.0, layers=layers, blackout=True).any()


def test_a_layer_alone_is_on_black(waiting, plain, shot, flat, logo) -> None:
    waiting.show_frame(flat(0, 0, 200))
    layers = (LayerAbove(text="words", place="bottom", size=0.2), LayerAbove(source=logo, size=0.4))
    picture = shot(waiting, plain, time=2.0, layers=layers, solo=SOLOS.index("2"))
    assert picture[45, 70] == pytest.approx([255, 0, 0], abs=2)
    assert not picture[:20].any() and not picture[75:].any()
    picture = shot(waiting, plain, time=4.0, layers=layers, solo=SOLOS.index("a"))
    assert (picture == [0, 0, 200]).all()


def test_a_file_that_is_no_picture_is_told_and_the_rest_is_shown(
    waiting, plain, shot, flat, tmp_path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    waiting.show_frame(flat(0, 0, 200))
    layers = (LayerAbove(source=f"still:{tmp_path / 'broken.png'}"), LayerAbove(text="words", size=0.3))
    picture = shot(waiting, plain, layers=layers)
    assert "broken.png" in waiting.errors["layers"] and picture[..., 0].max() > 200


def test_live_a_file_is_read_beside_the_loop(stage, plain, shot, flat, logo) -> None:
    stage.show_frame(flat(0, 0, 200))
    layers = (LayerAbove(source=logo, size=0.4),)
    for _ in range(2000):
        if shot(stage, plain, layers=layers)[45, 70, 0] > 200:
            return
    raise AssertionError("never seen")


def test_a_generator_is_a_layer_too(waiting, plain, shot, flat) -> None:
    waiting.show_frame(flat(0, 0, 0))
    picture = shot(waiting, plain, layers=(LayerAbove(source="generator:city", size=0.5),))
    assert picture[25:65, 45:115].std() > 5 and not picture[:20].any()


@pytest.mark.parametrize("master", [1.0, 0.5])
def test_the_card_covers_the_picture_to_its_last_pixel(stage, plain, shot, flat, master) -> None:
    stage.show_frame(flat(0, 0, 200))
    picture = shot(stage, plain, card="left wall\n160 × 90", master=master)
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert edge == pytest.approx(np.full_like(edge, 255 * master), abs=1)
    words = picture[37:53, 60:100].max(axis=-1)
    assert np.ptp(words) > 150 * master
    assert (shot(stage, plain, time=2.0) == [0, 0, 200]).all()
