"""A change of a route in one line of words, as an operator or a page sends it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.mapping.curves import FAMILIES, make_curve
from realtime.mapping.route import Route

LONGEST_ENVELOPE_S = 60.0
_NUMBER = re.compile(r"[+-]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})")


def changed_route(route: Route, words: str) -> Route:
    """The route with what `words` say: `curve=power exponent=2.5 range=0.9,0.5 attack=0.01 release=0.2`.

    What is not named stays; another curve begins with its own options. `points=0.4:0.1,0.8:0.5` are the
    points of a curve of points. Raises UserError for what is no route.
    """
    given = dict(_pair(word) for word in words.split())
    curve = given.pop("curve", route.curve)
    family = FAMILIES.get(curve)
    if family is None:
        raise UserError(unknown("curve", curve, FAMILIES))
    options: dict[str, object] = dict(route.options) if curve == route.curve else {}
    span = tuple(_numbers(given.pop("range", ""))) or route.range
    if len(span) != 2:
        raise UserError('"range" must be two numbers, such as range=0.9,0.5')
    attack = _envelope(given, "attack", route.attack)
    release = _envelope(given, "release", route.release)
    known = [option.name for option in family.options]
    for key, value in given.items():
        if key not in known:
            raise UserError(unknown("key", key, ["curve", "range", "attack", "release", *known]))
        options[key] = _points(value) if key == "points" else _number(value)
    make_curve(curve, options, (span[0], span[1]))
    return replace(
        route, curve=curve, options=options, range=(span[0], span[1]), attack=attack, release=release
    )


def as_keys(route: Route) -> Mapping[str, object]:
    """What a setlist says of the route beside where it leads from and to, in the order in which it is
    read."""
    keys: dict[str, object] = {} if route.curve == "linear" else {"curve": route.curve}
    keys |= {name: _plain(value) for name, value in route.options.items()}
    keys["range"] = [_rounded(value) for value in route.range]
    return keys | {
        name: _rounded(value)
        for name, value in (("attack", route.attack), ("release", route.release))
        if value > 0.0
    }


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return [[_rounded(x), _rounded(y)] for x, y in value]
    return _rounded(value) if isinstance(value, float) else value


def _rounded(value: float) -> float:
    """As fine as a hand can set it."""
    return float(f"{value:.4g}")


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise UserError(f"{word[:40]!r} must be key=value, such as curve=power")
    return key, value


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise UserError(f"{text[:40]!r} is no number")
    return float(text)


def _numbers(text: str) -> list[float]:
    return [_number(part) for part in text.split(",")] if text else []


def _envelope(given: dict[str, str], key: str, before: float) -> float:
    seconds = _number(given.pop(key)) if key in given else before
    if not (math.isfinite(seconds) and 0.0 <= seconds <= LONGEST_ENVELOPE_S):
        raise UserError(f'"{key}" must be from 0 to {LONGEST_ENVELOPE_S:g} seconds')
    return seconds


def _points(text: str) -> list[list[float]]:
    points = [[_number(part) for part in point.split(":")] for point in text.split(",")] if text else []
    if any(len(point) != 2 for point in points):
        raise UserError('"points" must be x:y pairs, such as points=0.4:0.1,0.8:0.5')
    return points
