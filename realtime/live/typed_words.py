"""What the operator types for the painter: judged beside the loop, and on until the scene changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from realtime.control.command import Command
from realtime.guard.moderation_log import ModerationLog
from realtime.live.anacrusis import with_prompt
from realtime.live.side_process import Answer, SideWork
from realtime.notice import Notice
from realtime.setlist.blocklist import FIT, Verdict
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene

JUDGE_LIMIT_S = 2.0
"""A text that cannot be judged in this time is refused."""
BURST_S = 0.25
"""Texts that follow each other faster are one burst: a field that sends with each key, or a flood."""
LONGEST_BURST_S = 4.0
"""The first text of a burst is painted at once and then its newest when it ends, or so often where it does
not end: each change is a transition, which takes more drawing than the picture alone."""

PROMPT, NEGATIVE = "prompt", "prompt.negative"
# A refused prompt may be as long as a packet; so much of it is logged.
_LONGEST_QUOTE = 100
_MOST_RULINGS = 16


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it was typed. number: counts what was typed or cleared under the same name."""

    text: str
    number: int
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be seen and what is to be kept out; None where the scene's own is."""

    prompt: Typed | None = None
    negative: Typed | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not painted. text: what everybody may read; details: the text itself, for the log; rule:
    that refused it, "" where it could not be judged; found: what broke the rule."""

    text: str
    details: str
    rule: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What became of a text that was typed. count: of all rulings so far; name: `prompt` or
    `prompt.negative`; refusal: None where it is painted."""

    count: int
    name: str
    typed: Typed
    refusal: Refusal | None


class Judges(Protocol):
    """What says whether a text may be painted."""

    def check(self, text: str) -> Verdict: ...


def judge(
    make_blocklist: Callable[[], Judges], moderation: ModerationLog | None = None
) -> Callable[[Words], Verdict]:
    """A function that judges words, and tells `moderation`. Raises UserError where there is no blocklist."""
    return partial(_judged, make_blocklist(), moderation)


def _judged(blocklist: Judges, moderation: ModerationLog | None, words: Words) -> Verdict:
    """A negative prompt says what is to be kept out, and is never refused."""
    if words.prompt is None:
        return FIT
    verdict = blocklist.check(words.prompt.text)
    if moderation is not None:
        fault = moderation.add(words.prompt.sender, words.prompt.text, verdict.fit, verdict.rule)
        if fault:
            return replace(verdict, news=f"{verdict.news} {fault}".strip())
    return verdict


class TypedWords:
    """The operator's own prompt and negative prompt, and which scenes they are painted in.

    A text that is fit is on from then until the scene changes; one that was typed while a change of scene
    waits, or with its order, stays on in that scene. An empty text ends it at once. Where no prompt is
    typed, `standing` (None: none) stands before the scenes' own.
    """

    def __init__(
        self,
        judging: SideWork[Words, Verdict],
        playhead: Playhead,
        standing: str | None = None,
    ) -> None:
        self._judging, self._playhead = judging, playhead
        self._standing = None if standing is None else Typed(standing, 0)
        self._wanted: dict[str, Typed] = {}
        self._on: dict[str, Typed] = {}
        # By name and number, of texts that are judged or on: the count of changes at which each ends.
        self._ends: dict[tuple[str, int], int] = {}
        self._cue_waits_in: int | None = None  # the count of changes at which a cue was last seen to wait
        self._counts = {PROMPT: 0, NEGATIVE: 0}
        self._settled = {PROMPT: 0, NEGATIVE: 0}
        self._rulings: tuple[Ruling, ...] = ()
        self._news: list[str] = []
        self._came = dict.fromkeys((PROMPT, NEGATIVE), -math.inf)
        self._submitted = -math.inf
        self._waits = self._begins = False

    @property
    def prompt(self) -> str:
        """The prompt that was typed and is on now, or ""."""
        return self._typed(PROMPT)

    @property
    def negative(self) -> str:
        """The negative prompt that was typed and is on now, or ""."""
        return self._typed(NEGATIVE)

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """What became of the texts that were typed last, oldest first."""
        return self._rulings

    def news(self) -> list[str]:
        """What the judge had to say besides its verdicts, once."""
        news, self._news = self._news, []
        return news

    def waiting_s(self, now: float) -> float:
        """Seconds since the text was typed that has no verdict yet; 0 where none waits."""
        return max((now - self._came[name] for name in self._wanted), default=0.0)

    def _typed(self, name: str) -> str:
        self._end_the_old()
        typed = self._on.get(name)
        return typed.text if typed else ""

    def take(self, command: Command) -> None:
        """A prompt or negative prompt was typed; an empty one takes the operator's own away."""
        name, text = command.name, str(command.value).strip()
        self._counts[name] += 1
        if text:
            self._wanted[name] = Typed(text, self._counts[name], command.sender)
            self._begins = self._begins or command.time - self._came[name] >= BURST_S
            self._came[name], self._waits = command.time, True
        else:
            self._wanted.pop(name, None)
            self._on.pop(name, None)
            self._settled[name] = self._counts[name]
            self._forget(name)

    def settle(self, now: float) -> tuple[bool, list[Refusal]]:
        """(True when a text is painted that was not, refusals) of what was judged since the last call, once
        what was typed until `now` is on its way to the judge."""
        self._place()
        ended = now - max(self._came.values()) >= BURST_S or now - self._submitted >= LONGEST_BURST_S
        if self._waits and (self._begins or ended):
            self._waits, self._begins, self._submitted = False, False, now
            self._judging.submit(Words(self._candidate(PROMPT), self._candidate(NEGATIVE)))
        taken, refusals = False, []
        while (answer := self._judging.answer()) is not None:
            if answer.result is not None and answer.result.news:
                self._news.append(answer.result.news)
            for name, typed in ((PROMPT, answer.job.prompt), (NEGATIVE, answer.job.negative)):
                if typed is None or typed.number <= self._settled[name]:
                    continue
                self._settled[name] = typed.number
                if self._wanted.get(name) == typed:
                    del self._wanted[name]
                refusal = _refusal(name, typed, answer)
                count = self._rulings[-1].count + 1 if self._rulings else 1
                self._rulings = (*self._rulings[1 - _MOST_RULINGS :], Ruling(count, name, typed, refusal))
                if refusal is not None:
                    refusals.append(refusal)
                else:
                    self._on[name] = typed
                    taken = True
                self._forget(name)
        return taken, refusals

    def _place(self) -> None:
        """Note until when each new text holds, as it stands in the call in which it was typed: judging takes
        its time. One that was to go with a cue which has been cancelled ends with the present scene."""
        changes, cued = self._playhead.changes, self._playhead.cued
        if self._cue_waits_in == changes and not cued:
            for key, ends in self._ends.items():
                self._ends[key] = min(ends, changes + 1)
        self._cue_waits_in = changes if cued else None
        for name, typed in self._wanted.items():
            self._ends.setdefault((name, typed.number), changes + (2 if cued else 1))

    def _forget(self, name: str) -> None:
        """Keep no ends of texts that are neither judged any more nor on."""
        on = self._on.get(name)
        for key in [key for key in self._ends if key[0] == name and key[1] <= self._settled[name]]:
            if on is None or key[1] != on.number:
                del self._ends[key]

    def applied(self, scene: Scene, upcoming: bool = False) -> Scene:
        """The scene with the operator's own words. upcoming: as it will be after the next change."""
        self._end_the_old()
        prompt, negative = self._painted(PROMPT, upcoming), self._painted(NEGATIVE, upcoming)
        if prompt is None and negative is None:
            return scene
        return with_prompt(scene, prompt.text if prompt else None, negative.text if negative else None)

    def _painted(self, name: str, upcoming: bool = False) -> Typed | None:
        typed = self._on.get(name)
        if typed is not None and self._playhead.changes + upcoming < self._ends[name, typed.number]:
            return typed
        return self._standing if name == PROMPT else None

    def _candidate(self, name: str) -> Typed | None:
        return self._wanted.get(name) or self._painted(name)

    def _end_the_old(self) -> None:
        changes = self._playhead.changes
        for name, typed in list(self._on.items()):
            if changes >= self._ends[name, typed.number]:
                del self._on[name], self._ends[name, typed.number]


def _refusal(name: str, typed: Typed, answer: Answer[Words, Verdict]) -> Refusal | None:
    """Why `typed` is not painted, or None where it may be."""
    verdict = answer.result
    if name == NEGATIVE:
        return None
    if verdict is None:
        rule, found = "", ""
        text = Notice("A prompt could not be judged ({why}). The scene goes on.", why=answer.fault)
    else:
        if verdict.fit:
            return None
        rule, found = verdict.rule or "", verdict.found or ""
        text = Notice('A prompt was refused by rule "{rule}". The scene goes on.', rule=rule)
    short = typed.text if len(typed.text) <= _LONGEST_QUOTE else typed.text[: _LONGEST_QUOTE - 1] + "…"
    by = f" from {typed.sender}" if typed.sender else ""
    broke = f": {found}" if found else ""
    return Refusal(text, f"“{short}”{by}{broke}", rule, found)
