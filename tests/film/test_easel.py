"""Takes one after the other in one process, as a film of hours is made: none leaves anything behind."""

import re
from pathlib import Path

import numpy as np
import pytest

from realtime.filming.score import ScoreFrame
from realtime.filming.take import Easel
from realtime.isf.library import ShaderLibrary
from realtime.paint.engines import plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.stage.stage import Stage
from realtime.stage.view import View
from realtime.stage.window import open_window

SIZE = (96, 54)


def resident_mb():
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024.0


REQUEST = FrameRequest(1, 0.0, Subject(prompt="the sea"))
BEGINNING = ScoreFrame(View(), (REQUEST,), 1)


def take(frame=BEGINNING, before=()):
    """One picture of a painter and a stage that are made for it and closed again."""
    window = open_window("off-screen", SIZE)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    easel = Easel(plan_engines("shader", size=SIZE).ladder[0])
    easel.follow(before)
    easel.play(frame, stage)
    picture = stage.read_frame(np.zeros((SIZE[1], SIZE[0], 4), np.uint8))
    easel.close()
    stage.release()
    window.close()
    return picture


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_takes_give_their_memory_back():
    pictures = [take() for _ in range(3)]
    before = resident_mb()
    pictures += [take() for _ in range(7)]
    # A GL context that stays is 9 MB.
    assert resident_mb() - before < 25.0
    assert all((picture == pictures[0]).all() for picture in pictures) and pictures[0].std() > 5


def test_a_take_that_begins_while_the_picture_is_at_rest_shows_it():
    at_rest = ScoreFrame(View(), (), None)
    assert (take(at_rest, before=(REQUEST,)) == take()).all()
    assert (take(at_rest) != take()).any()
