"""A show's state, as the loop hands it to the panel, without a show."""

from __future__ import annotations

from dataclasses import replace

from realtime.audio.features import Features
from realtime.control.table import ParameterTable
from realtime.live.frame_rates import Rates
from realtime.live.show_state import Place, ShowState
from realtime.setlist.scene import Scene

SCENES = (Scene("금빛 먹", prompt="ink"), Scene("second", prompt="the sea"), Scene("third", prompt="a moon"))


def state_of(table: ParameterTable, now: float = 1.0, **changes: object) -> ShowState:
    """The first of three scenes plays, quietly."""
    state = ShowState(
        now=now,
        features=Features(time=now),
        values=table.snapshot(),
        leader="",
        scene=(1, len(SCENES), SCENES[0].name),
        upcoming=(SCENES[1].name, 4.0),
        painter="plain 64×64",
        lead_s=0.1,
        display_s=1 / 60,
        drawing_s=0.004,
        recording=False,
        losses={},
        notices=(),
        place=Place(SCENES, 0, 1, now + 4.0, False),
        rates=Rates(60.0, 17.0, 8.0),
    )
    return replace(state, **changes)  # type: ignore[arg-type]
