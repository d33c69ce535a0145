"""What a fragment shader reads that no vertex shader writes: the `.vs` beside it did not come along.

Some drivers refuse to link such a shader, others give it anything. Here a place that is not written is the
pixel's own, or the neighbour that its name says, as in the specification's example of a convolution.
"""

from __future__ import annotations

import re

_DECLARED = re.compile(
    r"(?m)(?:^|(?<=;))(?P<before>[ \t]*)(?:varying|in)[ \t]+(?:(?:high|medium|low)p[ \t]+)?"
    r"(?P<kind>float|vec[234]|mat[234])[ \t]+(?P<names>\w+[^;(){}#]*);"
)
_NAME = re.compile(r"\s*(?P<name>\w+)\s*(?:\[\s*(?P<count>\d*)\s*\]\s*)?")
_AT = re.compile(r"(?i)coord|uv|(?<!ver)tex|pos")
_ACROSS = {"left": -1, "right": 1}
_UP = {"above": 1, "top": 1, "up": 1, "below": -1, "bottom": -1, "down": -1}
# `lefta_coord` is above the left one, `rightb_coord` below the right one.
_NEIGHBOUR = re.compile(r"(?:(left|right)(a|b)?|(above|top|up|below|bottom|down))_?coords?", re.IGNORECASE)


def with_lost_varyings(code: str, vertex: str | None) -> str:
    """`code` in which what it takes from a vertex shader and `vertex` does not have is a variable of its own.
    vertex: the author's vertex shader, None for none. Keeps the line numbers."""

    def kept(match: re.Match[str]) -> str:
        there: list[re.Match[str]] = []
        lost: list[re.Match[str]] = []
        for one in match["names"].split(","):
            found = _NAME.fullmatch(one)
            if found is None:
                return match.group()
            written = vertex is not None and re.search(rf"\b{found['name']}\b", vertex) is not None
            (there if written else lost).append(found)
        if not lost:
            return match.group()
        kind = match["kind"]
        lines = [f"varying {kind} {', '.join(one.group().strip() for one in there)};"] if there else []
        lines += [_own(kind, one["name"], one["count"]) for one in lost]
        return match["before"] + " ".join(lines) + "\n" * match.group().count("\n")

    return _DECLARED.sub(kept, code)


def _own(kind: str, name: str, count: str | None) -> str:
    values = {"vec2": _place(name), "vec3": f"vec3({_place(name)}, 0.0)"}
    if _AT.search(name):
        values["vec4"] = f"vec4({_place(name)}, 0.0, 1.0)"
    value = values.get(kind, f"{kind}(1.0)")
    if count is None:
        return f"{kind} {name} = {value};"
    if not count:
        return f"{kind} {name}[1] = {kind}[1]({value});"
    return f"{kind} {name}[{count}] = {kind}[{count}]({', '.join([value] * int(count))});"


def _place(name: str) -> str:
    found = _NEIGHBOUR.fullmatch(name)
    if found is None:
        return "isf_FragNormCoord"
    side, row, alone = (part.lower() if part else "" for part in found.groups())
    x = _ACROSS.get(side, 0)
    y = {"a": 1, "b": -1}.get(row, _UP.get(alone, 0))
    return f"(isf_FragNormCoord + vec2({x}.0, {y}.0) / RENDERSIZE)"
