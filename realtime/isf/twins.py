"""Definitions of the same name, as converters leave them that put the code of several buffers into one file:
once for each buffer, in the same words or in others. Every change keeps the line numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from realtime.isf.author_code import without_comments, without_directives

_CONDITION = re.compile(r"[ \t]*#[ \t]*(if|ifdef|ifndef|endif)\b")
_QUALIFIERS = r"(?:(?:const|inout|in|out|highp|mediump|lowp)\s+)*"
_FUNCTION = re.compile(rf"\s*{_QUALIFIERS}\w+\s+(?P<name>\w+)\s*\((?P<parameters>[^()]*)\)\s*\{{")
_VARIABLE = re.compile(rf"\s*{_QUALIFIERS}(?!struct\b|uniform\b|return\b)\w+\s+(?P<name>\w+)\s*[=;\[]")
_TYPE = re.compile(rf"\s*{_QUALIFIERS}(\w+)[^\[]*(\[[^\]]*\])?")
_BLOCK = re.compile(r"\bPASSINDEX\s*==\s*(\d+)")


def without_twins(code: str) -> str:
    """`code` without what it defines again in the same words, outside functions and conditions."""
    seen: set[str] = set()
    again: list[tuple[int, int]] = []
    bare = _unconditional(code)
    for begin, end in _definitions(bare):
        words = "".join(bare[begin:end].split())
        if words in seen and len(words) > 1:
            again.append((begin, end))
        seen.add(words)
    for begin, end in reversed(again):
        code = code[:begin] + "\n" * code.count("\n", begin, end) + code[end:]
    return code


def with_twins_apart(code: str, passes: int) -> str:
    """`code` in which each of several definitions of one name has a name of its own. What follows one means
    it; the main function means the last, or that of the pass where there are as many as `passes`."""
    bare = _unconditional(code)
    places: dict[str, list[int]] = {}
    for begin, end in _definitions(bare):
        key = _key(bare[begin:end])
        if key:
            places.setdefault(key, []).append(begin)
    # main is never apart: two of them are two files in one.
    twins = {
        key.partition("(")[0]: (begins, "(" in key)
        for key, begins in places.items()
        if len(begins) > 1 and not key.startswith("main(")
    }
    if not twins:
        return code
    blocks = [(match.start(), int(match[1])) for match in _BLOCK.finditer(bare)]

    def named(match: re.Match[str]) -> str:
        name = match.group()
        begins, is_function = twins[name]
        if is_function and not code[match.end() :].lstrip().startswith("("):
            return name
        number = bisect_right(begins, match.start()) - 1
        block = bisect_right(blocks, (match.start(), passes)) - 1
        if len(begins) == passes and block >= 0 and match.start() > begins[-1]:
            number = min(blocks[block][1], number)
        return name if number < 1 else f"isf_again{number}_{name}"

    return re.sub(rf"(?<![.\w])(?:{'|'.join(map(re.escape, twins))})\b", named, code)


def _definitions(bare: str) -> Iterable[tuple[int, int]]:
    """(begin, end) of each statement and function outside of functions."""
    depth, begin = 0, 0
    for at, sign in enumerate(bare):
        depth += (sign == "{") - (sign == "}")
        if depth or sign not in ";}":
            continue
        yield begin, at + 1
        begin = at + 1


def _key(text: str) -> str:
    """What there may be only one of: `name(type, type)` of a function, `name` of a variable; else ""."""
    function = _FUNCTION.match(text)
    if function:
        types = [_TYPE.match(one) for one in function["parameters"].split(",")]
        return f"{function['name']}({','.join(one[1] + (one[2] or '') for one in types if one)})"
    variable = _VARIABLE.match(text)
    return variable["name"] if variable else ""


def _unconditional(code: str) -> str:
    """`code` with blanks for comments, preprocessor lines and what is under conditions."""
    lines, under = without_directives(code).split("\n"), 0
    for number, line in enumerate(without_comments(code).split("\n")):
        condition = _CONDITION.match(line)
        if condition:
            under = max(under + (-1 if condition[1] == "endif" else 1), 0)
        if under:
            lines[number] = " " * len(line)
    return "\n".join(lines)
