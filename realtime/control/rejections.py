"""Bad control input: counted, and logged at most once a second."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from realtime.notice import Notice

LOG_EVERY_S = 1.0
NEWS_S = 30.0
"""So long the last refusal is news to the operator."""


class Rejections:
    """Counts what was refused. Thread-safe; a flood of bad messages costs one log line a second."""

    def __init__(self, log: logging.Logger, now: Callable[[], float] = time.monotonic) -> None:
        self.count = 0
        self._log = log
        self._now = now
        self._lock = threading.Lock()
        self._last: tuple[float, str] | None = None
        self._logged_at = -LOG_EVERY_S
        self._logged_count = 0

    def add(self, reason: str, sent: str = "", times: int = 1) -> None:
        """Count a refusal. reason: one clear sentence in the program's own words, which everybody may read;
        sent: what the sender wrote, for the log only; times: so many were refused alike."""
        with self._lock:
            self.count += times
            now = self._now()
            self._last = now, reason
            if now - self._logged_at < LOG_EVERY_S:
                return
            more = self.count - self._logged_count - 1
            self._logged_at, self._logged_count = now, self.count
        again = f" (and {more} more since the last such line)" if more else ""
        self._log.warning("%s%s%s", reason, f" It got {_visible(sent[:200])}." if sent else "", again)

    @property
    def notice(self) -> str:
        """The count and the last reason while it is news, else nothing."""
        last = self._last
        if last is None or self._now() - last[0] > NEWS_S:
            return ""
        return Notice("refused so far: {count}; the last: {last}", count=self.count, last=last[1])


def _visible(text: str) -> str:
    """With signs that cannot be seen written out: some turn the lines of a terminal round."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
