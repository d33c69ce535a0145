"""Who does what with what in a composition: who plays an instrument, who holds whom in their arms."""

# ruff: noqa: E501 - a table reads best with a row a line

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from realtime.scenery.objects.beasts import beast_posed
from realtime.scenery.objects.deeds import does, lives
from realtime.scenery.objects.described import Description
from realtime.scenery.objects.nouns import Named, Noun
from realtime.scenery.objects.people import GROUPS, WITH, is_group, posed
from realtime.scenery.objects.placed import Placed

_STAGE = "figures"
# Instruments that stand on the ground before who plays them, and how.
_FLOOR = {
    "grand_piano": "keys", "🎹": "keys", "harp": "keys", "🥁": "strum", "🪘": "strum", "xylophone": "strum",
    "gong": "reach", "cymbals": "cheer", "janggu": "strum", "turntable": "reach",
}  # fmt: skip
_BLOWN = frozenset((*"🎺🎷🪈", "harmonica", "bagpipes"))
_STRUMMED = frozenset((*"🎸🎻🪕🪗", "tambourine", "gayageum"))
_LAP = "gayageum"
# What is in the drawing of the deed already.
_DRAWN_WITH = {
    "read": "📕📖📗📘📙📚📒📓📰📜", "write": "✉📝✏🖊🖋✒📜📒💌", "eat": "🍜🍚🥣🍲🍝", "drink": "☕🍵🍺🍷🥛🥃🍶", "knit": "🧶🧵🪡",
    "sweep": "🧹", "sing": "🎤", "sleep": "💤🛌", "weep": "💧😢",
}  # fmt: skip
_LYING = ("sleep", "lie")
_COVERS = "blanket"
# In arms is what is no larger than this.
_IN_ARMS = ("small", "middle")
_HELD_SIZE, _ARMS_SIZE, _HELD_SEAT = 0.5, 0.4, 0.36
_BESIDE = 0.46


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun with its description, while the composition is made."""

    noun: Noun
    description: Description
    where: str
    many: bool


def without_deeds(named: Sequence[Named], words: Sequence[str]) -> list[Named]:
    """Those of `named` without what only says what somebody else does: knitting, an embrace."""
    doers = [one for one in named if lives(one.noun) and not does(one.text)]
    if not doers:
        return list(named)
    articles = ("a", "an", "the", "of")
    return [
        one for one in named if not does(one.text) or (one.first > 0 and words[one.first - 1] in articles)
    ]


def without_drawn(things: Sequence[Thing]) -> list[int]:
    """The numbers of those that the drawing of somebody's deed has in it."""
    held = "".join(_DRAWN_WITH.get(one.description.deed, "") for one in things if one.noun.person)
    return [n for n, one in enumerate(things) if not one.noun.person and one.noun.drawing in held]


def covered(one: Thing, other: Thing) -> str | None:
    """Who lies under a blanket, as one drawing."""
    lies = one.noun.person and one.noun.drawing not in GROUPS and one.description.deed in _LYING
    return f"{one.noun.drawing}{WITH}cover" if lies and other.noun.drawing == _COVERS else None


def two(one: Thing) -> Thing:
    """Two children are two, and no group of them."""
    if one.noun.drawing != "children" or one.description.count != 2:
        return one
    return replace(one, noun=replace(one.noun, drawing="two_children"))


def doing(things: Sequence[Thing]) -> list[Thing]:
    """All of them in the pose of what they do."""
    out = []
    for number, one in enumerate(things):
        deed = _deed(things, number)
        drawing = posed(one.noun.drawing, deed) if one.noun.person else beast_posed(one.noun.drawing, deed)
        out.append(replace(one, noun=replace(one.noun, drawing=drawing)))
    return out


def _deed(things: Sequence[Thing], number: int) -> str:
    """How somebody does it: with a piano, with somebody in the arms, on the ground."""
    one = things[number]
    deed = one.description.deed
    instrument = _instrument(things, number)
    if instrument is not None and deed not in (*_LYING, "swim", "fall"):
        drawing = things[instrument].noun.drawing
        return _FLOOR.get(drawing, "") or ("blow" if drawing in _BLOWN else "strum")
    if deed == "hug":
        whom = _hugged(things, number)
        each_other = whom is None and (one.many or one.description.count == 2)
        return "embrace" if each_other or (whom is not None and not _in_arms(things[whom])) else deed
    # On the ground, but for what has a seat.
    return "settle" if deed == "sit" and one.noun.person and one.description.on < 0 else deed


def held(things: Sequence[Thing], placed: Sequence[Placed]) -> list[Placed]:
    """An instrument in the hands of who plays it, or them before it; in somebody's arms whom they hug."""
    out = list(placed)
    for number, _ in enumerate(things):
        instrument, whom = _instrument(things, number), _hugged(things, number)
        if instrument is not None and things[instrument].noun.drawing in _FLOOR:
            out[number] = _before(out[number], out, instrument)
        elif instrument is not None:
            out[instrument] = _in_hands(out[instrument], out[number], number)
        elif whom is not None and _in_arms(things[whom]):
            out[whom] = _in_hands(out[whom], out[number], number)
        elif whom is not None:
            out[number] = _before(out[number], out, whom)
    return out


def _in_hands(what: Placed, who: Placed, number: int) -> Placed:
    seated = "@strum" in who.drawing
    blown = "@blow" in who.drawing
    if what.drawing == _LAP:
        return replace(
            what, on=number, size=1.05 * who.size, seat=0.04, aside=0.16, hangs=False, flip=False, x=who.x
        )
    size = who.size * (_ARMS_SIZE if "@hug" in who.drawing else _HELD_SIZE)
    return replace(
        what, on=number, size=size, seat=0.2 if seated else 0.46 if blown else _HELD_SEAT,
        sunk=0.0, hangs=False, afloat=False, behind=False, aside=0.5 if blown else 0.0, flip=blown, x=who.x,
    )  # fmt: skip


def _before(who: Placed, placed: list[Placed], what: int) -> Placed:
    """Somebody at the left of a thing, their hands on it; no mirrored one, as they look to the right."""
    under = placed[what]
    placed[what] = replace(under, x=0.25, flip=False, hangs=False)
    return replace(who, on=what, seat=0.0, sunk=0.0, aside=-_BESIDE, behind=False, hangs=False, afloat=False)


def _in_arms(one: Thing) -> bool:
    return one.noun.size in _IN_ARMS and not one.noun.person


def _instrument(things: Sequence[Thing], number: int) -> int | None:
    """The instrument that somebody plays: the one that nobody nearer plays."""
    able = [n for n, one in enumerate(things) if one.noun.person and one.noun.drawing not in GROUPS]
    played = [n for n, one in enumerate(things) if _is_instrument(one)]
    if able[:1] != [number] or len(played) != 1:
        return None
    on = things[number].description.on
    aside = things[number].noun.lives == _STAGE or on == played[0] or things[played[0]].description.on >= 0
    return None if aside else played[0]


def _is_instrument(one: Thing) -> bool:
    return one.noun.drawing in _FLOOR or one.noun.drawing in _BLOWN or one.noun.drawing in _STRUMMED


def _hugged(things: Sequence[Thing], number: int) -> int | None:
    one = things[number]
    if one.description.deed != "hug" or not one.noun.person or is_group(one.noun.drawing):
        return None
    others = [n for n, other in enumerate(things) if n != number and other.description.on < 0]
    small = [n for n in others if things[n].noun.size in _IN_ARMS]
    loved = [n for n in others if lives(things[n].noun)] or small
    return loved[0] if loved and things[loved[0]].description.deed != "hug" else None
