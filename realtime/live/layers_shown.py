"""Layers above the picture as the operator has them."""

from __future__ import annotations

from realtime.control.table import Values
from realtime.live.show_parts import ShowWindow
from realtime.scenery.layers import BLENDS, LayerAbove, input_name


def shown_layers(layers: tuple[LayerAbove, ...], values: Values) -> tuple[LayerAbove, ...]:
    """`layers`, those that are switched off empty, with the blend modes that the hand has chosen."""
    return tuple(_shown(layer, number, values) for number, layer in enumerate(layers, 1))


def _shown(layer: LayerAbove, number: int, values: Values) -> LayerAbove:
    if not values[input_name(number, "on")]:
        return LayerAbove()
    blend = int(values[input_name(number, "blend")])
    return layer if blend < 0 else layer._replace(blend=BLENDS[blend])


def card_words(window: ShowWindow) -> str:
    """What the test card says: which output this is, and its size."""
    width, height = window.size
    return f"{window.kind}\n{width} × {height}"
