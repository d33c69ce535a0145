"""Pictures with see-through parts stand in a generator's scene, in their own colours and shape."""

import numpy as np
import pytest
from PIL import Image

from realtime.camera import Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.shader_painter import ShaderPainter
from realtime.scenery.objects.cut_out import is_cut_out
from realtime.scenery.source_name import parse_source


@pytest.fixture
def cut_out(tmp_path):
    """A tall red block in an empty picture."""
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    picture.paste((250, 10, 10, 255), (120, 40, 180, 160))
    picture.save(tmp_path / "cut.png")
    return f"still:{tmp_path / 'cut.png'}"


def _painted(source: str, size=(320, 180)) -> np.ndarray:
    painter = ShaderPainter(size)
    try:
        subject = Subject(prompt="the sea", source=source, palette="ice", seed=5, generation=1)
        for number in range(3):
            request = FrameRequest(number, number / 4, subject, Pose(), 0.9, 0.0, source_time=number / 4)
            picture = painter.paint(request)[..., :3].astype(int)
        return picture
    finally:
        painter.close()


def test_a_cut_out_stands_in_the_scene_undistorted(cut_out):
    assert is_cut_out(parse_source(cut_out))
    for size in ((320, 180), (180, 320)):
        bare, picture = _painted("horizon", size), _painted(f"horizon + {cut_out}", size)
        red = (picture[..., 0] > 140) & (picture[..., 1] < 110) & (picture[..., 2] < 110)
        rows, columns = np.flatnonzero(red.any(1)), np.flatnonzero(red.any(0))
        ratio = (rows[-1] - rows[0]) / (columns[-1] - columns[0])
        assert ratio == pytest.approx(2.0, rel=0.2), "the block is twice as high as wide"
        far = np.abs(picture - bare)[: round(0.15 * size[1])].mean()
        assert far < 12, "round it the generator's scene is seen"


def test_a_photo_is_no_cut_out(tmp_path):
    Image.new("RGB", (80, 60), "red").save(tmp_path / "photo.jpg")
    assert not is_cut_out(parse_source(f"still:{tmp_path / 'photo.jpg'}"))
    assert not is_cut_out(parse_source(f"still:{tmp_path / 'nowhere.png'}"))
