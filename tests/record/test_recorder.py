"""Recordings are decoded again: right pictures and sound at the right times, whatever happens."""

import contextlib
import hashlib
import json
import subprocess
import sys
import textwrap
import time
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from realtime.audio.io.block import Block
from realtime.errors import UserError
from realtime.record.movie import plays_to
from realtime.record.recorder import Recorder

ROOT = Path(__file__).parents[2]
SIZE = (192, 108)


def _picture(number: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """A grey ramp on which a white bar stands at a place that tells the frame's number."""
    width, height = size
    rgba = np.zeros((height, width, 4), np.uint8)
    rgba[..., :3] = np.linspace(40, 160, height, dtype=np.uint8)[:, None, None]
    rgba[..., 3] = 255
    bar = 8 * (number % (width // 8))
    rgba[:, bar : bar + 8, :3] = 255
    return rgba


def _bar_of(rgb: np.ndarray) -> int:
    return int(np.argmax(rgb.astype(float).mean(axis=(0, 2)).reshape(-1, 8).mean(axis=1)))


def _pictures(path: Path) -> list[tuple[float, np.ndarray]]:
    """(time, rgb) of every frame, as a player shows them: a cut-off end is where the film ends."""
    pictures = []
    with av.open(str(path)) as file, contextlib.suppress(av.error.InvalidDataError):
        for frame in file.decode(video=0):
            pictures.append((frame.time, frame.to_ndarray(format="rgb24")))
    return pictures


def _sound(path: Path) -> tuple[np.ndarray, int]:
    """(samples (n, 2) from time 0 on, rate)."""
    with av.open(str(path)) as file:
        frames = list(file.decode(audio=0))
    rate = frames[0].sample_rate
    samples = np.concatenate([frame.to_ndarray().T for frame in frames])
    start = round(frames[0].time * rate)
    return (samples[-start:] if start < 0 else np.pad(samples, ((start, 0), (0, 0)))), rate


def _block(samples: np.ndarray, time: float, rate: int = 44100) -> Block:
    return Block(np.repeat(samples.astype(np.float32)[:, None], 2, axis=1), time, rate)


def _film(path: Path, frames: int = 45, **options) -> Recorder:
    recorder = Recorder(path, SIZE, 30, 44100, live=False, **options)
    for number in range(frames):
        recorder.frame(_picture(number), number / 30)
        noise = np.random.default_rng(number).normal(0, 0.1, 1470)
        recorder.sound(_block(noise, number / 30))
    recorder.close()
    return recorder


def test_a_film_has_every_frame_at_its_time(tmp_path):
    recorder = _film(tmp_path / "film.mp4")
    assert (recorder.frames, recorder.dropped, recorder.error) == (45, 0, None)
    pictures = _pictures(tmp_path / "film.mp4")
    assert [round(time * 30, 3) for time, _ in pictures] == list(range(45))
    assert [_bar_of(rgb) for _, rgb in pictures] == [number % 24 for number in range(45)]


def test_colours_come_back(tmp_path):
    recorder = Recorder(tmp_path / "c.mp4", SIZE, 30, live=False, crf=10)
    patch = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    colours = [(200, 40, 40), (40, 200, 40), (40, 40, 200), (240, 240, 240), (8, 8, 8), (120, 120, 120)]
    for index, colour in enumerate(colours):
        patch[:, index * 32 : index * 32 + 32, :3] = colour
    for number in range(5):
        recorder.frame(patch, number / 30)
    recorder.close()
    with av.open(str(tmp_path / "c.mp4")) as file:
        context = file.streams.video[0].codec_context
        assert (context.colorspace, context.color_range, context.color_primaries) == (1, 1, 1)
        frame = next(file.decode(video=0))
        rgb = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    for index, colour in enumerate(colours):
        assert np.abs(rgb[54, index * 32 + 16].astype(int) - colour).max() <= 6


def test_same_film_same_bytes(tmp_path):
    _film(tmp_path / "a.mp4")
    _film(tmp_path / "b.mp4")
    digests = {hashlib.sha256((tmp_path / name).read_bytes()).digest() for name in ("a.mp4", "b.mp4")}
    assert len(digests) == 1


def test_a_flash_and_a_click_at_one_moment_stay_together(tmp_path):
    rate, path = 44100, tmp_path / "sync.mp4"
    recorder = Recorder(path, SIZE, 30, rate, live=False)
    for number in range(60):
        rgba = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        rgba[..., :3] = 255 if number == 30 else 0
        recorder.frame(rgba, 5.0 + number / 30)
    clicks = np.zeros(rate * 2)
    clicks[rate : rate + 200] = 0.9
    for start in range(0, len(clicks), 256):
        recorder.sound(_block(clicks[start : start + 256], 5.0 + start / rate))
    recorder.close()
    flash = next(time for time, rgb in _pictures(path) if rgb.mean() > 128)
    samples, coded_rate = _sound(path)
    click = np.argmax(np.abs(samples[:, 0]) > 0.3) / coded_rate
    assert flash == pytest.approx(1.0, abs=1e-3)
    assert click == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize("live", [False, True])
def test_a_picture_that_begins_after_its_sound_is_not_moved_up_to_it(tmp_path, live):
    """A show's first frame takes a while; players know no film whose pictures begin late."""
    rate, path = 44100, tmp_path / "late.mp4"
    recorder = Recorder(path, SIZE, 30, rate, live=live, start=0.0)
    clicks = np.zeros(rate * 2)
    clicks[rate : rate + 200] = 0.9
    for first in range(0, len(clicks), 256):
        recorder.sound(_block(clicks[first : first + 256], first / rate))
    for number in range(9, 60):
        rgba = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        rgba[..., :3] = 255 if number == 30 else 0
        while not recorder.frame(rgba, number / 30):
            time.sleep(0.01)
    recorder.close()
    shown = _pictures(path)
    assert shown[0][0] == 0.0
    assert next(at for at, rgb in shown if rgb.mean() > 128) == pytest.approx(1.0, abs=1e-3)
    samples, coded_rate = _sound(path)
    assert np.argmax(np.abs(samples[:, 0]) > 0.3) / coded_rate == pytest.approx(1.0, abs=2e-3)


def test_a_show_keeps_every_sample_of_its_sound_where_it_was_heard(tmp_path):
    """Short blocks are put together, but not across a pause or a change of rate."""
    rate, path = 44100, tmp_path / "short.mp4"
    recorder = Recorder(path, SIZE, 30, rate, start=0.0)
    recorder.frame(_picture(0), 0.0)
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    for begin, part in ((0.0, tone[:30000]), (1.5, tone[:30000])):
        for first in range(0, len(part), 256):
            recorder.sound(_block(part[first : first + 256], begin + first / rate))
    recorder.sound(_block(tone[:4800], 2.6, 48000))
    recorder.close()
    loud = np.abs(_sound(path)[0][:, 0])
    heard = [
        loud[round(at * rate) : round((at + 0.05) * rate)].max() > 0.4 for at in (0.1, 0.6, 1.6, 2.1, 2.62)
    ]
    quiet = [loud[round(at * rate) : round((at + 0.05) * rate)].max() < 0.05 for at in (0.75, 1.4, 2.3, 2.5)]
    assert all(heard) and all(quiet)


def test_a_gap_in_the_sound_is_silence_and_later_sound_stays_in_place(tmp_path):
    rate, path = 48000, tmp_path / "gap.mp4"
    recorder = Recorder(path, SIZE, 30, rate, live=False)
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    recorder.frame(_picture(0), 0.0)
    recorder.sound(_block(tone, 0.0, rate))
    recorder.sound(_block(tone, 2.5, rate))
    recorder.close()
    samples, coded_rate = _sound(path)
    loud = np.abs(samples[:, 0])

    def peak(start: float, end: float) -> float:
        return loud[round(start * coded_rate) : round(end * coded_rate)].max()

    assert peak(0.1, 0.9) > 0.4 and peak(1.1, 2.4) < 0.01 and peak(2.6, 3.4) > 0.4


@pytest.mark.parametrize("rate", [8000, 96000, 192000])
def test_any_rate_of_sound_is_taken_even_one_that_changes(tmp_path, rate):
    path = tmp_path / "rate.mp4"
    recorder = Recorder(path, SIZE, 30, rate, live=False)
    for second, block_rate in enumerate((rate, 22050)):
        tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(block_rate) / block_rate)
        recorder.sound(_block(tone, float(second), block_rate))
        recorder.frame(_picture(second), float(second))
    recorder.close()
    samples, coded_rate = _sound(path)
    for second in (0, 1):
        part = samples[round((second + 0.2) * coded_rate) : round((second + 0.8) * coded_rate), 0]
        spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part))))
        assert np.argmax(spectrum) * coded_rate / len(part) == pytest.approx(440, abs=3)


def test_broken_samples_do_not_break_the_sound(tmp_path):
    recorder = Recorder(tmp_path / "nan.mp4", SIZE, 30, 44100, live=False)
    recorder.frame(_picture(0), 0.0)
    for index, bad in enumerate((np.nan, np.inf, -np.inf, 1e30, 0.1)):
        recorder.sound(_block(np.full(4410, bad), index * 0.1))
    recorder.close()
    assert recorder.error is None
    assert np.isfinite(_sound(tmp_path / "nan.mp4")[0]).all()


@pytest.mark.parametrize("size", [(191, 107), (1, 1), (3, 2)])
def test_odd_sizes_keep_every_pixel(tmp_path, size):
    recorder = Recorder(tmp_path / "odd.mp4", size, 30, live=False)
    for number in range(3):
        recorder.frame(np.full((size[1], size[0], 4), 200, np.uint8), number / 30)
    recorder.close()
    pictures = _pictures(tmp_path / "odd.mp4")
    assert pictures[0][1].shape == (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert np.abs(pictures[0][1].astype(int) - 200).max() <= 4


def test_a_flipped_view_is_recorded_the_right_way_up(tmp_path):
    recorder = Recorder(tmp_path / "flip.mp4", SIZE, 30, live=False)
    recorder.frame(_picture(0)[::-1], 0.0)
    recorder.close()
    rgb = _pictures(tmp_path / "flip.mp4")[0][1]
    assert rgb[5, 100, 0] > 140 and rgb[-5, 100, 0] < 60


def test_a_fast_display_is_thinned_to_the_files_rate_and_a_stall_keeps_time(tmp_path):
    recorder = Recorder(tmp_path / "vfr.mp4", SIZE, 30, live=False)
    shown = [step / 120 for step in range(120)] + [2.0 + step / 120 for step in range(60)]
    taken = [recorder.frame(_picture(0), time) for time in shown]
    recorder.close()
    times = [time for time, _ in _pictures(tmp_path / "vfr.mp4")]
    assert sum(taken) == len(times) == pytest.approx(30 + 15, abs=2)
    assert max(after - before for before, after in pairwise(times)) == pytest.approx(1.0, abs=0.04)
    assert times[-1] == pytest.approx(shown[-1], abs=1 / 30)


def test_a_jittery_display_leaves_no_holes_and_does_not_drift(tmp_path):
    random = np.random.default_rng(2)
    recorder = Recorder(tmp_path / "jitter.mp4", SIZE, 60, live=False)
    shown = [(step + 0.5 + random.uniform(-0.3, 0.3)) / 59.94 for step in range(240)]
    taken = [recorder.frame(_picture(0), time) for time in shown]
    recorder.close()
    times = [time for time, _ in _pictures(tmp_path / "jitter.mp4")]
    assert sum(taken) >= 238
    assert max(after - before for before, after in pairwise(times)) < 2.5 / 60
    kept = [time - shown[0] for time, was in zip(shown, taken, strict=True) if was]
    assert max(abs(time - at) for time, at in zip(kept, times, strict=True)) < 1.5 / 60


def test_a_frame_of_other_proportions_is_left_out_and_the_recording_goes_on(tmp_path):
    recorder = Recorder(tmp_path / "size.mp4", SIZE, 30)
    recorder.frame(_picture(0), 0.0)
    assert recorder.frame(_picture(1, (96, 64)), 1 / 30) is False
    assert recorder.frame(_picture(1, (384, 216)), 1 / 30) is False
    recorder.frame(_picture(2), 2 / 30)
    recorder.close()
    assert recorder.dropped == 2 and len(_pictures(tmp_path / "size.mp4")) == 2


@pytest.mark.parametrize("drawn", [(96, 54), (77, 43)])
def test_a_frame_that_was_drawn_smaller_is_enlarged(tmp_path, drawn):
    path = tmp_path / "small.mp4"
    recorder = Recorder(path, SIZE, 30, live=False)
    recorder.frame(_picture(1), 0.0)
    recorder.frame(_picture(1, drawn), 1 / 30)
    recorder.close()
    (_, _), (_, enlarged) = _pictures(path)
    expected = Image.fromarray(_picture(1, drawn)[..., :3]).resize(SIZE, Image.Resampling.BILINEAR)
    assert enlarged.shape == (SIZE[1], SIZE[0], 3)
    assert np.abs(enlarged.astype(int) - np.asarray(expected)).mean() < 3


def test_a_live_recording_drops_frames_rather_than_wait(tmp_path):
    size = (1920, 1080)
    noise = np.random.default_rng(0).integers(0, 256, (1080, 1920, 4), np.uint8)
    recorder = Recorder(tmp_path / "live.mp4", size, 60, preset="slower")
    for number in range(40):
        recorder.frame(noise, number / 60)
    recorder.close()
    assert recorder.dropped > 0 and recorder.frames + recorder.dropped == 40
    assert len(_pictures(tmp_path / "live.mp4")) == recorder.frames


def test_closing_at_once_and_twice_leaves_a_file_that_opens(tmp_path):
    recorder = Recorder(tmp_path / "one.mp4", SIZE, 30, 44100)
    recorder.frame(_picture(0), 3.0)
    recorder.close()
    recorder.close()
    assert recorder.frame(_picture(1), 3.1) is False
    assert len(_pictures(tmp_path / "one.mp4")) == 1


def test_closing_without_a_single_frame_leaves_a_file_that_opens(tmp_path):
    script = """
        import sys
        from realtime.record.recorder import Recorder
        Recorder(sys.argv[1], (192, 108), 30).close()
    """
    done = _run(script, str(tmp_path / "none.mp4"))
    assert done.returncode == 0, "no crash in the encoder's library"
    assert len(_pictures(tmp_path / "none.mp4")) == 1


@pytest.mark.parametrize(
    ("name", "size", "fps"),
    [
        ("film.avi2", SIZE, 30),
        ("no/such/folder/film.mp4", SIZE, 30),
        ("film.mp4", (0, 10), 30),
        ("f.mp4", SIZE, 0),
    ],
)
def test_what_cannot_be_recorded_is_one_clear_sentence(tmp_path, name, size, fps):
    with pytest.raises(UserError, match="Cannot record"):
        Recorder(tmp_path / name, size, fps)


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_full_disk_ends_the_recording_with_a_file_that_plays(tmp_path):
    """The limit on a file's size stands for the end of the disk: writing fails from there on."""
    path = tmp_path / "full.mp4"
    script = """
        import json, resource, signal, sys
        import numpy as np
        from realtime.record.recorder import Recorder
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
        recorder = Recorder(sys.argv[1], (192, 108), 30, live=False)
        random = np.random.default_rng(0)
        for number in range(300):
            recorder.frame(random.integers(0, 256, (108, 192, 4), np.uint8), number / 30)
        recorder.close()
        print(json.dumps([recorder.frames, recorder.error]))
    """
    done = _run(script, str(path))
    assert done.returncode == 0, done.stderr
    frames, error = json.loads(done.stdout)
    assert "ended after" in error and "File too large" in error
    with av.open(str(path)) as file:
        assert 60 <= sum(1 for _ in file.decode(video=0)) <= frames < 300


def test_a_kill_leaves_a_file_that_plays(tmp_path):
    path = tmp_path / "killed.mp4"
    script = """
        import os, signal, sys
        import numpy as np
        from realtime.record.recorder import Recorder
        recorder = Recorder(sys.argv[1], (192, 108), 30, live=False)
        random = np.random.default_rng(0)
        for number in range(300):
            recorder.frame(random.integers(0, 256, (108, 192, 4), np.uint8), number / 30)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert _run(script, str(path)).returncode == -9
    assert len(_pictures(path)) >= 150


@pytest.mark.parametrize("fps, sound", [(30, True), (3, True), (3, False)])
def test_a_kill_costs_two_seconds_at_most_however_few_frames_there_are(tmp_path, fps, sound):
    path = tmp_path / "killed.mp4"
    script = """
        import os, signal, sys, time
        import numpy as np
        from realtime.audio.io.block import Block
        from realtime.record.recorder import Recorder
        path, fps, sound = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "True"
        recorder = Recorder(path, (192, 108), 60, 44100 if sound else None, start=0.0)
        picture = np.random.default_rng(0).integers(0, 256, (108, 192, 4), np.uint8)
        for number in range(6 * fps):
            while not recorder.frame(np.roll(picture, number, 1), number / fps):
                time.sleep(0.01)
            if sound:
                block = np.zeros((44100 // fps, 2), np.float32)
                recorder.sound(Block(block, number / fps, 44100))
        while recorder.frames < 6 * fps:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert _run(script, str(path), str(fps), str(sound)).returncode == -9
    assert plays_to(path) >= 4.0
