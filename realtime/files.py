"""Files to write: looked at before hours of painting, and then there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write; it takes that name at the end of the block, and is deleted on an error.

    Whoever looks, even after a power cut, finds what `path` was before or all of what was written. The name
    keeps its ending and says which process writes. Raises OSError.
    """
    temporary = path.with_name(f"{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        yield temporary
        # The bytes must be on the disk before the name is.
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
