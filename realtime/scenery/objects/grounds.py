"""Things that others are under or on and that are larger than those: land, trees, bridges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from realtime.scenery.objects.doing import Thing
from realtime.scenery.objects.placed import Placed

LANDFORMS = frozenset((*"⛰🗻🌋🏔", "iceberg", "pyramid"))
"""Large and far away, wherever they are named with something else."""
FAR = 0.06
"""Half-heights by which their foot is further up the ground."""
_CROWNS = frozenset((*"🌳🌲🎄🌴🎋", "willow"))
_BRIDGE, _VIADUCT = "bridge", "viaduct"
# What goes over a bridge on a road or on rails.
_VEHICLES = frozenset((*"🚂🚄🚇🚋🚃🚗🚕🚌🚓🚑🚒🚚🏎🛵🏍🚲", "coach", "tank", "cart"))
# What one jumps over.
_LEAPT = frozenset((*"🪵🪨🕯🔥", "puddle", "fence"))
_SPAN, _ON_SPAN, _DECK, _LOWER = 2.3, 0.36, 0.86, 0.12
_WALKS_ON_SPAN, _ARCH = 0.34, 0.72


def beneath(things: Sequence[Thing], placed: Sequence[Placed]) -> list[Placed]:
    """Who is under a tree, in its shade; a boat or somebody under a bridge; a train on its viaduct."""
    out = list(placed)
    for number, one in enumerate(things):
        under, on = one.description.under, one.description.on
        if 0 <= on < len(things) and things[on].noun.drawing == _BRIDGE:
            _cross(things, out, number, on)
        elif one.description.deed == "jump" and out[number].on < 0:
            low = [n for n, other in enumerate(things) if other.noun.drawing in _LEAPT and out[n].on < 0]
            if low:
                out[number] = replace(out[number], on=low[0], seat=0.4, x=out[low[0]].x, hangs=False)
        elif 0 <= under < len(things) and out[number].on < 0 and out[under].on < 0 and not out[number].hangs:
            if things[under].noun.drawing in _CROWNS:
                _shade(out, number, under)
            elif things[under].noun.drawing == _BRIDGE:
                _span(out, under)
                out[number] = replace(
                    out[number], on=under, seat=0.0, sunk=0.0, aside=0.0, size=0.3 * _SPAN, afloat=False
                )
    return out


def _shade(out: list[Placed], number: int, tree: int) -> None:
    """A tree that is larger than who is under it, beside its trunk."""
    below = out[number]
    out[tree] = replace(out[tree], x=0.1, size=1.6, y=below.y + 0.06, flip=False)
    side = 1.0 if below.x > 0.0 else -1.0
    out[number] = replace(below, x=0.1 + 0.34 * side, size=0.95 * below.size, afloat=False)


def _span(out: list[Placed], bridge: int) -> None:
    out[bridge] = replace(
        out[bridge], drawing=_VIADUCT, x=0.0, y=out[bridge].y - _LOWER, size=_SPAN, hangs=False, flip=False
    )


def _cross(things: Sequence[Thing], out: list[Placed], number: int, bridge: int) -> None:
    vehicle = things[number].noun.drawing in _VEHICLES
    if vehicle:
        _span(out, bridge)
    else:
        out[bridge] = replace(out[bridge], x=0.0, size=1.9, flip=False)
    share, seat = (_ON_SPAN, _DECK) if vehicle else (_WALKS_ON_SPAN, _ARCH)
    out[number] = replace(
        out[number], on=bridge, seat=seat, sunk=0.0, behind=False, aside=0.0, hangs=False, afloat=False,
        size=share * out[bridge].size,
    )  # fmt: skip
