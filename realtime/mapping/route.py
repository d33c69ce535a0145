"""Routes: the cables from sound to picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Route:
    """One cable from sound to picture.

    source: `bass`, `beat`, `onset.treble` …; target: `strength`, `zoom`, `post.bloom` …; curve and
    its options (exponent, c, points …); range: values at rest and at full level (a > b is allowed);
    attack, release: envelope in seconds.
    """

    source: str
    target: str
    curve: str = "linear"
    options: Mapping[str, object] = field(default_factory=dict)
    range: tuple[float, float] = (0.0, 1.0)
    attack: float = 0.0
    release: float = 0.0


class Routed(Protocol):
    """What the mapper knows of a scene. routes: of the scene; base: resting values by target."""

    @property
    def routes(self) -> tuple[Route, ...]: ...

    @property
    def base(self) -> Mapping[str, float]: ...
