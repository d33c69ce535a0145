"""Response curves: pure monotone maps [0, 1] → [0, 1] with 0 ↦ 0 and 1 ↦ 1.

`FAMILIES` is the one table of curves; checks, help and the drawing are derived from it.
A route's range [a, b] turns a curve into values: y = a + (b − a)·curve(x).
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType, ModuleType
from typing import overload

import numpy as np

from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.smoothstep import smoothstep

CONVEX, CONCAVE, NEITHER = "convex", "concave", "neither"

Level = float | np.ndarray
"""A level of the sound, 0..1, or an array of them."""
Formula = Callable[[Level, ModuleType], Level]
"""Of a float with `math`, or of an array with `numpy`: each formula is written once."""
Range = tuple[float, float]
OptionValue = float | tuple[tuple[float, float], ...]
"""A number, or a list of points."""
Options = Mapping[str, OptionValue]


@dataclass(frozen=True, slots=True)
class Curve:
    """One curve with its options settled.

    shape: convex, concave or neither, for the rising curve; see `shape_over` for a falling range.
    """

    name: str
    options: Options
    shape: str
    formula: Formula = field(repr=False, compare=False)

    @overload
    def __call__(self, x: float) -> float: ...
    @overload
    def __call__(self, x: np.ndarray) -> np.ndarray: ...
    def __call__(self, x: Level) -> Level:
        """The curve at x, a float or an array of floats; x is clamped to [0, 1], NaN counts as 0."""
        if isinstance(x, np.ndarray):
            clamped = np.where(x > 0.0, np.minimum(x, 1.0), 0.0)
            y = np.clip(self.formula(clamped, np), 0.0, 1.0)
            return np.where(clamped <= 0.0, 0.0, np.where(clamped >= 1.0, 1.0, y))
        if not x > 0.0:
            return 0.0
        if x >= 1.0:
            return 1.0
        return min(max(float(self.formula(x, math)), 0.0), 1.0)

    def shape_over(self, a: float, b: float) -> str:
        """The shape of a + (b − a)·curve(x): a falling range turns convex into concave and back."""
        if a == b or self.shape == NEITHER:
            return NEITHER
        if a < b:
            return self.shape
        return CONCAVE if self.shape == CONVEX else CONVEX


Built = tuple[Formula, str]
"""A formula and its shape."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a family: its default, and the range it may have (None: a list of points)."""

    name: str
    default: OptionValue
    limits: tuple[float, float] | None
    help: str


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of curve.

    build(options, range) gives formula and shape; drawn: options of the examples on the sheet.
    """

    name: str
    help: str
    formula_text: str
    options: tuple[Option, ...]
    build: Callable[[Options, Range], Built]
    drawn: tuple[Mapping[str, object], ...] = ({},)
    drawn_range: Range = (0.0, 1.0)


def _number(options: Options, name: str) -> float:
    value = options[name]
    if isinstance(value, tuple):
        raise TypeError(f"the option {name} is a number, not points")
    return value


def _linear(_options: Options, _range: Range) -> Built:
    return (lambda x, m: x), NEITHER


def _power(options: Options, _range: Range) -> Built:
    k = _number(options, "exponent")
    return (lambda x, m: x**k), CONVEX if k > 1 else CONCAVE if k < 1 else NEITHER


def _exponential_of(rate: float) -> tuple[Formula, str]:
    if abs(rate) < 1e-9:
        return (lambda x, m: x), NEITHER
    full = math.expm1(rate)
    return (lambda x, m: m.expm1(rate * x) / full), CONVEX if rate > 0 else CONCAVE


def _exponential(options: Options, _range: Range) -> Built:
    return _exponential_of(_number(options, "rate"))


def _logarithmic(options: Options, _range: Range) -> Built:
    c = _number(options, "c")
    full = math.log1p(c)
    return (lambda x, m: m.log1p(c * x) / full), CONCAVE


def _tangent(options: Options, _range: Range) -> Built:
    k = _number(options, "bend")
    full = math.tan(k)
    return (lambda x, m: m.tan(k * x) / full), CONVEX


def _softplus(options: Options, _range: Range) -> Built:
    knee, softness = _number(options, "knee"), _number(options, "softness")

    def softplus(x: Level, m: ModuleType) -> Level:
        grown: Level = m.log1p(m.exp((x - knee) / softness))
        return grown

    low, high = softplus(0.0, math), softplus(1.0, math)
    return (lambda x, m: (softplus(x, m) - low) / (high - low)), CONVEX


def _smoothstep(_options: Options, _range: Range) -> Built:
    return (lambda x, m: smoothstep(x)), NEITHER


def _sigmoid(options: Options, _range: Range) -> Built:
    steepness, middle = _number(options, "steepness"), _number(options, "middle")

    def logistic(x: Level, m: ModuleType) -> Level:
        risen: Level = 1.0 / (1.0 + m.exp(-steepness * (x - middle)))
        return risen

    low, high = logistic(0.0, math), logistic(1.0, math)
    return (lambda x, m: (logistic(x, m) - low) / (high - low)), NEITHER


def _polyline(xs: Sequence[float], ys: Sequence[float]) -> Formula:
    """Straight lines through (xs, ys); xs strictly increasing from 0 to 1."""

    def formula(x: Level, m: ModuleType) -> Level:
        if isinstance(x, np.ndarray):
            return np.interp(x, xs, ys)
        right = bisect.bisect_right(xs, x, 1, len(xs) - 1)
        x0, y0 = xs[right - 1], ys[right - 1]
        return y0 + (ys[right] - y0) * (x - x0) / (xs[right] - x0)

    return formula


_BEZIER_STEPS = 1024


def _bezier(options: Options, _range: Range) -> Built:
    """CSS's cubic-bezier(x1, y1, x2, y2), as a polyline through points of the curve (error below 1e-5)."""
    x1, y1, x2, y2 = (_number(options, name) for name in ("x1", "y1", "x2", "y2"))
    t = np.linspace(0.0, 1.0, _BEZIER_STEPS + 1)
    x = 3 * x1 * t * (1 - t) ** 2 + 3 * x2 * t * t * (1 - t) + t**3
    y = 3 * y1 * t * (1 - t) ** 2 + 3 * y2 * t * t * (1 - t) + t**3
    x[-1] = y[-1] = 1.0
    keep = np.concatenate(([True], np.diff(np.maximum.accumulate(x)) > 1e-12))
    keep[-1] = True
    xs, ys = np.maximum.accumulate(x)[keep], np.maximum.accumulate(y)[keep]
    if len(xs) > 1 and xs[-2] >= xs[-1]:
        xs, ys = np.delete(xs, -2), np.delete(ys, -2)

    # The sign of B'×B'' (its curvature) is that of the quadratic a·u² + b·u·t + c·t², u = 1 − t.
    d0, d1, d2 = (x1, y1), (x2 - x1, y2 - y1), (1 - x2, 1 - y2)
    a, b, c = _cross(d0, d1), _cross(d0, d2), _cross(d1, d2)
    bend = a * (1 - t) ** 2 + b * (1 - t) * t + c * t * t
    return _polyline(xs.tolist(), ys.tolist()), _shape_of(bend)


def _points(options: Options, _range: Range) -> Built:
    inner = options["points"]
    if not isinstance(inner, tuple):
        raise TypeError("the option points is a list of points, not a number")
    points = [(0.0, 0.0), *inner, (1.0, 1.0)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    slopes = np.diff(ys) / np.diff(xs)
    return _polyline(xs, ys), _shape_of(np.diff(slopes))


def _cross(p: tuple[float, float], q: tuple[float, float]) -> float:
    return p[0] * q[1] - p[1] * q[0]


def _shape_of(bend: np.ndarray) -> str:
    """Shape from second differences (or any numbers of their sign)."""
    rises, falls = bool(np.any(bend > 1e-9)), bool(np.any(bend < -1e-9))
    if rises == falls:
        return NEITHER
    return CONVEX if rises else CONCAVE


def _study_concave(options: Options, range_: Range) -> Built:
    """(a+c) − c·exp(ln((a+c−b)/c)·x) over its range [a, b] is an exponential of this rate."""
    a, b = range_
    c = _number(options, "c")
    ratio = (a + c - b) / c
    if ratio <= 0.0:
        raise UserError(f'curve "concave" with c = {c:g} needs range [a, b] with b below a + c = {a + c:g}')
    return _exponential_of(math.log(ratio))


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family("linear", "the same change at every level", "y = x", (), _linear),
        Family(
            "power",
            "exponent above 1 leaves only the peaks, below 1 lifts the quiet",
            "y = x^exponent",
            (Option("exponent", 2.0, (0.05, 20.0), "1 is linear"),),
            _power,
            ({"exponent": 0.4}, {"exponent": 2.5}, {"exponent": 4.0}),
        ),
        Family(
            "exponential",
            "holds, then rises fast near full level",
            "y = (e^(rate·x) − 1) / (e^rate − 1)",
            (Option("rate", 4.0, (-20.0, 20.0), "below 0 it rises fast first"),),
            _exponential,
            ({"rate": -4.0}, {"rate": 4.0}),
        ),
        Family(
            "logarithmic",
            "rises fast at low level, then flattens: for quiet music",
            "y = ln(1 + c·x) / ln(1 + c)",
            (Option("c", 30.0, (0.01, 10000.0), "larger bends more"),),
            _logarithmic,
            ({"c": 5.0}, {"c": 30.0}),
        ),
        Family(
            "tangent",
            "gentle, steeper toward full level; bend 1 is the web demo of 2023",
            "y = tan(bend·x) / tan(bend)",
            (Option("bend", 1.0, (0.05, 1.55), "radians; near 1.57 only peaks are left"),),
            _tangent,
            ({"bend": 1.0}, {"bend": 1.4}),
        ),
        Family(
            "softplus",
            "silent below the knee, straight above it, with a soft bend between",
            "y ~ ln(1 + e^((x − knee)/softness))",
            (
                Option("knee", 0.5, (0.0, 0.95), "level at which it wakes"),
                Option("softness", 0.08, (0.01, 1.0), "width of the bend"),
            ),
            _softplus,
            ({"knee": 0.5, "softness": 0.08}, {"knee": 0.7, "softness": 0.03}),
        ),
        Family("smoothstep", "eases in and out", "y = 3x² − 2x³", (), _smoothstep),
        Family(
            "sigmoid",
            "a soft switch at the middle",
            "y ~ 1 / (1 + e^(−steepness·(x − middle)))",
            (
                Option("steepness", 10.0, (0.5, 100.0), "larger switches harder"),
                Option("middle", 0.5, (0.05, 0.95), "level at which it switches"),
            ),
            _sigmoid,
            ({"steepness": 10.0}, {"steepness": 25.0, "middle": 0.65}),
        ),
        Family(
            "bezier",
            "two handles, as in CSS cubic-bezier(x1, y1, x2, y2)",
            "cubic Bézier (0,0) (x1,y1) (x2,y2) (1,1)",
            (
                Option("x1", 0.5, (0.0, 1.0), "first handle"),
                Option("y1", 0.0, (0.0, 1.0), "first handle"),
                Option("x2", 0.75, (0.0, 1.0), "second handle"),
                Option("y2", 0.0, (0.0, 1.0), "second handle"),
            ),
            _bezier,
            (
                {},
                {"x1": 0.1, "y1": 0.7, "x2": 0.3, "y2": 1.0},
                {"x1": 0.7, "y1": 0.0, "x2": 0.3, "y2": 1.0},
            ),
        ),
        Family(
            "points",
            "straight lines through your own points; (0, 0) and (1, 1) are added",
            "points = [[x, y], …]",
            (Option("points", ((0.5, 0.5),), None, "x rising, y never falling, all within 0..1"),),
            _points,
            ({"points": [[0.4, 0.1], [0.8, 0.5]]}, {"points": [[0.3, 0.0], [0.35, 0.6], [0.7, 0.6]]}),
        ),
        Family(
            "convex",
            "2023 study: over a falling range it falls fast at low level, then flattens",
            "y = (b − a)/ln(c + 1) · ln(c·x + 1) + a",
            (Option("c", 30.0, (0.01, 10000.0), "larger bends more"),),
            _logarithmic,
            ({"c": 30.0},),
            (1.0, 0.5),
        ),
        Family(
            "concave",
            "2023 study: over a falling range it holds, then falls fast: only loud hits repaint",
            "y = (a + c) − c·exp(ln((a + c − b)/c)·x)",
            (Option("c", 0.01, (1e-6, 1000.0), "smaller bends more"),),
            _study_concave,
            ({"c": 0.01},),
            (1.0, 0.5),
        ),
    )
}


def make_curve(
    name: str, options: Mapping[str, object] | None = None, value_range: Range = (0.0, 1.0)
) -> Curve:
    """The curve `name` with `options` (those left out have their defaults).

    value_range: the route's [a, b]; only the study's `concave` depends on it.
    Raises UserError for an unknown name or option, or a value out of range.
    """
    family = FAMILIES.get(name)
    if family is None:
        raise UserError(unknown("curve", name, FAMILIES))
    settled = settle_options(family, options or {})
    formula, shape = family.build(settled, value_range)
    return Curve(name, MappingProxyType(settled), shape, formula)


def settle_options(family: Family, options: Mapping[str, object]) -> dict[str, OptionValue]:
    """All options of `family`, checked, defaults filled in."""
    known = {option.name: option for option in family.options}
    for key in options:
        if key not in known:
            if not known:
                raise UserError(f'curve "{family.name}" has no options, so "{key}" has no meaning')
            raise UserError(unknown(f'option of curve "{family.name}"', key, known))
    return {name: _checked(family, option, options.get(name)) for name, option in known.items()}


def _checked(family: Family, option: Option, value: object) -> OptionValue:
    if value is None:
        return option.default
    if option.limits is None:
        return _checked_points(value)
    low, high = option.limits
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise UserError(
            f'"{option.name}" of curve "{family.name}" must be a number from {low:g} to {high:g}'
            f", not {value!r}"
        )
    return float(value)


def _checked_points(value: object) -> tuple[tuple[float, float], ...]:
    what = '"points" must be a list of [x, y] pairs within 0..1'
    try:
        if not isinstance(value, Iterable):
            raise TypeError
        points = tuple((float(x), float(y)) for x, y in value)
    except (TypeError, ValueError):
        raise UserError(f"{what}, not {value!r}") from None
    before = (0.0, 0.0)
    for point in points:
        if not (before[0] < point[0] < 1.0 and before[1] <= point[1] <= 1.0):
            raise UserError(
                f"{what}, with x rising and y never falling: [{point[0]:g}, {point[1]:g}] breaks that"
            )
        before = point
    return points
