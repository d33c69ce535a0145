"""Snapshots: all values that can be played, saved under a number, and gone to at once or over some beats."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from realtime.control.table import ParameterTable, Values
from realtime.files import set_aside, written_whole
from realtime.smoothstep import smoothstep

log = logging.getLogger(__name__)

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
        smooth = {name for name in saved if self._table.parameters[name].kind == "float"}
        # Switches and counts have nothing between: they change at once.
        self._table.move({name: value for name, value in saved.items() if name not in smooth})
        self._to = {name: float(saved[name]) for name in smooth if saved[name] != now[name]}
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
    """A file of snapshots, written by a thread of its own: the newest wins, whole or not at all."""

    def __init__(self, path: Path, table: ParameterTable) -> None:
        self.path = path
        self.fault = ""
        self._table = table
        self._waiting: deque[Mapping[int, Values]] = deque(maxlen=1)
        self._awake = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="snapshots", daemon=True)
        self._thread.start()

    def read(self) -> dict[int, Values]:
        """What the file holds, of controls that there still are. A damaged one is set aside and named."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            return {int(number): self._known(values) for number, values in found.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            try:
                aside = set_aside(self.path)
                log.warning(
                    "snapshots: %s cannot be read (%s); it is kept as %s", self.path, error, aside.name
                )
            except OSError as why:
                log.warning("snapshots: %s cannot be set aside: %s", self.path, why)
            return {}

    def write(self, saved: Mapping[int, Values]) -> None:
        """Keep these; does not wait."""
        self._waiting.append(dict(saved))
        self._awake.set()

    def close(self) -> None:
        """Write what waits; safe to call twice."""
        self._closing = True
        self._awake.set()
        self._thread.join()

    def _known(self, values: Mapping[str, object]) -> Values:
        fitted = {name: self._table.fitted(name, value) for name, value in values.items()}
        return {name: value for name, value in fitted.items() if value is not None}

    def _run(self) -> None:
        while not self._closing or self._waiting:
            self._awake.wait()
            self._awake.clear()
            if self._waiting:
                self._put(self._waiting.popleft())

    def _put(self, saved: Mapping[int, Values]) -> None:
        text = json.dumps({str(number): dict(saved[number]) for number in sorted(saved)}, indent=1)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self.path) as part:
                part.write_text(text + "\n", encoding="utf-8")
            self.fault = ""
        except OSError as error:
            self.fault = f"Snapshots hold for this show only: {self.path} cannot be written."
            log.warning("%s %s", self.fault, error)
