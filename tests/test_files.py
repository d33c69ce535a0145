"""A file is there whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import pytest

from realtime.files import written_whole


def test_a_file_takes_its_name_when_it_is_whole(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_text("before")
    with written_whole(path) as temporary:
        temporary.write_text("after")
        assert temporary.suffix == ".mp4", "encoders choose the container by it"
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_what_was_there_and_nothing_half_written(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), written_whole(path) as temporary:
        temporary.write_text("aft")
        raise KeyboardInterrupt
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_that_cannot_be_taken_leaves_nothing_half_written(tmp_path):
    folder = tmp_path / "film.mp4"
    folder.mkdir()
    with pytest.raises(OSError), written_whole(folder) as temporary:
        temporary.write_text("after")
    assert list(tmp_path.iterdir()) == [folder]
