"""`listen`: what the ear hears, as lines for people or as JSON for programs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.clock import Beat
from realtime.audio.feature_table import FEATURES
from realtime.audio.features import Features, Onset
from realtime.audio.io.source import AudioSource

_POLL_S = 0.002
_LINE_EVERY_S = 0.5
_METER_CELLS = 8


def listen(source: AudioSource, as_json: bool, write: Callable[[str], None], beats: str = "own") -> None:
    """Listen until the source ends; `write` gets one line at a time, without a line break. beats: one of
    `realtime.options.BEATS`, who hears them.

    With `as_json` a line is an object: {"event": "beat", "time", "announced", "tempo", "confidence",
    "beat_in_bar"} or {"event": "onset", "time", "announced", "band", "strength"}; otherwise it is the
    state, twice a second and at every beat. A file is heard as fast as it can be read.
    """
    analyzer = Analyzer(source.rate, beats=beats)
    next_line = 0.0
    while not source.ended:
        block = source.read()
        if block is None:
            if source.live:
                time.sleep(_POLL_S)
                continue
            break
        features = analyzer.feed(block)
        if as_json:
            for line in events(features):
                write(line)
        elif features.beats or features.time >= next_line:
            next_line = features.time + _LINE_EVERY_S
            write(describe(features))


def events(features: Features) -> list[str]:
    """One JSON object for each beat and onset that this block announced, in order of time."""
    announced: list[Beat | Onset] = [*features.beats, *features.onsets]
    announced.sort(key=lambda event: round(event.time, 4))
    return [json.dumps(_fields(event)) for event in announced]


def _fields(event: Beat | Onset) -> dict[str, object]:
    times = {"time": round(event.time, 4), "announced": round(event.announced, 4)}
    if isinstance(event, Beat):
        return {
            "event": "beat",
            **times,
            "tempo": round(event.tempo, 2),
            "confidence": round(event.confidence, 3),
            "beat_in_bar": event.beat_in_bar,
        }
    return {"event": "onset", **times, "band": event.band, "strength": round(event.strength, 3)}


def describe(features: Features) -> str:
    """The state of the ear on one line."""
    clock = features.clock
    minutes, seconds = divmod(features.time, 60)
    if features.silent:
        beat = "silence"
    elif not clock.claimed:
        beat = "no beat"
    else:
        # A beat is announced a little early: show the one that is about to fall.
        place = int(clock.bar_position(features.time + 0.02)) + 1
        dots = "".join("●" if n == place else "·" for n in range(1, clock.beats_per_bar + 1))
        beat = f"{clock.tempo:6.1f} bpm {dots} {clock.confidence:4.0%}"
    meters = "  ".join(
        f"{row.label} {_meter(getattr(features, row.name))}" for row in FEATURES.values() if row.label
    )
    extra = f"  build {features.build:.1f}" if features.build > 0.3 else ""
    extra += "  DROP" if features.drop > 0.6 else ""
    return f"{int(minutes):3d}:{seconds:04.1f}  {beat:<22}  {meters}{extra}"


def _meter(level: float) -> str:
    filled = round(level * _METER_CELLS)
    return "█" * filled + "░" * (_METER_CELLS - filled)
