"""The blocklist: every text that can reach a model passes it, or does not reach one.

It fails closed: without a readable list nothing passes, and a text that cannot be judged
(control characters, a script the list does not know, too long) is refused.

Words that are unfit in any text are refused by the list alone. Of words in doubt (gun, breast, 변태) and of
texts without such words the opinion of `realtime.guard.opinion` decides, where it is installed; without it a
word in doubt is refused.
"""

from __future__ import annotations

import tomllib
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from realtime.errors import UserError
from realtime.guard.compounds import Compounds
from realtime.guard.decoded import decoded
from realtime.guard.disguises import Disguises
from realtime.guard.lexicon import Entry, Hit, Lexicon
from realtime.guard.normalise import foreign_letter, hiding, normalise, unreadable
from realtime.guard.opinion import MOST_TOKENS, MOST_TOKENS_OF_OTHERS, Opinion
from realtime.guard.readings import Readings, beyond_judging, without_marks
from realtime.guard.words import is_korean
from realtime.resources import package_text

_RULE_KEYS = (
    "english", "korean", "other", "names", "in_doubt", "plain_in_doubt", "hints", "symbols",
)  # fmt: skip
_LONGEST_QUOTE = 80
_SHORTEST_PART = 3
"""Letters: a word of the list that is no longer is in too many others."""
_HIDING = 1.5
"""Added to the opinion's score of a text that hides its words: it is four times as likely to be unfit."""
_ALLOWED, _BLOCKED, _DOUBTFUL, _HINT = "allow", "block", "in doubt", "hint"


@dataclass(frozen=True, slots=True)
class Verdict:
    """fit: may be painted. rule: the rule that refused it; found: what in the text broke it; news: what the
    operator should know besides, such as that the list has changed."""

    fit: bool
    rule: str | None = None
    found: str | None = None
    news: str = ""

    @property
    def reason(self) -> str:
        """One sentence for the operator."""
        if self.fit:
            return "fit to be painted"
        return f'refused by rule "{self.rule}": {self.found}'


FIT = Verdict(True)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the list says about a text. plain: the text as a reader sees it; refusal: why it is refused
    whatever the context is, or None; doubt: why it is refused unless the context speaks for it, or None;
    counts: how many words in it stand in doubt (`doubt: RULE`) or are a hint at most (`hint: RULE`); hiding:
    written so as not to be read, which nobody does with harmless words."""

    plain: str
    refusal: Verdict | None = None
    doubt: Verdict | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    hiding: bool = False


class Blocklist:
    """Judges texts. Made by `Blocklist.load`; immutable, safe to ask from any thread."""

    def __init__(self, table: Mapping[str, Any], opinion: Opinion | None = None, venue: str = "") -> None:
        """table: the parsed file; raises ValueError where its form is wrong, or has no such venue."""
        rules = dict(table)
        self._opinion = opinion
        self._strictness, self._doubt_refused, without = _venue(rules.pop("venue", {}), venue)
        for rule in without:
            rules.pop(rule, None)
        self._longest = _number(rules.pop("longest", 2000))
        scripts = _words({"scripts": rules.pop("scripts", ["latin", "hangul"])}, "", ("scripts",))
        self._scripts = tuple(name.upper() for name in scripts)
        parts = _words(rules.pop("compounds", {}), "compounds", ("english", "korean"))
        innocent = frozenset(package_text("guard/innocent_words.txt").split())
        self._lexicon = Lexicon(frozenset(parts), Disguises(innocent))
        self._words: set[str] = set()
        self._add(_ALLOWED, "allow", _words(rules.pop("allow", {}), "allow", ("english", "korean")))
        self._guarded: dict[str, tuple[str, str]] = {}
        for name, pair in _table(rules.pop("allow_unless", {}), "allow_unless", None).items():
            self._guarded[name] = self._add_pair(name, pair, "allow", "unless")
        self._pairs: dict[str, tuple[str, str]] = {}
        self._refused_pairs = set()
        for name, pair in _table(rules.pop("together", {}), "together", None).items():
            pair = dict(_table(pair, name, None))
            if pair.pop("in_doubt", False) is not True:
                self._refused_pairs.add(name)
            self._pairs[name] = self._add_pair(name, pair, "one", "other")
        self._symbols: dict[str, str] = {}
        count = 0
        for rule, section in rules.items():
            _table(section, rule, _RULE_KEYS)
            count += self._add(_BLOCKED, rule, _words(section, rule, ("english", "korean")), True)
            count += self._add(_BLOCKED, rule, _words(section, rule, ("other",)), True, False)
            count += self._add(_BLOCKED, rule, _words(section, rule, ("names",)), False, False)
            count += self._add(_DOUBTFUL, rule, _words(section, rule, ("in_doubt",)), True)
            count += self._add(_DOUBTFUL, rule, _words(section, rule, ("plain_in_doubt",)))
            self._add(_HINT, rule, _words(section, rule, ("hints",)))
            self._symbols.update(dict.fromkeys(_words(section, rule, ("symbols",)), rule))
        long = {word for word in self._words if len(word) > _SHORTEST_PART or is_korean(word)}
        self._compounds = Compounds({*parts, *long}, innocent)
        if not count:
            raise ValueError("it names no words")

    def _add(
        self, group: str, rule: str, entries: list[str], disguised: bool = False, inflected: bool = True
    ) -> int:
        """How many entries there were."""
        for entry in entries:
            self._lexicon.add(Entry(group, rule, entry, inflected), disguised)
        self._words.update(normalise(entry.strip("*")) for entry in entries if " " not in entry)
        return len(entries)

    def _add_pair(self, name: str, pair: Any, first: str, second: str) -> tuple[str, str]:
        """The groups of the two lists of a table."""
        _table(pair, name, (first, second))
        groups = f"{name}: {first}", f"{name}: {second}"
        for side, group in zip((first, second), groups, strict=True):
            if not self._add(group, name, _words(pair, name, (side,))):
                raise ValueError(f'"{side}" of "{name}" is empty')
        return groups

    @classmethod
    def load(
        cls,
        path: str | Path,
        opinion: Opinion | None = None,
        venue: str = "",
        own: str | Path | None = None,
    ) -> Blocklist:
        """The list at `path`; raises UserError where there is none or it is broken. opinion: None leaves the
        list alone to judge; own: a second file, if there is one, whose words are added."""
        reading = path
        try:
            text, added = Path(path).read_text(encoding="utf-8"), ""
            if own is not None and Path(own).is_file():
                reading = own
                added = Path(own).read_text(encoding="utf-8")
                cls(tomllib.loads(added))
            reading = path
            return _read(text, added, opinion, venue)
        except FileNotFoundError:
            why = "there is no such file"
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
            why = str(error)
        raise UserError(f"cannot use the blocklist {reading}: {why}; without it no prompt is painted")

    def check(self, text: str) -> Verdict:
        """Whether `text` may reach a model."""
        found = self.findings(text)
        verdict = self._judged(found)
        for other in self._other_readings(found.plain) if verdict.fit else ():
            read = replace(self.findings(other), hiding=found.hiding)
            verdict = self._judged(read, MOST_TOKENS_OF_OTHERS)
            if not verdict.fit:
                return replace(verdict, found=f'{verdict.found}, read as "{_shortened(other)}"')
        return verdict

    def _other_readings(self, plain: str) -> list[str]:
        """What the text may say as well; compounds are taken apart only where context is judged, too: butter
        cup is no cup of butter."""
        found = decoded(plain)
        if self._opinion is not None and (apart := self._compounds.apart(plain)) != plain:
            found.append(apart)
        return found

    def _judged(self, found: Findings, most_tokens: int = MOST_TOKENS) -> Verdict:
        if found.refusal is not None:
            return found.refusal
        if self._opinion is None or (found.doubt is not None and (self._doubt_refused or found.hiding)):
            return found.doubt or FIT
        score, rule = self._opinion.of(found.plain, found.counts, most_tokens)
        if score + self._strictness_for(found) <= 0.0:
            return FIT
        return found.doubt or Verdict(False, rule, "what it says as a whole")

    def score(self, found: Findings) -> float | None:
        """The opinion's score of a text, > 0 where it is unfit; None where there is none."""
        if self._opinion is None:
            return None
        return self._opinion.of(found.plain, found.counts)[0] + self._strictness_for(found)

    def _strictness_for(self, found: Findings) -> float:
        return self._strictness + _HIDING * found.hiding

    def findings(self, text: str) -> Findings:
        """What the list by itself says about `text`."""
        if len(text) > self._longest:
            return self._too_long(len(text))
        bad = unreadable(text)
        if bad is not None:
            return Findings("", Verdict(False, "unreadable", f"the character {bad} cannot be judged"))
        for symbol, rule in self._symbols.items():
            if symbol in text:
                return Findings("", Verdict(False, rule, f'"{symbol}"'))
        # ㎞ is km, and one sign of Arabic is eighteen letters: long before all its marks are taken away.
        written_out = len(unicodedata.normalize("NFKC", text))
        if written_out > 2 * self._longest:
            return self._too_long(written_out)
        plain = without_marks(text)
        if len(plain) > self._longest:
            return self._too_long(len(plain))
        excess = beyond_judging(plain)
        if excess is not None:
            return Findings("", Verdict(False, "too long", excess))
        readings = Readings(plain)
        letter = foreign_letter(readings.folded, self._scripts)
        if letter is not None:
            scripts = " and ".join(script.capitalize() for script in self._scripts)
            why = f'"{letter}" is not in a script that the list knows ({scripts})'
            return Findings("", Verdict(False, "script", why))
        return replace(self._looked_up(readings), hiding=hiding(text))

    def _too_long(self, characters: int) -> Findings:
        why = f"{characters} characters, {self._longest} are allowed"
        return Findings("", Verdict(False, "too long", why))

    def _looked_up(self, readings: Readings) -> Findings:
        groups: dict[str, list[Hit]] = {}
        for hit in self._lexicon.hits(readings):
            group = hit.entry.group
            groups.setdefault(_BLOCKED if hit.disguised and group == _DOUBTFUL else group, []).append(hit)
        allowed = groups.get(_ALLOWED, [])
        for allow, unless in self._guarded.values():
            if unless not in groups:
                allowed = allowed + groups.get(allow, [])
        lifted = _Spans(allowed)

        def refusal(hit: Hit) -> Verdict:
            return Verdict(
                False, hit.entry.rule, f'"{readings.folded[hit.start : hit.end]}" ({hit.entry.text})'
            )

        plain = readings.folded
        blocked = next(lifted.outside(groups.get(_BLOCKED, [])), None)
        if blocked is not None:
            return Findings(plain, refusal(blocked))
        doubts = list(lifted.outside(groups.get(_DOUBTFUL, [])))
        doubt = refusal(doubts[0]) if doubts else None
        counts = Counter(f"doubt: {rule}" for rule, _ in {(hit.entry.rule, hit.start) for hit in doubts})
        for name, sides in self._pairs.items():
            one, other = (next(lifted.outside(groups.get(side, [])), None) for side in sides)
            if one is not None and other is not None:
                found = f'"{one.entry.text}" together with "{other.entry.text}"'
                if name in self._refused_pairs:
                    return Findings(plain, Verdict(False, name, found))
                doubt = doubt or Verdict(False, name, found)
                counts[f"doubt: {name}"] += 1
        hints = {(hit.entry.rule, hit.start) for hit in lifted.outside(groups.get(_HINT, []))}
        counts.update(f"hint: {rule}" for rule, _ in hints)
        return Findings(plain, None, doubt, counts)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


@lru_cache(4)
def _read(text: str, own: str, opinion: Opinion | None, venue: str) -> Blocklist:
    """The list of a file and the venue's own file. Kept: one program reads the same list for its prompts, its
    setlists and their reloads, and it takes half a second."""
    return Blocklist(_with_own(tomllib.loads(text), tomllib.loads(own)), opinion, venue)


class _Spans:
    """What is allowed, as stretches of the text."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        spans = sorted((hit.start, hit.end) for hit in hits)
        self._starts = [start for start, _ in spans]
        self._reach = list(accumulate((end for _, end in spans), max))

    def outside(self, hits: Iterable[Hit]) -> Iterator[Hit]:
        """The hits that do not lie within one of the stretches."""
        for hit in hits:
            before = bisect_right(self._starts, hit.start)
            if before == 0 or self._reach[before - 1] < hit.end:
                yield hit


def _venue(venues: Any, name: str) -> tuple[float, bool, list[str]]:
    """(added to the opinion's score, whether words in doubt are refused, rules that do not count)."""
    keys = ("strictness", "doubt_refused", "without")
    for known, venue in _table(venues, "venue", None).items():
        _table(venue, known, keys)
    if name and name not in venues:
        raise ValueError(f'there is no venue "{name}"; it may be {", ".join(venues)}')
    venue = venues.get(name, {})
    strictness, refused = venue.get("strictness", 0.0), venue.get("doubt_refused", False)
    if isinstance(strictness, bool) or not isinstance(strictness, int | float):
        raise ValueError(f'"strictness" of "{name}" must be a number, not {strictness!r}')
    if not isinstance(refused, bool):
        raise ValueError(f'"doubt_refused" of "{name}" must be true or false, not {refused!r}')
    return float(strictness), refused, _words(venue, name, ("without",))


def _with_own(table: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Both tables in one: lists are put together, anything else is the venue's own."""
    both = dict(table)
    for key, value in own.items():
        given = both.get(key)
        if isinstance(given, Mapping) and isinstance(value, Mapping):
            both[key] = _with_own(given, value)
        elif isinstance(given, list) and isinstance(value, list):
            both[key] = [*given, *value]
        else:
            both[key] = value
    return both


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
