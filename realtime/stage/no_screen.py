"""Why there is no window: a screen that may still come, or is gone."""

from __future__ import annotations

from realtime.errors import UserError


class NoScreen(UserError):
    """There is no such screen now; it may come. others: there are other ones."""

    def __init__(self, text: str, others: bool = False) -> None:
        super().__init__(text)
        self.others = others


class ScreenLost(Exception):
    """The screen was there, and nothing can be drawn on it any more."""
