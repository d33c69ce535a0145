"""Writes the words that compounds may be put together from, `realtime/guard/known_words.txt`:
`python -m training.list_words`.
"""

from __future__ import annotations

import re
from collections import Counter

import click

from realtime.guard.words import korean_ending
from realtime.resources import PACKAGE
from training.prompt_examples import PROMPTS

KNOWN_WORDS = PACKAGE / "guard" / "known_words.txt"
_WORD = re.compile("[a-z]{4,}|[가-힣]{2,}")
_LANGUAGES = ("en", "ko")
_AT_LEAST = 2
"""So often a word is in the sentences: rarer ones are names and slips."""


@click.command()
def main() -> None:
    """Write the words of the sentences that the opinion is fitted to, Korean ones without endings, too."""
    found: Counter[str] = Counter()
    for path in sorted(PROMPTS.glob("*.txt")):
        if path.stem.split(".")[1] in _LANGUAGES:
            for word in _WORD.findall(path.read_text(encoding="utf-8").casefold()):
                found.update(
                    {word[:end] for end in range(2, len(word)) if korean_ending(word[end:])} | {word}
                )
    words = sorted(word for word, count in found.items() if count >= _AT_LEAST)
    KNOWN_WORDS.write_text("\n".join(words) + "\n", encoding="utf-8")
    click.echo(f"{KNOWN_WORDS}: {len(words)} words")


if __name__ == "__main__":
    main()
