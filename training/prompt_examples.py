"""The sentences to which the guard's opinion is fitted.

`training/prompts/KIND.LANGUAGE.txt` has sentences that were written for this, `fine` harmless ones, which
look unfit in one way or another (animals, food, idioms, art, words of two meanings).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from training.prompt_slips import read_back, slipped

PROMPTS = Path(__file__).resolve().parent / "prompts"
FINE, MIXED = "fine", "mixed"
STYLES = {
    "en": [
        "oil painting", "photorealistic, 8k", "anime style", "watercolour",
        "cinematic lighting, dramatic", "black and white photo", "comic book style",
        "hyperdetailed, sharp focus", "neon, cyberpunk", "baroque painting", "3d render, octane",
        "pixel art", "masterpiece, best quality", "--ar 16:9 --v 6", "(highly detailed:1.3)",
        "digital art, trending", "ukiyo-e", "film grain", "in the style of an old master",
        "soft light, bokeh", "psychedelic colours", "children's book illustration",
    ],
    "ko": [
        "유화", "실사, 8k", "애니메이션 스타일", "수채화", "영화 같은 조명", "흑백 사진", "만화 느낌",
        "고화질, 선명하게", "네온, 사이버펑크", "바로크 회화", "3d 렌더링", "픽셀 아트",
        "최고 품질, 디테일", "--ar 16:9", "(디테일:1.3)", "디지털 아트", "민화풍", "필름 느낌",
        "부드러운 빛", "몽환적인 색감", "동화책 그림", "그려줘", "으로 만들어 줘", "느낌으로",
    ],
}  # fmt: skip
"""Some sentences are fitted a second time with one of these behind them, as prompts have."""
_STYLED, _BESIDE, _SLIPPED, _READ_BACK = 0.06, 0.06, 0.12, 0.08
"""Shares of the sentences that are fitted with a style, beside another one, with a slip, and of the Korean
ones as they are read from Latin letters."""
_ALIKE, _LARGEST_TOPIC, _AT_ONCE = (0.6, 0.66, 0.72, 0.78, 0.84), 0.02, 500
"""Cosines, less what all sentences share, above which two sentences are of one topic: the first with which no
topic has a larger share of all sentences, as sentences are linked by chains; rows at once."""
_LONGEST_OF_TWO, _LONGEST_BESIDE = 60, 50
"""Characters: the guard reads clauses that are about as long together."""


class Example(NamedTuple):
    """One sentence. of: its number among those that were written; said: as it was written, without a
    style."""

    kind: str
    language: str
    text: str
    of: int
    said: bool = True


def examples() -> list[Example]:
    """All sentences as they were written, in order, then some once more with a style, with a slip, and
    read from Latin letters; the same each time."""
    chance = random.Random(17)
    written = [
        (*path.stem.split("."), text)
        for path in sorted(PROMPTS.glob("*.txt"))
        for text in path.read_text(encoding="utf-8").splitlines()
    ]
    found = [Example(kind, language, text, i) for i, (kind, language, text) in enumerate(written)]
    styled = [
        example._replace(
            text=f"{example.text}, {chance.choice(STYLES.get(example.language, STYLES['en']))}", said=False
        )
        for example in found
        if chance.random() < _STYLED
    ]
    slips = [
        example._replace(text=slipped(example.text, chance), said=False)
        for example in found
        if chance.random() < _SLIPPED
    ]
    read = [
        example._replace(text=read_back(example.text, chance), said=False)
        for example in found
        if example.language == "ko" and chance.random() < _READ_BACK
    ]
    return found + styled + slips + read


def mixed(written: Sequence[Example], parts: Sequence[int]) -> list[Example]:
    """Two sentences of one language and part in one text, as prompts have many: a harmless one beside
    some, before or behind it. parts: of each sentence that was `written`."""
    chance = random.Random(5)
    harmless: dict[tuple[int, str], list[Example]] = {}
    for example, part in zip(written, parts, strict=True):
        if example.kind == FINE and len(example.text) <= _LONGEST_BESIDE:
            harmless.setdefault((part, example.language), []).append(example)
    found = []
    for example, part in zip(written, parts, strict=True):
        others = harmless.get((part, example.language))
        if others is None or len(example.text) > _LONGEST_OF_TWO or chance.random() >= _BESIDE:
            continue
        texts = [example.text, chance.choice(others).text]
        chance.shuffle(texts)
        found.append(example._replace(text=", ".join(texts), said=False))
    return found


def topics(x: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,): the same number for sentences that say about the same, of what the encoder says of each: float32
    (n, numbers). A sentence and its translation are of one topic, so that none is judged by having seen
    it."""
    less = x - x.mean(0)
    less /= np.linalg.norm(less, axis=1, keepdims=True)
    links = [(first, less[first : first + _AT_ONCE] @ less.T) for first in range(0, len(x), _AT_ONCE)]
    for alike in _ALIKE:
        found = [np.argwhere(cosines > alike) + (first, 0) for first, cosines in links]
        one, other = np.concatenate(found).T
        linked = csr_array((np.ones(len(one)), (one, other)), shape=(len(x), len(x)))
        topic = np.asarray(connected_components(linked, directed=False)[1], dtype=np.int64)
        if np.bincount(topic).max() <= max(_LARGEST_TOPIC * len(x), 2):
            break
    return topic
