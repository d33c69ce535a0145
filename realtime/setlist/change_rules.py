"""When a scene gives way to the next: after bars or seconds, at a time of the song or of the day, on what the
music does, or by hand only."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from realtime.audio.features import Features
from realtime.errors import UserError
from realtime.notice import Notice

DAY_S = 86400.0
_LOUD, _QUIET, _QUIET_S = 0.85, 0.65, 1.0
"""Of how loud this music has been lately: what was above the first is quiet below the second, for so long."""
_LATELY_S = 60.0


class Rule(NamedTuple):
    """unit: a row of UNITS, or "operator"; amount: bars or seconds; of music, the bars that the scene plays
    at least before it counts."""

    unit: str
    amount: float


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that the music does: `level`, of the ear and of how loud it is for this music, rises from
    below `low` to `high`, and does not fall below `low` for `held_s`. at_once: it counts at that moment, not
    on the next bar line."""

    help: str
    level: Callable[[Features, float], float]
    low: float
    high: float
    held_s: float = 0.0
    at_once: bool = False


MUSIC: Mapping[str, Heard] = {
    "build": Heard("a build-up is under way", lambda ear, loud: ear.build, 0.25, 0.5, 0.5),
    "drop": Heard("a drop strikes", lambda ear, loud: ear.drop, 0.6, 0.9, at_once=True),
    "quiet": Heard("the music has become quiet", lambda ear, loud: -loud, -_LOUD, -_QUIET, _QUIET_S),
}
"""What the ear hears that a scene can wait for."""

EXAMPLES = ('"8 bars"', '"2 min"', '"drop"', '"quiet after 8 bars"', '"song 1:45"', '"clock 21:30"')
_TIMED = re.compile(r"(\d+(?:\.\d+)?)\s*(bars?|s|sec|seconds?|min|minutes?)")
_MUSIC = re.compile(rf"({'|'.join(MUSIC)})(?:\s+after\s+(\d+(?:\.\d+)?)\s*bars?)?")
_SONG = re.compile(r"song\s+(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)")
_CLOCK = re.compile(r"clock\s+(\d\d?):(\d\d)(?::(\d\d))?")


def parse_rule(text: str) -> Rule:
    """The rule that `text` says. Raises UserError."""
    text = text.strip()
    if text == "operator":
        return Rule("operator", 0.0)
    if (found := _TIMED.fullmatch(text)) is not None and float(found[1]) > 0:
        if found[2].startswith("bar"):
            return Rule("bars", float(found[1]))
        return Rule("seconds", float(found[1]) * (60.0 if found[2].startswith("min") else 1.0))
    if (found := _MUSIC.fullmatch(text)) is not None:
        return Rule(found[1], float(found[2] or 0.0))
    if (found := _SONG.fullmatch(text)) is not None and float(found[3]) < 60.0:
        return Rule("song", int(found[1] or 0) * 3600.0 + int(found[2]) * 60.0 + float(found[3]))
    if (found := _CLOCK.fullmatch(text)) is not None:
        hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
        if hour < 24 and minute < 60 and second < 60:
            return Rule("clock", hour * 3600.0 + minute * 60.0 + second)
    raise UserError(f'must be like {", ".join(EXAMPLES)} or "operator", not {text!r}')


def rule_words(rule: Rule) -> str:
    """The rule as a setlist has it."""
    unit, amount = rule
    whole = int(amount)
    if unit == "bars":
        return Notice("{count} bar" if amount == 1 else "{count} bars", count=f"{amount:g}")
    if unit == "seconds":
        return Notice("{count} s", count=f"{amount:g}")
    if unit == "song":
        return Notice("song {time}", time=f"{whole // 60}:{amount % 60:02.0f}")
    if unit == "clock":
        return Notice("clock {time}", time=f"{whole // 3600}:{whole // 60 % 60:02d}")
    if unit in MUSIC and amount:
        return Notice("{what} after {count} bars", what=Notice(unit), count=f"{amount:g}")
    return Notice(unit)


class MusicWatch:
    """Hears what scenes can wait for: each thing once, as it begins."""

    def __init__(self) -> None:
        # Until something has been below, it has not begun.
        self._armed = dict.fromkeys(MUSIC, False)
        self._since: dict[str, float] = {}
        self._loudest, self._at = 0.0, 0.0

    def hear(self, features: Features, now: float) -> tuple[str, ...]:
        """The names of what begins now (audio-clock seconds)."""
        begun = []
        faded = self._loudest * math.exp(-max(now - self._at, 0.0) / _LATELY_S)
        self._loudest, self._at = max(features.presence, faded), now
        loud = features.presence / self._loudest if self._loudest > 0.0 else 0.0
        for name, heard in MUSIC.items():
            level = heard.level(features, loud)
            if level < heard.low:
                self._armed[name] = True
                self._since.pop(name, None)
            elif level >= heard.high and self._armed[name]:
                self._since.setdefault(name, now)
            if name in self._since and now - self._since[name] >= heard.held_s:
                self._armed[name] = False
                del self._since[name]
                begun.append(name)
        return tuple(begun)
