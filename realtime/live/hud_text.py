"""What the head-up display says."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from realtime.control.keyboard import QUIT_KEY

if TYPE_CHECKING:
    from realtime.live.loop import Show

QUIT_HINT = f"{QUIT_KEY} once more: quit"

# The display cuts longer lines; what matters most must not be cut.
_COLUMNS = 70
_MOST_LINES_A_NOTICE = 3


def hud_lines(show: Show, now: float) -> tuple[str, ...]:
    """A few short lines for the operator in the dark: beat, levels, scene, painter, then what is unusual."""
    lines = [_beat(show, now), _levels(show), _scene(show, now), _painter(show)]
    lines += [hands] if (hands := _hands(show)) else []
    for notice in _notices(show):
        lines += textwrap.wrap(notice, _COLUMNS, max_lines=_MOST_LINES_A_NOTICE, placeholder=" …")
    return tuple(lines)


def _beat(show: Show, now: float) -> str:
    clock = show.ear.features.clock
    leader = show.external.leader if show.external else ""
    if clock.confidence <= 0.0 and not leader:
        return "no beat heard: following the energy"
    beat = int(clock.bar_position(now)) + 1
    dots = "● " * beat + "○ " * (clock.beats_per_bar - beat)
    trust = f"led by {leader}" if leader else f"sure {clock.confidence:.0%}"
    return f"{clock.tempo:5.1f} bpm  {dots} {trust}"


def _levels(show: Show) -> str:
    features = show.ear.features
    named = (("bass", features.bass), ("mid", features.high_mid), ("treble", features.treble))
    return "  ".join(f"{name} {_bar(value)}" for name, value in named)


def _bar(value: float) -> str:
    filled = round(min(max(value, 0.0), 1.0) * 8)
    return "▮" * filled + "▯" * (8 - filled)


def _scene(show: Show, now: float) -> str:
    playhead = show.playhead
    line = f"scene {playhead.index + 1}/{playhead.scene_count}  {playhead.scene.name}"
    if (upcoming := playhead.upcoming) is None:
        return line
    change = playhead.next_change(show.ear.features.clock)
    return f"{line}   next: {upcoming.name}, " + ("on cue" if change is None else f"in {_span(change - now)}")


def _span(seconds: float) -> str:
    minutes, rest = divmod(max(round(seconds), 0), 60)
    return f"{minutes}:{rest:02d} min" if minutes else f"{rest} s"


def _painter(show: Show) -> str:
    drawing = sum(seconds for stage, seconds in show.spent.items() if stage != "present")
    early = f"asked {show.anacrusis.latency:.2f} s early"
    # Waiting for the screen's refresh is part of presenting; where there is none, the pace waits.
    rate = 1.0 / max(show.pace.interval, sum(show.spent.values()))
    return f"{show.painter.status}   {early}   {rate:.0f} frames/s, drawn in {1000 * drawing:.0f} ms"


def _hands(show: Show) -> str:
    """What the operator has set that one forgets: why it is dark, why it stands."""
    values = show.table.snapshot()
    told = {
        "BLACKOUT": values["blackout"],
        "FROZEN": values["freeze"],
        f"MASTER {values['master']:.0%}": values["master"] < 1.0,
        "tempo locked": values["tempo.lock"],
        "scenes only by hand": not values["show.auto"],
        "recording": show.recorder is not None and not show.recorder.error,
    }
    return "   ".join(text for text, holds in told.items() if holds)


def _notices(show: Show) -> list[str]:
    """Whatever is wrong now, or was refused just before."""
    notices = [
        show.ear.fault,
        show.recorder.error if show.recorder is not None else None,
        *(show.external.notices if show.external else ()),
        *show.stage.errors.values(),
        show.commands.notice,
        show.table.rejections.notice,
    ]
    return [notice for notice in notices if notice]
