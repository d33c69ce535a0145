"""From the things that a text names to a composition: where each is, how large, what belongs together."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import replace

from realtime.scenery.objects.animals import ANIMALS
from realtime.scenery.objects.deeds import lives
from realtime.scenery.objects.described import Description, describe, is_burning
from realtime.scenery.objects.doing import Thing, covered, doing, held, two, without_deeds, without_drawn
from realtime.scenery.objects.grounds import FAR, LANDFORMS, beneath
from realtime.scenery.objects.nouns import MOST, SIZES, Named, Noun, kept_of, nouns
from realtime.scenery.objects.people import GROUPS, POSED, is_group, is_person, posed, with_thing
from realtime.scenery.objects.placed import WRITTEN, Ground, Placed
from realtime.scenery.objects.together import GARMENTS, TOGETHER
from realtime.scenery.word_index import words_of

_MOST_COPIES = 5
_LARGEST = 1.6
_LARGEST_INDOORS = 1.0
_HELD = 0.6  # a cup where no table is
_APART = 0.32
# What is alone in the picture has more of it.
_ALONE = {"small": 1.4, "middle": 1.2}
FLAME = "🔥"
TABLE = "table"
_MOST_ON_A_TABLE = 3
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
_SITS = ("@sit", "@settle")
_FACING = ("@fight", "@embrace")
_BOATS = frozenset((*"⛵🛶🚣🚤🚢", "paper_boat", "rowboat"))
_OPEN_BOATS = {"⛵": "rowboat", "🛶": "rowboat"}
# Height of what one sits on, by that of the whole.
_SEATS = {"sofa": 0.46, "swing": 0.3, "🪑": 0.5, "🛏": 0.5, "bench": 0.5, "throne": 0.42, "💺": 0.4}
_SEAT_SIZE = 1.0  # half-heights, where somebody sits
_SAT = 0.34  # of somebody who sits there, below the seat


def compose(
    named: Sequence[Named], words: Sequence[str], ground: Ground, source: str, prompt: str
) -> tuple[Placed, ...]:
    """The things of a text in the picture of the generator `source`; the same text gives the same."""
    named = without_deeds(named, words)
    kept = kept_of([one for one in named if not (ground.indoors and _fits_in_no_room(one.noun))], source)
    if not kept:
        return ()
    things = [
        Thing(one.noun, description, _where(one.noun, description, ground), one.many)
        for one, description in zip(kept, describe(kept, words, words_of(prompt)), strict=True)
    ]
    things = _joined([two(one) for one in things])
    for number in reversed(without_drawn(things)):
        things = _without(things, number)
    burning = is_burning(words)
    others = [one for one in things if one.noun.drawing != FLAME]
    if burning and any(can_burn(one.noun) for one in others):
        things = _without(things, next((n for n, one in enumerate(things) if one.noun.drawing == FLAME), -1))
    else:
        burning = False
    things = [
        replace(
            one,
            description=replace(
                one.description,
                on=one.description.on if one.description.on < MOST else -1,
                under=one.description.under if one.description.under < MOST else -1,
            ),
        )
        for one in things[:MOST]
    ]
    if ground.tables:
        things = _on_a_table(things)
    key = zlib.crc32(prompt.encode(errors="replace"))
    acting = doing(things)
    placed = [_place(things, number, ground, key, burning) for number in range(len(things))]
    placed = [
        replace(mine, drawing=one.noun.drawing, flip=mine.flip and not one.noun.drawing.endswith(WRITTEN))
        for one, mine in zip(acting, placed, strict=True)
    ]
    placed = held(things, beneath(things, _on_others(things, placed)))
    if burning:
        placed += _flames(things, placed)
    return _with_copies(things, placed)


def _fits_in_no_room(noun: Noun) -> bool:
    """Whether it is a house, a tree or a ship."""
    lives = noun.person or noun.drawing in _RIDDEN or noun.lives in ("", "room", "figures")
    return noun.size in ("huge", "big") and noun.where in ("ground", "water") and not lives


def _joined(things: list[Thing]) -> list[Thing]:
    """People with what they hold, wear or lie under as one drawing."""
    for number, one in enumerate(things):
        for other_number, other in enumerate(things):
            both = (covered(one, other) or _both(one.noun, other.noun)) if one is not other else None
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


def _without(things: list[Thing], number: int) -> list[Thing]:
    """The list without one; what was on others still is."""
    if number < 0:
        return things

    def moved(on: int) -> int:
        return -1 if on == number else on - (on > number)

    def kept(said: Description) -> Description:
        return replace(said, on=moved(said.on), under=moved(said.under))

    return [
        replace(one, description=kept(one.description)) for place, one in enumerate(things) if place != number
    ]


def _on_a_table(things: list[Thing]) -> list[Thing]:
    """The list with a table under what stands on tables; several of one kind stand on it side by side."""
    table = next((n for n, one in enumerate(things) if one.noun.drawing == TABLE), len(things))
    tabled = [
        number
        for number, one in enumerate(things)
        if one.noun.where == "table" and one.where == "ground" and one.description.on in (-1, table)
    ]
    if not tabled:
        return things
    noun = nouns().called(TABLE)
    out = (
        list(things)
        if table < len(things) or noun is None
        else [*things, Thing(noun, Description(), "ground", False)]
    )
    for number in tabled:
        one = things[number]
        count = min(one.description.count or (2 if one.many else 1), _MOST_ON_A_TABLE)
        out[number] = replace(one, many=False, description=replace(one.description, count=1, on=table))
        out += [out[number]] * (count - 1)
    return out


def can_burn(noun: Noun) -> bool:
    """Whether a thing may be on fire: no person, and no flame itself."""
    return (
        not noun.person
        and noun.where in ("ground", "table", "water")
        and not noun.weak
        and noun.drawing != FLAME
    )


def _where(noun: Noun, description: Description, ground: Ground) -> str:
    """Where of nouns.PLACES it is in a generator with that ground."""
    if description.flies:
        return "sky"
    if description.deed == "swim" and lives(noun) and ground.water is not None:
        return "water"
    if noun.where == "under":
        return "water" if ground.water is not None else "air" if ground.ground is None else "sky"
    if noun.where == "water" and ground.water is None:
        return "ground" if ground.ground is not None else "air"
    if noun.where in ("ground", "table"):
        return "air" if ground.ground is None else "ground"
    return noun.where


def _place(things: list[Thing], number: int, ground: Ground, key: int, burning: bool) -> Placed:
    one, count = things[number], len(things)
    description, noun = one.description, one.noun
    rows = [[n for n, other in enumerate(things) if (other.where in ("sky",)) == up] for up in (False, True)]
    row = rows[one.where == "sky"]
    # What carries another one is in its place, too.
    row = [n for n in row if things[n].description.on < 0] or row
    if noun.drawing not in LANDFORMS or count == 1:
        row = [n for n in row if things[n].noun.drawing not in LANDFORMS] or row
    place, of = (row.index(number) if number in row else 0), len(row)
    side = 1.0 if key & 1 else -1.0
    x = {1: 0.16 * side, 2: (-0.42, 0.42)[place % 2] * side, 3: (-0.58, 0.56, 0.0)[place % 3]}[min(of, 3)]
    if of == 1 and count > 1 and all(rows):
        # What flies is not hidden by what stands.
        x = (-_APART if one.where == "sky" else _APART) * side
    if description.side:
        x = 0.55 * description.side
    size = SIZES[noun.size] * (1.0, 0.86, 0.76)[min(count, MOST) - 1] * description.distance
    if count == 1 and not one.many and noun.size in _ALONE:
        size *= _ALONE[noun.size]
    if noun.drawing in GROUPS:
        size *= GROUPS[noun.drawing]
    if burning and can_burn(noun):
        size = min(size, 1.2)
    if ground.indoors and not noun.person:
        size = min(size, _LARGEST_INDOORS if noun.where != "table" or description.on >= 0 else _HELD)
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
    far = noun.drawing in LANDFORMS and one.where == "ground"
    if far and not ground.indoors:
        # Land is large, and behind all that stands on it.
        x, y, size = x if description.side else -0.3 * side, y + FAR, _LARGEST
    return Placed(
        noun.drawing,
        x,
        y,
        min(size, _LARGEST * max(1.0, GROUPS.get(noun.drawing, 1.0))),
        hangs=one.where in ("sky", "air"),
        afloat=one.where == "water",
        colour=description.colour or noun.colour,
        haze=0.35 if description.distance < 0.7 or (far and count > 1) else 0.0,
        sided=bool(description.side),
        flip=bool(key >> (2 + number) & 1) and not noun.person and description.on < 0,
        phase=(key >> (8 + 3 * number) & 7) / 8.0,
    )  # fmt: skip


def _on_others(things: list[Thing], placed: list[Placed]) -> list[Placed]:
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
        acts = POSED in mine.drawing and not mine.drawing.endswith(_SITS)
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
        drawing = mine.drawing
        if beneath.drawing in _SEATS and one.noun.person and one.description.deed in ("", "sit") and not acts:
            drawing = posed(one.noun.drawing, "sit")
            sunk = _SAT if drawing != one.noun.drawing else sunk
        if beneath.drawing in _SEATS and one.noun.person:
            out[on] = replace(out[on], size=max(placed[on].size, _SEAT_SIZE))
            size = min(mine.size, _SEAT_SIZE)
        aside = 0.2 if boat else 0.0
        beside = [n for n, other in enumerate(things) if other.description.on == on]
        if len(beside) > 1 and beneath.drawing == TABLE:
            aside = 0.6 * (beside.index(number) / (len(beside) - 1) - 0.5)
            size *= 0.75
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


def _flames(things: list[Thing], placed: list[Placed]) -> list[Placed]:
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


def _with_copies(things: list[Thing], placed: list[Placed]) -> tuple[Placed, ...]:
    """As many of each as the text asks for."""
    out: list[Placed] = []
    first = {}
    carrying = {one.on for one in placed}
    for number, mine in enumerate(placed):
        first[number] = len(out)
        thing = things[number] if number < len(things) else None
        count = 1
        if thing is not None and mine.on < 0 and number not in carrying and not is_group(mine.drawing):
            count = min(thing.description.count or (3 if thing.many else 1), _MOST_COPIES)
        out += _copies(mine, count, len(things))
    return tuple(replace(one, on=first.get(one.on, -1)) for one in out)


def _copies(mine: Placed, count: int, kinds: int) -> list[Placed]:
    if count == 1:
        return [mine]
    spread = 0.72 if kinds == 1 else 0.36
    if count == 2 and is_person(mine.drawing):
        # Two are together, and who fight face each other.
        spread = 0.2
        if mine.drawing.endswith(_FACING):
            half = 0.16 if mine.drawing.endswith("@fight") else 0.1
            near = replace(mine, x=mine.x * 0.3 - half, size=0.85 * mine.size, flip=False)
            return [near, replace(near, x=near.x + 2.0 * half, flip=True, phase=(mine.phase + 0.29) % 1.0)]
    copies = []
    for number in range(count):
        along = (number - (count - 1) / 2) / (count - 1) * 2.0
        depth = (number * 2) % 3 / 2.0
        size = mine.size * (0.7 if count > 2 else 0.8) * (1.0 - 0.22 * depth)
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
