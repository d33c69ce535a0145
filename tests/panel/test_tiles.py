"""Tiles of scenes that have not been played have a picture, too."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import numpy as np
from PIL import Image

from realtime.errors import UserError
from realtime.live.side_process import InlineWork
from realtime.paint.frame import Subject
from realtime.panel.picture import TILE
from realtime.panel.tiles import Tiles, open_painting
from realtime.setlist.scene import Scene
from tests.panel.served import wait_until

SCENES = tuple(Scene(name, prompt=name) for name in ("a red flower", "the sea at night", "a city"))


class Work(InlineWork[Subject, bytes]):
    """Writes a picture's words; nothing for the city."""

    def __init__(self) -> None:
        super().__init__(lambda: self._paint)
        self.painted: list[str] = []
        self.ended = 0

    def _paint(self, subject: Subject) -> bytes:
        self.painted.append(subject.prompt)
        if subject.prompt == "a city":
            raise UserError("no paint left")
        return subject.prompt.encode()

    def close(self) -> None:
        self.ended += 1


def test_each_scene_is_painted_once_in_its_place_and_the_painter_goes():
    work = Work()
    tiles = Tiles(lambda: work)
    new = [tiles.new(SCENES) for _ in range(6)]
    assert [one.name for one in new if one is not None] == ["a red flower", "the sea at night"]
    assert [tiles.get(scene) for scene in SCENES] == [b"a red flower", b"the sea at night", None]
    wait_until(lambda: work.ended == 1)
    assert tiles.new(SCENES) is None and len(work.painted) == 3, "what cannot be painted is left alone"


def test_what_was_shown_is_not_replaced_by_a_painting():
    work = Work()
    tiles = Tiles(lambda: work)
    assert tiles.new(SCENES[:1]) is None, "it is being painted"
    tiles.keep(SCENES[0], b"shown")
    assert tiles.new(SCENES[:1]) is None and tiles.get(SCENES[0]) == b"shown"
    assert tiles.new((replace(SCENES[0], seed=3),)) is None, "the same words have the same picture"


def test_without_a_painter_tiles_stay_as_they_are():
    tiles = Tiles(None)
    assert tiles.new(SCENES) is None and tiles.get(SCENES[0]) is None


def test_the_process_paints_small_pictures_of_what_scenes_show():
    work = open_painting(())
    tiles = Tiles(lambda: work)
    end = time.monotonic() + 600.0  # a busy machine takes its time to start a process
    try:
        while not all(tiles.get(scene) for scene in SCENES):
            assert time.monotonic() < end, "nothing was painted"
            tiles.new(SCENES)
            time.sleep(0.05)
    finally:
        tiles.close()
        work.close()
    pictures = [np.asarray(Image.open(io.BytesIO(tiles.get(scene) or b"")), float) for scene in SCENES]
    assert {picture.shape for picture in pictures} == {(TILE[1], TILE[0], 3)}
    assert all(picture.std() > 10 for picture in pictures)
    assert np.abs(pictures[0] - pictures[1]).mean() > 10
