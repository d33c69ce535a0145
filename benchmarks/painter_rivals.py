"""The painters that are measured against each other: diffusers' pipeline and the frame step, however run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.painter_models import HOLLOW

Engine = tuple[str, Callable[[], np.ndarray], list[float] | float]
"""Name; call, which gives uint8 (H, W, 3); stop-watch of the model, or seconds a frame outside it."""


def full_precision(unet, autoencoder, spec, feeds, path: Path, threads: int) -> Iterator[Engine]:
    """Diffusers first. The weights' layout in memory changes."""
    import torch

    from realtime.paint.diffusion.provider import Options

    spent = _timed([unet, autoencoder.encoder, autoencoder.decoder])
    unet, autoencoder = (part.to(memory_format=torch.channels_last) for part in (unet, autoencoder))
    yield "diffusers fp32", _diffusers(unet, autoencoder, feeds), spent
    yield "frame step, torch fp32", _torch_step(unet, autoencoder, spec, feeds), spent
    yield "frame step, ONNX Runtime fp32", *_session(path, spec, feeds, Options(threads, order=("cpu",)))
    options = Options(threads, bf16=False, order=("openvino",))
    yield "frame step, OpenVINO f32", *_session(path, spec, feeds, options)


def half_precision(unet, autoencoder, spec, feeds, path: Path, threads: int) -> Iterator[Engine]:
    """As `full_precision`, in bf16."""
    from realtime.paint.diffusion.provider import Options

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

    hollow, times = opened(path.with_name(HOLLOW)), []
    for _ in range(30):
        begun = time.perf_counter()
        hollow()
        times.append(time.perf_counter() - begun)
    return opened(path), float(np.median(times))
