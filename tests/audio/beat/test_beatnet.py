"""The second opinion: it hears the same at any rate and block length, and the ear does without networks."""

import logging
import subprocess
import sys

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat import beatnet, ear_net
from realtime.audio.beat.beatnet import BeatNet
from realtime.audio.beat.beatnet_input import WINDOW_S
from realtime.audio.feature.novelty import Spectra
from realtime.audio.io.block import Block
from synthetic_music.music import RATE
from tests.audio.beat.activations import beats_stand_out


def resampled(mono, rate):
    """To a lower rate, by leaving out what lies above half of it."""
    spectrum = np.fft.rfft(mono)
    count = round(len(mono) * rate / RATE)
    return np.fft.irfft(spectrum[: count // 2 + 1], count).astype(np.float32) * rate / RATE


def activations(mono, rate, block):
    """Times (n,) and logits (n, 2) of beat and downbeat, in blocks of so many samples."""
    spectra, net = Spectra(rate, kept_s=WINDOW_S), BeatNet()
    net.set_rate(rate)
    times, logits = [], []
    for first in range(0, len(mono), block):
        for offset, _ in spectra(mono[first : first + block]):
            observed = net(spectra)
            if observed is not None:
                times.append(first / rate + offset)
                logits.append((observed.beat, observed.downbeat))
    return np.array(times), np.array(logits)


def test_beats_are_told_when_they_fall(house):
    assert beats_stand_out(*activations(house.samples, RATE, 441), house.beats) > 2.0


@pytest.mark.parametrize("block", [64, 1000, 5000])
def test_the_length_of_blocks_changes_nothing(house, block):
    short = house.samples[: 4 * RATE]
    for here, there in zip(activations(short, RATE, block), activations(short, RATE, 441), strict=True):
        count = min(len(here), len(there))
        assert abs(len(here) - len(there)) <= 1
        assert here[:count] == pytest.approx(there[:count], abs=1e-3)


@pytest.mark.parametrize("rate", [22050, 32000])
def test_other_rates_hear_nearly_the_same(house, rate):
    _, here = activations(house.samples, RATE, 441)
    _, there = activations(resampled(house.samples, rate), rate, 160)
    count = min(len(here), len(there))
    assert np.corrcoef(here[250:count, 0], there[250:count, 0])[0, 1] > 0.85


def test_loudness_changes_little(house):
    _, here = activations(house.samples, RATE, 441)
    _, there = activations(0.02 * house.samples, RATE, 441)
    assert np.corrcoef(here[:, 0], there[:, 0])[0, 1] > 0.95


def test_without_their_files_the_beat_is_found_all_the_same(house, tmp_path, monkeypatch, caplog):
    for net in (beatnet, ear_net):
        monkeypatch.setattr(net, "WEIGHTS", tmp_path / f"no_{net.__name__.rpartition('.')[2]}.onnx")
    with caplog.at_level(logging.WARNING):
        analyzer = Analyzer(RATE, beats="network")
        Analyzer(RATE, beats="network")
    assert [record.message for record in caplog.records] == [
        f"{tmp_path / name} is missing: the beat is found without it, less surely"
        for name in ("no_ear_net.onnx", "no_beatnet.onnx")
    ]
    stereo, beats = np.repeat(house.samples[:, None], 2, axis=1), []
    for first in range(0, len(stereo), 512):
        beats += analyzer.feed(Block(stereo[first : first + 512], first / RATE, RATE)).beats
    late = [beat.time for beat in beats if beat.time > 6.0]
    assert len(late) > 8 and np.mean([np.abs(house.beats - time).min() < 0.05 for time in late]) > 0.9


def test_torch_is_not_needed_to_hear():
    code = (
        "import sys, numpy as np; from realtime.audio.analyzer import Analyzer; "
        "from realtime.audio.io.block import Block; "
        "Analyzer(44100, beats='network').feed(Block(np.zeros((4096, 2), np.float32), 0.0, 44100)); "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0
