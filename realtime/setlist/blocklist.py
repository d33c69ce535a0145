"""The blocklist: every text that can reach a model passes it, or does not reach one.

It fails closed: without a readable list nothing passes, and a text that cannot be judged
(control characters, a script the list does not know, too long) is refused.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from realtime.errors import UserError
from realtime.setlist.lexicon import Entry, Hit, Lexicon
from realtime.setlist.normalise import foreign_letter, unreadable
from realtime.setlist.words import Readings

_RULE_KEYS = ("english", "korean", "symbols")
_ALLOWED, _BLOCKED = "allow", "block"


@dataclass(frozen=True, slots=True)
class Verdict:
    """fit: may be painted. rule: the rule that refused it; found: what in the text broke it."""

    fit: bool
    rule: str | None = None
    found: str | None = None

    @property
    def reason(self) -> str:
        """One sentence for the operator."""
        if self.fit:
            return "fit to be painted"
        return f'refused by rule "{self.rule}": {self.found}'


FIT = Verdict(True)


class Blocklist:
    """Judges texts. Made by `Blocklist.load`; immutable, safe to ask from any thread."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """table: the parsed file; raises ValueError where its form is wrong."""
        rules = dict(table)
        self._longest = _number(rules.pop("longest", 2000))
        scripts = _words({"scripts": rules.pop("scripts", ["latin", "hangul"])}, "", ("scripts",))
        self._scripts = tuple(name.upper() for name in scripts)
        self._lexicon = Lexicon()
        self._add(_ALLOWED, "allow", _words(rules.pop("allow", {}), "allow", ("english", "korean")))
        self._pairs: dict[str, tuple[str, str]] = {}
        for name, pair in _table(rules.pop("together", {}), "together", None).items():
            _table(pair, name, ("one", "other"))
            self._pairs[name] = (f"{name}: one", f"{name}: other")
            for side, group in zip(("one", "other"), self._pairs[name], strict=True):
                if not self._add(group, name, _words(pair, name, (side,))):
                    raise ValueError("a side of [together] is empty")
        self._symbols: dict[str, str] = {}
        count = 0
        for rule, section in rules.items():
            _table(section, rule, _RULE_KEYS)
            count += self._add(_BLOCKED, rule, _words(section, rule, ("english", "korean")))
            self._symbols.update(dict.fromkeys(_words(section, rule, ("symbols",)), rule))
        if not count:
            raise ValueError("it names no words")

    def _add(self, group: str, rule: str, entries: list[str]) -> int:
        """How many entries there were."""
        for entry in entries:
            self._lexicon.add(Entry(group, rule, entry))
        return len(entries)

    @classmethod
    def load(cls, path: str | Path) -> Blocklist:
        """The list at `path`; raises UserError where there is none or it is broken."""
        try:
            return cls(tomllib.loads(Path(path).read_text(encoding="utf-8")))
        except FileNotFoundError:
            why = "there is no such file"
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
            why = str(error)
        raise UserError(f"cannot use the blocklist {path}: {why}; without it no prompt is painted")

    def check(self, text: str) -> Verdict:
        """Whether `text` may reach a model."""
        if len(text) > self._longest:
            return Verdict(False, "too long", f"{len(text)} characters, {self._longest} are allowed")
        bad = unreadable(text)
        if bad is not None:
            return Verdict(False, "unreadable", f"the character {bad} cannot be judged")
        for symbol, rule in self._symbols.items():
            if symbol in text:
                return Verdict(False, rule, f'"{symbol}"')
        readings = Readings(text)
        letter = foreign_letter(readings.folded, self._scripts)
        if letter is not None:
            scripts = " and ".join(script.capitalize() for script in self._scripts)
            return Verdict(False, "script", f'"{letter}" is not in a script that the list knows ({scripts})')

        groups: dict[str, list[Hit]] = {}
        for hit in self._lexicon.hits(readings):
            groups.setdefault(hit.entry.group, []).append(hit)
        lifted = _Spans(groups.get(_ALLOWED, []))
        blocked = lifted.first_outside(groups.get(_BLOCKED, []))
        if blocked is not None:
            found = readings.folded[blocked.start : blocked.end]
            return Verdict(False, blocked.entry.rule, f'"{found}" ({blocked.entry.text})')
        for name, sides in self._pairs.items():
            one, other = (lifted.first_outside(groups.get(side, [])) for side in sides)
            if one is not None and other is not None:
                return Verdict(False, name, f'"{one.entry.text}" together with "{other.entry.text}"')
        return FIT


class _Spans:
    """What is allowed, as stretches of the text."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        spans = sorted((hit.start, hit.end) for hit in hits)
        self._starts = [start for start, _ in spans]
        self._reach = list(accumulate((end for _, end in spans), max))

    def first_outside(self, hits: Iterable[Hit]) -> Hit | None:
        """The first hit that does not lie within one of the stretches."""
        for hit in hits:
            before = bisect_right(self._starts, hit.start)
            if before == 0 or self._reach[before - 1] < hit.end:
                return hit
        return None


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"longest must be a whole number above 0, not {value!r}")
    return value


def _table(value: Any, name: str, keys: tuple[str, ...] | None) -> Mapping[str, Any]:
    """`value` if it is a table with no keys but `keys` (None: any)."""
    if not isinstance(value, Mapping):
        raise ValueError(f'"{name}" must be a table')
    for key in value:
        if keys is not None and key not in keys:
            raise ValueError(f'"{name}" may have no keys but {", ".join(keys)}, not "{key}"')
    return value


def _words(section: Any, name: str, keys: tuple[str, ...]) -> list[str]:
    """All entries under `keys` of a section, each a text with more in it than spaces and stars."""
    found = []
    for key in keys:
        values = _table(section, name, None).get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip(" *") for v in values):
            raise ValueError(f'"{key}" of "{name}" must be a list of words in quotes')
        found += values
    return found
