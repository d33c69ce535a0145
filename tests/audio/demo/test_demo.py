"""The demo track: its beats lie where it says, and it is clean enough to be played to people."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.audio.demo.demo import DURATION, DemoSource
from realtime.audio.demo.score import TEMPO
from realtime.errors import UserError
from tests.demo_track import demo_beats, demo_kicks, demo_sections

RATE = 22050


def listen(source: DemoSource, seconds: float) -> np.ndarray:
    blocks = []
    while not source.ended and sum(len(samples) for samples in blocks) < seconds * source.rate:
        blocks.append(source.read().samples)
    return np.concatenate(blocks)


@pytest.fixture(scope="module")
def track() -> np.ndarray:
    """The whole track, once, rung out."""
    return listen(DemoSource(block=4096, rate=RATE, loop=False), 1000)


@pytest.fixture(scope="module")
def looped() -> tuple[np.ndarray, float]:
    """The last bars of one pass and the first of the next; and the time of the seam in it."""
    start = DURATION - 4 * 4 * 60 / TEMPO + 0.01
    samples = listen(DemoSource(rate=RATE, start=start), 40.0)
    return samples, 4 * 4 * 60 / TEMPO


def test_its_length_is_that_of_its_beats_and_it_rings_out(track):
    assert 120 < DURATION < 180 and len(demo_beats()) == round(DURATION * TEMPO / 60)
    assert DURATION < len(track) / RATE < DURATION + 6
    assert np.abs(track[-RATE // 10 :]).max() < 1e-3


def test_every_kick_starts_within_5_ms_of_its_beat(track):
    """Where the level of 1 ms frames jumps most within 25 ms of the beat."""
    frame = RATE // 1000
    level = np.abs(track.mean(axis=1))
    level = level[: len(level) // frame * frame].reshape(-1, frame).max(axis=1)
    hop = frame / RATE
    errors = []
    for time in demo_kicks()[1:]:
        at = round(time / hop)
        window = np.arange(at - 25, at + 25)
        jump = level[window] - np.maximum(level[window - 1], level[window - 2])
        errors.append((window[np.argmax(jump)] - at) * hop)
    assert level[:5].max() > 0.2  # the first, at 0
    assert np.abs(np.median(errors)) < 0.002
    assert np.mean(np.abs(errors) < 0.005) > 0.99


def test_beats_count_to_four_and_sections_begin_on_one():
    beats = demo_beats()
    assert [beat for _, beat in beats[:5]] == [1, 2, 3, 4, 1]
    ones = [time for time, beat in beats if beat == 1]
    names = [name for _, name in demo_sections()]
    assert names[0] == "intro" and names[-1] == "outro" and "breakdown" in names
    assert all(min(abs(time - one) for one in ones) < 1e-6 for time, _ in demo_sections())
    assert set(demo_kicks()) < {time for time, _ in beats}


def test_it_is_loud_and_never_clips(track):
    assert 0.85 < np.abs(track).max() < 1.0
    assert np.mean(np.abs(track) > 0.9) < 1e-3
    assert -16 < 20 * np.log10(np.sqrt(np.mean(track**2))) < -9
    assert abs(track.mean()) < 1e-3


def test_the_breakdown_has_no_bass_and_the_drop_brings_it_back(track):
    sections = {name: time for time, name in demo_sections()}

    def bass(start: float) -> float:
        part = track[int(start * RATE) : int((start + 8) * RATE)].mean(axis=1)
        power = np.abs(np.fft.rfft(part)) ** 2
        return power[np.fft.rfftfreq(len(part), 1 / RATE) < 120].sum()

    assert bass(sections["drop two"]) > 100 * bass(sections["breakdown"] + 2)
    assert bass(sections["drop"]) > 100 * bass(sections["breakdown"] + 2)


def test_it_is_stereo_and_still_whole_in_mono(track):
    mid, side = track.sum(axis=1) / 2, (track[:, 0] - track[:, 1]) / 2
    assert 0.01 < np.mean(side**2) / np.mean(mid**2) < 0.5


def test_the_loop_has_no_click_and_no_gap(looped):
    samples, seam = looped
    at = round(seam * RATE)
    around = np.abs(np.diff(samples[at - 20 : at + 4, 0]))
    kick_attack = np.abs(np.diff(samples[at + RATE : at + 5 * RATE, 0])).max()
    assert around.max() < kick_attack
    before = samples[at - RATE // 10 : at]
    assert np.sqrt(np.mean(before**2)) > 1e-3


def test_a_later_pass_repeats_the_track_and_the_first_bar_holds_what_rang_over():
    bar = 4 * 60 / TEMPO
    source = DemoSource(block=512, rate=8000)
    samples = listen(source, 2 * DURATION + 3 * bar)
    one, two = (samples[k * round(DURATION * 8000) :] for k in (1, 2))
    count = round(2.5 * bar * 8000)
    assert np.abs(two[:count] - one[:count]).max() < 1e-3
    assert np.abs(samples[:count] - one[:count]).max() > 1e-3
    assert source.read().time == pytest.approx(len(samples) / 8000)


def test_it_is_the_same_at_every_run_and_whatever_the_block_size():
    first, second = listen(DemoSource(256, RATE), 5.0), listen(DemoSource(1000, RATE), 5.0)
    count = min(len(first), len(second))
    assert np.array_equal(first[:count], second[:count])


def test_it_can_begin_later_but_not_after_its_end():
    drop = next(time for time, name in demo_sections() if name == "drop")
    source = DemoSource(rate=RATE, start=drop + 0.1)
    assert np.abs(listen(source, 1.0)).max() > 0.5
    with pytest.raises(UserError, match="cannot begin at 900 s"):
        DemoSource(start=900)
