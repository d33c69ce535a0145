"""The rig's file is followed while the show plays: what is saved is taken up, and a slip changes nothing."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.isf.library import file_stamp
from realtime.output.light.desk import ArtNetDesk
from realtime.output.light.sending import ARTNET_PORT
from realtime.output.rig import read_rig
from realtime.output.rig_schema import DeskModel, RigModel
from realtime.output.rigged import OpenRig
from realtime.output.screen.tuning import of_screen, screen_rows

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.5
"""A file that was written is read when it has not changed from one look to the next."""
_END_S = 0.7


class RigFollower:
    """Follows the file at `path`, None for no file, which was read as `rig` and whose outputs are `opened`.

    table: whose rows of screens follow it. fault: why the file as it is now is not taken up, or in part, or
    "". Raises UserError where the lighting desk cannot be listened to.
    """

    def __init__(self, path: Path | None, rig: RigModel, opened: OpenRig, table: ParameterTable) -> None:
        self._rig, self._opened, self._table = rig, opened, table
        self._fixed = opened.fixed(rig)
        self.desk = _listening(rig.desk, table)
        self.fault = ""
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        if path is not None:
            self._stamp = file_stamp((path,))
            self._thread = threading.Thread(target=self._run, args=(path,), name="rig", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Listen to the desk no more, and look at the file no more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(_END_S)
        if self.desk is not None:
            self.desk.close()

    def _run(self, path: Path) -> None:
        before = self._stamp
        while not self._closed.wait(LOOK_EVERY_S):
            before, stamp = file_stamp((path,)), before
            if before == stamp and stamp != self._stamp:
                self._stamp = stamp
                try:
                    self._take(path)
                except Exception as error:  # the show goes on with what is open, and the file is looked at on
                    log.exception("the rig %s could not be taken up", path)
                    self.fault = f"The rig could not be taken up: {type(error).__name__}: {error}"

    def _take(self, path: Path) -> None:
        try:
            rig = read_rig(path)
            self._change(rig)
        except UserError as error:
            first = str(error).splitlines()[0].replace(str(path), path.name)
            self.fault = f"The rig was not read again, the old one goes on: {first}"
            log.warning("The rig was not read again, the old one goes on:\n%s", error)
            return
        self.fault = ""
        if self._opened.fixed(rig) != self._fixed:
            self.fault = "The rig was read again, but its size and the first screen's display come next time."
        log.info("the rig %s was read again", path)

    def _change(self, rig: RigModel) -> None:
        """Raises UserError, and nothing has changed."""
        before, self._rig = self._rig, rig
        self._table.adopt(screen_rows(rig.maps), in_place_of=of_screen)
        try:
            self._listen(before.desk, rig.desk)
        except UserError:
            self._rig = before
            self._table.adopt(screen_rows(before.maps), in_place_of=of_screen)
            raise
        # What was written since counts, whatever a hand had moved meanwhile.
        then = {row.name: row.default for row in screen_rows(before.maps)}
        written = {row.name: row.default for row in screen_rows(rig.maps)}
        self._table.move({name: value for name, value in written.items() if then.get(name) != value})
        self._opened.change(rig)

    def _listen(self, before: DeskModel | None, desk: DeskModel | None) -> None:
        if before == desk:
            return
        if self.desk is not None:
            self.desk.close()  # two cannot have one port
            self.desk = None
        try:
            self.desk = _listening(desk, self._table)
        except UserError:
            self.desk = _listening(before, self._table)
            raise


def _listening(desk: DeskModel | None, table: ParameterTable) -> ArtNetDesk | None:
    if desk is None:
        return None
    return ArtNetDesk(table, desk.universe, desk.channels, desk.listen, desk.port or ARTNET_PORT, desk.allow)
