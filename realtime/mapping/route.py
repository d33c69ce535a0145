"""What leads from sound to picture: plain data, as a setlist has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

Place = tuple[str | int, ...]
"""Keys that lead to something in a setlist's file, as ("routes", "kick", 0)."""


@dataclass(frozen=True, slots=True)
class Route:
    """One cable from sound to picture.

    source: `bass`, `beat`, `onset.treble` …; target: `strength`, `zoom`, `post.bloom` …; curve and
    its options (exponent, c, points …); range: values at rest and at full level (a > b is allowed);
    attack, release: envelope in seconds; place: where it stands in the setlist's file, which may be one for
    several scenes; () for none.
    """

    source: str
    target: str
    curve: str = "linear"
    options: Mapping[str, object] = field(default_factory=dict)
    range: tuple[float, float] = (0.0, 1.0)
    attack: float = 0.0
    release: float = 0.0
    place: Place = field(default=(), compare=False)


class Routed(Protocol):
    """The part of a scene that is mapped. base: resting values by target (`strength`, `post.grain` …)."""

    @property
    def base(self) -> Mapping[str, float]: ...

    @property
    def routes(self) -> tuple[Route, ...]: ...
