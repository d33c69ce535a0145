"""Two decks on the stage: what the crossfader shows of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from realtime.isf.library import ShaderLibrary
from realtime.scenery.layers import SOLOS
from realtime.scenery.mixes import MIXES
from realtime.stage.stage import Stage
from realtime.stage.view import View

RED, BLUE = (200, 0, 0), (0, 0, 200)


@pytest.fixture
def decks(window, flat):
    """A stage with red on deck A and blue on deck B."""
    stage = Stage(window.context, window.framebuffer, ShaderLibrary(), limit_flashes=False)
    stage.open_second()
    stage.show_frame(flat(*RED))
    stage.show_frame(flat(*BLUE), deck=1)
    yield stage
    stage.release()


@pytest.fixture
def both(plain) -> View:
    return replace(plain, second=plain)


def test_the_fader_goes_from_one_deck_to_the_other(decks, both, shot) -> None:
    shades = []
    for step in range(11):
        picture = shot(decks, both, time=5.0 + step, fade=step / 10)
        assert np.ptp(picture, axis=(0, 1)).max() <= 1
        shades.append(picture[45, 80])
    assert shades[0] == pytest.approx(RED, abs=1) and shades[-1] == pytest.approx(BLUE, abs=1)
    red, blue = np.array(shades)[:, 0], np.array(shades)[:, 2]
    assert (np.diff(red) <= 1).all() and (np.diff(blue) >= -1).all()


def test_every_mix_begins_with_deck_a_and_ends_with_deck_b(decks, both, shot) -> None:
    for number, mix in enumerate(MIXES):
        time = 10.0 + 10.0 * number
        start = shot(decks, both, time=time, fade=0.001, mix=mix).mean(axis=(0, 1))
        half = shot(decks, both, time=time + 3.0, fade=0.5, mix=mix).mean(axis=(0, 1))
        end = shot(decks, both, time=time + 6.0, fade=0.999, mix=mix).mean(axis=(0, 1))
        assert start == pytest.approx(RED, abs=12) and end == pytest.approx(BLUE, abs=12), mix
        assert np.abs(half - RED).max() > 3 and np.abs(half - BLUE).max() > 3, mix
    assert not decks.errors


def test_a_blend_mode_shows_both_half_way(decks, both, shot) -> None:
    purple, black = (200, 0, 200), (0, 0, 0)
    modes = {"add": purple, "screen": purple, "multiply": black, "lighten": purple}
    for number, (mix, colour) in enumerate(modes.items()):
        picture = shot(decks, both, time=5.0 + 3.0 * number, fade=0.5, mix=mix)
        assert picture[45, 80] == pytest.approx(colour, abs=2), mix


def test_a_transition_that_is_broken_cuts_in_the_middle(decks, both, shot) -> None:
    assert shot(decks, both, time=5.0, fade=0.4, mix="none such")[45, 80] == pytest.approx(RED, abs=1)
    assert shot(decks, both, time=6.0, fade=0.6, mix="none such")[45, 80] == pytest.approx(BLUE, abs=1)


def test_each_deck_has_filters_of_its_own(decks, both, shot) -> None:
    filtered = replace(both.second, filters=("poster",))
    for time in (5.0, 8.0):
        seen = shot(decks, both, time=time, fade=0.0, second=filtered)
    assert (seen == shot(decks, both, time=8.1, second=both.second)).all()


def test_a_deck_that_is_not_seen_takes_up_what_is_painted(decks, both, shot, flat) -> None:
    def seen(time: float, fade: float) -> np.ndarray:
        other = replace(both.second, time=time, dt=1.0)
        return shot(decks, both, time=time, dt=1.0, fade=fade, second=other)

    seen(5.0, 0.0)
    decks.show_frame(flat(0, 200, 0, generation=1), deck=1)
    for step in range(6):
        assert seen(6.0 + step, 0.0)[45, 80] == pytest.approx(RED, abs=1)
    assert seen(20.0, 1.0)[45, 80] == pytest.approx([0, 200, 0], abs=1)


def test_the_finish_is_that_of_who_is_seen(decks, both, shot) -> None:
    grey = replace(both.second, inputs=both.second.inputs | {"post.saturation": 0.0})
    assert np.ptp(shot(decks, both, time=5.0, fade=1.0, second=grey)[45, 80]) <= 1
    assert shot(decks, both, time=6.0, fade=0.0, second=grey)[45, 80] == pytest.approx(RED, abs=1)


def test_solo_of_a_deck_leaves_the_layers_out(decks, both, shot) -> None:
    from realtime.scenery.layers import LayerAbove

    layers = (LayerAbove(text="words", size=0.5),)
    picture = shot(decks, both, time=5.0, layers=layers, solo=SOLOS.index("a"))
    assert (np.abs(picture - RED) <= 1).all()


def test_cuts_to_and_fro_between_dark_and_bright_are_held_back(window, both, shot, flat) -> None:
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    stage.open_second()
    stage.show_frame(flat(0, 0, 0))
    stage.show_frame(flat(255, 255, 255), deck=1)
    held = []
    for frame in range(60):
        shot(stage, both, time=5.0 + frame / 30, fade=float(frame // 3 % 2))
        held.append(stage.held_back)
    stage.release()
    assert any(held[30:])
