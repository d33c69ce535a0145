"""A real GL window without a screen, and a stage in it that shows exactly what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from realtime.camera import Pose
from realtime.isf.library import ShaderLibrary
from realtime.paint.frame import Frame
from realtime.stage.egl_window import EglWindow
from realtime.stage.stage import Stage
from realtime.stage.view import View

SIZE = (160, 90)
# The finish switched off: what comes out is what was painted.
PLAIN = {"post.bloom": 0.0, "post.grain": 0.0, "post.vignette": 0.0}


@pytest.fixture(scope="module")
def window() -> Iterator[EglWindow]:
    window = EglWindow(SIZE)
    yield window
    window.close()


@pytest.fixture
def stage(window: EglWindow) -> Iterator[Stage]:
    stage = Stage(window.context, window.framebuffer, ShaderLibrary())
    yield stage
    stage.release()


@pytest.fixture
def plain() -> View:
    return View(inputs=PLAIN)


@pytest.fixture
def flat() -> Callable[..., Frame]:
    """A frame of one colour."""

    def make(*rgb: int, generation: int = 0, pose: Pose | None = None) -> Frame:
        pixels = np.full((45, 80, 4), 255, dtype=np.uint8)
        pixels[..., :3] = rgb
        return Frame(pixels, 0, 0.0, pose or Pose(), generation, 0.1, "test")

    return make


@pytest.fixture
def shot() -> Callable[..., np.ndarray]:
    """Renders a view and gives its picture, float (H, W, 3) 0..255, row 0 at the top."""

    def take(stage: Stage, view: View, **changes) -> np.ndarray:
        stage.render(replace(view, **changes))
        out = np.empty((stage.size[1], stage.size[0], 4), dtype=np.uint8)
        return stage.read_frame(out)[..., :3].astype(float)

    return take
