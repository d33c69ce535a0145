"""Where a film or a sheet is to be written: looked at before hours of painting, not after."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from realtime.errors import UserError


def check_output(path: Path, endings: Sequence[str], doing: str) -> None:
    """Raises UserError where no file of such an ending can be written; doing: as "write", "film to"."""
    if path.suffix.lower() not in endings:
        raise UserError(f"Cannot {doing} {path}: the name must end in {', '.join(endings)}.")
    if path.is_dir():
        raise UserError(f"Cannot {doing} {path}: it is a folder.")
    if not path.parent.is_dir():
        raise UserError(f"Cannot {doing} {path}: there is no folder {path.parent}.")
    if not os.access(path.parent, os.W_OK):
        raise UserError(f"Cannot {doing} {path}: the folder {path.parent} cannot be written to.")
