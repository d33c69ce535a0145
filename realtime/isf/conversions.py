"""Values that are converted where they are declared and returned, as some drivers do by themselves.

GLSL takes no float for an int, no vec4 for a vec2 and no float for a vec3; other compilers do. A constructor
around the value, `int n = int(2.0);`, changes nothing where the type was right.
"""

from __future__ import annotations

import re

from realtime.isf.author_code import without_directives

_SCALARS = "float|int|uint|bool"
_TYPE = rf"{_SCALARS}|[biu]?vec[234]"
_DECLARATION = re.compile(rf"(?<![\w.])(?P<kind>{_TYPE})[ \t]+(?=\w+\s*(?:=(?!=)|,|;))")
_NAMED = re.compile(r"\s*\w+\s*(?P<equals>=(?!=))?\s*")
_FUNCTION = re.compile(rf"\b(?P<kind>{_TYPE})\s+\w+\s*\([^(){{}};]*\)\s*\{{")
_RETURN = re.compile(r"\breturn\b(?=[\s(])(?P<value>[^;{}]+);")


def with_conversions(code: str) -> str:
    """`code` whose initial values and returned values are brought to their types. Keeps the line numbers."""
    bare = without_directives(code)
    places = [*_initial_values(bare), *_returned(bare)]
    for begin, end, kind in sorted(places, reverse=True):
        code = f"{code[:begin]}{kind}({code[begin:end]}){code[end:]}"
    return code


def _initial_values(bare: str) -> list[tuple[int, int, str]]:
    """(begin, end, type) of each value that a variable begins with; those of arrays are left out."""
    places = []
    for match in _DECLARATION.finditer(bare):
        at = match.end()
        while found := _NAMED.match(bare, at):
            if not found["equals"] and bare[found.end() : found.end() + 1] != ",":
                break
            end = _end_of_value(bare, found.end())
            if found["equals"] and bare[found.end()] != "{" and bare[found.end() : end].strip():
                places.append((found.end(), _trimmed(bare, found.end(), end), match["kind"]))
            if bare[end : end + 1] != ",":
                break
            at = end + 1
    return places


def _returned(bare: str) -> list[tuple[int, int, str]]:
    places = []
    for match in _FUNCTION.finditer(bare):
        depth, end = 1, match.end()
        while end < len(bare) and depth:
            depth += (bare[end] == "{") - (bare[end] == "}")
            end += 1
        for found in _RETURN.finditer(bare, match.end(), end):
            begin = found.start("value") + len(found["value"]) - len(found["value"].lstrip())
            places.append((begin, _trimmed(bare, begin, found.end("value")), match["kind"]))
    return places


def _end_of_value(bare: str, at: int) -> int:
    """Where the expression that begins at `at` ends: at its comma, its semicolon or the bracket around it."""
    depth = 0
    while at < len(bare):
        sign = bare[at]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        if depth < 0 or (not depth and sign in ",;"):
            break
        at += 1
    return at


def _trimmed(bare: str, begin: int, end: int) -> int:
    return begin + len(bare[begin:end].rstrip())
