"""On a large canvas fine patterns stay as wide in the picture, and what is seen through them gets sharper."""

import numpy as np
import pytest

from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.engine import StylePainter
from realtime.paint.style.fine_strokes import FineStrokes


def painted(canvas: tuple[int, int], style: str) -> np.ndarray:
    painter = StylePainter((768, 432), canvas=canvas)
    try:
        subject = Subject("clouds", style=((style, 1.0),), palette="paper", source="clouds", seed=2)
        picture = painter.paint(FrameRequest(1, 0.0, subject, strength=1.0, noise=0.0, source_time=3.0))
        assert picture.std() > 5
        carried = painter.carried()
        assert carried is not None
        return carried.mean(axis=-1)
    finally:
        painter.close()


def pattern_width(picture: np.ndarray) -> float:
    """Of the pattern, in heights of the picture: by the mean frequency of what is fine in it."""
    detail = picture - picture.mean()
    power = np.abs(np.fft.fft2(detail)) ** 2
    fy = np.fft.fftfreq(picture.shape[0])[:, None] * picture.shape[0]
    fx = np.fft.fftfreq(picture.shape[1])[None, :] * picture.shape[0]
    frequency = np.hypot(fy, fx)
    band = (frequency > 12.0) & (frequency < 100.0)
    return float(power[band].sum() / (power[band] * frequency[band]).sum())


def test_a_fine_pattern_is_as_wide_on_a_large_canvas():
    small, large = (pattern_width(painted(canvas, "cmyk_pen")) for canvas in ((384, 216), (768, 432)))
    assert large == pytest.approx(small, rel=0.2)


def test_a_small_canvas_is_left_alone():
    fine = FineStrokes((392, 224), 1)
    image = np.random.default_rng(1).random((3, 224, 392), np.float32)
    assert not fine.needed and fine.small == (392, 224)
    assert fine.shrunk(image) is image and fine.grown(image) is image
