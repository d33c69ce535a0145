"""Words that name nothing to be seen, from plain_words.txt."""

from __future__ import annotations

from pathlib import Path

_LINES = Path(__file__).with_name("plain_words.txt").read_text(encoding="utf-8").splitlines()
PLAIN = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())
