"""The four bands in the time domain: no window, so a click is seen in the very block that holds it."""

from __future__ import annotations

import math

import numpy as np

from realtime.arrays import Doubles, Floats, constant
from realtime.audio.feature_table import BANDS

BAND_EDGES_HZ = ((30.0, 140.0), (140.0, 800.0), (800.0, 3000.0), (3000.0, 16000.0))
ATTACK_S = np.array((0.008, 0.004, 0.002, 0.0015))
"""Smoothing of power per band: about a quarter of a period of the band's lowest tone."""
RELEASE_S = np.array((0.09, 0.07, 0.06, 0.05))
"""Fall of the displayed level to 1/e."""

_CHUNK = 64
_STATES = 4
_LONGEST_RUN = 8
"""So many chunks are stepped over with one matrix; longer blocks go in parts."""
_LONGEST_SMOOTHED = 64
"""So many groups are smoothed at once: over more, decay would leave what single precision holds."""
_GROUP_S = 1.0 / 5512.5
_CUT_AFTER = 16
_INAUDIBLE = constant(1e-15)
_LEAST = constant(1e-30)


def group_length(rate: int) -> int:
    """Power is given as means over so many samples, a power of two: about a fifth of a millisecond."""
    return min(_CHUNK, 1 << max(0, round(math.log2(rate * _GROUP_S))))


def group_ends(n: int, group: int) -> Floats:
    """Where the groups of a block of n samples end."""
    return np.minimum(np.arange(group, n + group, group), n)


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
        # powers[k] = a^k; response[:, k] = output k samples after an impulse.
        powers = np.empty((_CHUNK + 1, order, order))
        powers[0] = np.eye(order)
        for k in range(_CHUNK):
            powers[k + 1] = a @ powers[k]
        drive = np.stack([powers[_CHUNK - 1 - k] @ b for k in range(_CHUNK)])
        observe = np.stack([c @ powers[k] for k in range(_CHUNK)], axis=1)  # (band, k, state)
        response = np.concatenate([d[:, None], np.einsum("bks,s->bk", observe, b)], axis=1)[:, :_CHUNK]
        toeplitz = np.zeros((_CHUNK, len(BANDS), _CHUNK))
        for k in range(_CHUNK):
            toeplitz[k, :, k:] = response[:, : _CHUNK - k]
        self._powers = powers
        self._drive = drive.astype(np.float32)
        # From a chunk's inputs and the state before it to its outputs, band by band.
        outputs = np.concatenate([toeplitz, observe.transpose(2, 0, 1)])
        self._outputs = outputs.reshape(_CHUNK + order, -1).astype(np.float32)
        self._state = np.zeros(order, dtype=np.float32)
        self._uncut = 0
        self._runs: dict[int, _Run] = {}

    def __call__(self, mono: Floats) -> Floats:
        """float32 (n,), n > 0 → float32 (4, n and up to 63 more, which mean nothing)."""
        longest = _LONGEST_RUN * _CHUNK
        if len(mono) > longest:
            parts = [self(mono[k : k + longest]) for k in range(0, len(mono), longest)]
            return np.concatenate(parts, axis=1)
        chunks = -(-len(mono) // _CHUNK)
        run = self._runs.get(chunks)
        if run is None:
            run = self._runs[chunks] = _Run(chunks, self._powers[_CHUNK])
        rest = len(mono) - (chunks - 1) * _CHUNK
        if rest == _CHUNK:
            run.inputs[:] = mono.reshape(chunks, _CHUNK)
        else:
            run.inputs[:-1] = mono[:-rest].reshape(chunks - 1, _CHUNK)
            run.inputs[-1, :rest] = mono[-rest:]
            run.inputs[-1, rest:] = 0.0
        run.state[:] = self._state
        np.matmul(run.inputs, self._drive, out=run.driven)
        reached = run.step.dot(run.state_and_driven).reshape(chunks + 1, -1)
        run.states[:] = reached[:-1]
        state = reached[-1]
        if rest < _CHUNK:
            state = self._powers[rest] @ reached[-2] + run.inputs[-1, :rest] @ self._drive[_CHUNK - rest :]
        self._uncut += 1
        if self._uncut >= _CUT_AFTER:
            # Numbers far below hearing are cut off before they become denormal, which is slow.
            state = (state + _INAUDIBLE) - _INAUDIBLE
            self._uncut = 0
        self._state = state
        by_chunk: Floats = run.inputs_and_states.dot(self._outputs).reshape(chunks, len(BANDS), _CHUNK)
        return by_chunk.swapaxes(0, 1).reshape(len(BANDS), -1)


class _Run:
    """Room for so many chunks, and the matrix from a state and what drives it to the states around them."""

    def __init__(self, chunks: int, over_chunk: Floats) -> None:
        order = len(over_chunk)
        step = np.zeros((chunks + 1, order, chunks + 1, order))
        for before in range(chunks + 1):
            step[before, :, before] = np.eye(order)
            for after in range(before, chunks):
                step[after + 1, :, before] = over_chunk @ step[after, :, before]
        self.step = step.reshape((chunks + 1) * order, -1).astype(np.float32)
        self.state_and_driven = np.zeros((chunks + 1) * order, dtype=np.float32)
        self.state = self.state_and_driven[:order]
        self.driven = self.state_and_driven[order:].reshape(chunks, order)
        self.inputs_and_states = np.zeros((chunks, _CHUNK + order), dtype=np.float32)
        self.inputs = self.inputs_and_states[:, :_CHUNK]
        self.states = self.inputs_and_states[:, _CHUNK:]


class OnePole:
    """Exponential smoothing of several rows at once, exact for any block length.

    time_s: seconds to reach 1 − 1/e, one per row. Rows hold means over groups of samples, of which a
    block's last may be shorter.
    """

    def __init__(self, time_s: Floats, rate: int) -> None:
        self._log_decay = -1.0 / (np.asarray(time_s, dtype=np.float64) * rate)
        self._group = group_length(rate)
        self._tables: dict[int, tuple[Floats, Floats]] = {}
        self._value = np.zeros((len(self._log_decay), 1), dtype=np.float32)

    def __call__(self, rows: Floats, n: int) -> Floats:
        """(rows, groups of n samples) → smoothed, at the end of each group."""
        if rows.shape[1] > _LONGEST_SMOOTHED:
            first = rows[:, :_LONGEST_SMOOTHED], _LONGEST_SMOOTHED * self._group
            rest = rows[:, _LONGEST_SMOOTHED:], n - first[1]
            return np.concatenate([self(*first), self(*rest)], axis=1)
        shares, decay = self._table(n)
        smoothed: Floats = rows * shares
        np.add.accumulate(smoothed, axis=1, out=smoothed)
        smoothed += self._value
        smoothed *= decay
        self._value = smoothed[:, -1:] + _LEAST
        return smoothed

    def _table(self, n: int) -> tuple[Floats, Floats]:
        """(rows, groups): the share of each group over how far it decays until then, and that decay."""
        table = self._tables.get(n)
        if table is None:
            if len(self._tables) > 8:
                self._tables.clear()
            ends = group_ends(n, self._group)
            decay = np.exp(ends * self._log_decay[:, None])
            shares = -np.expm1(np.diff(ends, prepend=0) * self._log_decay[:, None]) / decay
            table = self._tables[n] = shares.astype(np.float32), decay.astype(np.float32)
        return table


class BandEnvelopes:
    """Amplitude per band: fast attack, exponential release, the same for any block length."""

    def __init__(self, rate: int) -> None:
        self._split = BandSplit(rate)
        self._smooth = OnePole(ATTACK_S, rate)
        self._group = group_length(rate)
        self._mean = np.full(self._group, 1.0 / self._group, dtype=np.float32)
        self._log_decay = -1.0 / (RELEASE_S * rate)
        self._tables: dict[int, tuple[Floats, list[float]]] = {}
        self.level = [0.0] * len(BANDS)
        """Amplitude (about RMS) at the end of the newest block."""

    def __call__(self, mono: Floats) -> Floats:
        """float32 (n,), n > 0 → smoothed power (4, groups); updates `level`."""
        n = len(mono)
        power = self._smooth(self._power(mono), n)
        table = self._tables.get(n)
        if table is None:
            if len(self._tables) > 8:
                self._tables.clear()
            ends = group_ends(n, self._group)
            fade = np.exp(2.0 * (n - ends) * self._log_decay[:, None])
            table = self._tables[n] = fade.astype(np.float32), np.exp(n * self._log_decay).tolist()
        fade, block_decay = table
        loudest = np.maximum.reduce(power * fade, axis=1).tolist()
        self.level = [
            max(math.sqrt(new), level * decay)
            for new, level, decay in zip(loudest, self.level, block_decay, strict=True)
        ]
        return power

    def _power(self, mono: Floats) -> Floats:
        """Mean power of each group (4, groups), the last of which may be shorter."""
        n, group = len(mono), self._group
        split = self._split(mono)
        short = n % group
        if short:
            # Nothing sounds after the last sample: its group is then the mean over what there is of it.
            split[:, n:] = 0.0
        np.multiply(split, split, out=split)
        means: Floats = split.reshape(-1, group).dot(self._mean)
        power = means.reshape(len(BANDS), -1)[:, : -(-n // group)]
        if short:
            power[:, -1] *= group / short
        return power


def _band_pass(low_hz: float, high_hz: float, rate: int) -> tuple[Doubles, Doubles, Doubles, float]:
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


def _biquad(cutoff_hz: float, rate: int, high_pass: bool) -> tuple[Doubles, Doubles]:
    """Second-order Butterworth (Q = 1/√2) of R. Bristow-Johnson's "Audio EQ Cookbook": (b, a), a[0] = 1."""
    w = 2.0 * math.pi * cutoff_hz / rate
    alpha = math.sin(w) / math.sqrt(2.0)
    cos_w = math.cos(w)
    side = (1.0 + cos_w) if high_pass else (1.0 - cos_w)
    b = np.array((side / 2.0, -side if high_pass else side, side / 2.0))
    a = np.array((1.0 + alpha, -2.0 * cos_w, 1.0 - alpha))
    return b / a[0], a / a[0]


def _state_space(b: Doubles, a: Doubles) -> tuple[Doubles, Doubles, Doubles, float]:
    """Normal form of a biquad with complex poles: a shrinking rotation, which single precision bears."""
    real = -0.5 * a[1]
    imaginary = math.sqrt(a[2] - real * real)
    c1, c2 = b[1] - b[0] * a[1], b[2] - b[0] * a[2]
    return (
        np.array(((real, imaginary), (-imaginary, real))),
        np.array((0.0, 1.0)),
        np.array(((c1 * real + c2) / imaginary, c1)),
        float(b[0]),
    )
