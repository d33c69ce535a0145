"""TensorRT: graphs of each kind become engines of NVIDIA's real plug-in, on a card that is only stood in
for."""

from __future__ import annotations

import os
from pathlib import Path

import onnx
import pytest
import torch

from benchmarks import tiny_models
from realtime.paint.diffusion import gpu_libraries
from realtime.paint.diffusion.export import export_step, set_precision
from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.guide_files import find_guide
from realtime.paint.diffusion.image_prompt import attach_image_prompt
from realtime.paint.diffusion.live_lora import attach
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.provider import Options
from realtime.paint.diffusion.session import _provider_options
from tests.paint.diffusion.test_live_lora import ATTENTION, saved_lora
from tests.paint.gpu_stand_in import Card, StandIn, build_stand_in

if not os.environ.get("CI"):
    pytest.importorskip(
        "onnxruntime_ep_nv_tensorrt_rtx",
        reason="NOT TESTED: onnxruntime-ep-nv-tensorrt-rtx-cu13 is not installed",
    )

torch.set_num_threads(1)
RTX = Card("NVIDIA GeForce RTX 4090", 89, 128)
GTX = Card("NVIDIA GeForce GTX 1080", 61, 20)

ADD = """
    import onnxruntime as ort
    from realtime.paint.diffusion import rtx_plugin
    from realtime.paint.diffusion.gpu import take_gpu
    from realtime.paint.diffusion.provider import Options, Refused
    take_gpu()
    settings = ort.SessionOptions()
    try:
        print(rtx_plugin.add_device(ort, settings, Options()))
    except Refused as reason:
        print("refused:", reason)
"""
# A session would want to run it as well; the compiler leaves the card alone when it is told for which it is.
BUILD = """
    import sys
    from pathlib import Path
    import onnxruntime as ort
    from realtime.paint.diffusion import rtx_plugin
    from realtime.paint.diffusion.gpu import take_gpu
    from realtime.paint.diffusion.provider import Options
    take_gpu()
    asked = rtx_plugin.device_options
    rtx_plugin.device_options = lambda options: asked(options) | {"nv_target_sm": "sm89"}
    for graph in map(Path, sys.argv[1:]):
        cache = graph.parent / f"{graph.stem}-engine"
        cache.mkdir()
        settings = ort.SessionOptions()
        rtx_plugin.add_device(ort, settings, Options(cache=cache))
        compiler = ort.ModelCompiler(settings, str(graph), embed_compiled_data_into_model=False)
        compiler.compile_to_file(str(cache / rtx_plugin.ENGINE))
"""


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory) -> StandIn:
    return build_stand_in(tmp_path_factory.mktemp("stand-in"))


def test_the_plug_in_loads_where_there_is_a_driver_and_no_cuda_toolkit(stand_in):
    """Its own runtime is loaded, asks the stand-in for what that has not, and says so: nothing is missing."""
    ran = stand_in.run(ADD, (RTX,))
    assert ran.stdout.strip() == "refused: it finds no GPU that it supports (RTX 30xx or later)", ran.stderr


def test_the_plug_in_takes_the_card_that_was_chosen(stand_in):
    """Left to itself it takes the first of the bus, and its buffers lie on the first of CUDA."""
    ran = stand_in.run(ADD, (GTX, RTX), runtime=True)
    assert ran.stdout.strip() == "NvTensorRTRTXExecutionProvider", ran.stderr
    alone = stand_in.run(ADD, (GTX,), runtime=True)
    assert alone.stdout.startswith("refused: it finds no GPU"), alone.stderr


def exported(
    folder: Path, kind: str, steps: int, guidance: float = 1.0, live: bool = False, guide: str = ""
) -> Path:
    """live: with a LoRA and an IP-Adapter beside its weights; guide: with a ControlNet ("control") or
    T2I-Adapter ("adapter")."""
    info = inspect_model(tiny_models.build_tiny(folder / kind, kind))
    unet, autoencoder = load_step_parts(info)
    if live:
        names = (f"{ATTENTION}.attn1.to_q", "up_blocks.1.resnets.0.conv1")
        attach(unet, [saved_lora(folder / "live.safetensors", unet, names)])
        attach_image_prompt(unet, tiny_models.build_tiny_image_prompt(folder / "ip", info.folder))
    width = tiny_models.PICTURE_WIDTH if live else 0
    spec = info.spec((128, 64), steps, guidance, int(live), "edges" if guide else "", width)
    network = None
    if guide == "control":
        network = find_guide(tiny_models.build_tiny_control(folder / guide, info.folder), info).load()
    elif guide:
        network = find_guide(tiny_models.build_tiny_adapter(folder / guide), info).load()
    graph = folder / f"{kind}.onnx"
    export_step(set_precision(FrameStep(unet, autoencoder, spec, network).eval(), "fp16"), graph)
    return graph


def test_half_precision_graphs_of_every_form_become_whole_engines(stand_in, tmp_path):
    """Unrolled steps with guidance embedded, a LoRA to play, a picture beside the words and a T2I-Adapter;
    classifier-free guidance, two text encoders and a ControlNet; warp and all: one node that holds the whole
    graph."""
    graphs = [
        exported(tmp_path, "lcm", 2, live=True, guide="adapter"),
        exported(tmp_path, "sdxl", 1, guidance=4.0, guide="control"),
    ]
    ran = stand_in.run(BUILD, (GTX, RTX), *graphs, runtime=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    for graph in graphs:
        built = onnx.load(
            graph.parent / f"{graph.stem}-engine" / "engine_context.onnx", load_external_data=False
        )
        assert [node.op_type for node in built.graph.node] == ["EPContext"]
        _is_half_but_for_the_warp(graph)


def _is_half_but_for_the_warp(path: Path) -> None:
    """Networks are strongly typed: what the graph says is what is computed."""
    graph = onnx.shape_inference.infer_shapes(onnx.load(path)).graph
    kinds = {each.name: each.type.tensor_type.elem_type for each in (*graph.value_info, *graph.input)}
    kinds |= {each.name: each.data_type for each in graph.initializer}

    # A guide finds its edges in full precision: convolutions of one grey channel.
    grey = {each.name for each in graph.initializer if len(each.dims) == 4 and each.dims[1] == 1}

    def types(*operators: str) -> set[int]:
        nodes = [node for node in graph.node if node.op_type in operators and node.input[1] not in grey]
        assert nodes
        return {kinds[node.input[1]] for node in nodes}

    assert types("Conv") == {onnx.TensorProto.FLOAT16}
    assert types("GridSample") == {onnx.TensorProto.FLOAT}  # half would err by a pixel


def test_tensorrt_is_asked_for_no_precision_of_its_own(tmp_path):
    """A flag for half precision would put the warp into it as well."""
    options = _provider_options("tensorrt", Options(cache=tmp_path))
    assert options["trt_engine_cache_path"] == str(tmp_path)
    assert not [name for name in options if "fp16" in name or "bf16" in name or "int8" in name]


def test_the_libraries_of_tensorrts_package_are_loaded(tmp_path, monkeypatch):
    import subprocess

    package = tmp_path / "tensorrt_libs"
    package.mkdir()
    (package / "__init__.py").touch()
    for name in ("libnvinfer.so.10", "libnvonnxparser.so.10"):
        command = ["gcc", "-shared", "-x", "c", "/dev/null", f"-Wl,-soname,{name}", "-o", package / name]
        subprocess.run(command, check=True)
    monkeypatch.syspath_prepend(str(tmp_path))
    gpu_libraries.load_tensorrt()
    mapped = Path("/proc/self/maps").read_text()
    assert all(str(package / name) in mapped for name in ("libnvinfer.so.10", "libnvonnxparser.so.10"))
