"""The 26 styles of the embedded network, named by what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.scenery.style_picture import is_picture


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its place in the network's weight vector, its name, and how it looks.

    texture: how much pattern of its own it lays over any picture, 0..1; the highest are best
    used in a blend.
    """

    index: int
    name: str
    look: str
    texture: float


_ROWS = (
    ("amber_crayon", "amber and sky-blue wax crayon", 0.5),
    ("yellow_comic", "yellow-white comic with inked edges", 0.4),
    ("charcoal_cream", "charcoal on cream paper", 0.4),
    ("primary_shards", "shards in primary colours", 0.9),
    ("crimson_poster", "crimson and amber poster", 0.4),
    ("expressionist", "expressionist orange against steel", 0.4),
    ("indigo_microbes", "indigo field of microbes", 0.9),
    ("cobalt_night", "velvet night in yellow and cobalt", 0.3),
    ("cmyk_pen", "pen hatching in printer's inks", 0.6),
    ("pebbles", "teal and crimson pebbles", 0.9),
    ("copper_rust", "rusting copper", 0.6),
    ("sand_etching", "etching in sand", 0.5),
    ("impressionist", "lilac and honey impressionism", 0.3),
    ("fauve", "lime and teal fauvism", 0.5),
    ("ice_watercolour", "watercolour of ice", 0.3),
    ("stained_glass", "pastel stained glass", 0.5),
    ("cobalt_pencil", "cobalt and olive pencil", 0.5),
    ("brick_circuit", "red brick circuit", 1.0),
    ("woodcut", "sepia woodcut", 0.5),
    ("starry_swirl", "swirling starry night", 0.4),
    ("lava", "red lava", 0.6),
    ("pop_cutout", "pop-art cut-outs", 0.4),
    ("cubist", "periwinkle and red cubism", 0.5),
    ("twilight_wash", "twilight in thin washes", 0.3),
    ("great_wave", "woodblock print of a great wave", 0.4),
    ("impasto", "rough impasto", 0.6),
)

STYLES = tuple(Style(index, *row) for index, row in enumerate(_ROWS))
STYLES_BY_NAME = {style.name: style for style in STYLES}


@dataclass(frozen=True, slots=True)
class StyleMix:
    """weights: of the 26, float32 (26,); pictures: the share of each style that is a picture, by its name.
    All together they sum to 1."""

    weights: np.ndarray
    pictures: Mapping[str, float]


def style_mix(pairs: Iterable[tuple[str, float]]) -> StyleMix:
    """The shares of all styles, from (style name or picture, weight) pairs.

    Raises UserError for an unknown name or when no weight is above 0.
    """
    weights = np.zeros(len(STYLES), np.float32)
    pictures: dict[str, float] = {}
    names = []
    for name, weight in pairs:
        names.append(name)
        weight = max(weight, 0.0) if np.isfinite(weight) else 0.0
        if is_picture(name):
            pictures[name] = pictures.get(name, 0.0) + weight
            continue
        style = STYLES_BY_NAME.get(name)
        if style is None:
            raise UserError(no_such("style", name, STYLES_BY_NAME))
        weights[style.index] += weight
    total = float(weights.sum()) + sum(pictures.values())
    if not total > 0.0:
        raise UserError(
            f"The style weights of {', '.join(names) or 'an empty list'} must have a sum above 0."
        )
    return StyleMix(
        weights / np.float32(total), {name: weight / total for name, weight in pictures.items() if weight}
    )
