"""How a show is, for programs that watch it: JSON, and the text format of Prometheus."""

from __future__ import annotations

import time
from typing import TypeAlias

from realtime import __version__
from realtime.live.show_state import ShowState

Health: TypeAlias = dict[str, object]

_METRICS = (
    ("anacrusis_up", "gauge", "1 while frames are displayed", lambda state: 1),
    ("anacrusis_frames_total", "counter", "Displayed frames", lambda state: state.frames),
    ("anacrusis_shown_fps", "gauge", "Displayed frames a second", lambda state: state.rates.shown),
    ("anacrusis_painted_fps", "gauge", "Painted frames a second", lambda state: state.rates.painted),
    (
        "anacrusis_frame_p99_seconds",
        "gauge",
        "Time between two displayed frames that 1 % exceed",
        lambda state: state.rates.p99_ms / 1000.0,
    ),
    ("anacrusis_lead_seconds", "gauge", "How early frames are asked for (L)", lambda state: state.lead_s),
    ("anacrusis_painter_restarts_total", "counter", "Painters replaced", lambda state: state.restarts),
    ("anacrusis_scene", "gauge", "Number of the scene", lambda state: state.scene[0]),
    ("anacrusis_recording", "gauge", "1 while it records", lambda state: int(state.recording)),
    ("anacrusis_notices", "gauge", "Things that are wrong now", lambda state: len(state.notices)),
)
"""name, type, help, value: a row each."""
_LOST = "anacrusis_lost_total"


class Since:
    """When the show began."""

    def __init__(self) -> None:
        self.wall = time.time()
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun


def health(state: ShowState | None, since: Since) -> Health:
    """state: None where the display loop does not answer."""
    report: Health = {
        "state": "hangs" if state is None else "trouble" if state.notices else "ok",
        "since": time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(since.wall)),
        "seconds": round(since.seconds, 1),
        "version": __version__,
    }
    if state is None:
        return report
    return report | {
        "frames": state.frames,
        "shown_fps": round(state.rates.shown, 2),
        "frame_p99_ms": round(state.rates.p99_ms, 2),
        "painted_fps": round(state.rates.painted, 2),
        "lead_s": round(state.lead_s, 4),
        "painter": state.painter,
        "restarts": state.restarts,
        "scene": {"number": state.scene[0], "of": state.scene[1], "name": state.scene[2]},
        "recording": state.recording,
        "losses": dict(state.losses),
        "notices": list(state.notices),
    }


def metrics(state: ShowState | None, since: Since) -> str:
    """The exposition format of Prometheus, version 0.0.4."""
    lines = _metric("anacrusis_uptime_seconds", "counter", "Since the show began", since.seconds)
    if state is None:
        lines += _metric("anacrusis_up", "gauge", _METRICS[0][2], 0)
    else:
        for name, kind, help_text, value in _METRICS:
            lines += _metric(name, kind, help_text, value(state))
        lines += [
            "# HELP anacrusis_lost_total What did not come through",
            "# TYPE anacrusis_lost_total counter",
        ]
        lines += [f'{_LOST}{{what="{what}"}} {count}' for what, count in state.losses.items()]
    return "\n".join(lines) + "\n"


def _metric(name: str, kind: str, help_text: str, value: float) -> list[str]:
    return [f"# HELP {name} {help_text}", f"# TYPE {name} {kind}", f"{name} {value:g}"]
