"""A GL window without a screen, and a picture whose corners tell which way up it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from realtime.stage.egl_window import EglWindow


@pytest.fixture(scope="module")
def gl_window() -> Iterator[EglWindow]:
    """160 × 90 pixels, on whatever driver this machine has."""
    window = EglWindow((160, 90))
    yield window
    window.close()


@pytest.fixture
def quarters() -> np.ndarray:
    """uint8 (90, 160, 4): red, green above blue, white."""
    picture = np.full((90, 160, 4), 255, np.uint8)
    picture[:45, :80, :3] = 255, 0, 0
    picture[:45, 80:, :3] = 0, 255, 0
    picture[45:, :80, :3] = 0, 0, 255
    return picture
