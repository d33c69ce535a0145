"""A compiled model whose text encoder takes its time, as a large one does on a processor."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from realtime.paint.diffusion import compiled_painter
from realtime.paint.diffusion.prompts import Encode
from realtime.paint.diffusion.step_spec import StepSpec

ENCODING_S = 1.0
_quick = compiled_painter.text_encoder


def open_painter(size: tuple[int, int], model: str, prompts: tuple[str, ...], threads: int = 1):
    """As `choose.open_diffusion`, each new text ENCODING_S later."""
    from realtime.paint.diffusion.choose import open_diffusion

    compiled_painter.text_encoder = _slow_encoder
    return open_diffusion(size, model, threads=threads, prompts=prompts)


def _slow_encoder(folder: Path, spec: StepSpec, threads: int = 0) -> Encode:
    encode = _quick(folder, spec, threads)

    def slow(text: str) -> np.ndarray:
        time.sleep(ENCODING_S)
        return encode(text)

    return slow
