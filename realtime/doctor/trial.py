"""Providers get a graph to run: ONNX Runtime, for one, lists CUDA and TensorRT on machines that have
neither."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path

import numpy as np

from realtime.command_name import typed
from realtime.errors import UserError
from realtime.paint.diffusion.provider import ON_GPU, Options
from realtime.paint.diffusion.session import open_session

# y = x + x of four floats, as ONNX: what a provider is tried with.
_PROBE = base64.b64decode(
    "CAk6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIARIECgIIBGIPCgF5EgoKCAgBEgQKAggEQgQKABAS"
)


def refusal(provider: str) -> str | None:
    """Why `provider` cannot run a graph here; None when it can."""
    try:
        try_provider(provider)
    except UserError as error:
        return str(error).partition(": ")[2].partition(f". `{typed()}")[0]
    return None


def try_provider(provider: str) -> None:
    """Run a graph on it and look at the result; UserError with the reason otherwise."""
    inputs: dict[str, tuple[tuple[int, ...], type]] = {"x": ((4,), np.float32)}
    outputs: dict[str, tuple[tuple[int, ...], type]] = {"y": ((4,), np.float32)}
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "probe.onnx"
        graph.write_bytes(_PROBE)
        options = Options(threads=1, bf16=False, order=(provider,))
        session = open_session(graph, inputs, outputs, options=options)
        session.write("x", np.arange(4, dtype=np.float32))
        answer = session.run()["y"].copy()
        session.close()
    if not np.array_equal(answer, 2 * np.arange(4)):
        where = "; the GPU is at fault" if provider in ON_GPU else ""
        raise UserError(f"{provider}: it computes wrong results{where}")
