"""The night's picture and the venue's card, from their pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from realtime.errors import UserError
from realtime.stage.standing import Standing, card, fitted


@pytest.mark.parametrize("size", [(1280, 720), (320, 180), (600, 1000)])
@pytest.mark.parametrize("text", ["Closed", "The Museum of Everything\nWe are back in a moment", "곧 다시"])
def test_a_card_has_all_its_words_large_and_inside(size, text):
    pixels = card(text, size)
    assert pixels.shape == (size[1], size[0], 4)
    ink = pixels[..., :3].min(axis=2) > 120
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert columns[0] > 0.08 * size[0] and columns[-1] < 0.92 * size[0]
    assert rows[0] > 0.1 * size[1] and rows[-1] < 0.9 * size[1]
    assert np.ptp(rows) + 1 >= 0.035 * size[1]
    assert pixels[0, 0, :3].max() < 30


def test_a_night_picture_is_whole_and_its_transparency_black(tmp_path):
    picture = np.zeros((50, 100, 4), np.uint8)
    picture[:, :50] = (200, 100, 50, 255)
    Image.fromarray(picture).save(tmp_path / "night.png")
    pixels = fitted(tmp_path / "night.png", (160, 160))
    assert pixels.shape == (160, 160, 4) and (pixels[..., 3] == 255).all()
    np.testing.assert_array_equal(pixels[80, 20, :3], (200, 100, 50))
    assert pixels[10].max(axis=0)[:3].max() == 0 and pixels[80, 140, :3].max() == 0
    with pytest.raises(UserError):
        fitted(tmp_path / "none.png", (160, 160))


def test_it_is_drawn_over_the_picture_by_its_amount(window):
    pixels = np.full((90, 160, 4), 255, np.uint8)
    pixels[:45, :, 1:3] = 0  # red above
    standing = Standing(window.context, pixels)
    for amount, red in ((0.0, 0), (0.5, 128), (1.0, 255)):
        window.framebuffer.clear()
        standing.draw(window.framebuffer, amount)
        read = np.frombuffer(window.framebuffer.read(components=3), np.uint8).reshape(90, 160, 3)[::-1]
        assert abs(int(read[10, 80, 0]) - red) <= 2 and read[10, 80, 1] == 0
        assert abs(int(read[80, 80, 1]) - red) <= 2
    standing.release()
