"""Colour coherence, contrast and unsharp mask, measured in pixels, and what painters carry along."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest

from realtime.camera import Pose
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.diffusion.pipeline_painter import PipelinePainter
from realtime.paint.engines import plan_engines
from realtime.paint.frame import FeedbackPainter, FrameRequest, Subject
from realtime.paint.plain_painter import PlainPainter
from realtime.paint.run.spec import build
from realtime.paint.treatment import (
    _INTO,
    _OUT_OF,
    Treatment,
    histograms,
    matched,
    sharpened,
    treated,
)

SPACES = ("HSV", "LAB", "RGB")


def soft_picture(seed: int = 1, size=(48, 64)) -> np.ndarray:
    """Colours that go over into each other."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    phase = np.random.default_rng(seed).uniform(0, 6.3, 3)
    waves = [np.sin(x * 0.13 + y * 0.07 * (k + 1) + phase[k]) for k in range(3)]
    return (0.5 + 0.22 * np.stack(waves, axis=-1)).astype(np.float32)


def test_colour_spaces_are_the_documented_ones_and_come_back():
    colours = np.random.default_rng(2).random((40, 50, 3)).astype(np.float32)
    for space in SPACES:
        assert np.abs(_OUT_OF[space](_INTO[space](colours)) - colours).max() < 1e-4
    hsv = _INTO["HSV"](colours)[3, 7] / 255.0
    assert hsv == pytest.approx(colorsys.rgb_to_hsv(*map(float, colours[3, 7])), abs=1e-5)
    # Published L*a*b* (D65) of sRGB red, white and black.
    known = np.array([[[1, 0, 0], [1, 1, 1], [0, 0, 0]]], np.float32)
    lab = _INTO["LAB"](known)[0] / [2.55, 1, 1] - [0, 128, 128]
    assert np.abs(lab - [[53.24, 80.09, 67.20], [100, 0, 0], [0, 0, 0]]).max() < 0.05


@pytest.mark.parametrize("space", SPACES)
def test_a_colour_cast_is_pulled_back(space):
    first = soft_picture()
    wanted = histograms(first, space)
    cast = np.clip(np.roll(first, 9, axis=1) * np.float32([1.25, 0.9, 0.7]), 0, 1)
    back = matched(cast, space, wanted)
    assert np.abs(cast.mean((0, 1)) - first.mean((0, 1))).max() > 0.1
    # A colour whose channels each are right may still lie outside sRGB, and is cut.
    assert np.abs(back.mean((0, 1)) - first.mean((0, 1))).max() < 0.04
    far, near = (np.abs(np.cumsum(histograms(each, space) - wanted, axis=1)).sum() for each in (cast, back))
    assert near < 0.1 * far
    assert np.abs(matched(first, space, wanted) - first).max() < 1.5 / 255


def test_a_picture_of_one_colour_goes_to_the_middle_and_not_to_white():
    first = soft_picture()
    black = np.zeros_like(first)
    found = matched(black, "RGB", histograms(first, "RGB"))
    assert np.abs(found - np.median(first, axis=(0, 1))).max() < 0.02


def test_contrast_multiplies():
    picture = soft_picture()
    assert treated(picture, Treatment(contrast=1.05), None).std() == pytest.approx(
        1.05 * picture.std(), rel=1e-3
    )


def test_the_unsharp_mask_steepens_edges_without_halos_and_respects_its_threshold():
    edge = np.zeros((32, 32, 3), np.float32)
    edge[:, :16], edge[:, 16:] = 0.3, 0.7
    soft = (np.roll(edge, 1, 1) + edge + np.roll(edge, -1, 1))[:, 2:-2] / 3
    sharp = sharpened(soft, 2.5, 5, 1.0, 0.0)
    assert np.abs(np.diff(sharp, axis=1)).max() > 1.2 * np.abs(np.diff(soft, axis=1)).max()
    assert sharp.min() >= soft.min() and sharp.max() <= soft.max()
    assert (sharpened(soft, 0.8, 5, 1.0, 60.0) == soft).all()
    noisy = soft + np.random.default_rng(3).uniform(-0.004, 0.004, soft.shape).astype(np.float32)
    kept = sharpened(noisy, 0.8, 5, 1.0, 5.0)
    assert (kept[:, :6] == noisy[:, :6]).all() and not (kept == noisy).all()
    assert sharpened(soft, 0.8, 99, 0.0, 0.0).shape == soft.shape


def asked(number: int) -> FrameRequest:
    # So weak that even diffusion shows the last picture.
    return FrameRequest(
        number, number / 10, Subject(prompt="the sea", seed=3), Pose(), strength=0.02, noise=0.0
    )


@pytest.mark.parametrize("name", ["shader", "style", "diffusers"])
def test_painters_give_what_they_carry_and_grow_out_of_what_they_are_given(name, request):
    if name == "diffusers":
        model = request.getfixturevalue("model")
        painter = PipelinePainter((128, 64), model, device="cpu", precision="fp32", threads=1)
    else:
        painter = build(plan_engines(name, size=(128, 64)).ladder[0])
    assert isinstance(painter, FeedbackPainter) and not isinstance(PlainPainter((64, 36)), FeedbackPainter)
    assert painter.carried() is None
    painter.paint(asked(0))
    carried = painter.carried().copy()
    assert carried.dtype == np.float32 and carried.shape[2] == 3 and carried.std() > 0.02
    # Red above, blue below: rows are not upside down, and the next frame shows it.
    given = np.zeros_like(carried)
    half = len(given) // 2
    given[:half, :, 0], given[half:, :, 2] = 0.8, 0.8
    painter.carry(given)
    assert np.abs(painter.carried() - given).max() < 0.01
    frame = painter.paint(asked(1))[..., :3].astype(float)
    above, below = frame[: len(frame) // 2].mean((0, 1)), frame[len(frame) // 2 :].mean((0, 1))
    assert (above - below)[0] > 60 and (below - above)[2] > 60
    painter.close()


def test_the_compiled_painter_grows_out_of_what_it_is_given(compiled):
    shown = {}
    for way in ("left alone", "given back", "given another"):
        painter = CompiledPainter((128, 64), compiled.folder, wait=True, order=("cpu",), threads=1)
        assert painter.carried() is None
        painter.paint(asked(0))
        if way != "left alone":
            carried = painter.carried()
            painter.carry(carried if way == "given back" else 1.0 - carried)
        shown[way] = painter.paint(asked(1)).astype(int)
        painter.close()
    assert (shown["left alone"] == shown["given back"]).all()
    assert np.abs(shown["left alone"] - shown["given another"]).mean() > 1.0
