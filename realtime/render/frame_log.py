"""The frame log of a film: what the painter is asked for and what the stage gets, frame by frame.

A dry run writes it (sound, mapping, camera, scenes: everything but pictures), and every segment
plays its own part of it. It is a file of JSON lines, so a film of hours needs no memory for it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.treatment import Treatment
from realtime.scenery.layers import LayerAbove
from realtime.stage.view import View

_ARRAYS = {"spectrum": np.float16, "waveform": np.float16}
_NOT_KEPT = {"foreseen", "stems", "beats", "onsets", "clock", *_ARRAYS}
_FEATURE_NAMES = tuple(one.name for one in fields(Features) if one.name not in _NOT_KEPT)
# Letters are laid over the finished pictures of segments.
_NO_VIEW = ("pose", "features", "hud", "second", "lettering", "lettering_time")
_VIEW_NAMES = tuple(one.name for one in fields(View) if one.name not in _NO_VIEW)
_SUBJECT_NAMES = tuple(one.name for one in fields(Subject))
_REQUEST_NAMES = tuple(
    one.name for one in fields(FrameRequest) if one.name not in ("subject", "pose", "treatment", *_ARRAYS)
)


@dataclass(frozen=True, slots=True)
class LoggedFrame:
    """One display frame. requests: what is asked of the painter now, in order; shown: id of the painted
    frame that comes on the stage now, or None; fade_s: over which it comes in, None as usual."""

    view: View
    requests: tuple[FrameRequest, ...]
    shown: int | None
    fade_s: float | None = None


class FrameLogWriter:
    """Writes the lines and, beside them, where each begins."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb")  # noqa: SIM115 - closed by `close`
        self._starts = open(path.with_suffix(".index"), "wb")  # noqa: SIM115 - closed by `close`
        self._at = 0
        self.frames = 0

    def write(self, frame: LoggedFrame) -> None:
        line = json.dumps(_frame_to(frame), separators=(",", ":")).encode() + b"\n"
        self._file.write(line)
        self._starts.write(self._at.to_bytes(8, "little"))
        self._at += len(line)
        self.frames += 1

    def close(self) -> None:
        self._file.close()
        self._starts.close()


def read_frames(path: Path, first: int, last: int) -> Iterator[LoggedFrame]:
    """Frames first..last (exclusive), one at a time."""
    for line in _lines(path, first, last):
        yield _frame_from(json.loads(line))


def read_requests(path: Path, first: int, last: int) -> Iterator[FrameRequest]:
    """Only what is asked of the painter in these frames."""
    for line in _lines(path, first, last):
        if not line.startswith(b'{"requests":[]'):
            yield from (_request_from(entry) for entry in json.loads(line)["requests"])


def _lines(path: Path, first: int, last: int) -> Iterator[bytes]:
    with open(path.with_suffix(".index"), "rb") as index:
        index.seek(8 * first)
        start = int.from_bytes(index.read(8), "little")
    with open(path, "rb") as file:
        file.seek(start)
        for _ in range(last - first):
            yield file.readline()


def _frame_to(frame: LoggedFrame) -> dict[str, object]:
    # "requests" comes first: see read_requests.
    return {
        "requests": [_request_to(request) for request in frame.requests],
        "shown": frame.shown,
        "fade_s": frame.fade_s,
        "view": _view_to(frame.view),
    }


def _frame_from(entry: dict) -> LoggedFrame:
    view = _view_from(entry["view"])
    # What was heard when they were asked for: the view has it.
    sound = {name: getattr(view.features, name) for name in _ARRAYS}
    requests = tuple(replace(_request_from(one), **sound) for one in entry["requests"])
    return LoggedFrame(view, requests, entry["shown"], entry["fade_s"])


def _view_to(view: View) -> dict[str, object]:
    entry = {name: _plain(getattr(view, name)) for name in _VIEW_NAMES}
    return entry | {"pose": _pose_to(view.pose), "features": _features_to(view.features)}


def _view_from(entry: dict) -> View:
    pose, features = _pose_from(entry.pop("pose")), _features_from(entry.pop("features"))
    layers = tuple(LayerAbove(*layer) for layer in entry["layers"])
    tuples = {"filters": tuple(entry["filters"]), "layers": layers}
    return View(**entry | {"pose": pose, "features": features} | tuples)


def _features_to(features: Features) -> dict[str, object]:
    entry: dict[str, object] = {name: _plain(getattr(features, name)) for name in _FEATURE_NAMES}
    clock = features.clock
    entry["clock"] = [_plain(getattr(clock, one.name)) for one in fields(BeatClock)]
    for name, kind in _ARRAYS.items():
        entry[name] = base64.b64encode(getattr(features, name).astype(kind).tobytes()).decode()
    return entry


def _features_from(entry: dict) -> Features:
    for name, kind in _ARRAYS.items():
        entry[name] = np.frombuffer(base64.b64decode(entry[name]), kind).astype(np.float32)
    entry["clock"] = BeatClock(*entry["clock"])
    for name in ("last_onset", "onset_strength"):
        entry[name] = tuple(entry[name])
    return Features(**entry)


def _request_to(request: FrameRequest) -> dict[str, object]:
    entry = {name: _plain(getattr(request, name)) for name in _REQUEST_NAMES}
    subject = {name: _plain(getattr(request.subject, name)) for name in _SUBJECT_NAMES}
    if request.treatment is not None:
        entry["treatment"] = asdict(request.treatment)
    return entry | {"pose": _pose_to(request.pose), "subject": subject}


def _request_from(entry: dict) -> FrameRequest:
    entry = dict(entry)
    pose, subject = _pose_from(entry.pop("pose")), entry.pop("subject")
    if "treatment" in entry:
        entry["treatment"] = Treatment(**entry["treatment"])
    subject["prompts"] = tuple(subject["prompts"])
    for name in ("style", "style_b", "images"):
        subject[name] = tuple((key, value) for key, value in subject[name])
    return FrameRequest(**entry, pose=pose, subject=Subject(**subject))


def _pose_to(pose: Pose) -> list[object]:
    return [pose.matrix.tolist(), pose.generation, pose.bridge.tolist()]


def _pose_from(entry: list) -> Pose:
    matrix, generation, bridge = entry
    return Pose(np.array(matrix, float), generation, np.array(bridge, float))


def _plain(value: object) -> object:
    """What JSON knows: numpy's numbers as Python's, mappings as dicts."""
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "items"):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
