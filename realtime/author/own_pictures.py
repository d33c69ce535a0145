"""The musician's own pictures and clips."""

from __future__ import annotations

from pathlib import Path

from realtime.errors import UserError
from realtime.picture_file import KINDS


def pictures_in(folder: Path) -> list[Path]:
    """The pictures and clips in a folder, by name. Raises UserError where there are none."""
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}")
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    if not found:
        raise UserError(f"there is no picture (PNG, JPEG) and no clip (MP4) in the folder {folder}")
    return found
