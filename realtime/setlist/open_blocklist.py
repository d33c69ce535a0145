"""The blocklist as shows, films and checks use it: the program's list, the venue's own words beside it, how
strict the venue is, and an opinion where it is installed; read anew where its files have changed."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from realtime import resources
from realtime.errors import UserError
from realtime.guard.opinion import load_opinion
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist, Verdict

OWN_WORDS = resources.setlist("own-words.toml")
"""Where a venue adds words of its own, in the form of the blocklist."""


def open_blocklist(setlist: Path | None = None, venue: str = "", opinion: bool = True) -> Blocklist:
    """The blocklist for `venue`, else for the one that the setlist names. Raises UserError.

    opinion: False leaves the list alone to judge.
    """
    return Blocklist.load(
        BLOCKLIST, load_opinion() if opinion else None, venue or venue_of(setlist), OWN_WORDS
    )


def venue_of(setlist: Path | None) -> str:
    """The venue that a setlist names, "" where it names none or cannot be read: reading it says why."""
    if setlist is None or not setlist.is_file():
        return ""
    try:
        venue = tomllib.loads(setlist.read_text(encoding="utf-8-sig")).get("venue", "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""
    return venue if isinstance(venue, str) else ""


class WatchedBlocklist:
    """A blocklist that is read anew when one of its files, or the setlist that names the venue, has changed;
    a broken one changes nothing. For one thread."""

    def __init__(self, setlist: Path | None = None, venue: str = "") -> None:
        """Raises UserError where there is no blocklist."""
        self._setlist, self._venue = setlist, venue
        self._files = [BLOCKLIST, OWN_WORDS, *([setlist] if setlist is not None else [])]
        self._stamps = self._now()
        self._opinion = load_opinion()
        self._list = self._read()

    def check(self, text: str) -> Verdict:
        """Whether `text` may reach a model; its news say that the list was read again."""
        news = self._look()
        verdict = self._list.check(text)
        return replace(verdict, news=news) if news else verdict

    @property
    def current(self) -> Blocklist:
        """The list as it is now."""
        self._look()
        return self._list

    def _look(self) -> str:
        stamps = self._now()
        if stamps == self._stamps:
            return ""
        lists_changed = stamps[:2] != self._stamps[:2]
        self._stamps = stamps
        try:
            self._list = self._read()
        except UserError as error:
            return f"The blocklist was not read again: {error}"
        return "The blocklist was read again." if lists_changed else ""

    def _read(self) -> Blocklist:
        return Blocklist.load(BLOCKLIST, self._opinion, self._venue or venue_of(self._setlist), OWN_WORDS)

    def _now(self) -> list[tuple[int, int] | None]:
        return [_stamp(path) for path in self._files]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
