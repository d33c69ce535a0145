"""Paints with the frame step in torch itself: the reference, and what works before anything is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.paint.diffusion.lora import Lora, fuse
from realtime.paint.diffusion.models import (
    find_autoencoder,
    find_model,
    inspect_model,
    load_step_parts,
    load_text_encoder,
    with_sampler,
)
from realtime.paint.diffusion.prompts import Encode, PromptBook
from realtime.paint.diffusion.session import out_of_memory
from realtime.paint.diffusion.step_painter import StepModel, StepPainter
from realtime.paint.diffusion.step_spec import LATENT_SCALE, RAW_MEAN, StepSpec
from realtime.paint.diffusion.tokenizer import ClipTokenizer

_SMALLEST = 128


class TorchRunner:
    """The frame step in torch; the frame stays on the device. An autoencoder that overflows is widened."""

    provider = "torch"

    def __init__(self, unet, autoencoder, spec: StepSpec, precision: str | None = None):
        import torch

        from realtime.paint.diffusion.export import PRECISIONS
        from realtime.paint.diffusion.frame_step import FrameStep

        self._torch = torch
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        precision = precision or ("fp16" if self._device.type == "cuda" else "fp32")
        types = PRECISIONS | {"bf16": torch.bfloat16}
        step = FrameStep(unet.to(types[precision]), autoencoder.to(types[precision]), spec).eval()
        # torch's types leave out the memory format, which its documentation gives.
        self._step = step.to(self._device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._names = list(spec.inputs)
        self._hosts = spec.buffers()
        self._values = {name: torch.from_numpy(array).to(self._device) for name, array in self._hosts.items()}
        self.note = f"torch {precision} on {self._device.type}"

    def write(self, name: str, value: np.ndarray) -> None:
        host = self._hosts[name]
        np.copyto(host, value, casting="same_kind")
        self._values[name].copy_(self._torch.from_numpy(host))

    def run(self) -> dict[str, np.ndarray]:
        found = self._once()
        if not np.isfinite(found["statistics"][RAW_MEAN]) and self._widen():
            found = self._once()
        return found

    def _once(self) -> dict[str, np.ndarray]:
        with self._torch.inference_mode():
            picture, statistics = self._step(*(self._values[name] for name in self._names))
            found = {"picture": picture.cpu().numpy(), "statistics": statistics.cpu().numpy()}
            if np.isfinite(found["statistics"][RAW_MEAN]):
                self._values["frame"].copy_(picture)
        return found

    def _widen(self) -> bool:
        """Half-precision autoencoders overflow on some pictures: go on in float32. False if it is already."""
        precision = next(self._step.autoencoder.parameters()).dtype
        if precision == self._torch.float32:
            return False
        self._step.autoencoder.float()
        self.note += "; the autoencoder overflowed and is float32 now"
        return True

    def close(self) -> None:
        self._step = None
        self._values.clear()


class TorchPainter(StepPainter):
    """Frames from a model folder or hub name, without compiling.

    size: (width, height), multiples of 8; steps 1–8; prompts, wait, shaders: as for `CompiledPainter`;
    precision: "fp32", "fp16" or "bf16", None for what suits the device. Out of memory, a smaller size
    is taken.
    """

    def __init__(
        self,
        size: tuple[int, int],
        model: str | Path | None = None,
        steps: int = 1,
        loras: Sequence[Lora] = (),
        guidance: float = 1.0,
        precision: str | None = None,
        prompts: Sequence[str] = (),
        wait: bool = False,
        threads: int = 0,
        shaders: Sequence[Path] | None = None,
    ):
        if model is None:
            raise UserError("The diffusion painter needs a model: --model FOLDER, or a hub name.")
        folder = find_model(model)
        info = inspect_model(folder, find_autoencoder(folder)[0])
        sampler = next((lora.sampler for lora in loras if lora.sampler), None)
        info = with_sampler(info, sampler) if sampler else info
        spec = info.spec(size, steps, guidance=guidance)
        unet, autoencoder = load_step_parts(info)
        if threads:
            import torch

            torch.set_num_threads(threads)
        for lora in loras:
            fuse(unet, lora)
        runner, fitting = _fitting(unet, autoencoder, spec, precision)
        book = PromptBook(_text_encoder(info), wait)
        book.prepare(["", *prompts])
        step = StepModel(fitting, info.schedule, guidance)
        super().__init__(step, runner, book, f"{info.kind} on torch", shaders=shaders)


def _fitting(unet, autoencoder, spec: StepSpec, precision: str | None) -> tuple[TorchRunner, StepSpec]:
    """A runner whose first frame fits in memory, three quarters smaller each time it does not."""
    from dataclasses import replace

    tried = spec
    while True:
        try:
            runner = TorchRunner(unet, autoencoder, tried, precision)
            runner.run()
        except (MemoryError, RuntimeError) as error:
            sides = [
                max(int(side * 0.75) // LATENT_SCALE * LATENT_SCALE, 64)
                for side in (tried.width, tried.height)
            ]
            if not out_of_memory(error) or min(sides) < _SMALLEST:
                raise
            tried = replace(tried, width=sides[0], height=sides[1])
            continue
        if tried is not spec:
            runner.note += (
                f"; not enough memory for {spec.width}x{spec.height}: "
                f"painting at {tried.width}x{tried.height}"
            )
        return runner, tried


def _text_encoder(info) -> Encode:
    import torch

    encoder = load_text_encoder(info)
    tokenizer = ClipTokenizer.from_model(info.folder / "tokenizer")

    def encode(text: str) -> np.ndarray:
        with torch.inference_mode():
            return encoder(torch.from_numpy(tokenizer(text)))[0].float().numpy()

    return encode
