"""The musician's own pictures and clips."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from realtime.errors import UserError
from realtime.picture_file import KINDS, read_picture
from realtime.say import Say

_SMALL = 64, 64


def pictures_in(folder: Path) -> list[Path]:
    """The pictures and clips in a folder, by name. Raises UserError where there are none."""
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    if not found:
        raise UserError(f"there is no picture (PNG, JPEG) and no clip (MP4) in the folder {folder}")
    return found


def readable(pictures: Iterable[Path], tell: Say) -> list[Path]:
    """Those of `pictures` that can be shown; `tell` gets why each of the others cannot."""
    found = []
    for path in pictures:
        try:
            _look_at(path)
        except UserError as error:
            tell(str(error))
        else:
            found.append(path)
    return found


def _look_at(path: Path) -> None:
    """Read a picture, or the first of a clip. Raises UserError."""
    if KINDS[path.suffix.lower()] == "still":
        read_picture(path, at_least=_SMALL)
        return
    from realtime.scenery.video import Video

    with closing(Video(path, _SMALL)) as clip:
        clip.at(0.0)
