"""Finding an ISF header in a shader, and reading its JSON as tolerantly as other hosts do.

Headers in the wild have trailing commas, comments, single quotes, tabs and line ends inside their strings.
"""

from __future__ import annotations

import json
import re

import json5

_COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
_PLACE = re.compile(r"\S*?:(\d+) ")


class HeaderFault(ValueError):
    """A header that cannot be read. line: 1 = that of its first character."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def find_header(text: str) -> re.Match[str] | None:
    """The comment that has the header, group 1 what is inside: the first one in braces (a licence may stand
    before it), else the first of all; None where there is no comment."""
    comments = list(_COMMENT.finditer(text))
    return next((one for one in comments if one.group(1).lstrip().startswith("{")), None) or next(
        iter(comments), None
    )


def read_header(text: str) -> dict[str, object]:
    """The JSON object that `text` means. Raises HeaderFault."""
    try:
        header = _value(text)
    except RecursionError:
        raise HeaderFault(1, "the ISF header has too many brackets in one another.") from None
    if not isinstance(header, dict):
        raise HeaderFault(1, "the ISF header must be a JSON object { … }.")
    return header


def _value(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError:
        pass  # what JSON5 has to say of it is said below
    try:
        return json5.loads(text, strict=False)
    except ValueError as error:
        place = _PLACE.match(str(error))
        line, words = (int(place[1]), str(error)[place.end() :]) if place else (1, str(error))
        raise HeaderFault(line, f"the ISF header is not JSON: {words.rstrip('.')}.") from None
