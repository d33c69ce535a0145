"""The pattern of the last bars: what it foresees, and how soon it believes and doubts."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.beat.pattern import PatternLearner
from realtime.audio.feature_table import BANDS, FAST
from realtime.audio.features import Onset

BASS, TREBLE = BANDS.index("bass"), BANDS.index("treble")
STEP_S = 0.0058


class Player:
    """Plays onsets, given in beats, to a learner whose clock is right."""

    def __init__(self, tempo: float = 120.0, meter: int = 4, confidence: float = 0.9) -> None:
        self.learner = PatternLearner()
        self.clock = BeatClock(60.0 / tempo, 0.0, 0, 1, meter, confidence)
        self.beat = 0.0

    def play(
        self,
        beats: float,
        bass: Iterable[float] = (),
        treble: Iterable[float] = (),
        every: int = 4,
        strength: float = 0.8,
    ) -> None:
        """`beats` more, in which a bar of `every` beats repeats these onsets of a strength."""
        end = self.beat + beats
        wanted = sorted(
            (cycle + at, band)
            for band, places in (("bass", bass), ("treble", treble))
            for at in places
            for cycle in np.arange(self.beat, end, every)
            if cycle + at < end
        )
        while self.beat < end:
            now = self.beat + STEP_S / self.clock.period
            due = [(at, band) for at, band in wanted if self.beat <= at < now]
            onsets = [Onset(at * self.clock.period, 0.0, band, strength) for at, band in due]
            level = max(
                [math.exp(-(now - at) * 4) for at, band in wanted if at <= now and band == "bass"], default=0
            )
            levels = [level if name in ("level", "bass") else 0.2 for name in FAST]
            self.learner.step(now * self.clock.period, self.clock, onsets, levels)
            self.beat = now

    def foreseen(self, band: int, beats: float = 4.0) -> list[float]:
        """Places of the next hits, in beats from now."""
        now, period = self.beat * self.clock.period, self.clock.period
        hits = self.learner.pattern.hits(self.clock, band, now + 0.1 * period, now + (beats + 0.1) * period)
        return [round((time - now) / period, 2) for time, strength in hits if strength > 0.2]


def test_a_kick_on_every_beat_is_foreseen_after_two_bars():
    player = Player()
    player.play(8, bass=[0, 1, 2, 3])
    assert player.foreseen(BASS) == pytest.approx([1, 2, 3, 4], abs=0.06)
    assert player.foreseen(TREBLE) == []


def test_a_pattern_over_the_bar_is_foreseen_at_its_places():
    player = Player()
    player.play(16, bass=[0, 1.5, 2.75], treble=[0.5, 2.5])
    assert player.foreseen(BASS) == pytest.approx([1.5, 2.75, 4.0], abs=0.06)
    assert player.foreseen(TREBLE) == pytest.approx([0.5, 2.5], abs=0.06)


def test_a_snare_that_is_heard_in_the_bass_is_no_kick():
    player = Player()
    player.play(16, bass=[0, 1, 2, 3])
    player.play(4, bass=[1, 3], strength=0.1)
    assert player.foreseen(BASS) == []


def test_an_intro_of_hats_alone_foresees_no_kick():
    player = Player()
    player.play(16, treble=[0.5, 1.5, 2.5, 3.5])
    assert player.foreseen(BASS) == []
    assert player.foreseen(TREBLE) == pytest.approx([0.5, 1.5, 2.5, 3.5], abs=0.06)


def test_a_kick_that_stops_is_no_longer_foreseen_within_a_bar_and_comes_back_at_once():
    player = Player()
    player.play(16, bass=[0, 1, 2, 3])
    player.play(3)
    assert player.foreseen(BASS) == []
    player.play(5)
    player.play(3, bass=[0, 1, 2, 3])
    assert len(player.foreseen(BASS, 2.0)) == 2, "two kicks after the break the old pattern is trusted again"


def test_a_fill_is_not_foreseen_a_second_time():
    player = Player()
    player.play(16, bass=[0, 1, 2, 3])
    player.play(4, bass=[0, 1, 2, 3, 3.25, 3.5, 3.75])
    assert player.foreseen(BASS) == pytest.approx([1, 2, 3, 4], abs=0.06)


def test_a_waltz_has_its_own_length():
    player = Player(tempo=150.0, meter=3)
    player.play(12, bass=[0], treble=[1, 2], every=3)
    assert player.foreseen(BASS, 6.0) == pytest.approx([3, 6], abs=0.06)
    assert player.foreseen(TREBLE, 3.0) == pytest.approx([1, 2], abs=0.06)


def test_another_tempo_keeps_the_pattern_in_its_beats():
    player = Player(tempo=120.0)
    player.play(16, bass=[0, 2])
    slower = BeatClock(0.6, 16 * 0.5, 16, 1, 4, 0.9)
    hits = player.learner.pattern.hits(slower, BASS, 8.1, 8.0 + 4.05 * 0.6)
    assert [time for time, _ in hits] == pytest.approx([8.0 + 2 * 0.6, 8.0 + 4 * 0.6], abs=0.03)


def test_without_a_beat_nothing_is_foreseen_but_the_mean_level():
    player = Player(confidence=0.0)
    player.play(16, bass=[0, 1, 2, 3])
    assert player.foreseen(BASS) == []
    levels = [player.learner.pattern.level(player.clock, "bass", 8.0 + step * 0.05) for step in range(10)]
    assert np.ptp(levels) == 0.0
    assert 0.1 < levels[0] < 0.5


def test_the_course_of_a_level_is_foreseen():
    player = Player()
    player.play(24, bass=[0, 1, 2, 3])
    pattern, clock = player.learner.pattern, player.clock
    just_after, before_the_next = (pattern.level(clock, "bass", 12.0 + beat * 0.5) for beat in (1.1, 1.9))
    assert just_after > before_the_next + 0.3


def test_players_who_are_early_or_late_are_foreseen_where_they_play():
    player = Player()
    player.play(16, treble=[0.54, 1.54, 2.54, 3.54])
    assert player.foreseen(TREBLE) == pytest.approx([0.54, 1.54, 2.54, 3.54], abs=0.02)
