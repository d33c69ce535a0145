"""What is written over a show: as over a film, without stopping a frame, hidden by blackout."""

from dataclasses import replace

import numpy as np
import pytest

from realtime.isf.library import ShaderLibrary
from realtime.lettering.letterer import Letterer
from realtime.lettering.lettering import Lettering
from realtime.resources import SHADERS
from realtime.stage.stage import Stage
from realtime.stage.view import View
from realtime.stage.window import open_window

WORDS = Lettering(title="비 오는 날", artist="Somebody", lines=((8.0, "첫 줄을 부른다"),), end=30.0)


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)])
def test_a_show_writes_what_a_film_writes(size):
    window = open_window("off-screen", size)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary((SHADERS,)), waits=True)
    view = View(time=3.0, lettering=WORDS, lettering_time=3.0)
    try:
        stage.render(replace(view, lettering=Lettering()))
        bare = stage.picture().copy()
        for time in (3.0, 10.0):
            stage.render(replace(view, freeze=True, lettering_time=time))
            shown = stage.picture().copy()
            film = bare.copy()
            Letterer(WORDS, size).lay(film, time)
            assert np.abs(film.astype(int) - shown.astype(int))[..., :3].max() <= 2
            assert np.abs(film.astype(int) - bare.astype(int)).max() > 100
        stage.render(replace(view, freeze=True, blackout=True))
        assert stage.picture()[..., :3].max() == 0
    finally:
        stage.release()
        window.close()


def test_a_logo_that_cannot_be_read_is_told_and_stops_nothing(tmp_path):
    logo = tmp_path / "logo.png"
    logo.write_bytes(b"no picture")
    window = open_window("off-screen", (160, 90))
    stage = Stage(window.context, window.framebuffer, ShaderLibrary((SHADERS,)), waits=True)
    try:
        stage.render(View(lettering=Lettering(title="A", logo=logo)))
        assert "logo.png" in stage.errors["lettering"]
    finally:
        stage.release()
        window.close()
