"""Answers to questions: typed at a terminal, or piped in, a line each."""

from __future__ import annotations

import os
import select
import sys
from functools import cache

import click

_PATIENCE_S = 3.0
"""A pipe from which nothing has come for so long is one to which nobody writes."""


def somebody_answers() -> bool:
    """True at a terminal, and where a file or another program gives answers."""
    return sys.stdin is not None and (sys.stdin.isatty() or _piped().more())


def prompted(question: str, default: str = "") -> str:
    """The answer without the spaces round it; `default` where it is empty, or where no more are piped in."""
    if sys.stdin.isatty():
        return click.prompt(question, default=default, show_default=bool(default), err=True).strip()
    answer = _piped().line().strip()
    click.echo(f"{question}{f' [{default}]' if default else ''}: {answer}", err=True)
    return answer or default


class _Piped:
    """Lines of a file descriptor, which may be a pipe that never ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = b""
        self._ended = False

    def more(self) -> bool:
        """True where there is another line."""
        while b"\n" not in self._read and not self._ended:
            ready, _, _ = select.select([self._descriptor], [], [], _PATIENCE_S)
            part = os.read(self._descriptor, 1 << 16) if ready else b""
            self._read += part
            self._ended = not part
        return bool(self._read)

    def line(self) -> str:
        """The next line, or "" at the end."""
        self.more()
        line, _, self._read = self._read.partition(b"\n")
        return line.decode("utf-8", errors="replace")


@cache
def _piped() -> _Piped:
    return _Piped(sys.stdin.fileno())
