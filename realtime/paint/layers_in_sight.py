"""Several source layers in sight at once: what is the same in two is one, in between."""

from __future__ import annotations

from dataclasses import replace

from realtime.scenery.objects.placed import Placed
from realtime.scenery.source_stage import Layer


def add_layer(layers: list[Layer], new: Layer) -> None:
    """The same source twice is one layer whose palette and traits are in between."""
    for i, old in enumerate(layers):
        if (old.source, old.seed) == (new.source, new.seed):
            share = old.share + new.share
            colours = (old.colours * old.share + new.colours * new.share) / share
            traits = {
                name: (old.traits.get(name, 0.0) * old.share + new.traits.get(name, 0.0) * new.share) / share
                for name in old.traits.keys() | new.traits.keys()
            }
            things = old.things if old.things == new.things else _between(old, new)
            layers[i] = Layer(old.source, old.seed, colours, share, traits, things, new.images)
            return
    layers.append(new)


def _between(old: Layer, new: Layer) -> tuple[Placed, ...]:
    """The things of two layers, each as much there as its layer."""
    share = old.share + new.share
    faded: list[Placed] = []
    for layer in (old, new):
        start = len(faded)
        for one in layer.things:
            on = one.on + start if one.on >= 0 else -1
            faded.append(replace(one, on=on, opacity=one.opacity * layer.share / share))
    return tuple(faded)
