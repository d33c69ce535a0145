"""What kind of music a song is: its key, how full, rough, deep and uneven it sounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.audio.feature.flatness import flatness
from realtime.audio.io.file import FileSource
from realtime.keyframes.song import Song

_RATE = 22050
# Three quarters of a second: semitones lie apart from 110 Hz on.
_WINDOW = 1 << 14
_TONES_HZ = (110.0, 1760.0)
_BASS_HZ, _HIGH_HZ = 120.0, 2000.0
# Windows this far below the loudest are pauses.
_PAUSE_DB, _SILENCE_DB = 40.0, -60.0
# A partial counts that is at least this share of the loudest in its window.
_PARTIAL = 0.02
# How well the twelve tones fit a major and a minor key on the first tone (Krumhansl and Kessler 1982).
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_KEYS = ("A", "B♭", "B", "C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭")
# A key is worth naming that fits so well, and so much better than the best of the other mode.
_FIT, _CLEAR = 0.45, 0.03
# Below this share of noise between its partials, music has no drums in it.
_PURE = 0.02


@dataclass(frozen=True, slots=True)
class Character:
    """tempo: bpm, 0 without a steady beat; key: its tonic, "" where none is plain, and whether it is minor.

    0..1 each: energy (many notes, brightness, roughness, tempo), light (0 plainly minor, 1 plainly major),
    brightness, grit (hiss, drums, distortion), bass (share of the power below 120 Hz), swing (from its loud
    to its soft parts). pure: tones without drums: a piano, strings, a choir.
    """

    tempo: float
    key: str
    minor: bool
    energy: float
    light: float
    brightness: float
    grit: float
    bass: float
    swing: float
    pure: bool


def hear(song: Song) -> Character:
    """Listen to the file of `song` once more, for what its frames do not hold. Raises UserError."""
    power, bass, high, flat, tones = (np.array(column) for column in zip(*_windows(song.path), strict=True))
    loudness = 10.0 * np.log10(power + 1e-12)
    heard = loudness > max(_SILENCE_DB, loudness.max() - _PAUSE_DB)
    if not heard.any():
        return Character(0.0, "", False, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, True)
    rough = float(np.median(flat[heard]))
    bright = float(np.average(song.features["brightness"], weights=song.level + 1e-9))
    key, minor, fit, major = _key(np.sum(tones[heard], axis=0))
    notes = len(song.onsets) / max(song.duration, 1.0)
    roughness = np.log10(rough + 1e-9)
    return Character(
        tempo=song.tempo,
        key=key,
        minor=minor,
        energy=0.35 * _share(notes, 2.0, 11.0)
        + 0.25 * _share(roughness, -2.3, -0.4)
        + 0.25 * _share(bright, 0.40, 0.64)
        + 0.15 * _share(song.tempo, 60.0, 150.0),
        light=_share(0.5 + major / 0.4 * _share(fit, 0.2, 0.7), 0.0, 1.0),
        brightness=_share(bright, 0.35, 0.65),
        grit=0.4 * _share(bright, 0.45, 0.65)
        + 0.3 * _share(float(np.mean(high[heard])), 0.0, 0.2)
        + 0.3 * _share(roughness, -2.0, -0.5),
        bass=_share(float(np.mean(bass[heard])), 0.0, 0.6),
        swing=_share(float(np.ptp(np.percentile(loudness[heard], (15, 95)))), 1.0, 10.0),
        pure=rough < _PURE,
    )


def _windows(path: Path) -> Iterator[tuple[float, float, float, float, np.ndarray]]:
    """Of each window: mean power; shares of it in the bass and high up; spectral flatness, 0 for tones and 1
    for noise; float (12,): its partials by pitch class, from A."""
    source = FileSource(path, block=_WINDOW, rate=_RATE)
    frequencies = np.fft.rfftfreq(_WINDOW, 1.0 / _RATE)
    pitch = np.round(12.0 * np.log2(np.maximum(frequencies, 1.0) / 440.0)).astype(int) % 12
    tonal, flat = _between(frequencies, *_TONES_HZ), flatness(frequencies)
    taper = np.hanning(_WINDOW).astype(np.float32)
    last = np.zeros(_WINDOW // 2, np.float32)
    while (block := source.read()) is not None:
        mono = block.samples.mean(axis=1)
        samples = np.concatenate([last, mono, np.zeros(_WINDOW - len(mono), np.float32)])
        last = samples[_WINDOW : _WINDOW + _WINDOW // 2]
        for start in (0, _WINDOW // 2):
            window = samples[start : start + _WINDOW]
            spectrum = np.abs(np.fft.rfft(window * taper)) * (2.0 / _WINDOW)
            power = spectrum * spectrum
            total = float(power.sum()) + 1e-12
            loud = float(np.mean(window * window))
            tones = np.bincount(pitch, _partials(spectrum, tonal), minlength=12)
            yield (
                loud,
                float(power[frequencies < _BASS_HZ].sum()) / total,
                float(power[frequencies >= _HIGH_HZ].sum()) / total,
                float(flat(spectrum)),
                tones / max(float(tones.sum()), 1e-9) * np.sqrt(loud),
            )
    source.close()


def _partials(spectrum: np.ndarray, tonal: np.ndarray) -> np.ndarray:
    """(bins,): the peaks of `spectrum` where `tonal` is true, pressed together; 0 elsewhere."""
    peak = np.zeros(len(spectrum), bool)
    peak[1:-1] = (spectrum[1:-1] > spectrum[:-2]) & (spectrum[1:-1] >= spectrum[2:])
    peak &= tonal & (spectrum > _PARTIAL * spectrum[tonal].max())
    return np.where(peak, np.sqrt(spectrum), 0.0)


def _key(tones: np.ndarray) -> tuple[str, bool, float, float]:
    """(tonic or "", minor, how well it fits, how much better the best major key fits than the best minor)."""
    if np.ptp(tones) <= 0.0:
        return "", False, 0.0, 0.0
    fits = np.array([[_alike(tones, np.roll(mode, n)) for n in range(12)] for mode in (_MAJOR, _MINOR)])
    best = fits.max(axis=1)
    minor = bool(best[1] > best[0])
    fit, major = float(best.max()), float(best[0] - best[1])
    plain = fit >= _FIT and abs(major) >= _CLEAR
    return (_KEYS[int(fits[int(minor)].argmax())] if plain else ""), minor, fit, major


def _alike(a: np.ndarray, b: np.ndarray) -> float:
    """Correlation."""
    a, b = a - a.mean(), b - b.mean()
    return float(a @ b / np.sqrt((a @ a) * (b @ b)))


def _between(values: np.ndarray, low: float, high: float) -> np.ndarray:
    return (values >= low) & (values <= high)


def _share(value: float, low: float, high: float) -> float:
    """Where `value` lies from `low` to `high`, 0..1."""
    return float(min(max((value - low) / (high - low), 0.0), 1.0))
