"""What outputs get to know of a displayed frame."""

from __future__ import annotations

from realtime.output.output import Shown
from realtime.setlist.playhead import Playhead
from realtime.stage.view import View


def shown_of(view: View, time: float, playhead: Playhead, words: tuple[str, ...]) -> Shown:
    """Of the picture of `view`, seen at `time`; words: what the operator reads."""
    number = playhead.following
    return Shown(
        time,
        view.features,
        0.0 if view.blackout else view.master,
        view.freeze,
        words,
        (playhead.index + 1, playhead.scene.name),
        None if number is None else (number + 1, playhead.scenes[number].name),
    )
