"""The sentences to which the guard's opinion is fitted.

`training/prompts/KIND.LANGUAGE.txt` has sentences that were written for this, `fine` harmless ones, which
look unfit in one way or another (animals, food, idioms, art, words of two meanings).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
"""Every other sentence is fitted a second time with one of these behind it, as prompts have."""
_ALIKE = 0.62
"""Cosine, less what all sentences share, above which two sentences are of one topic."""


class Example(NamedTuple):
    """One sentence. of: its number among those that were written; said: as it was written, without a
    style."""

    kind: str
    language: str
    text: str
    of: int
    said: bool = True


def examples() -> list[Example]:
    """All sentences as they were written, in order, then those with a style; the same each time."""
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
        if chance.random() < 0.5
    ]
    return found + styled


def topics(x: NDArray[np.float32]) -> NDArray[np.int64]:
    """(n,): the same number for sentences that say about the same, of what the encoder says of each: float32
    (n, numbers). A sentence and its translation are of one topic, so that none is judged by having seen
    it."""
    less = x - x.mean(0)
    less /= np.linalg.norm(less, axis=1, keepdims=True)
    first = np.arange(len(x))

    def top(i: int) -> int:
        while first[i] != i:
            first[i] = first[first[i]]
            i = int(first[i])
        return i

    for i, row in enumerate(less):
        for j in np.flatnonzero(less[:i] @ row > _ALIKE):
            one, other = top(i), top(int(j))
            first[max(one, other)] = min(one, other)
    return np.array([top(i) for i in range(len(x))])
