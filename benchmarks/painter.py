"""Painters measured: frames a second, request to frame, time outside the model, memory.

`live.py bench painter` measures the compiled frame step against diffusers' img2img pipeline with the
same weights (TAESD as autoencoder), in turn in one run. Without --model the full-size SD-Turbo
architecture gets random weights: as fast as the real ones, and nothing is fetched.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from realtime.camera import Motion, Pose
from realtime.errors import UserError

Row = dict[str, object]
ARCHITECTURES = ("sd-turbo", "tiny")
_TEXT = "gold in ink"
_HOLLOW = "hollow.onnx"


def run(
    model: str | None = None,
    random_weights: str = "sd-turbo",
    size: int = 256,
    seconds: float = 20.0,
    threads: int = 0,
    bf16: bool = True,
) -> list[Row]:
    """One row an engine, in turn until each had about `seconds`; size: of the square picture."""
    import torch

    if threads:
        torch.set_num_threads(threads)
    unet, autoencoder, width = parts_of(model, random_weights)
    spec = spec_of(size, width)
    feeds = feeds_of(spec)
    rows, pictures, memory = [], {}, {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "step.onnx"
        _export(unet, autoencoder, spec, path)
        # One precision after the other: all of them at once would not fit in a laptop's memory.
        for group in (_full_precision, _half_precision) if bf16 else (_full_precision,):
            engines, before = [], _resident()
            for engine in group(unet, autoencoder, spec, feeds, path, threads):
                engines.append(engine)
                pictures[engine[0]] = engine[1]().copy()  # and warm
                memory[engine[0]] = round((_resident() - before) / 1e6)
                before = _resident()
            rows += _add_speedups(_measure(engines, seconds))
            del engines, engine
            gc.collect()
    reference = pictures[rows[0]["engine"]].astype(int)
    for row in rows:
        row["memory MB"] = memory[row["engine"]]
        difference = np.abs(pictures[row["engine"]] - reference)
        row["difference mean"] = round(float(difference.mean()), 2)
        row["difference max"] = int(difference.max())
    return rows


def _resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def parts_of(model: str | None, random_weights: str):
    """(UNet, autoencoder, text width), float32."""
    if model is not None:
        from realtime.paint.diffusion.models import (
            find_autoencoder,
            find_model,
            inspect_model,
            load_step_parts,
        )

        folder = find_model(model)
        info = inspect_model(folder, find_autoencoder(folder)[0])
        return *load_step_parts(info), info.text_width
    if random_weights not in ARCHITECTURES:
        raise UserError(f"--random-weights {random_weights!r} is none of {', '.join(ARCHITECTURES)}.")
    import torch
    from diffusers import AutoencoderTiny, UNet2DConditionModel

    torch.manual_seed(0)
    if random_weights == "tiny":
        unet = UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(32, 64),
            layers_per_block=1,
            norm_num_groups=8,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            cross_attention_dim=32,
            attention_head_dim=4,
        )
    else:
        unet = UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(320, 640, 1280, 1280),
            attention_head_dim=(5, 10, 20, 20),
            cross_attention_dim=1024,
            use_linear_projection=True,
        )
    return unet.eval().requires_grad_(False), _scaled(AutoencoderTiny()), unet.config.cross_attention_dim


def _scaled(autoencoder):
    """Random weights saturate: rescale the last layers until pictures have contrast to compare."""
    import torch

    with torch.no_grad():
        last = autoencoder.encoder.layers[-1]
        latent = autoencoder.encoder(torch.rand(1, 3, 128, 128) * 2 - 1)
        last.weight /= latent.std()
        last.bias.copy_((last.bias - latent.mean()) / latent.std())
        last = autoencoder.decoder.layers[-1]
        picture = autoencoder.decoder(torch.randn(1, 4, 16, 16))
        last.weight *= 0.4 / picture.std()
        last.bias.copy_((last.bias - (picture.mean() + 1) / 2) * 0.4 / picture.std() + 0.5)
    return autoencoder.eval().requires_grad_(False)


def spec_of(size: int, text_width: int):
    from realtime.paint.diffusion.step_spec import StepSpec

    return StepSpec(size, size, steps=1, text_width=text_width)


def feeds_of(spec) -> dict[str, np.ndarray]:
    """The same inputs for every engine: camera at rest and no colour match, as diffusers has neither."""
    from realtime.paint.diffusion.schedule import Schedule

    random = np.random.default_rng(0)
    feeds = spec.buffers()
    feeds["frame"][:] = (
        random.integers(0, 256, (spec.height // 8, spec.width // 8, 4)).repeat(8, 0).repeat(8, 1)
    )
    feeds["noise"][:] = random.standard_normal(feeds["noise"].shape)
    feeds["prompt"][:] = random.standard_normal(feeds["prompt"].shape)
    feeds["timestep"][:], feeds["alpha"][:] = Schedule().diffusers_steps(2, 0.5)
    return feeds


def _export(unet, autoencoder, spec, path: Path) -> None:
    from realtime.paint.diffusion.export import export_step
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.lean import lean

    begun = time.perf_counter()
    export_step(lean(FrameStep(unet, autoencoder, spec).eval()), path)
    export_step(_hollow(spec), path.with_name(_HOLLOW))
    print(f"exported in {time.perf_counter() - begun:.0f} s", flush=True)


def _hollow(spec):
    """The frame step around a UNet and an autoencoder that do nothing: what is left is outside."""
    import torch
    import torch.nn.functional as F

    from realtime.paint.diffusion.frame_step import FrameStep

    class Hollow(torch.nn.Module):
        def __init__(self, work):
            super().__init__()
            self.nothing = torch.nn.Parameter(torch.zeros(1))
            self.work = work

        def forward(self, x, *_, **__):
            return self.work(x)

    class AutoencoderTiny(Hollow):
        config = type("Config", (), {"scaling_factor": 1.0})

    class Sample:
        def __init__(self, sample):
            self.sample = sample

    autoencoder = AutoencoderTiny(None)
    autoencoder.encoder = Hollow(lambda image: F.pad(image[:, :, ::8, ::8], (0, 0, 0, 0, 0, 1)))
    autoencoder.decoder = Hollow(lambda latent: latent[:, :3].repeat_interleave(8, 2).repeat_interleave(8, 3))
    return FrameStep(Hollow(Sample), autoencoder, spec).eval()


def _full_precision(unet, autoencoder, spec, feeds, path: Path, threads: int):
    """(name, call, stop-watch of the model, or seconds outside it); call() gives uint8 (H, W, 3)."""
    import torch

    from realtime.paint.diffusion.session import Options

    spent = _timed([unet, autoencoder.encoder, autoencoder.decoder])
    unet, autoencoder = (part.to(memory_format=torch.channels_last) for part in (unet, autoencoder))
    yield "diffusers fp32", _diffusers(unet, autoencoder, feeds), spent
    yield "frame step, torch fp32", _torch_step(unet, autoencoder, spec, feeds), spent
    yield "frame step, ONNX Runtime fp32", *_session(path, spec, feeds, Options(threads, order=("cpu",)))
    options = Options(threads, bf16=False, order=("openvino",))
    yield "frame step, OpenVINO f32", *_session(path, spec, feeds, options)


def _half_precision(unet, autoencoder, spec, feeds, path: Path, threads: int):
    """As `_full_precision`, in bf16."""
    from realtime.paint.diffusion.session import Options

    unet, autoencoder = _halved(unet), _halved(autoencoder)
    spent = _timed([unet, autoencoder.encoder, autoencoder.decoder])
    yield "diffusers bf16 channels_last", _diffusers(unet, autoencoder, feeds), spent
    yield "frame step, torch bf16", _torch_step(unet, autoencoder, spec, feeds), spent
    options = Options(threads, order=("openvino",))
    yield "frame step, OpenVINO bf16", *_session(path, spec, feeds, options)


def _halved(module):
    import copy

    import torch

    module = copy.deepcopy(module).to(torch.bfloat16).to(memory_format=torch.channels_last)
    for part in module.modules():  # the stop-watches of the original are not the copy's
        part._forward_hooks.clear()
        part._forward_pre_hooks.clear()
    return module


def _timed(modules: list) -> list[float]:
    """Seconds spent in `modules`' forwards are added up in the list's only element."""
    spent, begun = [0.0], []
    for module in modules:
        module.register_forward_pre_hook(lambda *_: begun.append(time.perf_counter()))
        module.register_forward_hook(
            lambda *_: spent.__setitem__(0, spent[0] + time.perf_counter() - begun.pop())
        )
    return spent


def _diffusers(unet, autoencoder, feeds) -> Callable[[], np.ndarray]:
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionImg2ImgPipeline
    from PIL import Image

    dtype = unet.dtype
    scheduler = EulerDiscreteScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        timestep_spacing="trailing",
        steps_offset=1,
    )
    pipeline = StableDiffusionImg2ImgPipeline(
        vae=autoencoder,
        text_encoder=None,
        tokenizer=None,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    image = Image.fromarray(feeds["frame"][0, :, :, :3])
    prompt = torch.from_numpy(feeds["prompt"]).to(dtype)
    noise = torch.from_numpy(feeds["noise"])

    def call() -> np.ndarray:
        # The pipeline draws its noise itself; it gets ours, so that the pictures can be compared.
        from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_img2img as module

        kept, module.randn_tensor = module.randn_tensor, lambda *_, dtype, **__: noise.to(dtype)
        try:
            with torch.inference_mode():
                made = pipeline(
                    prompt_embeds=prompt, image=image, num_inference_steps=2, strength=0.5, guidance_scale=0.0
                )
        finally:
            module.randn_tensor = kept
        return np.asarray(made.images[0])

    return call


def _torch_step(unet, autoencoder, spec, feeds) -> Callable[[], np.ndarray]:
    import torch

    from realtime.paint.diffusion.frame_step import FrameStep

    step = FrameStep(unet, autoencoder, spec).eval()
    values = [torch.from_numpy(feeds[name]) for name in spec.inputs]

    def call() -> np.ndarray:
        with torch.inference_mode():
            return step(*values)[0].numpy()[0, :, :, :3]

    return call


def _session(path: Path, spec, feeds, options) -> tuple[Callable[[], np.ndarray], float]:
    """(call, seconds a frame outside the model)."""
    from realtime.paint.diffusion.session import open_session

    def opened(graph: Path) -> Callable[[], np.ndarray]:
        session = open_session(graph, spec.inputs, spec.outputs, {"picture": "frame"}, options)
        for name, value in feeds.items():
            session.write(name, value)

        def call() -> np.ndarray:
            for name in ("frame", "homography", "amounts", "palette", "noise", "timestep", "alpha"):
                session.write(name, feeds[name])
            return session.run()["picture"][0, :, :, :3]

        return call

    hollow, times = opened(path.with_name(_HOLLOW)), []
    for _ in range(30):
        begun = time.perf_counter()
        hollow()
        times.append(time.perf_counter() - begun)
    return opened(path), float(np.median(times))


def _measure(engines: list, seconds: float) -> list[Row]:
    """In turn, so that a machine that slows down slows all of them."""
    times: dict[str, list[float]] = {name: [] for name, _, _ in engines}
    outside: dict[str, list[float]] = {name: [] for name, _, _ in engines}
    while sum(map(sum, times.values())) < seconds * len(engines) or len(times[engines[0][0]]) < 3:
        for name, call, spent in engines:
            if isinstance(spent, list):
                spent[0] = 0.0
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
            outside[name].append(times[name][-1] - spent[0] if isinstance(spent, list) else spent)
    rows = []
    for name, _, _ in engines:
        each = np.array(times[name])
        row: Row = {"engine": name, "frames/s": round(1.0 / float(np.median(each)), 2)}
        row |= {f"p{p} ms": round(1000 * float(np.percentile(each, p)), 1) for p in (50, 95, 99)}
        row["outside model ms"] = round(1000 * float(np.median(outside[name])), 1)
        row["outside model %"] = round(100 * float(np.median(np.array(outside[name]) / each)), 2)
        rows.append(row)
    return rows


def _add_speedups(rows: list[Row]) -> list[Row]:
    """Against diffusers, which is the first of each precision."""
    for row in rows:
        row["times diffusers"] = round(rows[0]["p50 ms"] / row["p50 ms"], 2)
    return rows


def build_full_size_engine(size: int = 512, steps: int = 1, random_weights: str = "sd-turbo") -> Row:
    """The full-size architecture, half precision → ONNX → a TensorRT-for-RTX engine; needs no GPU."""
    import tensorrt_rtx as trt

    from realtime.paint.diffusion.export import export_step, set_precision
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.step_spec import StepSpec

    unet, autoencoder, width = parts_of(None, random_weights)
    spec = StepSpec(size, size, steps=steps, text_width=width)
    row: Row = {"size": f"{size}x{size}", "steps": steps}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "step.onnx"
        begun = time.perf_counter()
        export_step(set_precision(FrameStep(unet, autoencoder, spec).eval(), "fp16"), path)
        row["export s"] = round(time.perf_counter() - begun, 1)
        row["graph GB"] = round(sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e9, 2)
        del unet, autoencoder
        gc.collect()
        logger = trt.Logger(trt.Logger.ERROR)
        builder = trt.Builder(logger)
        network = builder.create_network(0)
        parser = trt.OnnxParser(network, logger)
        if not parser.parse_from_file(str(path)):
            raise UserError(f"TensorRT refuses the graph: {parser.get_error(0)}")
        begun = time.perf_counter()
        engine = builder.build_serialized_network(network, builder.create_builder_config())
        row["build s"] = round(time.perf_counter() - begun, 1)
        row["engine GB"] = round(engine.nbytes / 1e9, 2)
    return row


def feedback(frames: int = 1000, folder: str | None = None) -> list[Row]:
    """Frames fed back under a moving camera: mean, deviation and sharpness at every tenth of them."""
    from realtime.paint.diffusion.compiled_painter import CompiledPainter
    from realtime.paint.frame import FrameRequest, Subject

    painter = CompiledPainter(None, folder, wait=True)
    pose, rows = Pose(), []
    for i in range(frames):
        pose = pose.moved(Motion(zoom=0.15, rotation=6.0), 0.05)
        picture = painter.paint(FrameRequest(i, i * 0.05, Subject(prompt=_TEXT), pose, strength=0.5))
        if i % (frames // 10) == frames // 10 - 1:
            luma = picture[..., :3].astype(float).mean(axis=2)
            sharpness = np.abs(np.diff(luma, axis=0)).mean() + np.abs(np.diff(luma, axis=1)).mean()
            row = {"frame": i + 1, "mean": luma.mean(), "deviation": luma.std(), "sharpness": sharpness}
            rows.append({name: round(float(value), 2) for name, value in row.items()})
    painter.close()
    return rows
