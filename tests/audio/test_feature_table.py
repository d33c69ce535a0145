"""One row is a feature: the ear, whole songs and everything that shows or sends features follow from it."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.feature_table import BANDS, FEATURES
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.keyframes.song import analyse
from synthetic_music.wav import write_wav

RATE = 44100


def _noise() -> np.ndarray:
    return np.random.default_rng(4).normal(0.0, 0.15, 4 * RATE)


def _chord() -> np.ndarray:
    t = np.arange(4 * RATE) / RATE
    return sum(0.15 * np.sin(2 * np.pi * hertz * t) for hertz in (220.0, 1320.0, 2640.0))


def _live(mono: np.ndarray) -> Features:
    analyzer = Analyzer(RATE)
    stereo = np.repeat(mono.astype(np.float32)[:, None], 2, axis=1)
    return [analyzer.feed(Block(stereo[n : n + 256], n / RATE, RATE)) for n in range(0, len(mono), 256)][-1]


def _song(mono: np.ndarray, path):
    return analyse(write_wav(path, mono, RATE), 20.0)


def test_every_row_is_a_field_within_its_limits_with_a_line_of_help():
    rest = Features()
    for name, row in FEATURES.items():
        assert row.name == name and row.help and "\n" not in row.help
        assert row.low <= getattr(rest, name) <= row.high
    assert set(BANDS) <= set(FEATURES)


def test_flatness_tells_noise_from_tones_live_and_in_whole_songs_alike(tmp_path):
    live = [_live(sound).flatness for sound in (_chord(), _noise())]
    songs = [_song(sound, tmp_path / "a.wav").features["flatness"] for sound in (_chord(), _noise())]
    whole = [float(np.median(values)) for values in songs]
    # A windowed spectrum of white noise has a flatness of e to the -0.577.
    assert live[0] < 0.05 and live[1] == pytest.approx(0.56, abs=0.06)
    assert whole == pytest.approx(live, abs=0.06)
    assert _live(np.concatenate([_noise(), np.zeros(4 * RATE)])).flatness < 0.01, "silence is not noise"


ONE_ROW = """
import sys
import numpy as np
from realtime.audio.feature_table import FEATURES, Feature
FEATURES["bareness"] = Feature(
    "bareness", "a made-up measure", label="bare",
    measure=lambda frequencies: lambda magnitudes: magnitudes.sum(axis=-1) * 0.0 + 0.5,
)
from realtime.audio.analyzer import Analyzer
from realtime.audio.features import Features
from realtime.audio.io.block import Block
from realtime.commands.listen_output import describe
from realtime.control.osc_feed import OscFeed
from realtime.keyframes.export import export
from realtime.keyframes.map_spec import parse_map
from realtime.keyframes.song import analyse
from realtime.live.hud_text import _levels
from realtime.mapping.reference import reference
from realtime.mapping.signals import Moment, find_signal
from realtime.stage.sound_inputs import sound_values

analyzer = Analyzer(44100)
sound = np.random.default_rng(1).normal(0, 0.1, (44100, 2)).astype(np.float32)
for start in range(0, 44100, 256):
    features = analyzer.feed(Block(sound[start : start + 256], start / 44100, 44100))
assert abs(features.bareness - 0.5) < 0.01, features.bareness
assert find_signal("bareness").read(Moment(features, 1.0)) == features.bareness
assert ("/anacrusis/bareness", [features.bareness]) in OscFeed().messages(1.0, features, (1, "a"))
assert sound_values(features, 1.0)["bareness"] == features.bareness
assert "bare " in describe(features) and "bare " in _levels(features) and len(_levels(features)) <= 70
assert any(row["name"] == "bareness" for row in reference(())["signals"])
song = analyse(sys.argv[1], 10.0)
values = parse_map("strength=bareness:linear:0..1").values(song)
assert abs(np.median(values) - 0.5) < 0.01
assert "bareness" in export(song, {}, "csv").splitlines()[0] and '"bareness": [' in export(song, {}, "json")
"""


def test_one_more_row_reaches_everything_that_deals_in_features(tmp_path):
    _song(_noise(), tmp_path / "noise.wav")
    run = subprocess.run(
        [sys.executable, "-c", ONE_ROW, str(tmp_path / "noise.wav")], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
