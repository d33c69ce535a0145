"""What a show was when it ended unasked: the next one begins with its scene, values and typed words."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from realtime.control.kept_file import KeptFile
from realtime.control.parameters import Value
from realtime.control.table import ParameterTable, Values
from realtime.live.typed_words import NEGATIVE, PROMPT
from realtime.setlist.playhead import Playhead

log = logging.getLogger(__name__)

PAUSE_S = 0.5
"""It is written at most so often, so that a crash costs no more than this."""
SENDER = "the last show"
# The picture that was held is gone, and a card is none; an ear that has heard nothing has no tempo to keep.
_NOT_KEPT = frozenset({"freeze", "tempo.lock", "test_card", "deck.fade"})


@dataclass(frozen=True, slots=True)
class _Moment:
    """song, scene: names; index: number of the scene, from 0; saved: seconds since 1970."""

    song: str
    scene: str
    index: int
    values: Values
    prompt: str
    negative: str
    saved: float


class ShowMemory:
    """Kept at `path` while the show goes on, and forgotten where it ends by the operator's will.

    fresh: nothing is read. What is damaged is set aside and named, and the show begins anew.
    """

    def __init__(self, path: Path, table: ParameterTable, fresh: bool = False) -> None:
        self._table = table
        self._file = KeptFile(path, "The show's values", PAUSE_S)
        self._last: _Moment | None = None if fresh else self._file.read(self._parsed)
        self._noted: tuple[object, ...] = ()
        self._wanted = True
        if self._last is not None:
            table.move({name: float(value) for name, value in self._last.values.items()})

    @property
    def fault(self) -> str:
        """Why nothing is kept, or ""."""
        return self._file.fault

    def resume(self, playhead: Playhead) -> str:
        """Begin where the last show was; gives a line about it for the person who started it, or ""."""
        last = self._last
        if last is None:
            return ""
        playhead.resume(last.song, last.scene, last.index)
        for name, text in ((PROMPT, last.prompt), (NEGATIVE, last.negative)):
            if text:
                # It is judged as if it were typed now: the blocklist may have changed.
                self._table.set(name, text, SENDER)
        values = self._table.snapshot()
        dark = "black" if values["blackout"] else "dark" if values["master"] == 0.0 else ""
        master = f"master at {100.0 * float(values['master']):.0f} %" if values["master"] < 1.0 else ""
        where = ", ".join(
            one for one in (f"scene {playhead.index + 1} {playhead.scene.name!r}", dark or master) if one
        )
        return f"goes on where it was {_ago(time.time() - last.saved)} ago: {where} (--fresh begins anew)"

    def note(self, playhead: Playhead, prompt: str, negative: str) -> None:
        """What the show is now; costs the display loop next to nothing while nothing has changed."""
        values = self._table.snapshot()
        now = values, playhead.index, playhead.scene, prompt, negative
        if all(one is other for one, other in zip(now, self._noted, strict=False)) and self._noted:
            return
        self._noted = now
        song, scene = playhead.key
        moment = _Moment(song, scene, playhead.index, values, prompt, negative, time.time())
        self._file.write(lambda: self._text(moment))

    def forget(self) -> None:
        """The show ends as it was meant to: the next one begins anew."""
        self._wanted = False

    def close(self) -> None:
        """Write what is new, or delete all; safe to call twice."""
        self._file.close(forget=not self._wanted)

    def _text(self, moment: _Moment) -> str:
        rows = self._table.parameters
        kept = {
            name: value
            for name, value in moment.values.items()
            if name not in _NOT_KEPT and name in rows and value != rows[name].default
        }
        found = {
            "song": moment.song,
            "scene": moment.scene,
            "index": moment.index,
            "prompt": moment.prompt,
            "negative": moment.negative,
            "saved": moment.saved,
            "values": kept,
        }
        return json.dumps(found, indent=1, ensure_ascii=False) + "\n"

    def _parsed(self, text: str) -> _Moment:
        found: Mapping[str, Any] = json.loads(text)
        fitted: dict[str, Value] = {}
        for name, value in found["values"].items():
            # Of rows that there still are, and within their limits.
            if name not in _NOT_KEPT and (fits := self._table.fitted(name, value)) is not None:
                fitted[name] = fits
        texts = [found[name] for name in ("song", "scene", "prompt", "negative")]
        if not all(isinstance(text, str) for text in texts):
            raise ValueError("a name or text is no text")
        song, scene, prompt, negative = texts
        return _Moment(song, scene, int(found["index"]), fitted, prompt, negative, float(found["saved"]))


def _ago(seconds: float) -> str:
    for unit, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2.0 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{max(seconds, 0.0):.0f} s"
