"""Songs to film: small, real sound files with a form that can be heard."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from synthetic_music import wav
from tests.called import called

PROJECT = Path(__file__).resolve().parents[1]
RATE = 22050


write_wav = partial(wav.write_wav, rate=RATE)


def beats(seconds: float, tempo: float = 120.0, loud: float = 0.7) -> np.ndarray:
    """A bass drum on each beat and a hat between, over a soft chord."""
    time_s = np.arange(int(seconds * RATE)) / RATE
    since = time_s % (60.0 / tempo)
    kick = np.sin(2 * np.pi * (50 * since + 25 * (1 - np.exp(-since * 30)))) * np.exp(-since * 12)
    off = (time_s + 30.0 / tempo) % (60.0 / tempo)
    hats = np.random.default_rng(1).standard_normal(len(time_s)) * np.exp(-off * 60) * 0.2
    chord = sum(np.sin(2 * np.pi * pitch * time_s) for pitch in (220.0, 277.2, 329.6)) * 0.03
    return loud * (kick + hats) + chord


@pytest.fixture(scope="session")
def short_song(tmp_path_factory) -> Path:
    """10 s with a beat."""
    return write_wav(tmp_path_factory.mktemp("songs") / "short.wav", beats(10.0))


@pytest.fixture(scope="session")
def formed_song(tmp_path_factory) -> Path:
    """64 s: quiet chords, beats, quiet, loud beats; 16 s each."""
    parts = []
    for seed, loud in enumerate((0.0, 0.45, 0.0, 0.95)):
        part = beats(16.0, loud=loud)
        if loud == 0.95:
            part = part + np.random.default_rng(seed).standard_normal(len(part)) * 0.05
        parts.append(part)
    return write_wav(tmp_path_factory.mktemp("songs") / "formed.wav", np.concatenate(parts))


@pytest.fixture(scope="session")
def run_live():
    """Runs one command of the program in this process: `tests.called`."""
    return called


@pytest.fixture(scope="session")
def cut_setlist(tmp_path_factory) -> Path:
    """Two scenes with a cut between them, after four seconds, and a third that flows in."""
    path = tmp_path_factory.mktemp("setlists") / "cut.toml"
    path.write_text(
        'name = "cut"\nloop = false\n[[song]]\nname = "s"\n'
        '[[song.scene]]\nname = "a"\nprompt = "the sea"\nsource = "horizon"\nafter = "4 s"\n'
        'routes = [{from = "bass", to = "zoom", range = [0.0, 0.4]}]\n'
        '[[song.scene]]\nname = "b"\nprompt = "stars"\nsource = "tunnel"\nafter = "4 s"\ntransition = "cut"\n'
        'routes = [{from = "beat", to = "zoom", range = [0.02, 0.3]}]\n'
        '[[song.scene]]\nname = "c"\nprompt = "clouds"\nsource = "clouds"\nafter = "operator"\n'
        'transition = {shader = "dissolve", beats = 2}\n'
    )
    return path
