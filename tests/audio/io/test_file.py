"""Sound files of all kinds, whole and broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest

from realtime.audio.io.file import FileSource
from realtime.audio.io.stereo import clean, to_stereo
from realtime.errors import UserError


def write(path: Path, codec: str, rate: int, samples: np.ndarray, layout: str, kind: str) -> Path:
    """`samples` float (n, channels) as a file of that codec."""
    data = (samples * 32767).astype(np.int16) if kind.startswith("s16") else samples.astype(np.float32)
    data = data.T if kind.endswith("p") else data.reshape(1, -1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout, options={"strict": "experimental"})
        step = 64 if codec == "vorbis" else len(samples)  # FFmpeg's own encoder takes no more at once
        for at in range(0, len(samples), step):
            part = data[:, at : at + step] if kind.endswith("p") else data
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format=kind, layout=layout)
            frame.sample_rate, frame.pts = rate, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def tone(rate: int, seconds: float, hertz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate)


def stereo(rate: int, seconds: float) -> np.ndarray:
    wave = tone(rate, seconds)
    return np.stack([wave, 0.5 * wave], axis=1)


def listen(source: FileSource) -> np.ndarray:
    blocks = []
    while not source.ended:
        block = source.read()
        assert block.samples.dtype == np.float32 and block.samples.shape[1] == 2
        assert block.time == pytest.approx(sum(len(b) for b in blocks) / source.rate)
        blocks.append(block.samples)
    assert source.read() is None
    assert all(len(samples) == 256 for samples in blocks[:-1])
    return np.concatenate(blocks)


def pitch(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 1 << 18))
    return float(np.argmax(spectrum)) * rate / (1 << 18)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "kind"),
    [
        ("a.wav", "pcm_s16le", 8000, "s16"),
        ("b.wav", "pcm_f32le", 192000, "flt"),
        ("a.flac", "flac", 96000, "s16"),
        ("a.mp3", "libmp3lame", 44100, "fltp"),
        ("b.mp3", "libmp3lame", 22050, "fltp"),
        ("a.ogg", "vorbis", 44100, "fltp"),
        ("a.opus", "libopus", 48000, "flt"),
        ("a.m4a", "aac", 44100, "fltp"),
    ],
)
def test_each_kind_of_file_is_decoded_at_its_rate_length_pitch_and_level(tmp_path, name, codec, rate, kind):
    path = write(tmp_path / name, codec, rate, stereo(rate, 2.0), "stereo", kind)
    source = FileSource(path)
    samples = listen(source)
    assert source.rate == rate and source.duration == pytest.approx(2.0, abs=0.06)
    assert len(samples) / rate == pytest.approx(2.0, abs=0.06)
    middle = samples[rate // 2 : rate * 3 // 2]
    assert pitch(middle[:, 0], rate) == pytest.approx(440.0, rel=0.002)
    assert np.abs(middle).max(axis=0) == pytest.approx([0.5, 0.25], rel=0.08)  # lossy codecs


@pytest.mark.parametrize("kind", ["mp3", "flac", "wav"])
def test_start_gives_exactly_what_follows_in_the_file(tmp_path, kind):
    codec, form = {"mp3": ("libmp3lame", "fltp"), "flac": ("flac", "s16"), "wav": ("pcm_s16le", "s16")}[kind]
    chirp = 0.5 * np.sin(2 * np.pi * 200 * (np.arange(132300) / 44100) ** 2)[:, None]
    path = write(tmp_path / f"a.{kind}", codec, 44100, np.repeat(chirp, 2, axis=1), "stereo", form)
    whole, rest = listen(FileSource(path)), listen(FileSource(path, start=1.7))
    assert len(whole) - len(rest) == round(1.7 * 44100)
    assert np.abs(whole[-len(rest) :] - rest).max() < 1e-3


def test_another_rate_can_be_asked_for(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 22050, stereo(22050, 1.0), "stereo", "s16")
    source = FileSource(path, rate=48000)
    samples = listen(source)
    assert source.rate == 48000 and len(samples) == pytest.approx(48000, abs=50)
    assert pitch(samples[4800:43200, 0], 48000) == pytest.approx(440.0, rel=0.002)


def test_a_looped_file_goes_on_without_a_gap_and_time_keeps_growing(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, stereo(44100, 1.0), "stereo", "s16")
    once = listen(FileSource(path))
    source = FileSource(path, loop=True)
    blocks = [source.read() for _ in range(600)]
    samples = np.concatenate([block.samples for block in blocks])
    source.close()
    assert np.array_equal(samples, np.concatenate([once] * 4)[: len(samples)])
    assert blocks[-1].end == pytest.approx(600 * 256 / 44100) and source.ended


def test_mono_plays_on_both_sides_at_full_level(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, tone(44100, 0.5)[:, None], "mono", "s16")
    samples = listen(FileSource(path))
    assert np.array_equal(samples[:, 0], samples[:, 1]) and samples.max() == pytest.approx(0.5, abs=0.01)


def test_surround_is_mixed_down_with_its_centre_on_both_sides_and_without_clipping(tmp_path):
    channels = np.zeros((44100, 6))
    channels[:, 2] = tone(44100, 1.0)  # the centre, where the voice is
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, channels, "5.1", "s16")
    samples = listen(FileSource(path))
    assert np.array_equal(samples[:, 0], samples[:, 1]) and samples.max() > 0.1
    assert np.abs(to_stereo(np.ones((4, 6)), ("FL", "FR", "FC", "LFE", "SL", "SR"))).max() < 1.001
    assert np.abs(to_stereo(np.ones((4, 7)))).max() < 1.001


def test_broken_numbers_are_silence(tmp_path):
    samples = stereo(44100, 0.5)
    samples[100], samples[200], samples[300] = np.nan, np.inf, 1e30
    path = write(tmp_path / "a.wav", "pcm_f32le", 44100, samples, "stereo", "flt")
    heard = listen(FileSource(path))
    assert np.isfinite(heard).all() and not heard[[100, 200]].any() and np.abs(heard).max() <= 16.0
    assert np.isfinite(clean(np.full((3, 2), -np.inf))).all()


def test_one_sample_is_a_whole_song(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, np.full((1, 2), 0.5), "stereo", "s16")
    assert listen(FileSource(path)).shape == (1, 2)
    looped = FileSource(path, loop=True)
    assert len(looped.read().samples) == 256
    looped.close()


@pytest.mark.parametrize(
    ("name", "codec", "kind"), [("a.mp3", "libmp3lame", "fltp"), ("a.flac", "flac", "s16")]
)
def test_a_damaged_part_is_left_out_and_the_rest_is_heard(tmp_path, name, codec, kind, caplog):
    path = write(tmp_path / name, codec, 44100, stereo(44100, 3.0), "stereo", kind)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = np.random.default_rng(3).bytes(4000)
    path.write_bytes(data)
    source = FileSource(path)
    samples = listen(source)
    assert np.isfinite(samples).all() and len(samples) > 2 * 44100
    (damaged,) = source.losses.values()
    # FFmpeg's own reader of FLAC leaves out what is damaged and says nothing.
    assert damaged > 0 or codec == "flac"
    assert (f"{path}: {damaged} parts cannot be decoded" in caplog.text) == (damaged > 0)


@pytest.mark.parametrize(
    ("name", "codec", "kind"), [("a.wav", "pcm_s16le", "s16"), ("a.mp3", "libmp3lame", "fltp")]
)
def test_a_truncated_file_plays_as_far_as_it_goes(tmp_path, name, codec, kind):
    path = write(tmp_path / name, codec, 44100, stereo(44100, 2.0), "stereo", kind)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert len(listen(FileSource(path))) / 44100 == pytest.approx(1.0, abs=0.15)


def test_an_hour_is_not_read_into_memory(tmp_path):
    """A sparse wav of an hour: the first blocks come without reading the rest."""
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, np.zeros((256, 2)), "stereo", "s16")
    head = bytearray(path.read_bytes()[: path.read_bytes().index(b"data") + 8])
    size = 3600 * 44100 * 4
    head[4:8] = (size + len(head) - 8).to_bytes(4, "little")
    head[-4:] = size.to_bytes(4, "little")
    path.write_bytes(head)
    with path.open("r+b") as file:
        file.truncate(len(head) + size)
    source = FileSource(path)
    assert source.duration == pytest.approx(3600.0)
    for _ in range(500):
        source.read()
    assert sum(len(piece) for piece in source._rechunker._pending) < 10_000
    source.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "there is no file"),
        (lambda path: path.write_bytes(b""), "is an empty file"),
        (lambda path: path.write_bytes(b"no sound at all, only text\n" * 50), "is not a sound file"),
        (lambda path: path.mkdir(), "is a folder"),
    ],
)
def test_what_is_no_sound_file_is_named_with_the_remedy(tmp_path, make, says):
    path = tmp_path / "song.wav"
    make(path)
    with pytest.raises(UserError, match=says) as caught:
        FileSource(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.parametrize("rate", [1, 100, 768_000])
def test_a_rate_at_which_nothing_can_be_heard_is_one_sentence(tmp_path, rate):
    path = write(tmp_path / "a.wav", "pcm_s16le", rate, np.zeros((rate // 100 + 9, 1)), "mono", "s16")
    with pytest.raises(UserError, match=f"has {rate} samples a second; 4000 to 384000"):
        FileSource(path)


def test_a_header_without_sound_and_a_picture_are_refused(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, stereo(44100, 0.1), "stereo", "s16")
    path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"data") + 8])
    with pytest.raises(UserError, match=r"a\.wav"):
        FileSource(path)
    video = tmp_path / "mute.mp4"
    with av.open(str(video), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    with pytest.raises(UserError, match="has no sound in it"):
        FileSource(video)


def test_a_mistyped_name_suggests_the_file_beside_it(tmp_path):
    path = write(tmp_path / "aurora.wav", "pcm_s16le", 44100, stereo(44100, 0.1), "stereo", "s16")
    with pytest.raises(UserError, match=r"did you mean .*aurora\.wav"):
        FileSource(tmp_path / "auroar.wav")
    with pytest.raises(UserError, match="no sound at 60 s"):
        FileSource(path, start=60.0)


def test_a_loop_whose_file_was_taken_away_ends_with_a_reason(tmp_path):
    path = write(tmp_path / "a.wav", "pcm_s16le", 44100, stereo(44100, 0.5), "stereo", "s16")
    source = FileSource(path, loop=True)
    shutil.move(path, tmp_path / "elsewhere.wav")
    while not source.ended:
        source.read()
    assert "there is no file" in source.fault


def test_a_title_in_another_alphabet_is_no_reason_not_to_play(tmp_path):
    """Older Korean and Japanese programs write titles as CP949 and Shift-JIS."""
    for title in ("봄날의 노래".encode("cp949"), "春の歌".encode("shift-jis")):
        title += b"\0" * (len(title) % 2)
        plain = write(
            tmp_path / "plain.wav", "pcm_s16le", 8000, stereo(8000, 0.5), "stereo", "s16"
        ).read_bytes()
        info = b"INFO" + b"INAM" + len(title).to_bytes(4, "little") + title
        tagged = plain + b"LIST" + len(info).to_bytes(4, "little") + info
        path = tmp_path / "tagged.wav"
        path.write_bytes(tagged[:4] + (len(tagged) - 8).to_bytes(4, "little") + tagged[8:])
        with pytest.raises(UnicodeDecodeError):
            av.open(str(path))
        source = FileSource(path)
        heard = 0
        while (block := source.read()) is not None:
            heard += len(block.samples)
        source.close()
        assert heard == 4000
