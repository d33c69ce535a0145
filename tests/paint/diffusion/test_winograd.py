"""Convolutions rewritten with fewer products give what the convolutions give."""

from __future__ import annotations

import numpy as np
import openvino
import pytest
import torch
import torch.nn.functional as F
from openvino import opset13 as ops
from torch import nn

from realtime.paint.diffusion import cache
from realtime.paint.diffusion import openvino_winograd as winograd
from realtime.paint.diffusion.lean import EnlargingConvolution
from realtime.paint.diffusion.provider import Options
from realtime.paint.diffusion.session import open_session

torch.set_num_threads(1)


@pytest.fixture
def narrow_too(monkeypatch):
    """Small models are rewritten as wide ones are."""
    monkeypatch.setattr(winograd, "_LEAST_WIDTH", 1)
    monkeypatch.setattr(winograd, "_LEAST_PIXELS", 1)
    monkeypatch.setattr(winograd, "has_matrix_unit", lambda: False)


def model_of(shape, kernel: np.ndarray, doubled: bool) -> openvino.Model:
    picture = ops.parameter(list(shape), np.float32)
    if doubled:
        made = ops.convolution_backprop_data(
            picture, ops.constant(kernel), [2, 2], None, [1, 1], [1, 1], [1, 1]
        )
    else:
        made = ops.convolution(picture, ops.constant(kernel), [1, 1], [1, 1], [1, 1], [1, 1])
    return openvino.Model([made], [picture])


def run(model: openvino.Model, picture: np.ndarray) -> np.ndarray:
    settings = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    return openvino.Core().compile_model(model, "CPU", settings)(picture)[0]


@pytest.mark.parametrize(("inputs", "outputs", "height", "width"), [(32, 24, 6, 5), (64, 8, 2, 9)])
def test_convolution_by_pairs_of_rows_is_the_convolution(narrow_too, inputs, outputs, height, width):
    picture, kernel = torch.randn(1, inputs, height, width), torch.randn(outputs, inputs, 3, 3)
    model = model_of(picture.shape, kernel.numpy(), doubled=False)
    assert winograd.multiply_less(model) == 1
    wanted = F.conv2d(picture, kernel, padding=1).numpy()
    assert np.abs(run(model, picture.numpy()) - wanted).max() < 1e-5 * np.abs(wanted).max()


@pytest.mark.parametrize(("channels", "height", "width"), [(8, 4, 6), (16, 3, 5), (8, 1, 1)])
def test_doubling_by_differences_is_doubling_and_convolution(narrow_too, channels, height, width):
    conv = nn.Conv2d(channels, 12, 3, padding=1, bias=False).requires_grad_(False)
    picture = torch.randn(1, channels, height, width)
    kernel = EnlargingConvolution(conv).enlarge.weight.numpy()
    model = model_of(picture.shape, kernel, doubled=True)
    assert winograd.multiply_less(model) == 1
    wanted = conv(F.interpolate(picture, scale_factor=2, mode="nearest")).numpy()
    assert np.abs(run(model, picture.numpy()) - wanted).max() < 1e-5 * np.abs(wanted).max()


def test_what_it_does_not_fit_stays_as_it_is(narrow_too, monkeypatch):
    random = np.random.default_rng(2)

    def left(shape, kernel_shape, doubled=False) -> bool:
        kernel = random.standard_normal(kernel_shape).astype(np.float32)
        return winograd.multiply_less(model_of(shape, kernel, doubled)) == 0

    assert left((1, 32, 5, 4), (8, 32, 3, 3))  # an odd number of rows
    assert left((2, 32, 4, 4), (8, 32, 3, 3))  # two pictures
    assert left((1, 8, 4, 4), (8, 8, 4, 4), doubled=True)  # no doubling in these weights
    monkeypatch.setattr(winograd, "_LEAST_WIDTH", 150)
    assert left((1, 64, 8, 8), (64, 64, 3, 3))  # too narrow to be worth it


def test_rewritten_frame_step_paints_what_torch_paints(compiled, step, narrow_too, monkeypatch):
    """Every 3×3 convolution of the UNet and the autoencoder that can be, in float32: 1 level at most."""
    counts = []
    rewrite = winograd.multiply_less
    monkeypatch.setattr(winograd, "multiply_less", lambda model: counts.append(rewrite(model)) or counts[-1])
    spec = compiled.spec
    random = np.random.default_rng(5)
    feeds = spec.buffers()
    feeds["frame"][:] = random.integers(0, 256, feeds["frame"].shape)
    for name in ("noise", "prompt"):
        feeds[name][:] = random.standard_normal(feeds[name].shape)
    feeds["timestep"][:], feeds["alpha"][:] = 499.0, [0.3, 1.0]
    session = open_session(
        compiled.folder / cache.STEP,
        spec.inputs,
        spec.outputs,
        {"picture": "frame"},
        Options(threads=1, bf16=False, order=("openvino",)),
    )
    for name, value in feeds.items():
        session.write(name, value)
    with torch.inference_mode():
        wanted = step(*(torch.from_numpy(feeds[name]) for name in spec.inputs))[0].numpy()
    assert np.abs(session.run()["picture"].astype(int) - wanted).max() <= 1
    assert counts[0] > 10


def test_an_engine_of_a_rewritten_model_is_found_again(narrow_too, tmp_path):
    """OpenVINO's cache knows a model by what it is made of: one that differs is compiled at every start."""
    kernel = np.ones((8, 32, 3, 3), np.float32)
    for _ in range(2):
        picture = ops.parameter([1, 32, 4, 4], np.float32, name="picture")
        taps = ops.constant(kernel, name="kernel")
        made = ops.convolution(picture, taps, [1, 1], [1, 1], [1, 1], [1, 1], name="made")
        model = openvino.Model([ops.result(made, name="result")], [picture], "model")
        assert winograd.multiply_less(model) == 1
        openvino.Core().compile_model(model, "CPU", {"CACHE_DIR": str(tmp_path)})
    assert len(list(tmp_path.rglob("*.blob"))) == 1
