"""Layers above the picture: a logo, words, a clip, with place, size, opacity and blend mode."""

from __future__ import annotations

from typing import NamedTuple

COUNT = 3
"""Layers that there are; a setlist says what is in them."""
BLENDS = ("normal", "add", "screen", "multiply", "difference", "lighten", "darken", "overlay")
"""By their numbers in shaders/include/blend.glsl."""
PLACES = {
    f"{row} {column}".strip(): (x, y)
    for row, y in (("top", 1.0), ("", 0.0), ("bottom", -1.0))
    for column, x in (("left", -1.0), ("", 0.0), ("right", 1.0))
    if row or column
} | {"middle": (0.0, 0.0)}
"""Where a layer is put: -1 the left or bottom edge, 1 the right or top one."""
SOLOS = ("off", "a", "b", *(str(number) for number in range(1, COUNT + 1)))
"""What may be seen alone: a deck, or a layer by its number."""
PLAYED = {
    "opacity": (0.0, 1.0, 1.0, "×", "how far it covers the picture, times the layer's own"),
    "size": (0.0, 8.0, 1.0, "×", "its height, times the layer's own"),
    "x": (-3.0, 3.0, 0.0, "½ heights", "moves it to the right"),
    "y": (-3.0, 3.0, 0.0, "½ heights", "moves it up"),
}
"""What a route or a hand changes of a layer: (low, high, at rest, unit, help)."""


class LayerAbove(NamedTuple):
    """text: words, in which {scene} and {song} stand for names; source: as realtime.scenery.source_name has
    it; both empty: there is none. size: height, in heights of the picture; place: one of PLACES."""

    text: str = ""
    source: str = ""
    place: str = "middle"
    x: float = 0.0
    y: float = 0.0
    size: float = 0.1
    opacity: float = 1.0
    blend: str = "normal"

    @property
    def empty(self) -> bool:
        return not (self.text or self.source)


def layer_limits() -> dict[str, tuple[float, float, float]]:
    """(low, high, at rest) of everything that is played of layers, by target."""
    return {
        input_name(number, what): (low, high, rest)
        for number in range(1, COUNT + 1)
        for what, (low, high, rest, *_) in PLAYED.items()
    }


def input_name(number: int, what: str) -> str:
    """The target of layer `number`, from 1."""
    return f"layer.{number}.{what}"
