"""What the head-up display says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from realtime.loop import Show


def hud_lines(show: Show, now: float) -> tuple[str, ...]:
    """A few short lines for the operator in the dark."""
    features = show.ear.features
    clock = features.clock
    scene = show.playhead.scene
    upcoming = show.playhead.upcoming
    change = show.playhead.next_change(clock)
    due = "on cue" if change is None else f"in {max(change - now, 0.0):.0f} s"
    beat = int(clock.bar_position(now)) + 1
    dots = "● " * beat + "○ " * (clock.beats_per_bar - beat)
    leader = show.external.leader if show.external else ""
    trust = f"led by {leader}" if leader else f"sure {clock.confidence:.0%}"
    tempo = f"{clock.tempo:5.1f} bpm  {dots} {trust}"
    levels = "  ".join(
        f"{name} {_bar(value)}"
        for name, value in (("bass", features.bass), ("mid", features.high_mid), ("treble", features.treble))
    )
    lines = [
        tempo if clock.confidence > 0.0 else "no beat heard: following the energy",
        levels,
        f"scene {show.playhead.index + 1}/{show.playhead.scene_count}  {scene.name}"
        + (f"   next: {upcoming.name}, {due}" if upcoming else ""),
        f"{show.painter.status}   led by {show.anacrusis.latency * 1000:.0f} ms",
    ]
    notices = (
        show.orders.notice,
        *(show.external.notices if show.external else ()),
        *show.stage.errors.values(),
    )
    return tuple(lines + [notice for notice in notices if notice])


def _bar(value: float) -> str:
    filled = round(min(max(value, 0.0), 1.0) * 8)
    return "▮" * filled + "▯" * (8 - filled)
