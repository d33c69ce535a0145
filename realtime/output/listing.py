"""What `devices` says of outputs: displays, and video for other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from realtime.output.video.kinds import VIDEO_KINDS, VideoKind
from realtime.stage.displays import Display


def format_outputs(displays: Sequence[Display]) -> str:
    """A line for each display and for each kind of video; what is not here says why."""
    lines = ["displays (--display, or [[screen]] of a rig)"]
    lines += [f"  {number}  {one.words}" for number, one in enumerate(displays)] or ["  none here"]
    lines.append("video for other programs ([[video]] of a rig)")
    lines += [f'  "{name}"  {kind.title}: {_state(name, kind)}' for name, kind in VIDEO_KINDS.items()]
    return "\n".join(lines)


def _state(name: str, kind: VideoKind) -> str:
    if not sys.platform.startswith(kind.system):
        return {"win32": "on Windows only", "darwin": "on a Mac only"}[kind.system]
    untried = "" if kind.tried else ", untried"
    if not kind.installed:
        return f"pip install 'anacrusis[{name}]'{untried}"
    return (kind.needs() or "ready") + untried
