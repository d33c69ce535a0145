"""OSC address patterns (OSC 1.0, "OSC Message Dispatching and Pattern Matching").

`?` is any letter, `*` any number of them, `[a-c]` one of a set, `[!a-c]` one that is not in it, `{on,off}`
one of some words. None of them reaches over a `/`. A match takes time in proportion to pattern and address,
however the pattern is made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

SPECIAL = frozenset("?*[]{}")
LONGEST_PATTERN = 200

# One step of a pattern: the words it may be, or a set of letters (True: those not in it), or any number.
_Step = tuple[str, ...] | tuple[bool, frozenset[str]] | None


class OscPattern:
    """A pattern, parsed. Raises ValueError where a bracket is not closed or the pattern is too long."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_PATTERN:
            raise ValueError(f"an address pattern has at most {LONGEST_PATTERN} characters")
        self._parts = [_steps(part) for part in text.split("/")]

        self._known: dict[tuple[int, str], bool] = {}

    def among(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Those of `addresses` that match, in their order."""
        return tuple(address for address in addresses if self._matches(address.split("/")))

    def _matches(self, parts: list[str]) -> bool:
        return len(parts) == len(self._parts) and all(itertools.starmap(self._fits, enumerate(parts)))

    def _fits(self, depth: int, part: str) -> bool:
        # Addresses share most of their parts: each is looked at once.
        known = self._known.get((depth, part))
        if known is None:
            known = self._known[depth, part] = _part_matches(self._parts[depth], part)
        return known


def _steps(part: str) -> list[_Step]:
    steps: list[_Step] = []
    at = 0
    while at < len(part):
        letter = part[at]
        if letter == "*":
            if not steps or steps[-1] is not None:
                steps.append(None)
            at += 1
        elif letter == "?":
            steps.append((True, frozenset()))
            at += 1
        elif letter in "[{":
            end = part.find("]" if letter == "[" else "}", at + 1)
            if end < 0:
                raise ValueError(f"an address pattern has a {letter} that is not closed")
            inner = part[at + 1 : end]
            steps.append(_set(inner) if letter == "[" else tuple(inner.split(",")))
            at = end + 1
        else:
            steps.append((letter,))
            at += 1
    return steps


def _set(inner: str) -> tuple[bool, frozenset[str]]:
    other = inner.startswith("!")
    inner = inner[other:]
    letters: set[str] = set()
    at = 0
    while at < len(inner):
        if inner[at + 1 : at + 2] == "-" and at + 2 < len(inner):
            first, last = sorted((ord(inner[at]), ord(inner[at + 2])))
            # Addresses are ASCII: a range of all of Unicode need not be written out.
            letters.update(map(chr, range(first, min(last, 127) + 1)))
            at += 3
        else:
            letters.add(inner[at])
            at += 1
    return other, frozenset(letters)


def _part_matches(steps: list[_Step], part: str) -> bool:
    """All places that can have been reached so far are followed at once: nothing is tried twice."""
    places = {0}
    for step in steps:
        if step is None:
            places = set(range(min(places), len(part) + 1))
        elif isinstance(step[0], bool):
            other, letters = step
            places = {at + 1 for at in places if at < len(part) and (part[at] in letters) != other}
        else:
            places = {at + len(word) for at in places for word in step if part.startswith(word, at)}
        if not places:
            return False
    return len(part) in places
