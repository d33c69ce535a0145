"""Variables that an author gives no value begin as 0: browsers see to that and most drivers do, Mesa does
not. Every change keeps the line numbers."""

from __future__ import annotations

import re

from realtime.isf.author_code import end_of_block, without_directives

_KIND = r"(?:(?:high|medium|low)p\s+)?(?P<kind>float|u?int|bool|[iub]?vec[234]|mat[234](?:x[234])?)\s+"
_DECLARED = re.compile(rf"(?:(?<=[;{{}}])|\A|\bfor\s*\()\s*{_KIND}(?=[A-Za-z_])")
_HEAD = re.compile(r"\b[A-Za-z_]\w*\s+[A-Za-z_]\w*\s*\((?P<parameters>[^(){};]*)\)\s*\{")
_GIVEN_BACK = re.compile(rf"\s*out\s+{_KIND}(?P<name>[A-Za-z_]\w*)\s*")
_NAME = re.compile(r"\s*[A-Za-z_]\w*\s*")
_FUNCTION = re.compile(r"[A-Za-z_]\w*\s*\(")
# The bracket of a structure or of a block of what is handed over follows its name.
_MEMBERS = re.compile(r"\b(?!(?:else|do)\b)[A-Za-z_]\w*\s*\{")


def with_begun_values(code: str) -> str:
    """`code` whose variables of numbers without a value have 0, and what functions give back in their `out`
    parameters, all but arrays and members."""
    bare = without_directives(code)
    members = [(one.end(), end_of_block(bare, one.end())) for one in _MEMBERS.finditer(bare)]
    ends: list[tuple[int, str]] = []
    for match in _DECLARED.finditer(bare):
        if _FUNCTION.match(bare, match.end()) or any(a <= match.end() < b for a, b in members):
            continue
        begin = match.end()
        for end in _ends(bare, begin):
            if _NAME.fullmatch(bare, begin, end):
                name = bare[begin:end].rstrip()
                ends.append((begin + len(name), f" = {match['kind']}(0)"))
            begin = end + 1
    for head in _HEAD.finditer(bare):
        given_back = filter(None, map(_GIVEN_BACK.fullmatch, head["parameters"].split(",")))
        ends += [(head.end(), f" {one['name']} = {one['kind']}(0);") for one in given_back]
    for at, value in sorted(ends, reverse=True):
        code = f"{code[:at]}{value}{code[at:]}"
    return code


def _ends(bare: str, begin: int) -> list[int]:
    """Where each of the names that are declared from `begin` on ends, at its comma or the semicolon."""
    ends, depth = [], 0
    for at in range(begin, len(bare)):
        letter = bare[at]
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter in "{}":
            return []
        elif depth == 0 and letter in ",;":
            ends.append(at)
            if letter == ";":
                return ends
    return []
