"""Room on the disk: told before it is missing, in numbers a musician can act on."""

from pathlib import Path

import pytest

from realtime.render import disk_space
from realtime.render.options import FilmOptions
from realtime.render.segments import plan_segments

MB = 1_000_000


def options(**more):
    return FilmOptions(**{"song": "s.wav", "output": Path("o.mp4"), "size": (640, 360), "fps": 30.0} | more)


def test_a_film_takes_about_what_films_of_its_size_took():
    # 60 s of 640x360 at 30 frames/s had 1800 frames and 40 MB of pictures, which lie there twice at the end;
    # as a draft 13 MB.
    segments = plan_segments(1800, 30.0, [], [])
    needed = disk_space.needed_bytes(options(), segments, segments)
    assert needed == pytest.approx(2 * 40 * MB, rel=0.2)
    assert disk_space.needed_bytes(options(), segments, []) == pytest.approx(40 * MB, rel=0.2), (
        "only joining is left"
    )
    draft = disk_space.needed_bytes(options(quality="draft"), segments, segments)
    assert draft == pytest.approx(2 * 13 * MB, rel=0.3)


def test_a_disk_with_too_little_room_is_told_of_with_numbers(tmp_path, monkeypatch):
    folder = tmp_path / "o.mp4.parts"
    folder.mkdir()
    free = disk_space.DISK_RESERVE_BYTES + 12 * MB
    monkeypatch.setattr(disk_space.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert disk_space.missing_space(folder, 10 * MB) == ""
    message = disk_space.missing_space(folder, 2400 * MB)
    assert "2.4 GB" in message and "12 MB" in message and str(tmp_path) in message
