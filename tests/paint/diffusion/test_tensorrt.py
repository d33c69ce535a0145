"""The exported graph compiles for TensorRT: tried with TensorRT for RTX, which needs no GPU to build."""

from __future__ import annotations

import os

import pytest
import torch

from realtime.paint.diffusion.export import export_step, set_precision
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from tests.paint import tiny_models

if os.environ.get("CI") != "true":
    pytest.importorskip(
        "tensorrt_rtx", reason="the package tensorrt-rtx is not installed (pip install tensorrt-rtx)"
    )

torch.set_num_threads(1)


def test_half_precision_graph_of_unrolled_lcm_steps_becomes_an_engine(tmp_path):
    """Two steps, guidance embedding, warp and all: no operator refused, shapes static, half stays half."""
    import tensorrt_rtx as trt

    info = inspect_model(tiny_models.build_tiny(tmp_path / "lcm", "lcm"))
    spec = info.spec((128, 64), 2)
    step = set_precision(FrameStep(*load_step_parts(info), spec).eval(), "fp16")
    path = tmp_path / "step.onnx"
    export_step(step, path)

    builder = trt.Builder(trt.Logger(trt.Logger.ERROR))
    network = builder.create_network(0)
    parser = trt.OnnxParser(network, trt.Logger(trt.Logger.ERROR))
    parsed = parser.parse_from_file(str(path))
    assert parsed, [str(parser.get_error(i)) for i in range(parser.num_errors)]

    inputs = [network.get_input(i) for i in range(network.num_inputs)]
    assert {tensor.name: tuple(tensor.shape) for tensor in inputs} == {
        name: shape for name, (shape, _) in spec.inputs.items()
    }
    layers = [network.get_layer(i) for i in range(network.num_layers)]
    assert all(-1 not in tuple(layer.get_output(0).shape) for layer in layers)
    heavy = [
        layer for layer in layers if layer.type in (trt.LayerType.CONVOLUTION, trt.LayerType.MATRIX_MULTIPLY)
    ]
    assert len(heavy) > 100
    assert {layer.get_output(0).dtype for layer in heavy} == {trt.DataType.HALF}
    warps = [layer for layer in layers if layer.type == trt.LayerType.GRID_SAMPLE]
    assert [layer.get_input(1).dtype for layer in warps] == [trt.DataType.FLOAT]  # half would err by a pixel

    engine = builder.build_serialized_network(network, builder.create_builder_config())
    assert engine is not None and engine.nbytes > 100_000
