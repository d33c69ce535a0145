"""More sound without a beat: other languages, babble, two who talk at once, tunes that nobody counts."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

from realtime.audio.io.file import FileSource
from realtime.audio.io.mono import to_mono
from synthetic_music.score import RATE, reverb
from training import sampler

SECONDS = 26.0
_VOICES = (
    "en-us", "en-gb", "de", "fr-fr", "es", "ko", "it", "pt", "ru", "pl", "tr", "fi", "hu", "sv", "el", "nl",
    "cs", "ro", "id", "vi", "hi", "ta", "sw", "cmn", "ja", "ar", "ka", "eu",
)  # fmt: skip
_TEXTS = (
    "The meeting will begin at nine. Please bring your notes, and do not forget the keys to the old house.",
    "When the wind had dropped, she walked along the shore, counting ships that never came home.",
    "Er hat gesagt, dass er morgen nicht kommen kann, weil der Zug wieder zu spät ist.",
    "Il faut que je parte avant la nuit, parce que la route est longue et que personne ne m'attend.",
    "Ayer por la tarde fuimos al mercado y compramos pan, queso y unas manzanas muy dulces.",
    "Domani mattina prendo il treno per Torino e ti telefono appena sono arrivato.",
    "Minä en tiedä mitä sanoisin, mutta huomenna sataa varmasti lunta koko päivän.",
    "Kedilerimiz bahçede oynarken komşumuz pencereden bakıp gülümsedi.",
    "Vadonatúj kerékpárt vettem, mert a régit ellopták a pályaudvar elől.",
)
_ONSETS, _VOWELS, _ENDS = "ptkbdgmnlrsvfz", "aeiou", ("", "", "", "n", "s", "r", "l", "m")
_SOLO = (52, 53, 54, 40, 42, 73, 71, 68, 60, 56, 24, 0, 77, 75, 11, 14, 46)
_PADS = (48, 49, 50, 52, 88, 89, 91, 94, 95, 19)


def _babble(rng: np.random.Generator) -> str:
    """Sentences of words that no language has."""
    words = []
    for _ in range(int(rng.integers(4, 14))):
        syllables = [
            rng.choice(list(_ONSETS)) + rng.choice(list(_VOWELS)) + rng.choice(_ENDS)
            for _ in range(int(rng.integers(1, 5)))
        ]
        words.append("".join(syllables) + ("," if rng.random() < 0.12 else ""))
    return " ".join(words) + "."


def talk(number: int) -> np.ndarray:
    """Somebody reads or babbles, sometimes two at once, in a room or over a microphone's hum."""
    rng = np.random.default_rng([number, 61])
    sound = _speaker(rng)
    if rng.random() < 0.25:
        sound = sound + float(rng.uniform(0.2, 1.0)) * _speaker(rng)
    if rng.random() < 0.5:
        sound = sound + float(rng.uniform(0.1, 0.7)) * reverb(sound, rng) * float(np.abs(sound).max())
    hiss = float(np.exp(rng.uniform(np.log(1e-4), np.log(1e-2))))
    return (sound + hiss * rng.standard_normal(len(sound))).astype(np.float32)


def _speaker(rng: np.random.Generator) -> np.ndarray:
    """float32 (n,) at `RATE`, peak 0.5."""
    voice, speed = str(rng.choice(_VOICES)), int(rng.integers(105, 230))
    pitch, gap = int(rng.integers(10, 95)), float(rng.uniform(0.05, 1.4))
    parts: list[np.ndarray] = []
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder, "spoken.wav")
        while sum(map(len, parts)) < SECONDS * RATE:
            text = _babble(rng) if rng.random() < 0.6 else _TEXTS[int(rng.integers(len(_TEXTS)))]
            command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", spoken, text]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            parts += [sound_of(spoken), np.zeros(int(rng.uniform(0.3, 1.7) * gap * RATE), dtype=np.float32)]
    speech = np.concatenate(parts)[: int(SECONDS * RATE)]
    return 0.5 * speech / max(1e-6, float(np.abs(speech).max()))


def uncounted(number: int) -> np.ndarray:
    """Voices or instruments whose notes are as long as they like, alone or over held chords."""
    rng = np.random.default_rng([number, 62])
    notes, time, place, key = [], float(rng.uniform(0.0, 1.0)), 7, int(rng.integers(50, 66))
    scale = (0, 2, 4, 5, 7, 9, 11) if rng.random() < 0.5 else (0, 2, 3, 5, 7, 8, 10)
    middle, spread = float(rng.uniform(-1.4, 0.3)), float(rng.uniform(0.45, 0.9))
    while time < SECONDS:
        for _ in range(int(rng.integers(2, 12))):
            place = int(np.clip(place + rng.integers(-3, 4), 0, 14))
            length = float(np.clip(rng.lognormal(middle, spread), 0.12, 5.0))
            pitch = key + scale[place % 7] + 12 * (place // 7)
            notes.append(sampler.Timed(time, length * 0.95, pitch, int(rng.integers(55, 110)), 0))
            time += length
        time += float(rng.exponential(0.8))
    programs = {0: int(rng.choice(_SOLO))}
    if rng.random() < 0.4:
        programs[1] = int(rng.choice(_PADS))
        time = 0.0
        while time < SECONDS:
            length, root = float(rng.uniform(2.0, 8.0)), key - 12 + int(rng.choice(scale))
            notes += [sampler.Timed(time, length, root + step, 60, 1) for step in (0, 7, 12, 16)]
            time += length
    sound = sampler.tones(rng, notes, programs, SECONDS)
    if rng.random() < 0.6:
        sound = sound + float(rng.uniform(0.1, 0.6)) * reverb(sound, rng) * float(np.abs(sound).max())
    return (sound + float(rng.uniform(1e-5, 1e-3)) * rng.standard_normal(len(sound))).astype(np.float32)


def sound_of(path: Path) -> np.ndarray:
    """float32 (n,) at `RATE`."""
    source = FileSource(path, block=1 << 15)
    try:
        samples = np.concatenate([to_mono(block.samples) for block in iter(source.read, None)])
        places = np.arange(0, len(samples) - 1, source.rate / RATE)
    finally:
        source.close()
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
