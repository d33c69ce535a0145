"""Screens are pinned and blended while the show plays: rows of the parameter table for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from realtime.control.parameters import Parameter
from realtime.control.table import Values
from realtime.stage.screen_map import SIDES, Corners, ScreenMap, convex

CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_LOW, _HIGH = -0.5, 1.5
_PREFIX = "screen."


def of_screen(row: Parameter) -> bool:
    """Is it a row of a screen?"""
    return row.name.startswith(_PREFIX)


def screen_rows(screens: Mapping[str, ScreenMap]) -> tuple[Parameter, ...]:
    """The rows of each screen, by its name: where its corners are pinned, its soft edges, its gamma."""
    return tuple(row for name, mapping in screens.items() for row in _rows(f"{_PREFIX}{name}", mapping))


def _rows(prefix: str, mapping: ScreenMap) -> Iterable[Parameter]:
    for corner, (x, y) in zip(CORNERS, mapping.corners, strict=True):
        words = corner.replace("_", " ")
        x_name, y_name = f"{prefix}.{corner}_x", f"{prefix}.{corner}_y"
        yield Parameter(
            x_name, "float", f"Where its {words} corner is, from the left", x, _LOW, _HIGH, second=y_name
        )
        yield Parameter(y_name, "float", f"Where its {words} corner is, from the top", y, _LOW, _HIGH)
    for side, width in zip(SIDES, mapping.blend, strict=True):
        yield Parameter(f"{prefix}.blend_{side}", "float", f"Width of its soft edge, {side}", width, 0.0, 0.5)
    yield Parameter(f"{prefix}.gamma", "float", "Of the projector, for soft edges", mapping.gamma, 1.0, 4.0)


def tuned(mapping: ScreenMap, prefix: str, values: Values) -> ScreenMap | None:
    """The map with the rows' values; None where its corners would cross."""
    corners = tuple(
        (float(values[f"{prefix}.{corner}_x"]), float(values[f"{prefix}.{corner}_y"])) for corner in CORNERS
    )
    if not convex(corners):
        return None
    left, top, right, bottom = (float(values[f"{prefix}.blend_{side}"]) for side in SIDES)
    pinned: Corners = corners[0], corners[1], corners[2], corners[3]
    return replace(
        mapping, corners=pinned, blend=(left, top, right, bottom), gamma=float(values[f"{prefix}.gamma"])
    )


@dataclass(frozen=True, slots=True)
class TunedScreen:
    """A screen whose map follows the table. name: "" for one without rows; follow: takes the new one."""

    name: str
    mapping: ScreenMap
    follow: Callable[[ScreenMap], None]

    def take(self, values: Values) -> None:
        found = tuned(self.mapping, f"{_PREFIX}{self.name}", values) if self.name else self.mapping
        if found is not None:
            self.follow(found)
