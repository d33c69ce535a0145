"""What the guard is judged by is not what it was fitted to."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from training.judge_held_out import FINE_HALF, SETS, held_out
from training.prompt_examples import PROMPTS

MOST_SHARED = 0.6
"""Of the words of two sentences; more in common, and one is the other."""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,!()") for word in text.casefold().split())


def test_no_sentence_that_was_fitted_to_is_held_out():
    fitted = [
        words
        for path in PROMPTS.glob("*.txt")
        for words in map(_words, path.read_text(encoding="utf-8").splitlines())
        if words
    ]
    having: dict[str, list[int]] = {}
    for number, words in enumerate(fitted):
        for word in words:
            having.setdefault(word, []).append(number)
    for given in (given for name in SETS for given in held_out(name)):
        words = _words(given.text)
        shared = Counter(chain.from_iterable(having.get(word, ()) for word in words))
        for number, count in shared.items():
            assert count / len(words | fitted[number]) < MOST_SHARED, (given, fitted[number])


def test_each_half_has_both_languages_and_enough_texts():
    texts = list(held_out(SETS[0]))
    assert len({given.text for name in SETS for given in held_out(name)}) >= len(texts) + 200
    assert len({given.text for given in texts}) == len(texts) >= 400
    for half in ("unfit", "evasions", FINE_HALF):
        languages = [given.language for given in texts if given.half == half]
        assert min(languages.count("en"), languages.count("ko")) >= 50
