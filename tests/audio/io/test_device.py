"""The sound card: a real PulseAudio daemon, heard, lost and found again."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import av
import numpy as np
import pytest

from realtime.audio.demo.demo import DemoSource
from realtime.audio.io import portaudio
from realtime.audio.io.block import Block
from realtime.audio.io.device import DeviceSource
from realtime.audio.io.open import open_source
from realtime.audio.io.playback import PacedSource
from realtime.errors import UserError

RATE = 44100


@pytest.fixture
def card(pulse_server):
    """The daemon, with PortAudio's list of devices made anew."""
    portaudio.refresh()
    yield pulse_server
    pulse_server.kill()
    portaudio.refresh()


class Clicks:
    """A click every half second."""

    name, rate, live, ended = "clicks", RATE, False, False

    def __init__(self) -> None:
        self._at = 0

    def read(self) -> Block:
        index = self._at + np.arange(256)
        samples = np.repeat(((index % (RATE // 2)) < 40)[:, None] * np.float32(0.8), 2, axis=1)
        self._at += 256
        return Block(samples.astype(np.float32), index[0] / RATE, RATE)

    def close(self) -> None:
        pass


def sine_file(path: Path, hertz: float, seconds: float) -> Path:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)
    samples = np.repeat((wave * 32767).astype(np.int16)[:, None], 2, axis=1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def hear(source, seconds: float, until=lambda blocks: False) -> list[Block]:
    """Blocks that come within `seconds`, or until the condition holds."""
    blocks: list[Block] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until(blocks):
        block = source.read()
        if block is None:
            time.sleep(0.001)
        else:
            blocks.append(block)
    return blocks


def loud(blocks: list[Block]) -> bool:
    return bool(blocks) and float(np.abs(blocks[-1].samples).max()) > 0.1


def test_a_tone_played_by_another_program_is_heard_with_its_pitch_and_level(card, tmp_path):
    source = DeviceSource("pulse")
    player = card.play(sine_file(tmp_path / "tone.wav", 1000.0, 8.0))
    try:
        assert loud(hear(source, 8.0, loud))
        samples = np.concatenate([block.samples for block in hear(source, 0.6)])[:16384, 0]
    finally:
        player.kill()
        player.wait()
        source.close()
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    assert np.argmax(spectrum) * source.rate / len(samples) == pytest.approx(1000.0, abs=4.0)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.05)


def test_blocks_follow_each_other_and_the_clock_is_never_behind_what_was_read(card):
    source = DeviceSource("pulse", block=256)
    blocks, now = [], [0.0]
    end = time.monotonic() + 2.0
    while time.monotonic() < end:
        block = source.read()
        now.append(source.clock.now())
        if block is not None:
            blocks.append(block)
            assert block.end <= now[-1] + 0.02
        time.sleep(0.0005)
    source.close()
    assert all(len(block.samples) == 256 and block.samples.dtype == np.float32 for block in blocks)
    assert all(late.time >= early.end - 1e-6 for early, late in itertools.pairwise(blocks))
    assert np.all(np.diff(now) >= 0)


def test_a_card_that_dies_is_reported_replaced_by_silence_and_found_again_by_name(card, tmp_path, capfd):
    source = DeviceSource("pulse")
    tone = sine_file(tmp_path / "tone.wav", 440.0, 20.0)
    player = card.play(tone)
    hear(source, 8.0, loud)
    card.kill()
    player.wait()
    gone = hear(source, 3.0, lambda blocks: source.fault is not None and len(blocks) > 100)
    assert source.fault is not None
    assert re.search(r"pulse: .* \(since \d\d:\d\d:\d\d\)", source.fault)
    assert not gone[-1].samples.any()
    before = source.clock.now()
    card.start()
    player = card.play(tone)
    back = hear(source, 15.0, loud)
    back += hear(source, 2.0, lambda _: source.fault is None)
    player.kill()
    player.wait()
    times = [block.time for block in [*gone, *back]]
    source.close()
    assert any(loud([block]) for block in back)
    assert source.fault is None and source.losses["outages of the sound card"] == 1
    assert source.clock.now() > before and np.all(np.diff(times) > 0)
    capfd.readouterr()  # PortAudio's own complaints


def test_what_is_played_is_heard_when_the_clock_says_so(card):
    player = PacedSource(Clicks(), "pulse")
    source = DeviceSource("pulse")
    late = []
    end = time.monotonic() + 4.0
    while time.monotonic() < end:
        player.read()
        block = source.read()
        if block is None:
            time.sleep(0.0005)
            continue
        start = np.flatnonzero((block.samples[:, 0] > 0.4) & (np.arange(256) > 0))
        if len(start) and block.samples[start[0] - 1, 0] < 0.1:
            ago = source.clock.now() - (block.time + start[0] / RATE)
            late.append((player.clock.now() - ago + 0.25) % 0.5 - 0.25)
    player.close()
    source.close()
    assert player.note is None and player.output == "pulse"
    assert len(late) > 2
    assert abs(np.median(late[-6:])) < 0.04


def test_playback_goes_on_silently_when_its_card_dies_and_the_show_does_not_end(card, capfd):
    player = PacedSource(DemoSource(), "pulse")
    hear(player, 5.0, lambda blocks: len(blocks) > 50)
    card.kill()
    blocks = hear(player, 1.5)
    assert player.fault is not None and not player.ended
    player.close()
    assert 0.9 < sum(len(block.samples) for block in blocks) / RATE < 2.5
    assert all(late.time == pytest.approx(early.end) for early, late in itertools.pairwise(blocks))
    capfd.readouterr()


def test_the_list_shows_channels_rates_and_defaults(card):
    devices = portaudio.list_devices()
    pulse = next(device for device in devices if device.name == "pulse")
    assert pulse.inputs >= 2 and pulse.outputs >= 2 and pulse.rate == RATE
    assert sum(device.default_input for device in devices) == 1
    table = portaudio.format_devices(devices)
    assert re.search(r"\d+  pulse +\d+ +\d+ +44100 Hz +ALSA", table)


def test_a_device_is_found_by_number_and_by_part_of_its_name(card):
    pulse = portaudio.find_device("PUL")
    assert pulse.name == "pulse"
    assert portaudio.find_device(str(pulse.number)) == pulse
    source = open_source(f"card:{pulse.number}")
    source.close()
    assert source.name == "pulse" and source.live and source.ended and source.read() is None


@pytest.mark.parametrize("wanted", ["pulze", "card:pulze"])
def test_an_unknown_device_names_the_nearest(card, wanted):
    with pytest.raises(UserError, match="did you mean “pulse”"):
        open_source("card:" + wanted.removeprefix("card:"))


def test_more_channels_than_the_card_has_is_an_error(card):
    with pytest.raises(UserError, match="cannot give 99 channels; it has 32"):
        DeviceSource("pulse", channels=99)


def test_many_channels_are_mixed_down_to_two(card):
    source = DeviceSource("pulse", channels=6)
    blocks = hear(source, 5.0, lambda blocks: len(blocks) > 2)
    source.close()
    assert blocks[0].samples.shape == (256, 2)


def test_a_card_that_is_not_there_yet_is_waited_for(pulse_server, tmp_path):
    pulse_server.kill()
    portaudio.refresh()
    with pytest.raises(UserError):
        DeviceSource("pulse")
    source = DeviceSource("pulse", waits=True)
    try:
        assert source.fault is not None and "not there yet" in source.fault
        assert hear(source, 10.0, lambda blocks: len(blocks) > 40), "silence takes its place"
        pulse_server.start()
        tone = sine_file(tmp_path / "tone.wav", 440.0, 60.0)
        player = pulse_server.play(tone)
        assert loud(hear(source, 40.0, loud))
        hear(source, 5.0, lambda _: source.fault is None)
        assert source.fault is None
        player.kill()
        player.wait()
    finally:
        source.close()
        pulse_server.kill()
        portaudio.refresh()
