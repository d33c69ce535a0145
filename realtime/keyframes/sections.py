"""Sections of a song by novelty on its self-similarity matrix (Foote 2000), named by their energy."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from realtime.keyframes.spectra import CELL_BANDS, CELL_S

MOST_CELLS = 1400
SHORTEST_SECTION_S = 7.0
_KERNEL_S = (6.0, 14.0)
_SNAP_S = 0.6
_NEAR_RETURN_S = 5.0
_PAUSE_WINDOW_S = 0.6
_STAYS_S = 4.0
_STEP_S, _STEP_WINDOW_S, _STEP_NEAR_S = 0.1, 3.0, 8.0
_PULSE_S = (0.27, 1.6)
"""A beat at 220 bpm; two at 75."""
_DRUMS = 0.55
"""From this pulse clarity on, drums carry the music."""
_LOUD = 0.8


@dataclass(frozen=True, slots=True)
class Section:
    """start, end: seconds; name: intro, verse, build, drop, chorus, break, outro, silence or whole;
    energy: its loudness 0..1 against the loudest section."""

    start: float
    end: float
    name: str
    energy: float


def find_sections(
    cells: np.ndarray,
    duration: float,
    level: np.ndarray,
    bass: np.ndarray,
    onsets: np.ndarray,
    downbeats: np.ndarray,
) -> tuple[Section, ...]:
    """Sections from 0 to `duration` s.

    cells: (n, features), one every CELL_S; level, bass: 0..1, and onsets: how much begins, each at any even
    rate over the song; downbeats: seconds; edges snap to them.
    """
    returns = bass_returns(bass, duration)
    changes = _stepped(_edges(cells, duration), level, bass, duration)
    found = [edge for edge in changes if all(abs(edge - at) > _NEAR_RETURN_S for at in returns)]
    edges = [0.0, *_snapped(sorted(found + returns), downbeats), duration]
    edges = [edge for edge, following in pairwise(edges) if following - edge > 0.5]
    edges = [*(edges or [0.0]), duration]
    spans = list(pairwise(edges))
    energies = np.array([_mean(level, start / duration, end / duration) for start, end in spans])
    basses = np.array([_mean(bass, start / duration, end / duration) for start, end in spans])
    rises = np.array([_rise(level, start / duration, end / duration) for start, end in spans])
    pulses = np.array(
        [
            pulse_clarity(_slice(onsets, start / duration, end / duration), len(onsets) / duration)
            for start, end in spans
        ]
    )
    returning = [any(abs(start - at) <= _SNAP_S for at in returns) for start, _ in spans]
    names = _names(_relative(energies), _relative(basses), rises, pulses, np.diff(edges), returning)
    return tuple(
        Section(start, end, name, float(energy))
        for (start, end), name, energy in zip(spans, names, _relative(energies), strict=True)
    )


def novelty(cells: np.ndarray, reach: int) -> np.ndarray:
    """(n,) how much the song changes at each cell: a checkerboard kernel of `reach` cells to either side,
    tapered by a Gaussian, along the diagonal of the cosine self-similarity matrix."""
    count = len(cells)
    padded = np.pad(cells, ((reach, reach), (0, 0)), mode="edge")
    steps = np.arange(-reach, reach) + 0.5
    taper = np.exp(-2.0 * (steps / reach) ** 2)
    kernel = np.outer(np.sign(steps) * taper, np.sign(steps) * taper)
    result = np.zeros(count)
    for at in range(count):
        window = padded[at : at + 2 * reach]
        result[at] = np.sum(kernel * (window @ window.T))
    return np.maximum(result, 0.0) / np.abs(kernel).sum()


def bass_returns(bass: np.ndarray, duration: float) -> list[float]:
    """Times (s) at which the bass comes back, to stay, after a pause of a second or more: drops begin there.

    bass: its level at any even rate over the song.
    """
    rate = len(bass) / duration
    width = max(1, round(_PAUSE_WINDOW_S * rate))
    if duration < 2.5 * SHORTEST_SECTION_S or len(bass) < 8 * width:
        return []
    highest = np.max(np.lib.stride_tricks.sliding_window_view(np.pad(bass, (width - 1, 0)), width), axis=1)
    usual = float(np.percentile(highest, 90))
    sums = np.concatenate([[0.0], np.cumsum(highest > 0.6 * usual)])
    stay = round(_STAYS_S * rate)
    paused = highest < 0.4 * usual
    returns: list[float] = []
    for end in (np.flatnonzero(paused[:-1] & ~paused[1:]) + 1).tolist():
        begin = end - 1 - int(np.argmin(paused[end - 1 :: -1])) if not paused[:end].all() else 0
        pause = (end - begin) / rate + _PAUSE_WINDOW_S
        after = (sums[min(end + stay, len(highest))] - sums[end]) / stay
        time = end / rate
        near_edge = time < SHORTEST_SECTION_S / 2 or time > duration - SHORTEST_SECTION_S
        near_last = bool(returns) and time - returns[-1] < SHORTEST_SECTION_S
        if pause >= 1.2 and after >= 0.75 and not near_edge and not near_last:
            returns.append(time)
    return returns


def _edges(cells: np.ndarray, duration: float) -> list[float]:
    if duration < 2.5 * SHORTEST_SECTION_S or len(cells) < 8:
        return []
    pool = -(-len(cells) // MOST_CELLS)
    cell_s = CELL_S * pool
    whole = cells[: len(cells) // pool * pool].reshape(-1, pool, cells.shape[1]).mean(axis=1)
    features = _standardised(whole)
    curve = np.zeros(len(features))
    for kernel_s in _KERNEL_S:
        curve += novelty(features, max(4, round(kernel_s / cell_s)))
    gap = max(2, round(SHORTEST_SECTION_S / cell_s))
    threshold = curve.mean() + 0.35 * curve.std()
    edges: list[int] = []
    for at in np.argsort(curve)[::-1]:
        if curve[at] < max(threshold, 0.012):
            break
        if gap <= at <= len(features) - gap and all(abs(at - edge) >= gap for edge in edges):
            edges.append(int(at))
    return [edge * cell_s for edge in sorted(edges)]


def _stepped(edges: list[float], level: np.ndarray, bass: np.ndarray, duration: float) -> list[float]:
    """Each edge where level and bass step most near it: timbre changes over a fill or a rise, but what a film
    cuts on is the moment at which the new part is there."""
    grid = np.arange(0.0, duration, _STEP_S)
    both = sum(_at_times(values, grid, duration) / max(float(values.max()), 1e-9) for values in (level, bass))
    sums = np.concatenate([[0.0], np.cumsum(both)])
    reach = round(_STEP_WINDOW_S / _STEP_S)
    middle = np.arange(reach, len(grid) - reach + 1)
    step = np.abs(sums[middle + reach] - 2.0 * sums[middle] + sums[middle - reach])
    moved: list[float] = []
    for number, edge in enumerate(edges):
        before = edges[number - 1] if number else 0.0
        after = edges[number + 1] if number + 1 < len(edges) else duration
        away = middle * _STEP_S - edge
        near = (away > max(-_STEP_NEAR_S, 0.45 * (before - edge))) & (
            away < min(_STEP_NEAR_S, 0.45 * (after - edge))
        )
        likely = np.where(near, step * np.exp(-0.5 * (away / _STEP_NEAR_S) ** 2), 0.0)
        moved.append(float(edge + away[likely.argmax()]) if near.any() and likely.max() > 0.0 else edge)
    return moved


def _at_times(values: np.ndarray, times: np.ndarray, duration: float) -> np.ndarray:
    return np.interp(times, (np.arange(len(values)) + 0.5) * duration / len(values), values)


def _standardised(cells: np.ndarray) -> np.ndarray:
    """Rows of unit length: bands about their mean over the song, and pitch classes at half the weight."""
    bands = cells[:, :CELL_BANDS] - cells[:, :CELL_BANDS].mean(axis=0)
    bands = bands / max(float(bands.std()), 1e-6) / np.sqrt(CELL_BANDS)
    pitches = cells[:, CELL_BANDS:] - cells[:, CELL_BANDS:].mean(axis=0)
    pitches = 0.5 * pitches / max(float(pitches.std()), 0.02) / np.sqrt(12)
    rows = np.concatenate([bands, pitches], axis=1)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 0.3)


def _snapped(edges: list[float], downbeats: np.ndarray) -> list[float]:
    """Each edge at the nearest downbeat, if one is near."""
    snapped: list[float] = []
    for edge in edges:
        if len(downbeats):
            nearest = float(downbeats[np.argmin(np.abs(downbeats - edge))])
            edge = nearest if abs(nearest - edge) <= _SNAP_S else edge
        if not snapped or edge > snapped[-1]:
            snapped.append(edge)
    return snapped


def pulse_clarity(onsets: np.ndarray, rate: float) -> float:
    """0..1 how evenly onsets come again: the highest autocorrelation at a lag that may be a beat. Drum
    patterns reach 0.55 and more, orchestras and pianists hardly do.

    onsets: how much begins, `rate` times a second.
    """
    first, last = round(_PULSE_S[0] * rate), round(_PULSE_S[1] * rate)
    if len(onsets) < 2 * last or first < 2:
        return 0.0
    width = round(rate)
    usual = np.convolve(onsets, np.ones(width) / width, mode="same")
    rising = np.maximum(onsets - usual, 0.0)
    rising -= rising.mean()
    spectrum = np.fft.rfft(rising, 2 * len(rising))
    again = np.fft.irfft(np.square(np.abs(spectrum)))[: last + 1]
    if again[0] <= 0.0:
        return 0.0
    lags = np.arange(first, last + 1)
    clarity = again[lags] / again[0] * len(rising) / (len(rising) - lags)
    return float(np.clip(clarity.max(), 0.0, 1.0))


def _names(
    energy: np.ndarray,
    bass: np.ndarray,
    rise: np.ndarray,
    pulse: np.ndarray,
    lengths: np.ndarray,
    returning: list[bool],
) -> list[str]:
    """A name for each section, from what it does and what stands before and after it."""
    count = len(energy)
    if energy.max() <= 0.0:
        return ["silence"] * count
    if count == 1:
        return ["whole"]
    loud = max(_LOUD, float(np.average(energy, weights=lengths)))
    drops = [at > 0 and _drops(at, energy, bass, pulse, returning) for at in range(count)]
    names: list[str] = []
    for at in range(count):
        last = at == count - 1
        before = energy[at - 1] if at else 0.0
        after = 0.0 if last else energy[at + 1]
        if energy[at] < 0.02:
            names.append("silence")
        elif at == 0 and (energy[at] < 0.75 or after > 1.15 * energy[at]):
            names.append("intro")
        elif last and energy[at] < 0.75:
            names.append("outro")
        elif drops[at]:
            names.append("drop")
        elif not last and bass[at] < 0.3 and energy[at] < min(before, _LOUD):
            names.append("break")
        elif not last and drops[at + 1]:
            names.append("build" if rise[at] > 0.08 and lengths[at] < 40.0 else "verse")
        elif energy[at] >= _LOUD and bass[at] >= 0.7 and pulse[at] >= _DRUMS and names[-1:] == ["drop"]:
            names.append("drop")
        elif energy[at] >= loud:
            names.append("chorus")
        elif rise[at] > 0.15 and after > 1.2 * energy[at] and lengths[at] < 40.0:
            names.append("build")
        elif energy[at] < 0.45 and before > energy[at]:
            names.append("break")
        else:
            names.append("verse")
    return names


def _drops(at: int, energy: np.ndarray, bass: np.ndarray, pulse: np.ndarray, returning: list[bool]) -> bool:
    """A drop: after less, drums and bass come back, and it is loud. What only swells has none."""
    driven = energy[at] >= _LOUD and bass[at] >= 0.6 and pulse[at] >= _DRUMS
    back = bass[at - 1] <= 0.8 * bass[at] and energy[at - 1] <= 0.95 * energy[at]
    return bool(driven and back and (returning[at] or energy[at - 1] <= 0.8 * energy[at]))


def _relative(values: np.ndarray) -> np.ndarray:
    return values / values.max() if values.max() > 0.0 else values


def _slice(values: np.ndarray, start: float, end: float) -> np.ndarray:
    first = int(start * len(values))
    return values[first : max(first + 1, round(end * len(values)))]


def _mean(values: np.ndarray, start: float, end: float) -> float:
    return float(_slice(values, start, end).mean())


def _rise(values: np.ndarray, start: float, end: float) -> float:
    """How much louder the last third of a span is than its first, relative to the louder of the two."""
    part = _slice(values, start, end)
    third = max(1, len(part) // 3)
    first, last = float(part[:third].mean()), float(part[-third:].mean())
    return (last - first) / max(first, last, 1e-9)
