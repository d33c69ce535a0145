"""The ear: blocks of sound in, `Features` out, one for each block."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

import aubio

from realtime.arrays import Floats
from realtime.audio.beat.aubio_follower import AubioFollower
from realtime.audio.beat.beatnet import BeatNet
from realtime.audio.beat.beatnet_input import WINDOW_S as BEATNET_WINDOW_S
from realtime.audio.beat.clock import Beat, BeatClock
from realtime.audio.beat.ear_net import EarNet
from realtime.audio.beat.follower import BeatFollower
from realtime.audio.beat.net_observation import together
from realtime.audio.beat.pattern import PatternLearner
from realtime.audio.beat.tap_tempo import External
from realtime.audio.feature.attack import Attack
from realtime.audio.feature.bands import BandEnvelopes
from realtime.audio.feature.build_drop import BuildDrop
from realtime.audio.feature.loudness import LOUDNESS_WEIGHTS, AutoGain, Loudness
from realtime.audio.feature.novelty import FULL_BAND, Novelty, Spectra
from realtime.audio.feature.onsets import OnsetDetector
from realtime.audio.feature.timbre import Timbre
from realtime.audio.feature_table import FAST, FEATURES
from realtime.audio.features import Features, Onset
from realtime.audio.io.block import Block
from realtime.audio.io.mono import clean_and_level, to_mono

LOWEST_RATE, HIGHEST_RATE = 4000, 400_000
_LONGEST_STEP_S = 0.024
_GAP_S = 0.03
_LEARN_S = 0.017
"""The pattern of the bar learns about so often; a twelfth of a beat, which it tells apart, lasts longer."""
_LATEST_S = 1e9


class Analyzer:
    """Feed it every block, in order, from one thread; the operator's methods may be called from any.

    rate: Hz of the expected blocks (a block of another rate re-initialises the filters, the beat goes
    on); block: expected frames a block (any length is accepted); beats: one of `options.BEATS`, who hears
    them; clock: the beat at any time (s), where the whole song is known, so that nobody needs to hear it.
    levels, loudness, timbre, attack, build_drop: the parts that the table of features is read from.
    """

    def __init__(
        self,
        rate: int = 44100,
        block: int = 256,
        beats: str = "network",
        clock: Callable[[float], BeatClock] | None = None,
    ) -> None:
        self.block = block
        self._commands: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._known_clock = clock
        self._gain = AutoGain()
        self.loudness = Loudness()
        self.build_drop = BuildDrop()
        self._aubio = AubioFollower() if beats == "aubio" and clock is None else None
        self._rhythm: BeatFollower | AubioFollower = self._aubio or BeatFollower()
        self._net = EarNet() if beats != "aubio" and clock is None else None
        self._second_opinion = BeatNet() if beats == "network" and clock is None else None
        self._pattern = PatternLearner()
        self._unlearned: list[Onset] = []
        """Onsets that the pattern has not taken in: it learns every `_LEARN_S`, however short blocks are."""
        self._learned = -math.inf
        """When it last learned."""
        self._beat_is_trusted = False
        self._expected: float | None = None
        self._now = 0.0
        self.levels = [0.0] * 5
        self._set_rate(rate)

    @property
    def rate(self) -> int:
        """Hz of the newest block."""
        return self._rate

    def feed(self, block: Block) -> Features:
        """Listen to one block. Any rate, length and content; every number that comes out is finite."""
        if block.rate != self._rate:
            self._set_rate(block.rate)
        start = block.time if abs(block.time) < _LATEST_S else self._now
        samples, raw_level = clean_and_level(block.samples)
        mono = to_mono(samples)
        self._pass_gap(start)
        end = start + len(mono) / block.rate
        self._apply_commands(start)
        beats: list[Beat] = []
        onsets: list[Onset] = []
        for first in range(0, len(mono), self._longest):
            part = mono[first : first + self._longest]
            part_start = start + first / self._rate
            onsets += self._hear_energy(part, part_start, end)
            if self._aubio is not None:
                self._aubio.hear(part, part_start, block.rate)
            for offset, magnitudes in self._spectra(part):
                beats += self._hear_frame(part_start + offset, magnitudes, end)
        self._now = self._expected = end
        if self._known_clock is None:
            beats += self._rhythm.announce(end, end)
        return self._features(end, raw_level, tuple(beats), tuple(onsets))

    def tap(self, time: float) -> None:
        """A tap on the beat at `time` (audio-clock seconds); three are enough."""
        self._queue(lambda: self._rhythm.tap(time))

    def resync(self, time: float) -> None:
        """ "One" is at `time`: the nearest beat moves there and becomes the bar's first."""
        self._queue(lambda: self._rhythm.resync(time))

    def half(self) -> None:
        """Every second beat only."""
        self._queue(lambda: self._rhythm.scale_tempo(0.5))

    def double(self) -> None:
        """A beat between any two."""
        self._queue(lambda: self._rhythm.scale_tempo(2.0))

    def lock(self, on: bool) -> None:
        """Keep tempo and phase as they are, however the music changes, until unlocked."""
        self._queue(lambda: self._rhythm.lock(on))

    def release(self) -> None:
        """The ear leads again: taps and chosen octaves count no more; a lock stays."""
        self._queue(self._rhythm.release)

    def set_range(self, low_bpm: float, high_bpm: float) -> None:
        """Only tempos between these from now on (an octave or more is wise)."""
        if not (math.isfinite(low_bpm) and math.isfinite(high_bpm)) or low_bpm <= 0:
            return
        low, high = sorted((low_bpm, high_bpm))
        self._queue(lambda: self._rhythm.set_range(low, high))

    def nudge(self, seconds: float) -> None:
        """Move the beat by this much, later if positive; adds up and stays."""
        if math.isfinite(seconds):
            self._queue(lambda: self._rhythm.nudge(seconds))

    def external(self, time: float, tempo: float, beat_position: float, beats_per_bar: int = 4) -> None:
        """MIDI clock or Link: at `time` the song is at `beat_position`; rules for two seconds a call."""
        if all(map(math.isfinite, (time, tempo, beat_position))) and 20.0 <= tempo <= 400.0:
            position = External(time, tempo, beat_position, max(1, int(beats_per_bar)))
            self._queue(lambda: self._rhythm.external(position))

    def _queue(self, command: Callable[[], None]) -> None:
        with self._lock:
            self._commands.append(command)

    def _apply_commands(self, now: float) -> None:
        self._now = now
        while self._commands:
            with self._lock:
                command = self._commands.popleft()
            command()

    def _set_rate(self, rate: int) -> None:
        self._rate = int(rate)
        self._longest = max(1, int(_LONGEST_STEP_S * self._rate))
        inner = min(max(self._rate, LOWEST_RATE), HIGHEST_RATE)
        self._envelopes = BandEnvelopes(inner)
        self._onsets = OnsetDetector(inner)
        self._spectra = Spectra(inner, kept_s=BEATNET_WINDOW_S)
        self._novelty = Novelty(self._spectra.frequencies)
        if self._second_opinion is not None:
            self._second_opinion.set_rate(inner)
        self.attack = Attack(len(self._novelty.bands), FULL_BAND)
        self.timbre = Timbre(self._spectra.frequencies)

    def _pass_gap(self, start: float) -> None:
        """The clock of the tracker goes on over sound that was lost."""
        if self._expected is None:
            return
        gap = start - self._expected
        if gap > _GAP_S:
            self._rhythm.pass_gap(gap)
        elif gap < -_GAP_S:
            # A source began anew or was wound back: beats and onsets keep their distance from now.
            self._rhythm.shift(gap)
            self._onsets.last = [time + gap for time in self._onsets.last]

    def _hear_energy(self, mono: Floats, start: float, announced: float) -> list[Onset]:
        n = len(mono)
        seconds = n / self._rate
        power = self._envelopes(mono)
        self.loudness.hear(aubio.level_lin(mono), seconds)
        silent = self.loudness.silent
        bands = self._envelopes.level
        overall = math.sqrt(sum([w * band * band for w, band in zip(LOUDNESS_WEIGHTS, bands, strict=True)]))
        self.levels = self._gain([overall, *bands], seconds, silent)
        onsets = self._onsets(power, n, start, announced, self._gain.reference[1:])
        self.loudness.dwell(self.levels[0], seconds)
        self.build_drop(
            self._envelopes.level, self.timbre.measured["brightness"], self._beat_is_trusted, silent, seconds
        )
        return onsets

    def _hear_frame(self, time: float, magnitudes: Floats, announced: float) -> list[Beat]:
        self.timbre.hear(magnitudes, self.loudness.silent)
        novelty = self._novelty(magnitudes)
        self.attack.hear(self._novelty.bands, self.loudness.silent)
        if self._known_clock is not None:
            return []
        chroma = self._novelty.chroma(magnitudes)
        low = self._novelty.low(magnitudes)
        quiet_s = self.loudness.quiet_s
        if isinstance(self._rhythm, AubioFollower):
            return self._rhythm.step(time, novelty, chroma, low, quiet_s, announced)
        activation = (
            self._net(self._novelty.bands, self._novelty.risen, chroma) if self._net is not None else None
        )
        if self._second_opinion is not None:
            activation = together(activation, self._second_opinion(self._spectra))
        return self._rhythm.step(time, novelty, chroma, low, quiet_s, announced, activation)

    def _features(
        self, end: float, raw_level: float, beats: tuple[Beat, ...], onsets: tuple[Onset, ...]
    ) -> Features:
        clock = self._rhythm.clock if self._known_clock is None else self._known_clock(end)
        self._beat_is_trusted = clock.trusted
        heard: dict[str, Any] = {name: row.heard(self) for name, row in FEATURES.items()}
        self._unlearned += onsets
        if not 0.0 <= end - self._learned < _LEARN_S:
            self._learned = end
            self._pattern.step(end, clock, self._unlearned, [heard[name] for name in FAST])
            self._unlearned = []
        return Features(
            time=end,
            **heard,
            raw_level=raw_level,
            silent=self.loudness.silent,
            last_onset=tuple(self._onsets.last),
            onset_strength=tuple(self._onsets.strength),
            clock=clock,
            beats=beats,
            onsets=onsets,
            spectrum=self.timbre.spectrum(),
            waveform=self._spectra.waveform(),
            foreseen=self._pattern.pattern,
        )
