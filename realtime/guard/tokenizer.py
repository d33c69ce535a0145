"""Words are cut into pieces as SentencePiece's unigram model does (Kudo 2018)."""

from __future__ import annotations

import math
import re

from realtime.guard.encoder_file import EncoderFile

_SPACE = "\u2581"
_SPACES = re.compile(" {2,}")
_BEFORE = "query: "
"""What the encoder was trained to have before a text that is asked about."""
_UNKNOWN_BELOW = 10.0
"""So much less than the rarest piece a letter scores that is in none."""


class Tokenizer:
    """Cuts texts into the pieces of the encoder's vocabulary."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._scores = file.scores.tolist()
        self._unknown_score = min(self._scores) - _UNKNOWN_BELOW
        self._longest = max(map(len, file.pieces))

    def __call__(self, text: str) -> list[int]:
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
