"""Onsets of a whole song, with sight of what comes after them."""

from __future__ import annotations

import numpy as np

from realtime.audio.feature_table import BANDS
from realtime.audio.features import Onset
from realtime.keyframes.spectra import HOP_S, SongSpectra

SHORTEST_GAP_S = 0.06
_AROUND_S = 0.5
_THRESHOLD = 0.1
_SHARE_OF_NEAR = 0.3
_NEAR_S = 1.5
_SILENT = 1e-3


def find_onsets(spectra: SongSpectra) -> tuple[Onset, ...]:
    """All onsets by time; `announced` is their own time, for a song is known from the start."""
    onsets = [
        Onset(float(time), float(time), band, float(strength))
        for band, flux, amplitude in zip(BANDS, spectra.flux, spectra.amplitude, strict=True)
        for time, strength in _peaks(spectra.hop_times, flux, amplitude)
    ]
    return tuple(sorted(onsets, key=lambda onset: (onset.time, onset.band)))


def _peaks(times: np.ndarray, flux: np.ndarray, amplitude: np.ndarray) -> list[tuple[float, float]]:
    """(time, strength 0..1): peaks of the flux above what is usual around them."""
    if len(flux) < 3 or flux.max() <= 0.0 or amplitude.max() <= _SILENT:
        return []
    scale = float(np.percentile(flux[flux > 0], 99))
    relative = flux / max(scale, 1e-9)
    reach = max(1, round(SHORTEST_GAP_S / HOP_S / 2))
    around = max(2, round(_AROUND_S / HOP_S))
    highest = np.max(np.lib.stride_tricks.sliding_window_view(np.pad(relative, reach), 2 * reach + 1), axis=1)
    sums = np.cumsum(np.pad(relative, (around + 1, around), mode="edge"))
    mean = (sums[2 * around + 1 :] - sums[: -2 * around - 1]) / (2 * around + 1)
    after = np.maximum(amplitude, np.append(amplitude[1:], 0.0))
    loud = after > max(_SILENT, 0.02 * amplitude.max())
    near = max(2, round(_NEAR_S / HOP_S))
    strongest = np.max(np.lib.stride_tricks.sliding_window_view(np.pad(relative, near), 2 * near + 1), axis=1)
    found = (relative >= highest) & (relative > mean + _THRESHOLD + _SHARE_OF_NEAR * strongest) & loud
    chosen: list[tuple[float, float]] = []
    for hop in np.flatnonzero(found):
        if not chosen or times[hop] - chosen[-1][0] >= SHORTEST_GAP_S:
            chosen.append((times[hop], min(relative[hop], 1.0)))
    return chosen
