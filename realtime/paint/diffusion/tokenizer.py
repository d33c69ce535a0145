"""CLIP's tokenizer: byte-pair encoding with lower-cased words (Radford et al. 2021; Sennrich et al. 2016).

Small and in plain Python, so that a compiled show needs neither transformers nor a tokenizer library.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from realtime.errors import UserError

_CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")


class ClipTokenizer:
    """Text → token numbers, int64 (1, length): start, words, end, padding. Longer texts are cut off."""

    def __init__(
        self,
        vocabulary: dict[str, int],
        merges: list[tuple[str, str]],
        length: int,
        start: int,
        end: int,
        pad: int,
    ):
        self._vocabulary = vocabulary
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._length, self._start, self._end, self._pad = length, start, end, pad
        self._letters = _byte_letters()
        self._known: dict[str, list[int]] = {}

    def __call__(self, text: str) -> np.ndarray:
        numbers = [number for word in _words(text) for number in self._word(word)]
        numbers = [self._start, *numbers[: self._length - 2], self._end]
        padding = [self._pad] * (self._length - len(numbers))
        return np.array([numbers + padding], np.int64)

    def _word(self, word: str) -> list[int]:
        if word not in self._known:
            letters = [self._letters[byte] for byte in word.encode("utf-8")]
            letters[-1] += "</w>"
            self._known[word] = [self._vocabulary.get(piece, self._end) for piece in self._merged(letters)]
        return self._known[word]

    def _merged(self, pieces: list[str]) -> list[str]:
        while len(pieces) > 1:
            pairs = list(pairwise(pieces))
            best = min(pairs, key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if best not in self._ranks:
                break
            joined: list[str] = []
            i = 0
            while i < len(pieces):
                if i + 1 < len(pieces) and (pieces[i], pieces[i + 1]) == best:
                    joined.append(pieces[i] + pieces[i + 1])
                    i += 2
                else:
                    joined.append(pieces[i])
                    i += 1
            pieces = joined
        return pieces

    def save(self, path: Path) -> None:
        merges = [list(pair) for pair in sorted(self._ranks, key=self._ranks.__getitem__)]
        data = {
            "vocabulary": self._vocabulary,
            "merges": merges,
            "length": self._length,
            "start": self._start,
            "end": self._end,
            "pad": self._pad,
        }
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> ClipTokenizer:
        """Reads what `save` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        merges = [(a, b) for a, b in data["merges"]]
        return cls(data["vocabulary"], merges, data["length"], data["start"], data["end"], data["pad"])

    @classmethod
    def from_model(cls, folder: Path) -> ClipTokenizer:
        """Reads a model's `tokenizer` folder: tokenizer.json, or vocab.json and merges.txt."""
        try:
            vocabulary, merges = _vocabulary_of(folder)
            config = _optional_json(folder / "tokenizer_config.json")
            special = _optional_json(folder / "special_tokens_map.json") | config
            length = min(int(config.get("model_max_length", 77)), 77)
            end = vocabulary[_token(special, "eos_token", "<|endoftext|>")]
            start = vocabulary[_token(special, "bos_token", "<|startoftext|>")]
            pad = vocabulary[_token(special, "pad_token", "<|endoftext|>")]
        except FileNotFoundError:
            raise UserError(
                f"{folder} holds no CLIP tokenizer (tokenizer.json, or vocab.json and merges.txt): fetch the "
                "model again."
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(f"{folder} is not a CLIP tokenizer: {error}") from None
        return cls(vocabulary, merges, length, start, end, pad)


def _vocabulary_of(folder: Path) -> tuple[dict[str, int], list[tuple[str, str]]]:
    whole = folder / "tokenizer.json"
    if whole.is_file():
        model = json.loads(whole.read_text(encoding="utf-8"))
        pairs = model["model"]["merges"]
        merges = [_pair(pair.split(" ") if isinstance(pair, str) else pair) for pair in pairs]
        vocabulary = model["model"]["vocab"] | {t["content"]: t["id"] for t in model.get("added_tokens", [])}
        return vocabulary, merges
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    lines = (folder / "merges.txt").read_text(encoding="utf-8").splitlines()
    merges = [
        _pair(line.split()) for line in lines if len(line.split()) == 2 and not line.startswith("#version")
    ]
    return vocabulary, merges


def _pair(pieces: Sequence[str]) -> tuple[str, str]:
    """The two pieces of a merge. Raises ValueError when they are not two."""
    first, second = pieces
    return first, second


def _optional_json(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _token(config: dict, name: str, default: str) -> str:
    value = config.get(name, default)
    return value["content"] if isinstance(value, dict) else value or default


def _words(text: str) -> list[str]:
    """CLIP's splitting: contractions, runs of letters, single digits, runs of anything else but spaces."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    text = "".join(letter.lower() for letter in text)
    words: list[str] = []
    i = 0
    while i < len(text):
        contraction = next((c for c in _CONTRACTIONS if text.startswith(c, i)), None)
        if contraction:
            words.append(contraction)
            i += len(contraction)
            continue
        kind = _kind(text[i])
        j = i + 1
        if kind in "LO":
            while j < len(text) and _kind(text[j]) == kind:
                j += 1
        if kind != " ":
            words.append(text[i:j])
        i = j
    return words


def _kind(letter: str) -> str:
    """ "L"etter, "N"umber, " " or "O"ther."""
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)[0]
    return category if category in "LN" else "O"


def _byte_letters() -> dict[int, str]:
    """GPT-2's printable stand-in for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {byte: chr(byte) for byte in printable}
    for offset, byte in enumerate(byte for byte in range(256) if byte not in table):
        table[byte] = chr(256 + offset)
    return table
