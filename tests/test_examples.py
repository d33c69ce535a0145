"""The programs in examples/ do what they say, started as their first lines say."""

import re
import subprocess
import sys
from pathlib import Path

import av
import pytest

from tests.songs import PROJECT, beats, write_wav

EXAMPLES = sorted((PROJECT / "examples").glob("*.py"))


def run(name: str, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", f"examples.{name}", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        timeout=240,
    )


def test_beats_of_a_song_are_half_a_second_apart(short_song):
    printed = run("beats_of_a_song", short_song)
    assert printed.returncode == 0, printed.stderr
    rows = [line.split() for line in printed.stdout.splitlines()]
    times = [float(row[0]) for row in rows]
    assert len(times) >= 18
    # The song's beats are at 120 bpm, the first at 0.
    assert all(abs(2 * time - round(2 * time)) < 0.1 for time in times)
    assert {row[2] for row in rows} == {"1/4", "2/4", "3/4", "4/4"}


def test_levels_go_through_a_curve(short_song):
    printed = run("levels_through_a_curve", short_song)
    assert printed.returncode == 0, printed.stderr
    rows = re.findall(r"([\d.]+) s   bass ([\d.]+)   strength ([\d.]+)", printed.stdout)
    assert 95 <= len(rows) <= 101
    for _, bass, strength in rows:
        assert float(strength) == pytest.approx(0.25 + 0.45 * float(bass) ** 2.5, abs=0.012)
    assert max(float(strength) for _, _, strength in rows) > 0.6


def test_a_film_from_python(tmp_path):
    """Of a song that is shorter than ten seconds, the whole."""
    song = write_wav(tmp_path / "song.wav", beats(2.0))
    printed = run("ten_second_film", song, tmp_path / "film.mp4")
    assert printed.returncode == 0, printed.stderr
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (320, 180)
        assert film.streams.audio
        assert sum(1 for _ in film.decode(video=0)) == 60


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_is_short_and_says_how_to_start_it(path: Path):
    text = path.read_text()
    assert len(text.splitlines()) < 40
    assert f".venv/bin/python -m examples.{path.stem} " in text
    slip = run(path.stem, "no-such-song.wav", *(["film.mp4"] if "film" in path.stem else []))
    assert slip.returncode == 1
    assert "no-such-song.wav" in slip.stderr and "Traceback" not in slip.stderr


def test_there_is_a_test_for_each():
    assert [path.stem for path in EXAMPLES] == [
        "beats_of_a_song",
        "levels_through_a_curve",
        "ten_second_film",
    ]
