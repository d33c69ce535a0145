"""The four bands in the time domain: no window, so a click is seen in the very block that holds it."""

from __future__ import annotations

import math

import numpy as np

from realtime.audio.features import BANDS

BAND_EDGES_HZ = ((30.0, 140.0), (140.0, 800.0), (800.0, 3000.0), (3000.0, 16000.0))
ATTACK_S = np.array((0.008, 0.004, 0.002, 0.0015))
"""Smoothing of power per band: about a quarter of a period of the band's lowest tone."""
RELEASE_S = np.array((0.09, 0.07, 0.06, 0.05))
"""Fall of the displayed level to 1/e."""

_CHUNK = 64
_STATES = 4
_LONGEST_RUN = 8
"""So many chunks are stepped over with one matrix; longer blocks one by one."""


class BandSplit:
    """Butterworth band-passes (12 dB an octave each side) for blocks of any length.

    The recursion over samples is unrolled into matrices over chunks of 64 samples, so that numpy does
    it without a loop over samples; the result is that of the plain recursion.
    """

    def __init__(self, rate: int) -> None:
        systems = [_band_pass(low, high, rate) for low, high in BAND_EDGES_HZ]
        order = _STATES * len(BANDS)
        a = np.zeros((order, order))
        b = np.zeros(order)
        c = np.zeros((len(BANDS), order))
        d = np.zeros(len(BANDS))
        for band, (a_band, b_band, c_band, d_band) in enumerate(systems):
            part = slice(band * _STATES, (band + 1) * _STATES)
            a[part, part], b[part], c[band, part], d[band] = a_band, b_band, c_band, d_band
        self._state = np.zeros(order)
        # powers[k] = a^k; response[:, k] = output k samples after an impulse.
        self._powers = np.empty((_CHUNK + 1, order, order))
        self._powers[0] = np.eye(order)
        for k in range(_CHUNK):
            self._powers[k + 1] = a @ self._powers[k]
        self._drive = np.stack([self._powers[_CHUNK - 1 - k] @ b for k in range(_CHUNK)], axis=1)
        self._observe = np.stack([c @ self._powers[k] for k in range(_CHUNK)], axis=1)  # (band, k, state)
        response = np.concatenate([d[:, None], np.einsum("bks,s->bk", self._observe, b)], axis=1)[:, :_CHUNK]
        self._toeplitz = np.zeros((_CHUNK, len(BANDS), _CHUNK))
        for k in range(_CHUNK):
            self._toeplitz[k, :, k:] = response[:, : _CHUNK - k]
        # States are kept in doubles: those of low bands are large and nearly cancel out. This is not so.
        self._toeplitz = self._toeplitz.reshape(_CHUNK, -1).astype(np.float32)
        self._observe = self._observe.reshape(len(BANDS) * _CHUNK, order).T.copy()
        self._runs: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def __call__(self, mono: np.ndarray) -> np.ndarray:
        """float32 (n,) → float32 (4, n)."""
        n = len(mono)
        chunks = -(-n // _CHUNK)
        rest = n - (chunks - 1) * _CHUNK
        if rest == _CHUNK:
            inputs = mono.reshape(chunks, _CHUNK)
        else:
            padded = np.zeros(chunks * _CHUNK, dtype=np.float32)
            padded[:n] = mono
            inputs = padded.reshape(chunks, _CHUNK)
        driven = inputs.astype(np.float64) @ self._drive.T
        if chunks <= _LONGEST_RUN:
            of_state, of_drive = self._run(chunks)
            reached = of_state @ self._state
            reached += of_drive @ driven.ravel()
            reached = reached.reshape(chunks + 1, -1)
        else:
            reached = np.empty((chunks + 1, len(self._state)))
            reached[0] = self._state
            for chunk in range(chunks):
                reached[chunk + 1] = self._powers[_CHUNK] @ reached[chunk] + driven[chunk]
        states, state = reached[:-1], reached[-1]
        if rest < _CHUNK:
            state = self._powers[rest] @ states[-1] + self._drive[:, _CHUNK - rest :] @ inputs[-1, :rest]
        # Numbers far below hearing are cut off before they become denormal, which is slow.
        self._state = (state + 1e-15) - 1e-15
        outputs = (states @ self._observe).astype(np.float32)
        outputs += inputs @ self._toeplitz
        shaped = outputs.reshape(chunks, len(BANDS), _CHUNK).transpose(1, 0, 2)
        return shaped.reshape(len(BANDS), -1)[:, :n]

    def _run(self, chunks: int) -> tuple[np.ndarray, np.ndarray]:
        """Matrices from the state and from what drives it to the states around so many chunks."""
        if chunks not in self._runs:
            order = len(self._state)
            step = [np.eye(order)]
            for _ in range(chunks):
                step.append(self._powers[_CHUNK] @ step[-1])
            of_drive = np.zeros((chunks + 1, order, chunks, order))
            for after in range(1, chunks + 1):
                for chunk in range(after):
                    of_drive[after, :, chunk] = step[after - 1 - chunk]
            self._runs[chunks] = (
                np.concatenate(step),
                of_drive.reshape((chunks + 1) * order, chunks * order),
            )
        return self._runs[chunks]


class OnePole:
    """Exponential smoothing of several rows at once, exact for any block length.

    time_s: seconds to reach 1 − 1/e, one per row.
    """

    def __init__(self, time_s: np.ndarray, rate: int) -> None:
        self._log_decay = -1.0 / (np.asarray(time_s, dtype=np.float64) * rate)
        self._gain = -np.expm1(self._log_decay)[:, None]
        # Sums of what is never negative keep their digits, and exp(20) is far from overflow.
        self._longest = max(1, int(20.0 / -self._log_decay.min()))
        self._tables: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.value = np.zeros(len(self._log_decay), dtype=np.float32)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """(rows, n) → smoothed (rows, n)."""
        if rows.shape[1] > self._longest:
            parts = range(0, rows.shape[1], self._longest)
            return np.concatenate([self(rows[:, p : p + self._longest]) for p in parts], axis=1)
        grow, decay = self._table(rows.shape[1])
        smoothed = rows * grow
        np.add.accumulate(smoothed, axis=1, out=smoothed)
        smoothed += self.value[:, None]
        smoothed *= decay
        self.value = np.maximum(smoothed[:, -1], np.float32(1e-30))
        return smoothed

    def pass_over(self, rows: np.ndarray) -> None:
        """As a call, where only the last value is wanted."""
        if rows.shape[1] > self._longest:
            self(rows)
            return
        grow, decay = self._table(rows.shape[1])
        smoothed = (np.einsum("bn,bn->b", rows, grow) + self.value) * decay[:, -1]
        self.value = np.maximum(smoothed, np.float32(1e-30))

    def _table(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        if n not in self._tables:
            if len(self._tables) > 8:
                self._tables.clear()
            steps = np.arange(1, n + 1) * self._log_decay[:, None]
            grow = np.exp(-steps) * self._gain
            self._tables[n] = (grow.astype(np.float32), np.exp(steps).astype(np.float32))
        return self._tables[n]


class BandEnvelopes:
    """Amplitude per band: fast attack, exponential release, the same for any block length."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._split = BandSplit(rate)
        self._smooth = OnePole(ATTACK_S, rate)
        self._log_decay = -1.0 / (RELEASE_S * rate)
        self._tables: dict[int, tuple[np.ndarray, np.ndarray]] = {}
        self.level = np.zeros(len(BANDS))
        """Amplitude (about RMS) at the end of the newest block."""

    def __call__(self, mono: np.ndarray) -> np.ndarray:
        """float32 (n,) → smoothed power per band (4, n); updates `level`."""
        n = len(mono)
        split = self._split(mono)
        power = self._smooth(split * split)
        if n not in self._tables:
            if len(self._tables) > 8:
                self._tables.clear()
            fade = np.exp(2.0 * np.arange(n - 1, -1, -1) * self._log_decay[:, None])
            self._tables[n] = (fade.astype(np.float32), np.exp(n * self._log_decay))
        fade, block_decay = self._tables[n]
        loudest = np.sqrt(np.maximum.reduce(power * fade, axis=1))
        self.level = np.maximum(loudest, self.level * block_decay)
        return power


def _band_pass(low_hz: float, high_hz: float, rate: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """State-space (A, B, C, D) of a high-pass in series with a low-pass; silent if the rate is too low."""
    nyquist = 0.5 * rate
    if low_hz > 0.85 * nyquist:
        return np.zeros((4, 4)), np.zeros(4), np.zeros(4), 0.0
    first = _state_space(*_biquad(low_hz, rate, high_pass=True))
    if high_hz > 0.85 * nyquist:
        second = (np.zeros((2, 2)), np.zeros(2), np.zeros(2), 1.0)
    else:
        second = _state_space(*_biquad(high_hz, rate, high_pass=False))
    a1, b1, c1, d1 = first
    a2, b2, c2, d2 = second
    a = np.zeros((4, 4))
    a[:2, :2], a[2:, 2:], a[2:, :2] = a1, a2, np.outer(b2, c1)
    return a, np.concatenate([b1, b2 * d1]), np.concatenate([d2 * c1, c2]), d1 * d2


def _biquad(cutoff_hz: float, rate: int, high_pass: bool) -> tuple[np.ndarray, np.ndarray]:
    """Second-order Butterworth (Q = 1/√2) of R. Bristow-Johnson's "Audio EQ Cookbook": (b, a), a[0] = 1."""
    w = 2.0 * math.pi * cutoff_hz / rate
    alpha = math.sin(w) / math.sqrt(2.0)
    cos_w = math.cos(w)
    side = (1.0 + cos_w) if high_pass else (1.0 - cos_w)
    b = np.array((side / 2.0, -side if high_pass else side, side / 2.0))
    a = np.array((1.0 + alpha, -2.0 * cos_w, 1.0 - alpha))
    return b / a[0], a / a[0]


def _state_space(b: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Controllable canonical form of a biquad."""
    return (
        np.array(((-a[1], -a[2]), (1.0, 0.0))),
        np.array((1.0, 0.0)),
        np.array((b[1] - b[0] * a[1], b[2] - b[0] * a[2])),
        float(b[0]),
    )
