"""`bench ear` judges any folder of recordings by the measures of the field."""

import json

import numpy as np
import pytest

from benchmarks import annotations, ear
from benchmarks.beat_scores import HeardBeats, score
from benchmarks.recordings import Recording
from realtime.errors import UserError
from tests.called import called
from tests.songs import RATE, beats, write_wav


def heard(times, ones=None, late_s=0.0):
    times = np.asarray(times)
    return HeardBeats(times, ones, times + late_s, 0.01)


def music(seconds=30.0, period=0.5):
    times = np.arange(0.5, seconds, period)
    samples = np.zeros((int(seconds * 1000), 2), np.float32)
    return Recording("music", 1000, samples, times, np.arange(len(times)) % 4 + 1)


def test_right_beats_score_full_and_their_lateness_is_told():
    piece = music()
    ones = piece.beats[::4]
    result = score(piece, heard(piece.beats + 0.01, ones, late_s=-0.03))
    assert (result.f, result.cmlt, result.amlt, result.one_f) == (1.0, 1.0, 1.0, 1.0)
    assert result.lock_s == pytest.approx(0.01)
    assert result.late_s == pytest.approx(-0.02)


def test_twice_as_many_beats_are_another_level_and_late_ones_lock_late():
    piece = music()
    double = np.arange(0.5, 30.0, 0.25)
    result = score(piece, heard(double))
    assert result.f == pytest.approx(2 / 3, abs=0.02)
    assert result.cmlt == 0.0 and result.amlt > 0.95
    assert score(piece, heard(piece.beats[20:])).lock_s == pytest.approx(10.0)


def test_where_there_is_no_beat_the_claims_are_counted():
    piece = Recording("rain", 1000, np.zeros((30_000, 1), np.float32), np.zeros(0), None)
    result = score(piece, heard([3.0, 4.0]))
    assert result.claims == pytest.approx(4.0) and np.isnan(result.f)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("song.beats", "# Time\tplace\n0.5\t4\n1.0\t1\n\n1.5\t2\n"),
        ("song.txt", "0.5, 4.0, x\n1.5 2\n1.0 1\n"),
        (
            "song.jams",
            json.dumps(
                {
                    "annotations": [
                        {"namespace": "chord", "data": []},
                        {
                            "namespace": "beat",
                            "data": [
                                {"time": t, "duration": 0.0, "value": v, "confidence": None}
                                for t, v in ((0.5, 4), (1.0, 1), (1.5, 2))
                            ],
                        },
                    ]
                }
            ),
        ),
        (
            "song.jams",
            json.dumps(
                {
                    "annotations": [
                        {
                            "namespace": "beat_position",
                            "data": {
                                "time": [0.5, 1.0, 1.5],
                                "value": [{"position": p, "num_beats": 4} for p in (4, 1, 2)],
                            },
                        }
                    ]
                }
            ),
        ),
    ],
)
def test_beats_are_read_as_others_write_them(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text)
    found = annotations.read(path)
    assert found.times.tolist() == [0.5, 1.0, 1.5]
    assert found.beat_in_bar.tolist() == [4, 1, 2]


def test_times_alone_are_enough_and_a_constant_is_no_place_in_the_bar(tmp_path):
    path = tmp_path / "song.txt"
    for text in ("0.5\n1.0\n", "0.5 1\n1.0 1\n"):
        path.write_text(text)
        found = annotations.read(path)
        assert found.times.tolist() == [0.5, 1.0] and found.beat_in_bar is None


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("song.beats", "0.5 1\nverse\n", "song.beats:2"),
        ("song.jams", "{}", "song.jams is no JAMS"),
        ("song.jams", '{"annotations": []}', "namespace beat"),
    ],
)
def test_what_is_no_annotation_is_named(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(UserError, match=message):
        annotations.read(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A song with its beats, one without, and a hiss whose beats are known to be none."""
    folder = tmp_path_factory.mktemp("recordings")
    write_wav(folder / "song.wav", beats(16.0))
    (folder / "song.beats").write_text("".join(f"{n / 2:.3f}\t{n % 4 + 1}\n" for n in range(32)))
    write_wav(folder / "other.wav", beats(2.0))
    write_wav(folder / "hiss.wav", 0.1 * np.random.default_rng(0).standard_normal(12 * RATE))
    (folder / "hiss.txt").write_text("")
    return folder


def test_a_folder_of_recordings_is_judged(folder):
    rows = ear.run(folder)
    song = next(row for row in rows if row.get("music") == "song")
    assert song["F"] > 0.8 and song["song F"] > 0.9
    assert {row["listener"] for row in rows if "listener" in row} == set(ear.LISTENERS)
    hiss = next(row for row in rows if "no beat in it" in row)
    assert hiss["no beat in it"] == "hiss" and hiss["claims a minute"] == 0.0
    assert len(rows) == 5, "what has no beats beside it is left out"


def test_the_command_takes_a_folder_and_says_what_it_misses(folder, tmp_path):
    done = called("bench", folder, "--json", tmp_path / "figures.json")
    assert done.returncode == 0, done.stderr
    assert "aubio's tempo" in done.stdout
    assert [
        row["F"] > 0.8 for row in json.loads((tmp_path / "figures.json").read_text())["ear"] if "music" in row
    ]
    (tmp_path / "empty").mkdir()
    refused = called("bench", "ear", tmp_path / "empty")
    assert refused.returncode != 0 and "song.wav and song.beats" in refused.stderr
    assert "neither a folder nor one of" in called("bench", "eat").stderr
