"""The sheet of curves is a picture on which convex and concave can be told apart."""

import numpy as np
import pytest
from PIL import Image, ImageColor

from realtime.errors import UserError
from realtime.mapping.curve_sheet import draw_curves
from realtime.mapping.curves import CONCAVE, CONVEX, NEITHER


def _pixels_like(sheet: np.ndarray, colour: str) -> int:
    difference = np.abs(sheet.astype(int) - np.array(ImageColor.getrgb(colour)))
    return int((difference.max(axis=2) < 12).sum())


def test_the_sheet_shows_convex_and_concave_in_colours_of_their_own(tmp_path):
    from realtime.mapping.curve_sheet import _COLOURS

    path = tmp_path / "curves.png"
    draw_curves(path)
    sheet = np.asarray(Image.open(path).convert("RGB"))
    assert sheet.shape[0] > 1000
    assert sheet.shape[1] > 1200
    for shape in (CONVEX, CONCAVE, NEITHER):
        assert _pixels_like(sheet, _COLOURS[shape][0]) > 2000, shape


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(UserError, match="Cannot write the sheet of curves to"):
        draw_curves(tmp_path / "missing" / "curves.png")
