"""The small picture for those who watch from elsewhere."""

from __future__ import annotations

import io
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from realtime.isf.library import ShaderLibrary
from realtime.panel.picture import jpeg
from realtime.stage.egl_window import EglWindow
from realtime.stage.preview import Picture, Preview
from realtime.stage.stage import Stage
from tests.stage.test_stage import card, frame


def pixels(picture: Picture | None) -> np.ndarray:
    """float (H, W, 3), row 0 at the top."""
    assert picture is not None
    width, height = picture.size
    return np.frombuffer(picture.pixels, np.uint8).reshape(height, width, 4)[::-1, :, :3].astype(float)


@pytest.mark.parametrize("size", [(1600, 900), (640, 360)])
@pytest.mark.parametrize("scale", [1.0, 0.8])
def test_it_is_the_picture_of_the_last_frame_small_and_without_words(plain, scale, size):
    with closing(EglWindow(size)) as window:
        stage = Stage(window.context, window.framebuffer, ShaderLibrary(), scale=scale)
        stage.show_frame(frame(card((320, 180))))
        stage.render(plain)
        stage.render(replace(plain, time=5.0))
        assert stage.preview(True) is None, "it comes with the next frame"
        large = Image.fromarray(stage.picture()[..., :3])
        stage.overlay(replace(plain, hud=("words " * 8,) * 30))
        stage.render(replace(plain, time=5.1, blackout=True))
        small = pixels(stage.preview(False))
        assert small.shape[1] * 9 == small.shape[0] * 16
        blocks = [
            np.asarray(one.resize((160, 90), Image.Resampling.BOX), float) for one in (large, of(small))
        ]
        assert np.abs(blocks[1] - blocks[0]).mean() < 2.0
        assert stage.preview(False) is None, "nobody asked"
        stage.release()


def test_nobody_who_looks_costs_nothing(stage, plain, monkeypatch):
    monkeypatch.setattr("realtime.stage.stage.Preview", None)
    stage.render(plain)
    assert stage.preview(False) is None


def of(picture: np.ndarray) -> Image.Image:
    return Image.fromarray(picture.astype(np.uint8))


@pytest.mark.parametrize(
    ("size", "small"), [((1920, 1080), (640, 360)), ((720, 1280), (202, 360)), ((160, 90), (160, 90))]
)
def test_it_keeps_its_shape_and_never_grows(size, small):
    with closing(EglWindow((16, 16))) as window:
        preview = Preview(window.context, size, software=False)
        assert preview.size == small
        preview.release()


@pytest.mark.parametrize("software", [True, False])
def test_fine_stripes_become_grey(software):
    """Both ways of reading back, up to the file that a page gets."""
    with closing(EglWindow((16, 16))) as window:
        stripes = np.zeros((1080, 1920, 4), np.uint8)
        stripes[::2] = 255
        texture = window.context.texture((1920, 1080), 4, stripes.tobytes())
        preview = Preview(window.context, (1920, 1080), software)
        preview.make(texture)
        picture = preview.taken()
        assert picture is not None and preview.taken() is None
        found = np.asarray(Image.open(io.BytesIO(jpeg(picture))))
        assert found.shape == ((270, 480, 3) if software else (360, 640, 3))
        assert found.min() > 50 and found.max() < 205
        preview.release()
