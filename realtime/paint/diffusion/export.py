"""Frame step and text encoder → ONNX (opset 18), typed as they are to run. Needs torch and onnx."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxscript import optimizer
from torch import nn

from realtime.paint.diffusion.frame_step import FrameStep
from realtime.paint.diffusion.image_prompt import ImageEncoding
from realtime.paint.diffusion.text_encoding import TextEncoding

OPSET = 18
PRECISIONS = {"fp32": torch.float32, "fp16": torch.float16}


def set_precision(step: FrameStep, precision: str, autoencoder: str | None = None) -> FrameStep:
    """Type the UNet, what guides it and the autoencoder, in place; everything else stays float32.

    The types are written into the graph: TensorRT takes its precision from there. autoencoder: its own
    precision, where half is not enough for it (not-finite pictures).
    """
    step.unet.to(PRECISIONS[precision])
    step.autoencoder.to(PRECISIONS[autoencoder or precision])
    if step.guide is not None:
        step.guide.network.to(PRECISIONS[precision])
    return step


def export_step(step: FrameStep, path: Path) -> None:
    """Write the frame step as `path` (weights beside it in `path`.data), static shapes, batch 1."""
    feeds = step.spec.buffers()
    feeds["alpha"][:] = 0.5
    feeds["timestep"][:] = 500.0
    _export(
        step.eval(),
        tuple(torch.from_numpy(feeds[name]) for name in step.spec.inputs),
        path,
        list(step.spec.inputs),
        list(step.spec.outputs),
    )


def export_text_encoder(encoders: Sequence[nn.Module], path: Path, tokens: int = 77) -> None:
    """Write the text encoders as `path`: they run once a prompt, so they stay float32."""
    _export(
        TextEncoding(encoders).eval(),
        (torch.zeros(len(encoders), tokens, dtype=torch.int64),),
        path,
        ["tokens"],
        ["embedding"],
    )


def export_image_encoder(encoder: nn.Module, side: int, path: Path) -> None:
    """Write a picture encoder as `path`; it runs once a picture, so it stays float32."""
    example = (torch.zeros(1, 3, side, side),)
    _export(ImageEncoding(encoder).eval(), example, path, ["pixels"], ["embedding"])


def _export(module: nn.Module, example: tuple, path: Path, inputs: list[str], outputs: list[str]) -> None:
    chatty = [logging.getLogger(name) for name in ("torch.onnx", "onnxscript", "onnx_ir")]
    levels = [logger.level for logger in chatty]
    for logger in chatty:
        logger.setLevel(logging.ERROR)
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            program = torch.onnx.export(
                module,
                example,
                dynamo=True,
                opset_version=OPSET,
                optimize=False,
                input_names=inputs,
                output_names=outputs,
                verbose=False,
            )
            if program is None:  # what only the older exporter returns
                raise RuntimeError("torch's exporter gave no program")
            # Shapes and axes must be constants for TensorRT; all other rewriting every runtime does for
            # itself, in a tenth of the time.
            optimizer.fold_constants(program.model, onnx_shape_inference=True)
            optimizer.remove_unused_nodes(program.model)
            program.save(str(path), external_data=True)
    finally:
        for logger, level in zip(chatty, levels, strict=True):
            logger.setLevel(level)
