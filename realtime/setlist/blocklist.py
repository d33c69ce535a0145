"""The blocklist: every text that can reach a model passes it, or does not reach one.

It fails closed: without a readable list nothing passes, and a text that cannot be judged
(control characters, a script the list does not know, too long) is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from realtime.errors import UserError
from realtime.setlist.normalise import foreign_letter, normalise, unreadable
from realtime.setlist.words import Readings, Token, inflections, is_korean, korean_ending

_RULE_KEYS = ("english", "korean", "symbols")


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


@dataclass(frozen=True, slots=True)
class _Hit:
    rule: str
    entry: str
    start: int
    end: int


class _Lexicon:
    """Words and phrases, each with the rule it belongs to.

    `word` matches with simple inflections, or, in Korean, with particles and endings;
    `word*` matches whatever the word begins, `*word` whatever it ends.
    """

    def __init__(self, entries: Iterable[str] = (), rule: str = "") -> None:
        self._exact: dict[str, tuple[str, str]] = {}
        self._stems: dict[str, tuple[str, str]] = {}
        self._prefixes: dict[str, tuple[str, str]] = {}
        self._suffixes: dict[str, tuple[str, str]] = {}
        # By the first letter of the first word, so that most are never looked at.
        self._phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}

        for entry in entries:
            self.add(entry, rule)

    def __bool__(self) -> bool:
        return any((self._exact, self._stems, self._prefixes, self._suffixes, self._phrases))

    def add(self, entry: str, rule: str) -> None:
        words = tuple(normalise(entry).split())
        if len(words) > 1:
            self._phrases.setdefault(words[0][0], []).append((words, (rule, entry)))
            if is_korean(entry) and not any("*" in word for word in words[:-1]):
                self._add_word("".join(words), (rule, entry))
        else:
            self._add_word(words[0], (rule, entry))

    def _add_word(self, word: str, meaning: tuple[str, str]) -> None:
        if word.endswith("*"):
            self._prefixes.setdefault(word[:-1], meaning)
        elif word.startswith("*"):
            self._suffixes.setdefault(word[1:], meaning)
        elif is_korean(word):
            self._stems.setdefault(word, meaning)
        else:
            for form in inflections(word):
                self._exact.setdefault(form, meaning)

    def find(self, token: Token) -> tuple[str, str] | None:
        """(rule, entry) that the word breaks. Joined words must be whole: no `word*`."""
        text = token.text
        if text in self._exact:
            return self._exact[text]
        for cut in range(1, len(text) + 1):
            head = text[:cut]
            if head in self._stems and korean_ending(text[cut:]):
                return self._stems[head]
            if head in self._prefixes and (not token.joined or korean_ending(text[cut:])):
                return self._prefixes[head]
            if not token.joined and text[cut - 1 :] in self._suffixes:
                return self._suffixes[text[cut - 1 :]]
        return None

    def hits(self, readings: Readings) -> Iterator[_Hit]:
        """Everything in the text that the lexicon names."""
        for token in readings.words:
            meaning = self.find(token)
            if meaning is not None:
                yield _Hit(*meaning, token.start, token.end)
        for line in readings.lines:
            for first, token in enumerate(line):
                for words, meaning in self._phrases.get(token.text[0], ()):
                    run = line[first : first + len(words)]
                    if len(run) == len(words) and all(map(_same, words, run)):
                        yield _Hit(*meaning, run[0].start, run[-1].end)


def _same(word: str, token: Token) -> bool:
    text = token.text
    if word.endswith("*"):
        return text.startswith(word[:-1])
    if is_korean(word):
        return text.startswith(word) and korean_ending(text[len(word) :])
    return text == word or (text.startswith(word[:-1]) and text in inflections(word))


class Blocklist:
    """Judges texts. Made by `Blocklist.load`; immutable, safe to ask from any thread."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """table: the parsed file; raises ValueError where its form is wrong."""
        rules = dict(table)
        self._longest = _number(rules.pop("longest", 2000))
        scripts = _words({"scripts": rules.pop("scripts", ["latin", "hangul"])}, "", ("scripts",))
        self._scripts = tuple(name.upper() for name in scripts)
        self._allowed = _Lexicon(_words(rules.pop("allow", {}), "allow", ("english", "korean")), "allow")
        self._together = [
            (
                name,
                _Lexicon(_words(pair, name, ("one",)), name),
                _Lexicon(_words(pair, name, ("other",)), name),
            )
            for name, pair in _table(rules.pop("together", {}), "together", None).items()
            if _table(pair, name, ("one", "other"))
        ]
        self._blocked = _Lexicon()
        self._symbols: dict[str, str] = {}
        for rule, section in rules.items():
            _table(section, rule, _RULE_KEYS)
            for entry in _words(section, rule, ("english", "korean")):
                self._blocked.add(entry, rule)
            self._symbols.update(dict.fromkeys(_words(section, rule, ("symbols",)), rule))
        sides = [side for _, *pair in self._together for side in pair]
        if not all((self._blocked, *sides)):
            raise ValueError("it names no words" if not self._blocked else "a side of [together] is empty")

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

        allowed = [(hit.start, hit.end) for hit in self._allowed.hits(readings)]
        for hit in _unmasked(self._blocked.hits(readings), allowed):
            return Verdict(False, hit.rule, f'"{readings.folded[hit.start : hit.end]}" ({hit.entry})')
        for name, one, other in self._together:
            first = next(_unmasked(one.hits(readings), allowed), None)
            second = first and next(_unmasked(other.hits(readings), allowed), None)
            if first and second:
                return Verdict(False, name, f'"{first.entry}" together with "{second.entry}"')
        return FIT


def _unmasked(hits: Iterable[_Hit], allowed: list[tuple[int, int]]) -> Iterator[_Hit]:
    """Hits that do not lie within something allowed."""
    for hit in hits:
        if not any(start <= hit.start and hit.end <= end for start, end in allowed):
            yield hit


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
