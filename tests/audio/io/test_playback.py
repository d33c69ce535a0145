"""Playing in real time where there is no sound card, and choosing a source by name."""

from __future__ import annotations

import time

import av
import numpy as np
import pytest

from realtime.audio.demo.demo import DemoSource
from realtime.audio.io import playback
from realtime.audio.io.block import Block
from realtime.audio.io.file import FileSource
from realtime.audio.io.open import open_source
from realtime.audio.io.playback import PacedSource
from realtime.errors import UserError
from tests.audio.test_ear import wait_until


@pytest.fixture
def song(tmp_path):
    path = tmp_path / "song.wav"
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(11025) / 22050)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=22050, layout="mono")
        frame = av.AudioFrame.from_ndarray((wave * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = 22050
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return path


def test_a_silent_player_gives_each_block_when_its_time_has_come(song):
    source = PacedSource(FileSource(song), "none")
    blocks = []
    while not source.ended:
        block = source.read()
        if block is None:
            time.sleep(0.0005)
            continue
        assert block.end <= source.clock.now()
        blocks.append(block)
    assert source.live and source.note == "playing silently in real time" and source.fault is None
    assert np.array_equal(
        np.concatenate([block.samples for block in blocks]),
        np.concatenate([block.samples for block in iter(FileSource(song).read, None)]),
    )
    assert source.clock.now() >= 0.5
    source.close()
    source.close()


def test_what_nobody_hears_is_let_go_and_counted(song, monkeypatch):
    monkeypatch.setattr(playback, "MOST_BEHIND_S", 0.1)
    source = PacedSource(FileSource(song), "none")
    wait_until(lambda: source.ended)
    assert source.read() is None
    assert source.losses["samples heard too late"] == 11025
    source.close()


def test_without_a_sound_card_it_says_so_and_plays_silently(song, monkeypatch):
    from realtime.audio.io import portaudio

    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    portaudio.refresh()
    if any(device.outputs for device in portaudio.list_devices()):
        pytest.skip("this machine has a sound card")
    source = PacedSource(FileSource(song))
    assert source.note.startswith("playing silently in real time: no sound card")
    while not source.ended:
        source.read()
        time.sleep(0.001)
    source.close()
    with pytest.raises(UserError, match="no sound card"):
        open_source("card")
    assert portaudio.format_devices([]) == "no sound card was found"


def test_a_source_that_breaks_ends_with_a_fault_and_not_with_an_error(song):
    class Broken:
        name, rate, live, ended = "broken", 44100, False, False
        given = 0

        def read(self) -> Block:
            self.given += 1
            if self.given > 20:
                raise RuntimeError("tape torn")
            return Block(np.zeros((256, 2), np.float32), (self.given - 1) * 256 / 44100, 44100)

        def close(self) -> None:
            pass

    source = PacedSource(Broken(), "none")
    while not source.ended:
        source.read()
        time.sleep(0.001)
    assert source.fault == "broken: tape torn"
    source.close()


def test_each_word_opens_its_source(song):
    film = open_source(str(song), realtime=False, rate=44100)
    assert isinstance(film, FileSource) and not film.live and film.rate == 44100
    demo = open_source("demo", realtime=False, start=20.0)
    assert isinstance(demo, DemoSource) and not demo.live
    live = open_source(str(song), output="none", loop=True)
    assert isinstance(live, PacedSource) and live.live and live.name == "song.wav"
    assert live.rate == 48000  # a rate that every card plays
    for source in (film, demo, live):
        source.close()
        assert source.ended


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("dmeo", "did you mean `demo`"),
        ("crad", "did you mean `card`"),
        ("/no/such/song.mp3", "there is no file"),
        ("card", "runs in real time only"),
        ("-", "runs in real time only"),
    ],
)
def test_a_word_that_opens_nothing_is_answered_with_what_would(spec, says):
    with pytest.raises(UserError, match=says):
        open_source(spec, realtime=False)


def test_a_missing_portaudio_is_named_with_the_command_that_installs_it(monkeypatch):
    import importlib

    from realtime.audio.io import portaudio

    def missing(name: str):
        raise OSError("PortAudio library not found")

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(UserError, match="sudo apt install libportaudio2"):
        portaudio.list_devices()
    source = PacedSource(DemoSource(), "auto")
    assert source.note.startswith("playing silently")
    source.close()
