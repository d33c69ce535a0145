"""Files: read within a limit; looked at before hours of painting, and then written whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from realtime.errors import UserError

MOST_BYTES = 4_000_000
"""More than a setlist ever has, and little enough for the memory."""


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


def read_within(path: Path, limit_s: float) -> bytes:
    """What the file holds. Raises TimeoutError where that takes longer than `limit_s` (a share that hangs, a
    pipe that nobody writes to), and any other OSError: of reading, or because it is larger than
    MOST_BYTES."""
    read: list[bytes | OSError] = []

    def work() -> None:
        try:
            with open(path, "rb") as file:
                # A device has no size and no end: so much is read, at any size that it claims.
                read.append(file.read(MOST_BYTES + 1))
        except OSError as error:
            read.append(error)

    # A thread that waits for such a file cannot be stopped, but does not hold up the program's end.
    reader = threading.Thread(target=work, name="reader", daemon=True)
    reader.start()
    reader.join(limit_s)
    if not read:
        raise TimeoutError(f"it could not be read within {limit_s:g} s")
    if isinstance(read[0], OSError):
        raise read[0]
    if len(read[0]) > MOST_BYTES:
        raise OSError(f"it is larger than {MOST_BYTES // 1_000_000} MB; give a smaller file")
    return read[0]


def set_aside(path: Path) -> Path:
    """Renames a damaged file, so that it is neither read again nor overwritten, and gives its new path.
    Raises OSError."""
    aside = path.with_name(f"{path.name}.damaged")
    path.replace(aside)
    return aside


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
