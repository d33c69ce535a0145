"""Takes one after the other in one process, as a film of hours is made: none leaves anything behind."""

import re
from pathlib import Path

import numpy as np
import pytest

from realtime.isf.library import ShaderLibrary
from realtime.paint.engines import plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.render.frame_log import LoggedFrame
from realtime.render.segment import PipelinedPainter
from realtime.stage.stage import Stage
from realtime.stage.view import View
from realtime.stage.window import open_window

SIZE = (96, 54)


def resident_mb():
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024.0


REQUEST = FrameRequest(1, 0.0, Subject(prompt="the sea"))
BEGINNING = LoggedFrame(View(), (REQUEST,), 1)


def take(frame=BEGINNING, before=(), engine="shader", first_image=None):
    """One picture of a painter and a stage that are made for it and closed again."""
    window = open_window("off-screen", SIZE)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    pipeline = PipelinedPainter(plan_engines(engine, size=SIZE).ladder[0])
    pipeline.follow(before)
    if first_image is not None:
        pipeline.adopt(first_image)
    pipeline.play(frame, stage)
    picture = stage.read_frame(np.zeros((SIZE[1], SIZE[0], 4), np.uint8))
    pipeline.close()
    stage.release()
    window.close()
    return picture


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_takes_give_their_memory_back():
    pictures = [take() for _ in range(3)]
    before = resident_mb()
    pictures += [take() for _ in range(7)]
    # Seven GL contexts that stay are 63 MB; what else the process does meanwhile is seen, too.
    assert resident_mb() - before < 45.0
    assert all((picture == pictures[0]).all() for picture in pictures) and pictures[0].std() > 5


def test_a_take_that_begins_while_the_picture_is_at_rest_shows_it():
    at_rest = LoggedFrame(View(), (), None)
    assert (take(at_rest, before=(REQUEST,)) == take()).all()
    assert (take(at_rest) != take()).any()


def test_a_film_grows_out_of_its_first_image_where_the_painter_can():
    red = np.full((SIZE[1], SIZE[0], 4), (220, 20, 20, 255), np.uint8)
    weak = LoggedFrame(View(), (FrameRequest(1, 0.0, Subject(prompt="the sea"), strength=0.05),), 1)
    grown, own = (take(weak, first_image=image)[..., :3].astype(float).mean((0, 1)) for image in (red, None))
    assert (grown - own)[0] > 60
    np.testing.assert_array_equal(
        take(weak, before=(REQUEST,), engine="plain", first_image=red), take(weak, engine="plain")
    )
