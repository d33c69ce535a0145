"""Pictures for telephones: what a scene is about lies in sight though it is narrow."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_stage import Layer, SourceStage

TALL, WIDE = (108, 192), (192, 108)
# What these are about is the brightest part of them.
SUNNY = {"horizon": {"peaks": 0.02}, "forest": {}, "planet": {}, "rose": {}}


def light_from_the_middle(stage, size, name, seed):
    """Where the brightest part lies, as a share of the half width: 0 in the middle, 1 at the edge."""
    layer = Layer(name, seed, PALETTES["gold"], 1.0, SUNNY[name])
    pixels = np.frombuffer(stage.render(layer, 30.0, 0.1, {}).read(), np.uint8)
    light = pixels.reshape(size[1], size[0], 4)[..., :3].sum(axis=2).astype(float)
    columns = np.nonzero(light >= np.quantile(light, 0.97))[1]
    return abs(float(columns.mean()) / (size[0] / 2) - 1.0)


@pytest.mark.parametrize("name", SUNNY)
def test_in_a_tall_picture_the_light_lies_no_further_aside_than_in_a_wide_one(context, name):
    tall, wide = SourceStage(context, TALL), SourceStage(context, WIDE)
    aside = [light_from_the_middle(tall, TALL, name, seed) for seed in range(10)]
    usual = [light_from_the_middle(wide, WIDE, name, seed) for seed in range(10)]
    assert np.mean(aside) < max(1.25 * np.mean(usual), 0.3)
    assert max(aside) < 0.85
