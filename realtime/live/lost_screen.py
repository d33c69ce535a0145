"""The end of a show whose screen is gone: what can still be closed is closed."""

from __future__ import annotations

from realtime.live.loop import Show
from realtime.say import Say


def close_without_screen(show: Show, say: Say) -> None:
    """Close recording, trace and painter; neither the window nor GL may be touched any more."""
    for part in (show.recorder, show.trace, show.painter):
        if part is not None:
            part.close()
    say("The screen is gone: its X server ended. So does the show; what was recorded can be played.")
