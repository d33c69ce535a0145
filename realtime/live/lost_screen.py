"""The end of a show whose screen is gone: what can still be closed is closed."""

from __future__ import annotations

from realtime.ending import Ending
from realtime.say import Say


def close_without_screen(ending: Ending, say: Say) -> None:
    """Close all but the window: neither it nor GL may be touched any more."""
    ending.close()
    say("The screen is gone: its X server ended. So does the show; what was recorded can be played.")
