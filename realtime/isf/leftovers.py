"""What converters leave in ISF code that was Shadertoy's: functions once for each buffer, names that ISF has
not, a mouse with four numbers. Every change keeps the line numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from realtime.isf.author_code import without_comments
from realtime.isf.shadertoy import UNIFORMS

NOTHING = "isf_nothing"
"""The sampler, of a transparent picture, that stands for a channel which is not there."""
_CHANNELS = {f"iChannel{number}": NOTHING for number in range(4)}
_CONDITION = re.compile(r"[ \t]*#[ \t]*(if|ifdef|ifndef|endif)\b")


def without_twins(code: str) -> str:
    """`code` without what it defines again in the same words, outside functions and conditions."""
    for begin, end in reversed(list(_again(code))):
        code = code[:begin] + "\n" * code.count("\n", begin, end) + code[end:]
    return code


def _again(code: str) -> Iterable[tuple[int, int]]:
    """(begin, end) of each definition whose words were there before."""
    bare = _without_directives(code)
    seen: set[str] = set()
    depth, begin = 0, 0
    for at, sign in enumerate(bare):
        depth += (sign == "{") - (sign == "}")
        if depth or sign not in ";}":
            continue
        words = "".join(bare[begin : at + 1].split())
        if words in seen and len(words) > 1:
            yield begin, at + 1
        seen.add(words)
        begin = at + 1


def _without_directives(code: str) -> str:
    """`code` with blanks for comments, preprocessor lines and what is under conditions."""
    lines, under, continued = without_comments(code).split("\n"), 0, False
    for number, line in enumerate(lines):
        condition = _CONDITION.match(line)
        if condition:
            under = max(under + (-1 if condition[1] == "endif" else 1), 0)
        directive = continued or line.lstrip().startswith("#")
        continued = directive and line.rstrip().endswith("\\")
        if directive or under:
            lines[number] = " " * len(line)
    return "\n".join(lines)


def missing_names(code: str, declared: Collection[str]) -> str:
    """`#define` lines for the names of Shadertoy that `code` uses and neither it nor its header declares."""
    bare = without_comments(code)
    lines = []
    for name, meaning in (UNIFORMS | _CHANNELS).items():
        own = (
            rf"(?:#[ \t]*define[ \t]+|\b(?:\w+p[ \t]+)?(?:float|int|[iu]?vec[234]|sampler\w+)[ \t]+){name}\b"
        )
        if name not in declared and re.search(rf"\b{name}\b", bare) and not re.search(own, bare):
            lines.append(f"#define {name} {meaning}\n")
    return "".join(lines)


def with_wide_points(code: str, points: Iterable[str]) -> str:
    """`code` in which `points`, of two numbers, may be read as four: `iMouse.z` is 0, no button is down."""
    for name in points:
        wide = f"vec4({name}, 0.0, 0.0)"
        code = re.sub(rf"(?<![.\w]){name}(?=\s*\.\s*[xyzw]*[zw])", wide, code)
        code = re.sub(rf"(\bvec4\s+\w+\s*=\s*){name}(?=\s*;)", rf"\1{wide}", code)
    return code
