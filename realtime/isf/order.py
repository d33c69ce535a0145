"""Definitions that come after their first use, as converters leave them that put a "Common" tab behind the
buffer which needs it. GLSL wants them before; each takes the numbers of its lines along."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from realtime.isf.author_code import line_numbers, without_comments, without_directives

_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*(?P<word>\w+)(?:[ \t]+(?P<name>\w+))?")
_IF, _END = ("if", "ifdef", "ifndef"), "endif"
_WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_FUNCTION = re.compile(
    r"\s*(?:(?:const|highp|mediump|lowp)\s+)*[A-Za-z_]\w*\s+(?P<name>[A-Za-z_]\w*)\s*\([^(){};]*\)\s*[;{]"
)
_STRUCT = re.compile(r"\bstruct\s+(?P<name>\w+)")
_MACRO = re.compile(r"(?m)^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)")
_VARIABLE = re.compile(
    r"\s*(?:(?:const|highp|mediump|lowp)\s+)*[A-Za-z_]\w*\s+(?P<names>[A-Za-z_]\w*[^(){}]*)"
)
# What looks like a name in `precision highp float` and `uniform float`.
_NO_NAME = re.compile(r"(?:high|medium|low)p|float|int|bool|vec[234]|sampler\w+")
_LOCAL = r"\b(?!return\b|else\b)[A-Za-z_]\w*\s+{}\s*[=;,)\[]"


@dataclass(frozen=True, slots=True)
class _Item:
    """A statement, function, directive or condition outside of functions. begin, end: its place."""

    begin: int
    end: int
    defines: frozenset[str]
    uses: frozenset[str]


def in_order(code: str) -> str:
    """`code` with what is defined after its first use before it."""
    items = list(_items(without_comments(code)))
    first: dict[str, int] = {}
    for number, item in enumerate(items):
        for name in item.defines:
            first.setdefault(name, number)
    before = _moved(items, first)
    if not any(before.values()):
        return code
    numbers = [number for number, _ in line_numbers(code)]

    def line(item: _Item) -> str:
        return f"\n#line {numbers[code.count(chr(10), 0, item.begin)]}\n"

    gone = {number for moved in before.values() for number in moved}
    parts, elsewhere = [], False
    for number, item in enumerate(items):
        if number not in gone:
            moved = [items[one] for one in before[number]]
            parts += [line(one) + code[one.begin : one.end] for one in moved]
            parts.append((line(item) if moved or elsewhere else "") + code[item.begin : item.end])
        elsewhere = number in gone
    return "".join(parts) + code[items[-1].end :]


def defined_names(code: str) -> set[str]:
    """The names of what `code` defines outside of functions, under whatever condition."""
    names = {match["name"] for match in _MACRO.finditer(without_comments(code))}
    for item in _items(without_directives(code)):
        names |= item.defines
    return {name for name in names if not _NO_NAME.fullmatch(name)}


def _moved(items: list[_Item], first: dict[str, int]) -> dict[int, list[int]]:
    """By the number of each item, those that must stand before it and come later."""
    placed: set[int] = set()

    def needed(number: int, into: list[int]) -> None:
        placed.add(number)
        for name in sorted(items[number].uses):
            other = first.get(name, number)
            if other not in placed:
                needed(other, into)
                into.append(other)

    before: dict[int, list[int]] = {}
    for number in range(len(items)):
        before[number] = []
        if number not in placed:
            needed(number, before[number])
    return before


def _items(bare: str) -> Iterator[_Item]:
    """Everything outside of functions, in its order; nothing where brackets do not fit.

    bare: the code without its comments.
    """
    begin, depth, under, statement = 0, 0, 0, False
    found: list[_Item] = []
    at, lines = 0, bare.splitlines(keepends=True)
    continued = False
    for text in lines:
        directive = None if continued else _DIRECTIVE.match(text)
        is_directive = continued or directive is not None
        continued = is_directive and text.rstrip().endswith("\\")
        if is_directive:
            if directive is not None and not statement:
                under += (directive["word"] in _IF) - (directive["word"] == _END)
            at += len(text)
            if not statement and not under and not continued:
                found.append(_item(bare, begin, at))
                begin = at
            continue
        for sign in text:
            at += 1
            if under:
                continue
            statement = statement or not sign.isspace()
            depth += (sign == "{") - (sign == "}")
            if depth < 0:
                return
            if not depth and (sign == ";" or (sign == "}" and not _goes_on(bare[begin:at]))):
                found.append(_item(bare, begin, at))
                begin, statement = at, False
    yield from found


def _goes_on(text: str) -> bool:
    """Whether a `;` is still to come behind the last bracket of `text`: of a struct, of a list of values."""
    return _STRUCT.match(text.lstrip()) is not None or "=" in text.partition("{")[0]


def _item(bare: str, begin: int, end: int) -> _Item:
    text = bare[begin:end]
    function, variable = _FUNCTION.match(text), _VARIABLE.match(text)
    defines = {match["name"] for pattern in (_MACRO, _STRUCT) for match in pattern.finditer(text)}
    if function:
        defines = {function["name"]}
    elif not defines and variable:
        defines = set(_names(variable["names"]))
    uses = set(_WORD.findall(text)) - defines
    if function:
        uses = {name for name in uses if re.search(_LOCAL.format(name), text) is None}
    return _Item(begin, end, frozenset(defines), frozenset(uses))


def _names(declared: str) -> Iterable[str]:
    """The names of `a = 1.0, b[2]`."""
    return (found.group().strip() for one in declared.split(",") if (found := re.match(r"\s*\w+", one)))
