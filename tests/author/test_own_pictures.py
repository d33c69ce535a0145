"""The musician's own pictures: where they suit, and what a setlist says of them."""

from pathlib import Path

import pytest
from PIL import Image

from realtime.author.own_pictures import pictures_in, readable
from realtime.author.scene_pictures import with_pictures
from realtime.author.scene_plan import ScenePlan
from realtime.errors import UserError


def _scene(line: str) -> ScenePlan:
    return ScenePlan(
        *("verse", 0.0, 8.0, "verse", line, 4, line, "horizon", True, True, True, "night"),
        *((), (), 1, ("dissolve", 4.0)),
    )


def test_pictures_go_where_their_names_suit_and_the_rest_between():
    scenes = [_scene("the sea at night")] * 2 + [_scene("우산 쓴 연인")] * 2 + [_scene("a city")] * 4
    names = ["sea_02.jpg", "umbrella.png", "DSC0001.jpg", "DSC0002.jpg"]
    placed = [scene.picture.name if scene.picture else "" for scene in with_pictures(scenes, map_(names))]
    assert placed[0] == "sea_02.jpg" and placed[2] == "umbrella.png"
    assert sorted(filter(None, placed)) == sorted(names)
    assert "" in placed, "the story is still seen"


def map_(names: list[str]) -> list[Path]:
    return [Path(name) for name in names]


def test_more_pictures_than_scenes_lose_no_scene():
    placed = with_pictures([_scene("a")] * 2, map_([f"{n}.jpg" for n in range(9)]))
    assert len(placed) == 2


def test_clips_are_taken_too(tmp_path):
    for name in ("sea.mp4", "walk.GIF", "a.png", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in pictures_in(tmp_path)] == ["a.png", "sea.mp4", "walk.GIF"]


def test_what_cannot_be_read_is_told_and_left_out(tmp_path):
    Image.new("L", (9000, 9000)).save(tmp_path / "huge.png")
    Image.new("RGB", (64, 48)).save(tmp_path / "sea.png")
    (tmp_path / "broken.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + b"x" * 999)
    told: list[str] = []
    assert [path.name for path in readable(pictures_in(tmp_path), told.append)] == ["sea.png"]
    assert "broken.mp4" in told[0] and "huge.png" in told[1]


def test_a_folder_without_pictures_is_told(tmp_path):
    with pytest.raises(UserError, match="no picture"):
        pictures_in(tmp_path)
    with pytest.raises(UserError, match="no folder"):
        pictures_in(tmp_path / "nowhere")
