"""Where drawings are in the picture, and on what ground a generator lets them stand."""

from __future__ import annotations

from dataclasses import dataclass, replace

WRITTEN = ("@sleep",)
"""Drawings with letters end so: they are never mirrored."""


@dataclass(frozen=True)
class Ground:
    """What a generator has to stand on, in half-heights from the middle, up. ground: None where things hang
    in the middle; water: None where there is none to swim on; sky: where what flies is; indoors: no house
    stands there; tables: there are some, for what stands on them."""

    ground: float | None = None
    water: float | None = None
    sky: float = 0.38
    indoors: bool = False
    tables: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing in the picture. x: −1..1 from the left edge to the right; y: half-heights, of its foot, or of
    its middle where it `hangs`; size: half-heights, of its longer side; on: number of the one in the list on
    which it stands, −1 for none; seat: how high up that one, 1 is its top; sunk: how much of its own height
    it is sunk into that one; behind: it is drawn before that one; aside: from the middle of that one,
    in its widths; afloat: the water mirrors it; colour: of COLOURS; haze: 0..1, how far it lies in the
    air; flip: mirrored; sided: the text says on which side it is; phase: 0..1, so that not all sway as
    one; opacity: 0..1."""

    drawing: str
    x: float
    y: float
    size: float
    hangs: bool = False
    on: int = -1
    seat: float = 1.0
    sunk: float = 0.0
    behind: bool = False
    aside: float = 0.0
    afloat: bool = False
    colour: str = ""
    haze: float = 0.0
    flip: bool = False
    sided: bool = False
    phase: float = 0.0
    opacity: float = 1.0


def varied(things: tuple[Placed, ...], seed: int) -> tuple[Placed, ...]:
    """The same things in another scene: from the other side, or from nearer or further, by its seed."""
    other_side = bool(seed >> 5 & 1) and not any(one.sided for one in things)
    nearer = (0.9, 1.0, 1.1)[seed // 64 % 3]
    side = -1.0 if other_side else 1.0
    return tuple(
        replace(
            one,
            x=side * one.x,
            aside=side * one.aside,
            size=nearer * one.size,
            flip=one.flip != other_side and not one.drawing.partition("+")[0].endswith(WRITTEN),
        )
        for one in things
    )
