"""The frame step in torch itself: the reference, and the road of GPUs that no compiled engine takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import may_have_gpu
from realtime.paint.diffusion.guide_files import GuideInfo
from realtime.paint.diffusion.hub import INSTALL
from realtime.paint.diffusion.lora import fuse_all, loras_from
from realtime.paint.diffusion.models import inspect_model, load_step_parts
from realtime.paint.diffusion.step_spec import RAW_MEAN, StepSpec

if TYPE_CHECKING:
    import torch

    from realtime.paint.diffusion.guide import Guide

_WARM_RUNS = 3  # before a capture: libraries choose their ways and take their memory


def best_device() -> str:
    """ "cuda", "mps" (a Mac's GPU) or "cpu": the best that torch has here."""
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def precision_for(device: str) -> str:
    """fp16 on a GPU; bf16 on a CPU that has it in hardware."""
    if device.startswith(("cuda", "mps")):
        return "fp16"
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "fp32"
    return "bf16" if "amx_bf16" in flags or "avx512_bf16" in flags else "fp32"


class TorchRunner:
    """The frame step in torch; the frame stays on the device. What overflows in half precision is widened.

    On CUDA a frame is one captured graph that is replayed on buffers which never move; captured: False
    launches kernel by kernel. precision, device: None for what suits.
    """

    provider = "torch"

    def __init__(
        self,
        unet,
        autoencoder,
        spec: StepSpec,
        precision: str | None = None,
        device: str | None = None,
        captured: bool = True,
        guide: Guide | None = None,
    ):
        import torch

        from realtime.paint.diffusion.frame_step import FrameStep

        self._torch = torch
        self._device = torch.device(device or best_device())
        self._cuda = self._device.type == "cuda"
        self._captured = captured and self._cuda
        precision = precision or ("fp32" if self._device.type == "cpu" else "fp16")
        kind = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[precision]
        if guide is not None:
            guide.network.to(kind)
        step = FrameStep(unet.to(kind), autoencoder.to(kind), spec, guide).eval()
        self._step = step.to(self._device, memory_format=torch.channels_last)
        self._names = list(spec.inputs)
        self._hosts = {name: self._host(array) for name, array in spec.buffers().items()}
        self._values = {name: host.to(self._device) for name, host in self._hosts.items()}
        self._graph: torch.cuda.CUDAGraph | None = None
        self._static: tuple[torch.Tensor, torch.Tensor] | None = None
        if self._cuda:
            torch.backends.cudnn.benchmark = True  # one size for ever: the trials are paid for once
        self.note = f"torch {precision} on {self._device_name()}"

    def _host(self, array: np.ndarray) -> torch.Tensor:
        """Memory of ours that the GPU reads by itself."""
        tensor = self._torch.from_numpy(array)
        return tensor.pin_memory() if self._cuda else tensor

    def _device_name(self) -> str:
        return self._torch.cuda.get_device_name(self._device) if self._cuda else self._device.type

    def write(self, name: str, value: np.ndarray) -> None:
        host = self._hosts[name]
        np.copyto(host.numpy(), value, casting="same_kind")
        self._values[name].copy_(host, non_blocking=self._cuda)

    def run(self) -> dict[str, np.ndarray]:
        found = self._once()
        while not np.isfinite(found["statistics"][RAW_MEAN]) and self._widen():
            found = self._once()
        return found

    def _once(self) -> dict[str, np.ndarray]:
        with self._torch.inference_mode():
            picture, statistics = self._replayed() if self._captured else self._stepped()
            found = {"picture": picture.cpu().numpy(), "statistics": statistics.cpu().numpy()}
            if np.isfinite(found["statistics"][RAW_MEAN]):
                self._values["frame"].copy_(picture)
        return found

    def _stepped(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self._step(*(self._values[name] for name in self._names))

    def _replayed(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The frame of the captured graph, which is captured first where there is none yet."""
        if self._graph is None or self._static is None:
            self._capture()
        assert self._graph is not None and self._static is not None
        self._graph.replay()
        return self._static

    def _capture(self) -> None:
        """As https://docs.pytorch.org/docs/stable/notes/cuda.html#cuda-graphs has it: warmed on a side
        stream."""
        cuda = self._torch.cuda
        side = cuda.Stream()
        side.wait_stream(cuda.current_stream())
        with cuda.stream(side):
            for _ in range(_WARM_RUNS):
                self._stepped()
        cuda.current_stream().wait_stream(side)
        self._graph = cuda.CUDAGraph()
        with cuda.graph(self._graph):
            self._static = self._stepped()

    def _widen(self) -> bool:
        """Half-precision autoencoders overflow on some pictures, and some cards (GTX 16xx) compute no halves
        that are finite at all: go on in float32, the autoencoder first. False if all is already."""
        network = [self._step.unet, *([] if self._step.guide is None else [self._step.guide.network])]
        for what, parts in (("autoencoder", [self._step.autoencoder]), ("network", network)):
            if next(parts[0].parameters()).dtype != self._torch.float32:
                for part in parts:
                    part.float()
                self._graph = self._static = None
                self.note += f"; the {what} overflowed and is float32 now"
                return True
        return False

    def close(self) -> None:
        self._graph = self._static = self._step = None
        self._values.clear()


def open_runner(compiled: cache.Compiled) -> TorchRunner:
    """A compiled model's frame step in torch on the GPU, from the weights that it was compiled from.

    Raises UserError where torch has no GPU here, or the weights are gone.
    """
    if not may_have_gpu():
        # Importing it takes seconds, which a painter that was killed has not.
        raise UserError("torch: there is no driver of a GPU here.")
    try:
        import torch
    except ImportError:
        raise UserError(f"torch: not installed. {INSTALL}") from None
    if not torch.cuda.is_available():
        raise UserError("torch: it finds no GPU with CUDA here.")
    if compiled.source is None:
        raise UserError(
            f"torch: {compiled.folder.name} does not say what it was compiled from; compile it again."
        )
    folder, autoencoder = Path(compiled.source["folder"]), Path(compiled.source["autoencoder"])
    for place in (folder, autoencoder):
        if not place.is_dir():
            raise UserError(f"torch: the weights are gone from {place}.")
    unet, own = load_step_parts(inspect_model(folder, autoencoder))
    fuse_all(unet, loras_from(compiled.source["loras"]), "unet")
    if live := loras_from(compiled.source.get("live_loras", ())):
        from realtime.paint.diffusion.live_lora import attach

        attach(unet, live)
    if image := compiled.source.get("image"):
        from realtime.paint.diffusion.image_prompt import attach_image_prompt

        attach_image_prompt(unet, Path(image))
    guide = compiled.source.get("guide")
    network = GuideInfo(Path(guide["folder"]), guide["sees"]).load() if guide else None
    return TorchRunner(unet, own, compiled.spec, compiled.precision, guide=network)


def fitting_runner(
    build: Callable[[StepSpec], TorchRunner], spec: StepSpec, smallest: int, grain: int
) -> tuple[TorchRunner, StepSpec]:
    """A runner whose first frame fits in memory, three quarters smaller each time it does not.

    smallest: side in pixels below which no try is made; grain: sides are multiples of it.
    """
    from dataclasses import replace

    from realtime.paint.diffusion.session import out_of_memory

    tried = spec
    while True:
        try:
            runner = build(tried)
            runner.run()
        except (MemoryError, RuntimeError) as error:
            sides: Sequence[int] = [
                max(int(side * 0.75) // grain * grain, 64) for side in (tried.width, tried.height)
            ]
            if not out_of_memory(error) or min(sides) < smallest:
                raise
            tried = replace(tried, width=sides[0], height=sides[1])
            continue
        if tried is not spec:
            runner.note += (
                f"; not enough memory for {spec.width}x{spec.height}: "
                f"painting at {tried.width}x{tried.height}"
            )
        return runner, tried
