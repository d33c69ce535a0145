"""What comes from elsewhere, damaged in any way: an error names the fault, and is never a traceback."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from realtime.audio.io.file import FileSource
from realtime.control.midi.device_map import read_map
from realtime.control.osc_packet import OscError, decode
from realtime.errors import UserError
from realtime.isf.parse import parse_isf
from realtime.keyframes.deforum import animation_of, read_settings
from realtime.keyframes.parseq import load_parseq
from realtime.lettering.lrc import read_lrc
from realtime.options import BLOCKLIST
from realtime.picture_file import read_picture
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.setlist.values import UNCHECKED

ROOT = Path(__file__).resolve().parents[1]
LIST = Blocklist({"sexual": {"english": ["nude"]}})
# Small deadlines would fail on a busy machine; the examples are few so that the suite stays short.
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DEFORUM = {
    "max_frames": 12,
    "animation_mode": "2D",
    "zoom": "0: (1.0), 6: (1.02*sin(t))",
    "angle": "0: (0)",
    "strength_schedule": "0: (0.65)",
    "prompts": {"0": "a lake", "6": "a forest --neg people"},
    "W": 96,
    "H": 54,
    "fps": 12,
}
PARSEQ = {
    "options": {"output_fps": 12, "bpm": 120},
    "rendered_frames": [{"frame": i, "zoom": 1.0, "deforum_prompt": "a lake"} for i in range(6)],
}


def _damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    """`whole` with a stretch replaced, doubled or cut away, once or a few times."""
    bits = st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [b"", b"{", b"}", b"[", b'"', b"\\", b"\x00", b"nan", b"-1e999", b"\xff\xfe", b"9" * 40, b"\n"]
        ),
    )
    place = st.integers(0, max(len(whole) - 1, 0))

    def damage(cuts: list[tuple[int, int, bytes]]) -> bytes:
        data = whole
        for start, length, bit in cuts:
            start = min(start, len(data))
            data = data[:start] + bit + data[start + length :]
        return data

    return st.lists(st.tuples(place, st.integers(0, 30), bits), min_size=1, max_size=4).map(damage)


def _read(path: Path, data: bytes, read) -> None:
    path.write_bytes(data)
    try:
        read(path)
    except UserError as error:
        assert str(error)


@FEW
@given(_damaged((ROOT / "setlists" / "club.toml").read_bytes()[:3000]))
def test_setlists(data):
    text = data.decode("utf-8", errors="replace")
    setlist, problems = read_text(text, "x.toml", LIST, UNCHECKED)
    assert setlist is not None or problems
    assert all(str(problem) for problem in problems)


@FEW
@given(_damaged(BLOCKLIST.read_bytes()[-6000:]))
def test_blocklists(tmp_path, data):
    _read(tmp_path / "list.toml", data, Blocklist.load)


@FEW
@given(_damaged((ROOT / "shaders" / "sources" / "tunnel.fs").read_bytes()))
def test_shaders(data):
    try:
        parse_isf(data.decode("utf-8", errors="replace"), "x.fs")
    except UserError as error:
        assert str(error)


@FEW
@given(_damaged(json.dumps(DEFORUM).encode()))
def test_deforum_settings(tmp_path, data):
    _read(tmp_path / "settings.txt", data, lambda path: animation_of(read_settings(path)))


@FEW
@given(_damaged(json.dumps(PARSEQ).encode()))
def test_parseq_manifests(tmp_path, data):
    _read(tmp_path / "manifest.json", data, load_parseq)


@FEW
@given(_damaged(next((ROOT / "realtime" / "control" / "midi" / "maps").glob("*.toml")).read_bytes()[:2000]))
def test_midi_maps(tmp_path, data):
    _read(tmp_path / "map.toml", data, read_map)


@FEW
@given(_damaged("[00:01.00]first line\n[00:02.50]둘째 줄\n".encode()))
def test_lyrics(tmp_path, data):
    _read(tmp_path / "song.lrc", data, read_lrc)


@settings(FEW, max_examples=300)
@given(_damaged(b"#bundle\x00" + bytes(8) + b"\x00\x00\x00\x10/a/b\x00\x00\x00\x00,f\x00\x00?\x80\x00\x00"))
def test_osc_packets(data):
    refused: list[OscError] = []
    try:
        decode(data, refused.append)
    except OscError as error:
        assert str(error)


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.zeros((24, 32, 3), np.uint8)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures(tmp_path, kind):
    @FEW
    @given(_damaged(_picture(kind)))
    def damaged(data):
        _read(tmp_path / "picture", data, read_picture)

    damaged()


def _sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(bytes(4000))
    return file.getvalue()


def _heard(path: Path) -> None:
    source = FileSource(path)
    try:
        for _ in range(100):
            if source.read() is None:
                break
    finally:
        source.close()


@FEW
@given(_damaged(_sound()))
def test_sounds(tmp_path, data):
    _read(tmp_path / "sound.wav", data, _heard)


@settings(FEW, max_examples=100)
@given(st.text(max_size=400))
def test_typed_texts(text):
    verdict = LIST.check(text)
    assert verdict.fit or verdict.reason
