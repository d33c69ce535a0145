"""The ear's own network: what it was fitted on is what a show tells it, and it knows beats from talk."""

import numpy as np
import pytest

from realtime.audio.beat import ear_net, song_net
from realtime.audio.beat.band_input import BANDS, INPUTS, BandInput
from realtime.audio.beat.ear_net import EarNet
from realtime.audio.beat.song_frames import song_frames
from realtime.audio.feature.novelty import Novelty, Spectra
from realtime.audio.io.samples import SampleSource
from synthetic_music.beatless import sound
from synthetic_music.music import RATE
from tests.audio.beat.activations import beats_stand_out
from tests.missing import needed


def activations(mono, rate=RATE):
    """Times (n,) and logits (n, 2) of beat and downbeat."""
    spectra = Spectra(rate)
    novelty, net = Novelty(spectra.frequencies), EarNet()
    times, logits = [], []
    for first in range(0, len(mono), 441):
        for offset, magnitudes in spectra(mono[first : first + 441]):
            novelty(magnitudes)
            observed = net(novelty.bands, novelty.risen, novelty.chroma(magnitudes))
            if observed is not None:
                times.append(first / rate + offset)
                logits.append((observed.beat, observed.downbeat))
    return np.array(times), np.array(logits)


def test_beats_are_told_when_they_fall(house):
    assert beats_stand_out(*activations(house.samples), house.beats) > 2.0


def test_the_one_that_hears_whole_songs_knows_beats_better(house):
    frames = song_frames(SampleSource(house.samples, RATE))
    observed = frames.beat != 0.0
    logits = np.stack([frames.beat[observed], frames.one[observed]], axis=1)
    # Log-odds for the path: less than half of the network's.
    assert beats_stand_out(frames.times[observed], logits, house.beats) > 1.0
    assert beats_stand_out(frames.times[observed], logits[:, ::-1], house.beats[house.beat_in_bar == 1]) > 1.0


def test_long_songs_are_heard_in_stretches_without_a_seam(house, monkeypatch):
    whole = song_frames(SampleSource(house.samples, RATE)).beat
    monkeypatch.setattr(song_net, "STRETCH_STEPS", 150)
    monkeypatch.setattr(song_net, "OVERLAP_STEPS", 200)
    cut = song_frames(SampleSource(house.samples, RATE)).beat
    assert len(cut) == len(whole)
    assert np.abs(cut - whole).max() < 0.3


def test_talk_has_no_beat(house):
    _, music = activations(house.samples)
    _, talk = activations(sound("speech", 4, 12.0))
    assert np.quantile(talk[250:, 0], 0.98) < np.quantile(music[250:, 0], 0.98) - 1.0


def test_sound_of_low_rates_has_fewer_bands_and_is_heard_all_the_same(house):
    spectrum = np.fft.rfft(house.samples)
    count = len(house.samples) // 4
    low = np.fft.irfft(spectrum[: count // 2 + 1], count).astype(np.float32) / 4
    _, whole = activations(house.samples)
    _, dull = activations(low, RATE // 4)
    count = min(len(whole), len(dull))
    assert np.corrcoef(whole[250:count, 0], dull[250:count, 0])[0, 1] > 0.6


def test_the_fit_hears_what_a_show_hears(house):
    needed("torch", "pip install -e '.[diffusion]'")
    from training.ear_material import heard
    from training.fit_ear_net import Heard, inputs_and_wanted

    piece = house.samples[: 3 * RATE]
    laid = Heard(
        "house-1",
        **heard(piece),
        beats=house.beats,
        ones=house.beats[::4],
        ones_known=True,
        known=np.zeros((0, 2)),
    )
    fitted = inputs_and_wanted(laid, 4, len(laid.times) - 6, None).inputs
    spectra = Spectra(RATE)
    novelty, net, shown = Novelty(spectra.frequencies), EarNet(), []
    for first in range(0, len(piece), 441):
        for _, magnitudes in spectra(piece[first : first + 441]):
            novelty(magnitudes)
            step = net._input(novelty.bands, novelty.risen, novelty.chroma(magnitudes))
            if step is not None:
                shown.append(step)
    live = np.array(shown)[2 : 2 + len(fitted)]
    assert fitted.shape[1] == INPUTS == live.shape[1]
    assert np.abs(live[8 : len(fitted)] - fitted[8 : len(live)]).max() < 0.02
    assert live[:, :BANDS].max() > 0.5


def test_the_graphs_say_what_the_fitted_networks_say():
    torch = needed("torch", "pip install -e '.[diffusion]'")
    import onnxruntime

    from training.ear_net_model import SONG_SHARE, EarNetModel, SongNetModel, from_onnx, graph, song_graph

    model, song, beside = EarNetModel(), SongNetModel(), from_onnx(ear_net.WEIGHTS)
    inputs = np.random.default_rng(3).random((40, 1, INPUTS), dtype=np.float32)
    with torch.no_grad():
        batch = torch.from_numpy(inputs[None, :, 0])
        first, second = beside[0](batch)[0].numpy(), model(batch)[0].numpy()
        whole = song(batch, model.felt(batch))[0].numpy()
    stepped = onnxruntime.InferenceSession(graph([*beside, model]).SerializeToString())
    states = {state.name: np.zeros(state.shape, np.float32) for state in stepped.get_inputs()[1:]}
    logits = stepped.run(["logits"], {"inputs": inputs, **states})[0][:, 0]
    assert logits == pytest.approx(0.5 * (first + second), abs=1e-4)
    heard = onnxruntime.InferenceSession(song_graph(model, song, beside).SerializeToString())
    logits = heard.run(["logits"], {"inputs": inputs})[0][:, 0]
    assert logits == pytest.approx(SONG_SHARE * whole + (1.0 - SONG_SHARE) * first, abs=1e-4)


def test_minutes_of_digital_silence_are_silence_to_it():
    heard, silent = BandInput(), np.zeros(BANDS, np.float32)
    with np.errstate(all="raise"):
        heard(silent, silent, np.ones(12, np.float32))
        for _ in range(100_000):
            inputs = heard(silent, silent, np.zeros(12, np.float32))
            assert inputs is None or not inputs.any()
