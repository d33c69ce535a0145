"""From the things that a text names to a composition: where each is, how large, what belongs together."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from realtime.scenery.objects.animals import ANIMALS
from realtime.scenery.objects.described import Description, describe, is_burning
from realtime.scenery.objects.nouns import MOST, SIZES, Named, Noun, kept_of
from realtime.scenery.objects.people import GROUPS, posed, with_thing
from realtime.scenery.objects.together import GARMENTS, TOGETHER

_MOST_COPIES = 5
_LARGEST = 1.6
_APART = 0.32
# What is alone in the picture has more of it.
_ALONE = {"small": 1.4, "middle": 1.2}
FLAME = "🔥"
# A person in one of these is not seen: they stand beside it.
_CLOSED = frozenset(
    (
        *"🪟🏠🚪🛣🌳🚂🚄🚇🚋🚗🚕🚌🚓🚑🚒🚚🏎🚀✈🛩🚁🚢",
        "coach",
        "tank",
        "submarine",
        "airship",
        "excavator",
        "gazebo",
    )
)
_RIDDEN = frozenset((*"🐎🐘🐪🐄🐂🐃🦬🦒🐅🐆🐉🦕🦖🐋🐬🦈🐢🦣🦏🦓🫎🫏🐖🐑🦢🦅🐊", *ANIMALS))
# What a person sits in is open.
# Who stands on top of one of these is sunk into its point.
_PEAKED = frozenset((*"⛰🗻🌋🪨🌳🌲🏔", "iceberg", "pyramid", "tower"))
_BOATS = frozenset((*"⛵🛶🚣🚤🚢", "paper_boat", "rowboat"))
_OPEN_BOATS = {"⛵": "rowboat", "🛶": "rowboat"}
# Height of what one sits on, by that of the whole.
_SEATS = {"sofa": 0.46, "swing": 0.3, "🪑": 0.5, "🛏": 0.5, "bench": 0.5, "throne": 0.42, "💺": 0.4}
_SEAT_SIZE = 1.0  # half-heights, where somebody sits
_SAT = 0.34  # of somebody who sits there, below the seat


@dataclass(frozen=True)
class Ground:
    """What a generator has to stand on, in half-heights from the middle, up. ground: None where things hang
    in the middle; water: None where there is none to swim on; sky: where what flies is."""

    ground: float | None = None
    water: float | None = None
    sky: float = 0.38


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


@dataclass(frozen=True, slots=True)
class _Thing:
    """A noun with its description, while the composition is made."""

    noun: Noun
    description: Description
    where: str
    many: bool


def compose(
    named: Sequence[Named], words: Sequence[str], ground: Ground, source: str, prompt: str
) -> tuple[Placed, ...]:
    """The things of a text in the picture of the generator `source`; the same text gives the same."""
    kept = kept_of(named, source)
    if not kept:
        return ()
    things = [
        _Thing(one.noun, description, _where(one.noun, description, ground), one.many)
        for one, description in zip(kept, describe(kept, words), strict=True)
    ]
    things = [_posed(one) for one in _joined(things)]
    burning = is_burning(words)
    others = [one for one in things if one.noun.drawing != FLAME]
    if burning and any(can_burn(one.noun) for one in others):
        things = _without(things, next((n for n, one in enumerate(things) if one.noun.drawing == FLAME), -1))
    else:
        burning = False
    things = [
        replace(
            one,
            description=replace(one.description, on=one.description.on if one.description.on < MOST else -1),
        )
        for one in things[:MOST]
    ]
    key = zlib.crc32(prompt.encode(errors="replace"))
    placed = _on_others(
        things, [_place(things, number, ground, key, burning) for number in range(len(things))]
    )
    if burning:
        placed += _flames(things, placed)
    return _with_copies(things, placed)


def _joined(things: list[_Thing]) -> list[_Thing]:
    """People with what they hold or wear as one drawing."""
    for number, one in enumerate(things):
        for other_number, other in enumerate(things):
            both = _both(one.noun, other.noun) if one is not other else None
            if both is not None:
                noun, said = replace(one.noun, drawing=both, where="ground"), one.description
                if other.noun.drawing in GARMENTS:
                    said = replace(said, colour=other.description.colour or other.noun.colour)
                elif other.noun.person:
                    said = replace(said, colour=said.colour or other.description.colour)
                where = one.where if one.where != "water" else "ground"
                things[number] = replace(one, noun=noun, where=where, description=said)
                return _joined(_without(things, other_number))
    return things


def _both(one: Noun, other: Noun) -> str | None:
    """The drawing that has both, if there is one."""
    if one.person and other.drawing in GARMENTS:
        return one.drawing
    return TOGETHER.get((one.drawing, other.drawing)) or with_thing(one.drawing, other.drawing)


def _posed(one: _Thing) -> _Thing:
    """Somebody in the pose of what they are said to do."""
    return replace(one, noun=replace(one.noun, drawing=posed(one.noun.drawing, one.description.deed)))


def _without(things: list[_Thing], number: int) -> list[_Thing]:
    """The list without one; what was on others still is."""
    if number < 0:
        return things

    def moved(on: int) -> int:
        return -1 if on == number else on - (on > number)

    return [
        replace(one, description=replace(one.description, on=moved(one.description.on)))
        for place, one in enumerate(things)
        if place != number
    ]


def can_burn(noun: Noun) -> bool:
    """Whether a thing may be on fire: no person, and no flame itself."""
    return not noun.person and noun.where in ("ground", "water") and not noun.weak and noun.drawing != FLAME


def _where(noun: Noun, description: Description, ground: Ground) -> str:
    """Where of nouns.PLACES it is in a generator with that ground."""
    if description.flies:
        return "sky"
    if noun.where == "under":
        return "water" if ground.water is not None else "air" if ground.ground is None else "sky"
    if noun.where == "water" and ground.water is None:
        return "ground" if ground.ground is not None else "air"
    if noun.where == "ground" and ground.ground is None:
        return "air"
    return noun.where


def _place(things: list[_Thing], number: int, ground: Ground, key: int, burning: bool) -> Placed:
    one, count = things[number], len(things)
    description, noun = one.description, one.noun
    rows = [[n for n, other in enumerate(things) if (other.where in ("sky",)) == up] for up in (False, True)]
    row = rows[one.where == "sky"]
    # What carries another one is in its place, too.
    row = [n for n in row if things[n].description.on < 0] or row
    place, of = (row.index(number) if number in row else 0), len(row)
    side = 1.0 if key & 1 else -1.0
    x = {1: 0.16 * side, 2: (-0.42, 0.42)[place % 2] * side, 3: (-0.58, 0.56, 0.0)[place % 3]}[min(of, 3)]
    if of == 1 and count > 1 and all(rows):
        # What flies is not hidden by what stands.
        x = (-_APART if one.where == "sky" else _APART) * side
    if description.side:
        x = 0.55 * description.side
    size = SIZES[noun.size] * (1.0, 0.86, 0.76)[count - 1] * description.distance
    if count == 1 and not one.many and noun.size in _ALONE:
        size *= _ALONE[noun.size]
    if noun.drawing in GROUPS:
        size *= GROUPS[noun.drawing]
    if burning and can_burn(noun):
        size = min(size, 1.2)
    if one.where == "sky":
        y, size = ground.sky - (0.0 if count > 1 else 0.14), size * 0.92
    elif one.where == "air":
        y = 0.02
    else:
        base = ground.water if one.where == "water" else ground.ground
        y = -0.6 if base is None else base
        # Buildings stand behind, and people before them.
        y += (
            0.12
            if description.distance < 0.7
            else 0.0
            if one.where == "water" or count == 1
            else 0.1
            if noun.size == "huge"
            else -0.07
        )
    return Placed(
        noun.drawing,
        x,
        y,
        min(size, _LARGEST * max(1.0, GROUPS.get(noun.drawing, 1.0))),
        hangs=one.where in ("sky", "air"),
        afloat=one.where == "water",
        colour=description.colour or noun.colour,
        haze=0.35 if description.distance < 0.7 else 0.0,
        sided=bool(description.side),
        flip=bool(key >> (2 + number) & 1) and not noun.person and description.on < 0,
        phase=(key >> (8 + 3 * number) & 7) / 8.0,
    )  # fmt: skip


def _on_others(things: list[_Thing], placed: list[Placed]) -> list[Placed]:
    """A cat on a piano, a child in a boat, an astronaut on a horse."""
    out = list(placed)
    for number, (one, mine) in enumerate(zip(things, placed, strict=True)):
        on = one.description.on
        if not 0 <= on < len(things) or things[on].noun.person or placed[on].hangs:
            continue
        beneath = things[on].noun
        if things[on].description.on >= 0 or beneath.drawing in _CLOSED:
            continue
        if one.noun.person and beneath.drawing in _OPEN_BOATS:
            out[on] = replace(out[on], drawing=_OPEN_BOATS[beneath.drawing])
        size = min(mine.size, (0.8 if one.noun.person else 0.65) * placed[on].size)
        boat = beneath.drawing in _BOATS or out[on].drawing in _BOATS
        if beneath.size == "huge" or beneath.drawing in _PEAKED:
            # Both are to be in the picture.
            out[on] = replace(out[on], size=0.75 * placed[on].size)
        # Who rides has legs on both sides, who is in a boat stands in it beside its sail.
        sunk = (
            0.55
            if one.noun.person and beneath.drawing in _RIDDEN
            else 0.3
            if boat
            else 0.22
            if beneath.drawing in _PEAKED
            else 0.04
        )
        behind = sunk > 0.1 and beneath.drawing not in _PEAKED
        drawing = posed(mine.drawing, "sit") if beneath.drawing in _SEATS else mine.drawing
        if drawing != mine.drawing:
            sunk = _SAT
        if beneath.drawing in _SEATS and one.noun.person:
            out[on] = replace(out[on], size=max(placed[on].size, _SEAT_SIZE))
            size = min(mine.size, _SEAT_SIZE)
        aside = 0.2 if boat else 0.0
        out[number] = replace(
            mine,
            drawing=drawing,
            on=on,
            seat=_SEATS.get(beneath.drawing, 1.0),
            x=placed[on].x,
            size=size,
            hangs=False,
            afloat=False,
            sunk=sunk,
            behind=behind,
            aside=aside,
        )
    return out


def _flames(things: list[_Thing], placed: list[Placed]) -> list[Placed]:
    """Flames rise from the first thing that burns."""
    number = next((n for n, one in enumerate(things) if can_burn(one.noun)), None)
    if number is None:
        return []
    beneath = placed[number]
    # Aside, size, how far down, mirrored.
    rows = (
        (-0.33, 0.44, 0.55, False),
        (0.3, 0.36, 0.6, True),
        (0.02, 0.5, 0.42, False),
        (0.42, 0.3, 1.5, False),
    )
    return [
        replace(
            Placed(FLAME, 0.0, 0.0, beneath.size * share, on=number, colour="orange"),
            sunk=sunk,
            aside=aside,
            phase=0.2 + 0.27 * count,
            flip=flip,
        )
        for count, (aside, share, sunk, flip) in enumerate(rows)
    ]


def _with_copies(things: list[_Thing], placed: list[Placed]) -> tuple[Placed, ...]:
    """As many of each as the text asks for."""
    out: list[Placed] = []
    first = {}
    carrying = {one.on for one in placed}
    for number, mine in enumerate(placed):
        first[number] = len(out)
        thing = things[number] if number < len(things) else None
        count = 1
        if thing is not None and mine.on < 0 and number not in carrying and mine.drawing not in GROUPS:
            count = min(thing.description.count or (3 if thing.many else 1), _MOST_COPIES)
        out += _copies(mine, count, len(things))
    return tuple(replace(one, on=first.get(one.on, -1)) for one in out)


def _copies(mine: Placed, count: int, kinds: int) -> list[Placed]:
    if count == 1:
        return [mine]
    spread = 0.72 if kinds == 1 else 0.36
    copies = []
    for number in range(count):
        along = (number - (count - 1) / 2) / (count - 1) * 2.0
        depth = (number * 2) % 3 / 2.0
        size = mine.size * (0.62 if count > 2 else 0.8) * (1.0 - 0.22 * depth)
        rise = 0.22 * math.sin(2.4 * number) if mine.hangs else 0.08 * depth
        x = max(-0.86, min(0.86, mine.x * (0.3 if kinds == 1 else 1.0) + spread * along))
        copies.append(
            replace(
                mine,
                x=x,
                y=mine.y + rise,
                size=size,
                haze=max(mine.haze, 0.14 * depth),
                phase=(mine.phase + 0.29 * number) % 1.0,
            )
        )
    return copies


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
            flip=one.flip != other_side,
        )
        for one in things
    )
