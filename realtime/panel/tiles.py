"""Pictures on the tiles of scenes: of those not yet played, small paintings, made beside the show."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from realtime.errors import UserError
from realtime.live.anacrusis import subject_of
from realtime.live.side_process import SideProcess, SideWork
from realtime.paint.engines import make_painter, plan_engines, seeing
from realtime.paint.frame import Painter, Subject
from realtime.paint.stills import Stills
from realtime.panel.picture import TILE, jpeg_of
from realtime.setlist.scene import Scene

Key = tuple[str, str]
Work = SideWork[Subject, bytes]
"""Paints a subject as a JPEG file."""

_LIMIT_S = 60.0


def open_painting(shaders: Sequence[Path]) -> Work:
    """A process that paints tiles, as long as there are some to paint. shaders: the user's shader folders."""
    return SideProcess("tiles", partial(_painting, tuple(shaders)), _LIMIT_S)


def _painting(shaders: Sequence[Path]) -> Callable[[Subject], bytes]:
    os.environ.setdefault("LP_NUM_THREADS", "1")  # where the processor draws, the show draws, too
    stills = Stills(_painter(shaders))
    return lambda subject: jpeg_of(stills.paint(subject))


def _painter(shaders: Sequence[Path]) -> Painter:
    """The quick one, or the one that needs nothing at all."""
    first, *others = plan_engines("shader", size=TILE).ladder
    try:
        return make_painter(seeing(first, shaders, stand_in=True))
    except UserError:
        return make_painter(others[-1])


class Tiles:
    """The picture of each scene's tile, by `key_of`. open_work: begins to paint, None where nobody paints."""

    def __init__(self, open_work: Callable[[], Work] | None) -> None:
        self._open = open_work
        self._work: Work | None = None
        self._painted: Scene | None = None
        self._files: dict[Key, bytes] = {}
        self._tried: set[Key] = set()

    def get(self, scene: Scene) -> bytes | None:
        """The JPEG file; None while there is none."""
        return self._files.get(key_of(scene))

    def keep(self, scene: Scene, file: bytes) -> None:
        """`scene` as it was shown."""
        self._files[key_of(scene)] = file

    def new(self, scenes: Iterable[Scene]) -> Scene | None:
        """The scene that has been painted since the last call; has the first of `scenes` without a picture
        painted meanwhile. Waits for nothing, and holds no process once all have one."""
        done = None
        if self._work is not None and (answer := self._work.answer()) is not None:
            if self._painted is not None and answer.result is not None and self.get(self._painted) is None:
                self.keep(self._painted, answer.result)
                done = self._painted
            self._painted = None
        if self._open is not None and self._painted is None:
            bare = next(
                (one for one in scenes if self.get(one) is None and key_of(one) not in self._tried), None
            )
            self._begin(bare)
        return done

    def _begin(self, scene: Scene | None) -> None:
        if scene is None or self._open is None:
            work, self._work = self._work, None
            if work is not None:  # ending a process takes a moment
                threading.Thread(target=work.close, name="tiles are painted", daemon=True).start()
            return
        if self._work is None:
            self._work = self._open()
        self._painted = scene
        self._tried.add(key_of(scene))
        self._work.submit(subject_of(scene, 0))

    def close(self) -> None:
        """Paint no more."""
        work, self._work, self._painted = self._work, None, None
        if work is not None:
            work.close()


def key_of(scene: Scene) -> Key:
    """What a scene keeps when the setlist is read again; names alone are not unique."""
    return scene.name, scene.prompt
