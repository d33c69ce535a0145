"""A song is called what its tags say, whoever wrote them."""

import struct

import av
import numpy as np
import pytest

from realtime.audio.io.song_title import readable, song_title

TITLES = [
    *(
        ("봄날", "cp949"),
        ("밤편지 (Through the Night)", "cp949"),
        ("똠방각하", "cp949"),
        ("봄날Remix", "cp949"),
    ),
    *(("夜に駆ける", "cp932"), ("千本桜", "cp932"), ("紅蓮華 feat. X", "cp932"), ("Tシャツ", "cp932")),
    *(("Café del Mar", "latin-1"), ("créée", "latin-1"), ("Åse", "latin-1"), ("Björk – live", "cp1252")),
    ("plain", "ascii"),
]


@pytest.mark.parametrize(("title", "alphabet"), TITLES)
def test_a_title_is_read_in_the_alphabet_it_was_written_in(title, alphabet):
    raw = title.encode(alphabet).decode("latin-1")
    assert readable(raw) == title
    # A reader that took it for Latin-1 has made UTF-8 of it.
    assert readable(raw.encode("utf-8").decode("latin-1")) == title
    assert readable(title.encode("utf-8").decode("latin-1")) == title


def _mp3(path, title):
    """A second of silence with an ID3v1 tag."""
    with av.open(str(path), "w", options={"id3v2_version": "0", "write_xing": "0"}) as container:
        stream = container.add_stream("mp3", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 44100), np.float32), "fltp", "mono")
        frame.rate = 44100
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    tag = b"TAG" + title.ljust(30, b"\0") + bytes(94) + b"\xff"
    path.write_bytes(path.read_bytes() + tag)
    return path


def _id3v2(path, title, alphabet_byte=0):
    text = bytes([alphabet_byte]) + title
    frame = b"TIT2" + struct.pack(">I", len(text)) + b"\0\0" + text
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\x03\0\0" + size + frame + path.read_bytes())
    return path


def _wav(path, title):
    data = bytes(44100)
    name = title + b"\0" * (2 - len(title) % 2)
    info = b"INFOINAM" + struct.pack("<I", len(name)) + name
    chunks = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 44100, 88200, 2, 16)
    chunks += b"LIST" + struct.pack("<I", len(info)) + info
    chunks += b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks)
    return path


@pytest.mark.parametrize(
    ("title", "alphabet"), [("봄날 오후", "cp949"), ("さくら", "cp932"), ("Élan", "latin-1")]
)
def test_files_of_all_kinds_tell_their_title(tmp_path, title, alphabet):
    raw = title.encode(alphabet)
    assert song_title(_mp3(tmp_path / "one.mp3", raw)) == title
    assert song_title(_id3v2(_mp3(tmp_path / "two.mp3", b""), raw)) == title
    unicode = title.encode("utf-16")
    assert song_title(_id3v2(_mp3(tmp_path / "three.mp3", b""), unicode, 1)) == title
    assert song_title(_wav(tmp_path / "four.wav", raw)) == title


def test_no_title_is_none(tmp_path):
    assert song_title(_wav(tmp_path / "a.wav", b" ")) == ""
    assert song_title(_wav(tmp_path / "b.wav", b"x" * 5000)) == ""
    assert song_title(_wav(tmp_path / "c.wav", b"one\r\n\x1btwo")) == "one two"
    (tmp_path / "d.mp3").write_bytes(b"nothing")
    assert song_title(tmp_path / "d.mp3") == ""
