"""Snapshots: all values that can be played, saved under a number, and gone to at once or over some beats."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from realtime.control.kept_file import KeptFile
from realtime.control.table import ParameterTable, Values
from realtime.smoothstep import smoothstep

BEATS = "snapshot.beats"
_NOT_THE_LOOK = frozenset({"hud", "scene.bars", "show.auto"})
_MOST_UNDONE = 32
# A value that a hand has moved since is the hand's.
_SAME = 1e-9


class Snapshots:
    """Saves and recalls values of `table`; for the display loop, which calls `advance` for each frame.

    store: where they are kept, None for this show only. In a snapshot is how the picture looks: neither what
    `reset` leaves alone (master, blackout, freeze and the tempo) nor who goes on to the next scene.
    """

    def __init__(self, table: ParameterTable, store: SnapshotStore | None = None) -> None:
        self._table, self._store = table, store
        self._saved: dict[int, Values] = store.read() if store is not None else {}
        self._before: deque[Values] = deque(maxlen=_MOST_UNDONE)
        self._from: dict[str, float] = {}
        self._to: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._share = 0.0

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers that something is saved under."""
        return tuple(sorted(self._saved))

    @property
    def fault(self) -> str:
        """Why they are not kept for the next show, or ""."""
        return self._store.fault if self._store is not None else ""

    def save(self, number: int) -> None:
        """Keep the values of now as `number`."""
        self._saved[number] = self._played()
        if self._store is not None:
            self._store.write(self._saved)

    def recall(self, number: int) -> bool:
        """Go to the values saved as `number`, over `snapshot.beats`; False where there are none."""
        saved = self._saved.get(number)
        if saved is None:
            return False
        self._before.append(self._played())
        self._go(saved)
        return True

    def undo(self) -> bool:
        """Back to the values before the last recall, over `snapshot.beats`; False where there was none."""
        if not self._before:
            return False
        self._go(self._before.pop())
        return True

    def advance(self, beats: float) -> None:
        """So many beats have passed: move on. A value that somebody moves meanwhile is left to them."""
        if not self._to:
            return
        whole = float(self._table.get(BEATS))
        self._share = min(self._share + (beats / whole if whole > 0.0 else 1.0), 1.0)
        now = self._table.snapshot()
        for name, written in self._written.items():
            if abs(now[name] - written) > _SAME:
                del self._to[name]
        share = smoothstep(self._share)
        # Written so, a value arrives at its very target.
        self._written = {
            name: self._from[name] * (1.0 - share) + target * share for name, target in self._to.items()
        }
        self._table.move(self._written)
        now = self._table.snapshot()
        self._written = {name: float(now[name]) for name in self._written}
        if self._share >= 1.0:
            self._to, self._written = {}, {}

    def _go(self, saved: Values) -> None:
        now = self._table.snapshot()
        rows = self._table.parameters
        # Of rows that there still are: a reload may have taken a shader away.
        saved = {name: value for name, value in saved.items() if name in rows}
        smooth = {name for name, value in saved.items() if rows[name].kind == "float" and value != now[name]}
        # Switches and counts have nothing between: they change at once.
        self._table.move({name: value for name, value in saved.items() if name not in smooth})
        self._to = {name: float(saved[name]) for name in smooth}
        self._from = {name: float(now[name]) for name in self._to}
        self._written = dict(self._from)
        self._share = 0.0
        if self._table.get(BEATS) <= 0.0:
            self.advance(0.0)

    def _played(self) -> Values:
        values = self._table.snapshot().items()
        return {
            name: value for name, value in values if self._table.is_reset(name) and name not in _NOT_THE_LOOK
        }


class SnapshotStore:
    """A file of snapshots of the rows of `table`."""

    def __init__(self, path: Path, table: ParameterTable) -> None:
        self._file = KeptFile(path, "Snapshots")
        self._table = table

    @property
    def fault(self) -> str:
        """Why it cannot be written, or ""."""
        return self._file.fault

    def read(self) -> dict[int, Values]:
        """What the file holds, of controls that there still are. A damaged one is set aside and named."""
        return self._file.read(self._parsed) or {}

    def write(self, saved: Mapping[int, Values]) -> None:
        """Keep these; does not wait."""
        kept = dict(saved)
        self._file.write(
            lambda: json.dumps({str(number): dict(kept[number]) for number in sorted(kept)}, indent=1) + "\n"
        )

    def close(self) -> None:
        """Write what waits; safe to call twice."""
        self._file.close()

    def _parsed(self, text: str) -> dict[int, Values]:
        found = json.loads(text)
        return {int(number): self._known(values) for number, values in found.items()}

    def _known(self, values: Mapping[str, object]) -> Values:
        fitted = {name: self._table.fitted(name, value) for name, value in values.items()}
        return {name: value for name, value in fitted.items() if value is not None}
