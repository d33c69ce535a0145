"""The ear: blocks of sound in, `Features` out, one for each block."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from realtime.audio.bands import BandEnvelopes
from realtime.audio.beat_state import BeatState
from realtime.audio.beat_tracker import BeatTracker
from realtime.audio.beats import Beat
from realtime.audio.block import Block
from realtime.audio.build_drop import BuildDrop
from realtime.audio.downbeat import BeatFeatures, Downbeat
from realtime.audio.energy import LOUDNESS_WEIGHTS, AutoGain, Loudness
from realtime.audio.features import WAVEFORM_POINTS, Features
from realtime.audio.hand import EXTERNAL_FRESH_S, External, TapTempo
from realtime.audio.novelty import FRAMES_PER_SECOND, Novelty, Spectra
from realtime.audio.onsets import OnsetDetector
from realtime.audio.timbre import Timbre

ANALYSIS_DELAY_S = 0.025
"""From a hit to the middle of the novelty it causes."""
FRAME_S = 1.0 / FRAMES_PER_SECOND
WAVEFORM_SPAN_S = 0.023
LOWEST_RATE, HIGHEST_RATE = 4000, 400_000
_LONGEST_STEP_S = 0.02
_GAP_S = 0.03
_LONGEST_GAP_S = 20.0
_HOLD_BEATS = 8.0


class Analyzer:
    """Feed it every block, in order, from one thread; the operator's methods may be called from any.

    rate: Hz of the expected blocks (a block of another rate re-initialises the filters, the beat goes
    on); block: expected frames a block (any length is accepted).
    """

    def __init__(self, rate: int = 44100, block: int = 256) -> None:
        self.block = block
        self._orders: deque[Callable[[], None]] = deque()
        self._lock = threading.Lock()
        self._gain = AutoGain()
        self._loudness = Loudness()
        self._build_drop = BuildDrop()
        self._tracker = BeatTracker()
        self._state = BeatState()
        self._beat_features = BeatFeatures()
        self._downbeat = Downbeat()
        self._taps = TapTempo()
        self._external: External | None = None
        self._locked = False
        self._range = (40.0, 220.0)
        self._held_until = -math.inf
        self._confidence = 0.0
        self._expected: float | None = None
        self._now = 0.0
        self._levels = np.zeros(5)
        self._set_rate(rate)

    @property
    def rate(self) -> int:
        """Hz of the newest block."""
        return self._rate

    def feed(self, block: Block) -> Features:
        """Listen to one block. Any rate, length and content; every number that comes out is finite."""
        if block.rate != self._rate:
            self._set_rate(block.rate)
        start = block.time if math.isfinite(block.time) else self._now
        mono = _mono(block.samples)
        self._pass_gap(start)
        end = start + len(mono) / block.rate
        self._obey(start)
        beats: list[Beat] = []
        onsets = []
        longest = max(1, int(_LONGEST_STEP_S * self._rate))
        for first in range(0, len(mono), longest):
            part = mono[first : first + longest]
            part_start = start + first / self._rate
            onsets += self._hear_energy(part, part_start, end)
            for offset, magnitudes in self._spectra(part):
                beats += self._hear_frame(part_start + offset, magnitudes, end)
        self._now = self._expected = end
        beats += self._announce(end, end)
        return self._features(end, _raw_level(block.samples), tuple(beats), tuple(onsets))

    def tap(self, time: float) -> None:
        """A tap on the beat at `time` (audio-clock seconds); three are enough."""
        self._order(lambda: self._tapped(time))

    def resync(self, time: float) -> None:
        """ "One" is at `time`: the nearest beat moves there and becomes the bar's first."""
        self._order(lambda: self._resynced(time))

    def half(self) -> None:
        """Every second beat only."""
        self._order(lambda: self._scale_tempo(2.0))

    def double(self) -> None:
        """A beat between any two."""
        self._order(lambda: self._scale_tempo(0.5))

    def lock(self, on: bool) -> None:
        """Keep tempo and phase as they are, whatever the music does, until unlocked."""
        self._order(lambda: self._set_locked(on))

    def set_range(self, low_bpm: float, high_bpm: float) -> None:
        """Only tempos between these from now on (an octave or more is wise)."""
        if not (math.isfinite(low_bpm) and math.isfinite(high_bpm)) or low_bpm <= 0:
            return
        low, high = sorted((low_bpm, high_bpm))
        self._order(lambda: self._set_range(low, high))

    def nudge(self, seconds: float) -> None:
        """Move the beat by this much, later if positive; adds up and stays."""
        if math.isfinite(seconds):
            self._order(lambda: self._nudged(seconds))

    def external(self, time: float, tempo: float, beat_position: float, beats_per_bar: int = 4) -> None:
        """MIDI clock or Link: at `time` the song is at `beat_position`; rules for two seconds a call."""
        if all(map(math.isfinite, (time, tempo, beat_position))) and 20.0 <= tempo <= 400.0:
            said = External(time, tempo, beat_position, max(1, int(beats_per_bar)))
            self._order(lambda: setattr(self, "_external", said))

    def _order(self, order: Callable[[], None]) -> None:
        with self._lock:
            self._orders.append(order)

    def _obey(self, now: float) -> None:
        self._now = now
        while self._orders:
            with self._lock:
                order = self._orders.popleft()
            order()

    def _set_rate(self, rate: int) -> None:
        self._rate = int(rate)
        inner = min(max(self._rate, LOWEST_RATE), HIGHEST_RATE)
        self._envelopes = BandEnvelopes(inner)
        self._onsets = OnsetDetector(inner)
        self._spectra = Spectra(inner)
        self._novelty = Novelty(self._spectra.frequencies)
        self._timbre = Timbre(self._spectra.frequencies)

    def _pass_gap(self, start: float) -> None:
        """The clock of the tracker goes on over sound that was lost."""
        if self._expected is None:
            return
        gap = start - self._expected
        if gap > _GAP_S:
            for _ in range(int(min(gap, _LONGEST_GAP_S) * FRAMES_PER_SECOND)):
                self._tracker.step(None)

    def _hear_energy(self, mono: np.ndarray, start: float, announced: float) -> tuple:
        seconds = len(mono) / self._rate
        power = self._envelopes(mono)
        self._loudness.hear(float(mono @ mono) / len(mono), seconds)
        silent = self._loudness.silent
        bands = self._envelopes.level
        overall = math.sqrt(float(LOUDNESS_WEIGHTS @ np.square(bands)))
        self._levels = self._gain(np.concatenate([(overall,), bands]), seconds, silent)
        onsets = self._onsets(power, start, announced, self._gain.reference[1:])
        self._loudness.dwell(float(self._levels[0]), seconds)
        self._build_drop(
            float(self._levels[1]), float(self._levels[4]), self._timbre.brightness, silent, seconds
        )
        return onsets

    def _hear_frame(self, time: float, magnitudes: np.ndarray, announced: float) -> list[Beat]:
        quiet_s = self._loudness.quiet_s
        self._timbre(magnitudes, self._loudness.silent)
        novelty = self._novelty(magnitudes)
        if quiet_s > 0.2:
            self._tracker.step(None, leak=0.02)
        else:
            self._tracker.step(novelty)
        heard = time - ANALYSIS_DELAY_S
        self._confide(quiet_s)
        if self._external_fresh(time):
            self._follow_external(time)
        elif not self._locked and time >= self._held_until and quiet_s < 0.5:
            period = self._tracker.interval * FRAME_S
            self._state.follow(heard, self._tracker.phase, period, FRAME_S)
            self._hear_bar(heard, novelty, magnitudes)
        return self._announce(time, announced)

    def _hear_bar(self, heard: float, novelty: np.ndarray, magnitudes: np.ndarray) -> None:
        gathered = self._beat_features(
            self._state.position(heard) + 0.1, novelty, self._novelty.chroma(magnitudes)
        )
        if gathered is not None and self._state.claiming:
            self._downbeat.step(*gathered)
            self._state.beats_per_bar = self._downbeat.beats_per_bar
            self._state.downbeat_number = self._downbeat.downbeat_number

    def _confide(self, quiet_s: float) -> None:
        surety = 1.0 / (1.0 + math.exp(-60.0 * (self._tracker.evidence - 0.02)))
        target = self._tracker.mass * surety if quiet_s < 0.3 else 0.0
        self._confidence += (target - self._confidence) * (0.04 if target > self._confidence else 0.008)

    def _announce(self, now: float, announced: float) -> list[Beat]:
        told = self._external_fresh(now) or now < self._held_until or self._locked
        confidence = max(self._confidence, 0.8) if told else self._confidence
        allowed = told or self._loudness.quiet_s < 0.5
        return self._state.announce(now, announced, confidence, allowed)

    def _tapped(self, time: float) -> None:
        tapped = self._taps.tap(time)
        if tapped is not None:
            beat, period = tapped
            self._take(beat, 0.0, period)

    def _take(self, time: float, phase: float, period: float) -> None:
        """Clock and tracker both start from here; the hand is trusted for some beats before the ear."""
        self._state.set(time - self._state.nudge, phase, period)
        self._focus()
        self._held_until = self._now + _HOLD_BEATS * period

    def _focus(self) -> None:
        """Tell the tracker what the clock does."""
        heard = self._now - ANALYSIS_DELAY_S
        interval = self._state.period * FRAMES_PER_SECOND
        self._tracker.focus(interval, self._state.position(heard) % 1.0)

    def _resynced(self, time: float) -> None:
        self._state.set_one(time - self._state.nudge)
        self._downbeat.set_one(self._state.downbeat_number)
        self._focus()
        self._held_until = self._now + _HOLD_BEATS * self._state.period

    def _scale_tempo(self, factor: float) -> None:
        period = self._state.period * factor
        if not 0.2 <= period <= 2.0:
            return
        time = self._state.anchor
        self._prefer(60.0 / period)
        self._state.set(time, 0.0, period)
        self._focus()
        self._held_until = self._now + _HOLD_BEATS * period

    def _prefer(self, tempo: float) -> None:
        self._range = (tempo / 1.45, tempo * 1.45)
        self._tracker.allow(*self._range)

    def _set_range(self, low: float, high: float) -> None:
        self._range = (low, high)
        self._tracker.allow(low, high)
        period = self._state.period
        while 60.0 / period > high * 1.015 and period < 2.0:
            period *= 2.0
        while 60.0 / period < low * 0.985 and period > 0.2:
            period *= 0.5
        if period != self._state.period:
            self._state.set(self._state.anchor, 0.0, period)
            self._focus()

    def _set_locked(self, on: bool) -> None:
        self._locked = on
        if not on:
            self._focus()

    def _nudged(self, seconds: float) -> None:
        self._state.nudge += seconds

    def _external_fresh(self, now: float) -> bool:
        return self._external is not None and now - self._external.time < EXTERNAL_FRESH_S

    def _follow_external(self, now: float) -> None:
        said = self._external
        period = 60.0 / said.tempo
        position = said.beat_position + (now - said.time) / period
        self._state.set(now, position % 1.0, period)
        self._state.beats_per_bar = said.beats_per_bar
        self._state.downbeat_number = round(self._state.position(now) - position % said.beats_per_bar)
        self._focus()

    def _features(self, end: float, raw_level: float, beats: tuple, onsets: tuple) -> Features:
        levels = [float(x) for x in self._levels]
        waveform = self._spectra.waveform(WAVEFORM_POINTS, WAVEFORM_SPAN_S)
        waveform.flags.writeable = False
        return Features(
            time=end,
            level=levels[0],
            bass=levels[1],
            low_mid=levels[2],
            high_mid=levels[3],
            treble=levels[4],
            presence=self._loudness.presence,
            brightness=min(1.0, max(0.0, self._timbre.brightness)),
            build=self._build_drop.build,
            drop=self._build_drop.drop,
            raw_level=raw_level,
            silent=self._loudness.silent,
            last_onset=tuple(self._onsets.last),
            onset_strength=tuple(self._onsets.strength),
            clock=self._state.clock(),
            beats=beats,
            onsets=onsets,
            spectrum=self._timbre.spectrum(),
            waveform=waveform,
        )


def _clean(samples: np.ndarray) -> np.ndarray:
    """Any array → finite float32 (n, channels) within ±8."""
    samples = np.asarray(samples, dtype=np.float32)
    if samples.ndim == 1:
        samples = samples[:, None]
    return np.clip(np.nan_to_num(samples, nan=0.0, posinf=8.0, neginf=-8.0), -8.0, 8.0)


def _mono(samples: np.ndarray) -> np.ndarray:
    """The mean of the channels, or the first where they cancel each other out."""
    clean = _clean(samples)
    if clean.shape[1] == 1:
        return clean[:, 0]
    mono = clean.mean(axis=1)
    first = clean[:, 0]
    return first if float(mono @ mono) < 0.01 * float(first @ first) else mono


def _raw_level(samples: np.ndarray) -> float:
    clean = _clean(samples)
    return float(np.abs(clean).mean()) if clean.size else 0.0
