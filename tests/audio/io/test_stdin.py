"""Raw PCM through a real pipe."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import numpy as np
import pytest

from realtime.audio.io.stdin import StdinSource
from realtime.errors import UserError


@pytest.fixture
def pipe():
    read_end, write_end = os.pipe()
    with os.fdopen(read_end, "rb") as reader, os.fdopen(write_end, "wb", buffering=0) as writer:
        yield reader, writer
        if not writer.closed:
            writer.close()


def drain(source: StdinSource, seconds: float) -> list:
    blocks, end = [], time.monotonic() + seconds
    while time.monotonic() < end and not source.ended:
        block = source.read()
        if block is None:
            time.sleep(0.001)
        else:
            blocks.append(block)
    return blocks


@pytest.mark.parametrize(("format", "scale", "kind"), [("s16le", 32768, "<i2"), ("f32le", 1, "<f4")])
def test_samples_arrive_unchanged_and_the_last_block_may_be_short(pipe, format, scale, kind):
    reader, writer = pipe
    wave = np.random.default_rng(1).uniform(-0.9, 0.9, (1000, 2))
    sent = (wave * scale).astype(kind)
    writer.write(sent.tobytes())
    writer.close()
    source = StdinSource(44100, 2, format, pipe=reader)
    blocks = drain(source, 5.0)
    assert source.ended and [len(block.samples) for block in blocks] == [256, 256, 256, 232]
    heard = np.concatenate([block.samples for block in blocks])
    assert np.allclose(heard, sent.astype(np.float64) / scale, atol=1e-6)
    assert blocks[-1].time == pytest.approx(768 / 44100, abs=1e-6)


def test_a_fast_writer_is_held_back_to_the_pace_of_the_sound(pipe):
    reader, _ = pipe
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdout.buffer.write(bytes(8000 * 4 * 5))"],
        stdout=subprocess.PIPE,
    )
    source = StdinSource(8000, 2, pipe=child.stdout)
    begun = time.monotonic()
    blocks = drain(source, 1.0)
    heard = sum(len(block.samples) for block in blocks) / 8000
    source.close()
    child.kill()
    child.wait()
    child.stdout.close()
    assert heard <= time.monotonic() - begun + 0.01
    assert heard > 0.4
    assert reader is not None


def test_reading_never_waits_and_the_clock_runs_through_a_pause(pipe):
    reader, writer = pipe
    source = StdinSource(44100, 1, pipe=reader)
    assert source.read() is None and source.clock.now() == 0.0
    writer.write(bytes(2 * 512))
    assert len(drain(source, 0.3)) == 2
    assert source.read() is None and not source.ended
    time.sleep(0.4)
    writer.write(bytes(2 * 256))
    late = drain(source, 0.2)
    assert len(late) == 1
    assert late[0].end == pytest.approx(source.clock.now(), abs=0.35) and late[0].time > 0.3
    source.close()


def test_bytes_that_split_a_frame_are_put_together(pipe):
    reader, writer = pipe
    source = StdinSource(44100, 2, pipe=reader, block=4)
    data = np.arange(16, dtype="<i2").reshape(8, 2)
    for byte in data.tobytes():
        writer.write(bytes([byte]))
    writer.close()
    heard = np.concatenate([block.samples for block in drain(source, 3.0)])
    assert np.array_equal(heard, data / np.float32(32768))


def test_a_broken_number_is_silence(pipe):
    reader, writer = pipe
    writer.write(np.array([[np.nan, np.inf], [0.5, -0.5]], dtype="<f4").tobytes())
    writer.close()
    heard = drain(StdinSource(44100, 2, "f32le", pipe=reader), 3.0)[0].samples
    assert np.array_equal(heard, [[0, 0], [0.5, -0.5]])


def test_what_is_wrong_is_said(pipe):
    with pytest.raises(UserError, match="use s16le or f32le"):
        StdinSource(format="mp3", pipe=pipe[0])
    with pytest.raises(UserError, match="above 0"):
        StdinSource(rate=0, pipe=pipe[0])
    master, terminal = os.openpty()
    with os.fdopen(terminal, "rb") as tty, pytest.raises(UserError, match="nothing is piped"):
        StdinSource(pipe=tty)
    os.close(master)
