"""Where "one" is and how long the bar is: a small filter over bar positions, one step per beat."""

from __future__ import annotations

import numpy as np

from realtime.audio.novelty import GROUPS

METERS = (4, 3)
_PRIOR = (0.75, 0.25)
_LEAK = 0.01
_METER_LEAK = 0.002
_MEMORY_BEATS = 24.0
_ACCENT_PHASES = 0.2


def position_log_likelihood(accents: np.ndarray, meter: int) -> np.ndarray:
    """How well each place in a bar of `meter` beats explains one beat.

    accents: (5,) low, low-mid, high-mid, treble accent and harmonic change, in deviations from their mean.
    A bar begins with bass and a new chord; in four, the snare plays on two and four.
    """
    low, low_mid, high_mid, treble, harmony = accents
    first = 0.35 * low + 0.15 * low_mid + 0.7 * harmony + 0.1 * treble - 0.3 * high_mid
    log_likelihood = np.full(meter, -first / (meter - 1))
    log_likelihood[0] = first
    if meter == 4:
        backbeat = 0.5 * (0.35 * high_mid + 0.1 * treble - 0.25 * low)
        log_likelihood += np.array((-backbeat, backbeat, -backbeat, backbeat))
    return log_likelihood


class BeatFeatures:
    """Gathers what happens from beat to beat: accents at the beat and the harmony until the next one."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._accent = np.zeros(GROUPS)
        self._chroma = np.zeros(12)
        self._chroma_before = np.zeros(12)

    def __call__(
        self, position: float, novelty: np.ndarray, chroma: np.ndarray
    ) -> tuple[int, np.ndarray] | None:
        """position: running beat number of this frame. At each new beat: (number of the beat that is
        now complete, [low, low-mid, high-mid, treble accent, harmonic change])."""
        number = int(np.floor(position))
        result = None
        if number != self._number:
            if self._number is not None and number == self._number + 1:
                result = (self._number, np.append(self._accent, self._harmonic_change()))
            self._chroma_before = self._chroma
            self._chroma = np.zeros(12)
            self._accent = np.zeros(GROUPS)
            self._number = number
        phase = position - number
        if phase < _ACCENT_PHASES:
            self._accent = np.maximum(self._accent, novelty)
        self._chroma += chroma
        return result

    def _harmonic_change(self) -> float:
        now, before = self._chroma, self._chroma_before
        scale = float(np.linalg.norm(now) * np.linalg.norm(before))
        if scale < 1e-12:
            return 0.0
        return 1.0 - float(now @ before) / scale


class Downbeat:
    """Belief over (bar length, place in the bar) of the beat heard last."""

    def __init__(self) -> None:
        self._belief = {m: np.full(m, p / m) for m, p in zip(METERS, _PRIOR, strict=True)}
        self._mean = np.full(GROUPS + 1, 0.2)
        self._square = np.full(GROUPS + 1, 0.08)
        self._number: int | None = None
        self._fixed: int | None = None
        self.beats_per_bar = 4
        self.downbeat_number = 0
        self.confidence = 0.0

    def set_one(self, number: int) -> None:
        """The operator says that beat `number` is the bar's first."""
        belief = self._belief[self.beats_per_bar]
        for meter in METERS:
            self._belief[meter] *= 0.02 / max(self._belief[meter].sum(), 1e-12)
        belief[:] = 0.01 / len(belief)
        belief[0] = 0.97
        self._number = number
        self.downbeat_number = number

    def step(self, number: int, features: np.ndarray) -> None:
        """features of beat `number` as `BeatFeatures` gives them."""
        share = 1.0 / _MEMORY_BEATS
        self._mean += share * (features - self._mean)
        self._square += share * (features**2 - self._square)
        deviation = np.sqrt(np.maximum(self._square - self._mean**2, 1e-3))
        accents = np.clip((features - self._mean) / deviation, -2.0, 2.0)
        steps = 1 if self._number is None else number - self._number
        self._number = number
        for meter in METERS:
            belief = np.roll(self._belief[meter], steps)
            belief = (1.0 - _LEAK) * belief + _LEAK * belief.mean()
            self._belief[meter] = belief * np.exp(position_log_likelihood(accents, meter))
        total = sum(belief.sum() for belief in self._belief.values())
        for meter, prior in zip(METERS, _PRIOR, strict=True):
            belief = self._belief[meter] / total
            self._belief[meter] = (1.0 - _METER_LEAK) * belief + _METER_LEAK * prior / meter
        self._decide(number)

    def _decide(self, number: int) -> None:
        masses = {meter: float(self._belief[meter].sum()) for meter in METERS}
        best_meter = max(METERS, key=masses.get)
        if best_meter != self.beats_per_bar and masses[best_meter] < 2.0 * masses[self.beats_per_bar]:
            best_meter = self.beats_per_bar
        belief = self._belief[best_meter]
        here = (number - self.downbeat_number) % best_meter
        best = int(belief.argmax())
        if best_meter != self.beats_per_bar or belief[best] > 2.0 * belief[here]:
            self.downbeat_number = number - best
            self.beats_per_bar = best_meter
        self.confidence = float(belief[(number - self.downbeat_number) % best_meter])
