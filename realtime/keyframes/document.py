"""JSON documents of other programs, read with errors for the person who chose the file."""

from __future__ import annotations

import json
from pathlib import Path

from realtime.errors import UserError


def read_document(path: Path, kind: str) -> dict[str, object]:
    """The fields of a JSON object in a file. kind: what it should be, such as "Parseq manifest".

    Raises UserError where the file cannot be read or is something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserError(f"Cannot read the {kind} {path}: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path} is no {kind}: it is not JSON ({error}).") from error
    if not isinstance(document, dict):
        raise UserError(f"{path} is no {kind}: it holds no fields by name.")
    return document


def number_in(value: object) -> float | None:
    """The number of a field, which may also be written as a text; None where it is none or too large."""
    if not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None
