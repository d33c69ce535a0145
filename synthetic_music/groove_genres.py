"""Genres of `synthetic_music.grooves` by name, and a piece of one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from synthetic_music import groove_bands, groove_dance, groove_fusions, groove_unplugged
from synthetic_music.grooves import Band
from synthetic_music.score import Music

Genre = Callable[[np.random.Generator, float], Band]

GENRES: dict[str, Genre] = {
    make.__name__: make
    for make in (
        groove_dance.four_floor,
        groove_dance.off_beat_heavy,
        groove_dance.disco,
        groove_dance.trap,
        groove_dance.drum_and_bass,
        groove_dance.breakbeat,
        groove_dance.dembow,
        groove_dance.arpeggio,
        groove_dance.pumped,
        groove_dance.half_time,
        groove_dance.chip,
        groove_bands.rock,
        groove_bands.metal,
        groove_bands.boom_bap,
        groove_bands.reggae,
        groove_bands.ska,
        groove_bands.bossa,
        groove_bands.latin,
        groove_bands.samba,
        groove_bands.shuffle,
        groove_bands.jazz,
        groove_bands.random_groove,
        groove_bands.percussion,
        groove_bands.march,
        groove_bands.double_time,
        groove_bands.soul,
        groove_bands.ballad,
        groove_unplugged.oom_pah,
        groove_unplugged.waltz,
        groove_unplugged.six_eight,
        groove_unplugged.plucked_pads,
        groove_unplugged.solo_piano,
        groove_unplugged.strings,
        groove_unplugged.strummed,
        groove_unplugged.fast_waltz,
        groove_unplugged.fingerpicked,
        groove_unplugged.orchestra,
        groove_fusions.fusion,
        groove_fusions.mingled,
    )
}


def groove(name: str, seed: int, seconds: float = 30.0) -> Music:
    """A piece of this genre; the same seed gives the same samples."""
    return GENRES[name](np.random.default_rng([seed, 77, *name.encode()]), seconds).finish(name)
