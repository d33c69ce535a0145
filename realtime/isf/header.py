"""Finding an ISF header in a shader, and reading its JSON as tolerantly as other hosts do.

Headers in the wild have trailing commas, comments, single quotes, tabs and line ends inside their strings;
some lack a comma or a bracket, and are mended.
"""

from __future__ import annotations

import json
import re

import json5
import json_repair

_COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
# Of what was mended, one of these shows that it was a header.
_KEYS = {"INPUTS", "PASSES", "ISFVSN", "DESCRIPTION", "CREDIT", "CATEGORIES"}
_PLACE = re.compile(r"\S*?:(\d+) ")


class HeaderFault(ValueError):
    """A header that cannot be read. line: 1 = that of its first character."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def find_header(text: str) -> re.Match[str] | None:
    """The comment that has the header, group 1 what is inside: the first one in braces (a licence may stand
    before it), else the first that names INPUTS, else the first of all; None where there is no comment."""
    comments = list(_COMMENT.finditer(text))
    looks = (lambda inside: inside.lstrip().startswith("{"), looks_like_header, bool)
    return next((one for look in looks for one in comments if look(one.group(1))), None)


def looks_like_header(inside: str) -> bool:
    """Whether what is inside a comment is meant to be a header, not a licence."""
    return inside.lstrip().startswith("{") or '"INPUTS"' in inside or '"ISFVSN"' in inside


def read_header(text: str) -> tuple[dict[str, object], HeaderFault | None]:
    """The JSON object that `text` means, with anything before and after it, and what was wrong with it where
    it had to be mended. Raises HeaderFault."""
    begin, fault = max(text.find("{"), 0), None
    try:
        try:
            header = _value("\n" * text.count("\n", 0, begin) + text[begin : _end(text, begin)])
        except HeaderFault as error:
            fault, header = error, json_repair.loads(text[begin:])
    except RecursionError:
        raise HeaderFault(1, "the ISF header has too many brackets in one another.") from None
    if fault is not None and not (isinstance(header, dict) and _KEYS & header.keys()):
        raise fault
    if not isinstance(header, dict):
        raise HeaderFault(1, "the ISF header must be a JSON object { … }.")
    return header, fault


def _end(text: str, begin: int) -> int:
    """Where the object ends that begins at `begin`: behind its last bracket, or with the text."""
    depth, closing = 0, ""
    for at in range(begin, len(text)):
        sign = text[at]
        if closing:
            if sign == closing and text[at - 1] != "\\":
                closing = ""
        elif sign == '"':
            closing = sign
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth <= 0:
                return at + 1
    return len(text)


def _value(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError:
        pass  # what JSON5 finds wrong is reported below
    try:
        return json5.loads(text, strict=False)
    except ValueError as error:
        message = str(error).replace('"\n"', "end of the line")
        place = _PLACE.match(message)
        line, words = (int(place[1]), message[place.end() :]) if place else (1, message)
        raise HeaderFault(line, f"the ISF header is not JSON: {words.rstrip('.')}.") from None
