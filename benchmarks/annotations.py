"""Beats that lie beside a sound file: `.beats` and `.txt` (a beat a line), and JAMS."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.errors import UserError

ENDINGS = (".jams", ".beats", ".txt")
"""In the order in which they are preferred, where there are several."""


@dataclass(frozen=True)
class Annotation:
    """times: s, ascending, none where there is no beat; beat_in_bar: from 1, None where it is not told."""

    times: np.ndarray
    beat_in_bar: np.ndarray | None


def read(path: Path) -> Annotation:
    """Beats of a file with one of ENDINGS. Raises UserError with file and line where it is not understood."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Cannot read the beats in {path}: {error}") from error
    rows = _jams(path, text) if path.suffix == ".jams" else _lines(path, text)
    rows.sort(key=lambda row: row[0])
    times = np.array([time for time, _ in rows], dtype=np.float64)
    places = [place for _, place in rows if place is not None]
    # Some files give each beat a 1: that is no place in a bar.
    if len(places) < len(rows) or max(places, default=1) == 1:
        return Annotation(times, None)
    return Annotation(times, np.array(places))


def _lines(path: Path, text: str) -> list[tuple[float, int | None]]:
    """Seconds and, if it is there, the place in the bar; the rest of a line, and comments, are left out."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        words = re.split(r"[\s,;]+", line.split("#")[0].strip())
        if words == [""]:
            continue
        try:
            place = round(float(words[1])) if len(words) > 1 else None
            rows.append((float(words[0]), place))
        except ValueError as error:
            raise UserError(
                f"{path}:{number}: {line.strip()!r} is no beat: expected its time in seconds and, if known, "
                "its place in the bar, such as `12.48 1`."
            ) from error
    return rows


def _jams(path: Path, text: str) -> list[tuple[float, int | None]]:
    """Of the first annotation that tells places in the bar, else of the first with beats."""
    try:
        annotations = json.loads(text)["annotations"]
        for space, place_of in (
            ("beat_position", lambda value: value["position"]),
            ("beat", lambda value: value),
        ):
            for annotation in annotations:
                if annotation["namespace"] == space:
                    return [
                        (float(time), _whole(place_of(value))) for time, value in _events(annotation["data"])
                    ]
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is no JAMS file with beats: {type(error).__name__}: {error}.") from error
    raise UserError(f"{path}: no annotation in the namespace beat or beat_position.")


def _events(data: object) -> list[tuple[object, object]]:
    """(time, value): JAMS writes a list of objects, or an object of lists where they are many."""
    if isinstance(data, dict):
        return list(zip(data["time"], data["value"], strict=True))
    return [(event["time"], event["value"]) for event in data]


def _whole(value: object) -> int | None:
    return None if value is None else round(float(value))
