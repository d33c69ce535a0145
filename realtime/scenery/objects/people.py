"""Everybody who can be drawn: single figures and groups, by name."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from realtime.scenery.objects import marks
from realtime.scenery.objects.figures import DEEP, LIGHT, POSES, Figure, draw_figure
from realtime.scenery.objects.pen import Pen
from realtime.scenery.objects.props import PROPS

_F = Figure
_MAN, _WOMAN = _F(), _F("stand", "dress", "long", tone=LIGHT)
_CHILD = 0.66
# Each: (figure, place to the right, mirrored), from behind to front.
_Group = tuple[tuple[Figure, float, bool], ...]

_SINGLE: dict[str, Figure] = {
    "person": _F("walk", "coat"),
    "man": _F("stand", "trousers", "short"),
    "woman": _F("stand", "dress", "long", tone=LIGHT),
    "boy": _F("wave", "trousers", "short", size=_CHILD),
    "girl": _F("wave", "dress", "tail", size=_CHILD, tone=LIGHT),
    "child": _F("stand", "trousers", "short", (), ("balloon",), size=_CHILD),
    "grandmother": _F("stoop", "robe", "grey_bun", ("scarf",), ("cane",)),
    "grandfather": _F("stoop", "coat", "white", ("beard",), ("cane",)),
    "samurai": _F("fight", "armour", "short", ("kabuto",), ("katana",)),
    "ninja": _F("run", "trousers", "none", ("hood", "scarf"), ("katana",), tone=78),
    "knight": _F("hold", "armour", "none", ("cape", "visor"), ("-shield", "sword"), tone=225),
    "soldier": _F("hold", "trousers", "short", ("helmet",), ("rifle",), tone=DEEP),
    "warrior": _F("raise", "armour", "long", ("cape",), ("-shield", "spear")),
    "king": _F("hold", "robe", "long", ("cape", "beard", "crown"), ("staff",)),
    "queen": _F("hold", "gown", "long", ("crown",), ("staff",)),
    "prince": _F("hold", "trousers", "short", ("cape", "crown"), ("sword",)),
    "princess": _F("wave", "gown", "long", ("crown",), (), tone=LIGHT),
    "bride": _F("hold", "gown", "short", ("veil",), ("flowers",), tone=250),
    "groom": _F("hand_left", "trousers", "short", ("tie", "top_hat"), (), tone=DEEP),
    "witch": _F("hand_right", "robe", "long", ("witch_hat",), ("broom",), tone=DEEP),
    "wizard": _F("hand_right", "robe", "long", ("beard", "witch_hat"), ("staff",)),
    "angel": _F("cheer", "robe", "long", ("wings", "halo"), (), tone=250),
    "devil": _F("hand_right", "robe", "short", ("bat_wings", "horns"), ("spear",), tone=DEEP),
    "vampire": _F("cheer", "trousers", "short", ("bat_wings",), (), tone=DEEP, skin=245),
    "fairy": _F("raise", "tutu", "bun", ("fairy_wings",), ("wand",)),
    "death": _F("hand_right", "robe", "none", ("cowl",), ("scythe",), tone=78, skin=235),
    "monk": _F("kneel", "robe", "none"),
    "priest": _F("hold", "robe", "short", ("cross",), ("book",), tone=DEEP),
    "nun": _F("hold", "robe", "none", ("coif", "cross"), ("book",), tone=78),
    "geisha": _F("hold", "kimono", "bun", (), ("parasol",)),
    "hanbok": _F("stand", "hanbok", "bun"),
    "scholar": _F("hold", "robe", "topknot", ("beard", "gat"), ("book",), tone=LIGHT),
    "astronaut": _F("wave", "suit", "none", ("glass",)),
    "dancer": _F("dance", "dress", "tail"),
    "ballerina": _F("dance", "tutu", "bun"),
    "singer": _F("sing", "dress", "long", (), ("microphone",)),
    "guitarist": _F("play", "trousers", "long", (), ("guitar",)),
    "violinist": _F("play", "coat", "short", (), ("violin",)),
    "cowboy": _F("hand_right", "trousers", "short", ("scarf", "hat"), ("bag",)),
    "pirate": _F("hold", "coat", "long", ("beard", "hat"), ("sword",)),
    "detective": _F("walk", "coat", "short", ("hat",), ("bag",), tone=DEEP),
    "doctor": _F("hand_right", "coat", "short", ("tie",), ("bag",), tone=246),
    "nurse": _F("hold", "dress", "bun", ("apron", "nurse_cap"), ("book",)),
    "chef": _F("hold", "trousers", "short", ("apron", "chef_hat"), ("book",), tone=246),
    "farmer": _F("hand_right", "trousers", "short", ("straw_hat",), ("basket",)),
    "fisherman": _F("reach", "coat", "short", ("straw_hat",), ("rod",)),
    "police": _F("stand", "trousers", "short", ("tie", "cap"), (), tone=DEEP),
    "student": _F("walk", "trousers", "short", ("backpack", "cap"), ("book",)),
    "teacher": _F("hold", "dress", "bun", (), ("book",), tone=DEEP),
    "traveller": _F("walk", "coat", "short", ("backpack", "hat"), ("staff",)),
    "runner": _F("run", "trousers", "tail"),
    "athlete": _F("reach", "trousers", "short", (), ("ball",)),
    "mother": _F("hold", "dress", "bun", (), ("child",)),
    "hero": _F("raise", "trousers", "short", ("cape",)),
    "mermaid": _F("wave", "fish", "long", ("fish_tail",)),
    "chief": _F("hand_right", "robe", "long", ("feathers",), ("spear",)),
    "lantern_bearer": _F("hold", "robe", "topknot", (), ("lantern",)),
    "with_umbrella": _F("hold", "coat", "long", (), ("umbrella",)),
    "farewell": _F("wave", "coat", "long", (), ("-bag",)),
    "worker": _F("hand_right", "trousers", "short", ("helmet",), ("bag",)),
    "seated": _F("kneel", "trousers", "short"),
    "praying": _F("kneel", "robe", "long"),
    "hiker": _F("walk", "trousers", "short", ("backpack", "cap"), ("cane",)),
    "clown": _F("cheer", "suit", "curly", ("hat",), ("balloon",)),
}

_GROUPS: dict[str, _Group] = {
    "couple": ((_F("hand_right"), -0.2, False), (_F("hand_right", "dress", "long", tone=LIGHT), 0.2, True)),
    "couple_umbrella": (
        (_F("hand_left", "dress", "long", tone=LIGHT), 0.2, False), (_F("hold", "coat", "short", (), ("umbrella",)), -0.16, False),
    ),
    "wedding": (
        (_F("hand_left", "trousers", "short", ("tie",), (), tone=DEEP), 0.22, False),
        (_F("hand_left", "gown", "short", ("veil",), ("-flowers",), tone=250), -0.2, False),
    ),
    "dancing_couple": (
        (_F("reach", "trousers"), -0.24, False), (_F("raise", "gown", "bun", tone=LIGHT), 0.26, True),
    ),
    "parting": ((_F("walk", "coat", "long", ("scarf",), ("bag",)), 0.62, False), (_F("wave"), -0.5, False)),
    "family": (
        (_F("hand_right"), -0.36, False), (_F("hand_right", "dress", "long", tone=LIGHT), 0.36, True),
        (_F("stand", "trousers", "short", size=_CHILD), 0.0, False),
    ),
    "mother_child": (
        (_F("hand_right", "dress", "bun", tone=LIGHT), -0.16, False), (_F("raise", "trousers", "short", size=0.55), 0.13, True),
    ),
    "father_child": (
        (_F("hand_right"), -0.16, False), (_F("raise", "dress", "tail", size=0.55), 0.13, True),
    ),
    "grandparents": (
        (_F("hand_right", "robe", "grey_bun", ("scarf",)), 0.2, True), (_F("hand_right", "coat", "white", ("beard",), ("-cane",)), -0.2, False),
    ),
    "friends": (
        (_F("cheer"), -0.42, False), (_F("cheer", "trousers", "curly", tone=LIGHT), 0.42, False),
        (_F("cheer", "dress", "tail", tone=DEEP), 0.0, False),
    ),
    "children": (
        (_F("run", "trousers", "short", size=_CHILD), -0.42, False), (_F("cheer", "trousers", "curly", size=_CHILD, tone=LIGHT), 0.4, False),
        (_F("wave", "dress", "tail", size=_CHILD), 0.0, False),
    ),
    "two_children": (
        (_F("wave", "trousers", "short", size=_CHILD), -0.24, False), (_F("wave", "dress", "tail", size=_CHILD), 0.24, True),
    ),
    "crowd": tuple(
        (_F(("cheer", "wave", "raise")[k % 3], "trousers", ("short", "long", "curly", "bun")[k % 4], tone=(168, 225, 118)[k % 3]), x, bool(k % 2))
        for k, x in enumerate((-0.9, -0.45, 0.0, 0.45, 0.9))
    ),
    "people": (
        (_F("hold", "coat", "short", (), ("bag",)), -0.72, False), (_F("stand", "dress", "long", tone=LIGHT), -0.26, False),
        (_F("stand", "trousers", "curly", tone=DEEP), 0.2, True), (_F("walk", "coat", "bun", ("scarf",), tone=LIGHT), 0.66, True),
    ),
    "band": (
        (_F("sing", "dress", "long", (), ("microphone",), tone=LIGHT), 0.0, False), (_F("play", "trousers", "long", (), ("guitar",)), -0.55, False),
        (_F("play", "trousers", "curly", (), ("guitar",), tone=DEEP), 0.55, True),
    ),
    "battle": (
        (_F("fight", "armour", "none", ("visor",), ("sword",)), -0.5, False), (_F("fight", "armour", "short", ("helmet",), ("sword",), tone=LIGHT), 0.5, True),
    ),
    "army": tuple(
        (_F("hold", "trousers", "short", ("helmet",), ("rifle",), tone=DEEP), x, False) for x in (-0.75, -0.25, 0.25, 0.75)
    ),
    "procession": tuple(
        (_F("hold", "robe", "none", ("cowl",), ("lantern",), tone=78), x, False) for x in (-0.75, -0.25, 0.25, 0.75)
    ),
    "embrace": (
        (_F("reach", "dress", "long", tone=LIGHT), 0.13, True), (_F("reach"), -0.13, False),
    ),
}  # fmt: skip

PEOPLE = frozenset((*_SINGLE, *_GROUPS))
GROUPS = {name: 1.0 + 0.14 * (len(group) - 1) for name, group in _GROUPS.items()} | {
    "couple_umbrella": 1.3,
    "with_umbrella": 1.2,
}
"""Groups, and by how much more of the picture they may have than one person."""


# A figure in another pose than its own, and with more on or in hand: "girl@run", "girl@stand+hat".
POSED, WITH = "@", "+"
_FREE = ("stand", "wave", "walk", "hold")
_EXTRAS = {
    "hat": "hat", "🎩": "top_hat", "👒": "straw_hat", "🧢": "cap", "🪖": "helmet", "🧣": "scarf", "👑": "crown", "🎒": "backpack",
    "🪽": "wings", "🏮": "lantern", "🪔": "lantern", "🔦": "lantern", "📕": "book", "📚": "book", "📒": "book", "💐": "flowers",
    "🎈": "balloon", "🧹": "broom", "🧺": "basket", "🧳": "bag", "💼": "bag", "👜": "bag",
}  # fmt: skip
"""A thing → what of `worn.wear` or `props.PROPS` somebody has of it."""


@dataclass(frozen=True, slots=True)
class Act:
    """How a deed is drawn. pose: of POSES; holds: of PROPS, for it; mark: what shows it, drawn over the figure,
    or `once` over all of them, and called with half of how far apart the outermost are; apart: of those who do
    it beside each other; wide: of one of them; keeps: who does it keeps in hand what they have; faces: those
    who are mirrored in a group still are."""

    pose: str
    holds: tuple[str, ...] = ()
    mark: Callable[[Pen, float], None] | None = None
    apart: float = 0.62
    keeps: bool = False
    faces: bool = False
    once: bool = False
    wide: float = 1.2


def _swum(pen: Pen, half: float) -> None:
    marks.water(pen.beside((0.0, 0.1)), 0.85 + half, 0.2)


def _fallen(pen: Pen, half: float) -> None:
    marks.falling(pen.beside((-0.25, 1.3)), (0.0, 0.0))


ACTS: dict[str, Act] = {
    "sleep": Act("lie", ("pillow",), lambda pen, half: marks.asleep(pen, (-0.74, 0.64))),
    "lie": Act("lie", ("pillow",)),
    "swim": Act("swim", mark=_swum, apart=0.9, once=True, wide=1.9),
    "fall": Act("fall", mark=_fallen, apart=0.8),
    "fly": Act("fly", apart=0.8, wide=2.2, mark=lambda pen, half: marks.speed(pen, (-0.2, 0.3))),
    "jump": Act("jump", mark=lambda pen, half: marks.shadow(pen, 0.26), apart=0.68),
    "run": Act("run", keeps=True, mark=lambda pen, half: marks.speed(pen, (-0.24, 0.52)), apart=0.6),
    "weep": Act("weep", mark=lambda pen, half: marks.tears(pen, (0.08, 0.78)), apart=0.75),
    "knit": Act("bent", ("knitting",), apart=0.85), "read": Act("bent", ("open_book",), apart=0.85),
    "write": Act("bent", ("letter",), apart=0.85), "eat": Act("feed", ("bowl",), apart=0.85),
    "drink": Act("feed", ("cup",), apart=0.85), "sit": Act("sit"), "settle": Act("ground", apart=0.8),
    "sweep": Act("tool", ("broom",)), "hug": Act("cradle"), "embrace": Act("hug"), "fight": Act("punch", keeps=True, faces=True),
    "climb": Act("climb", wide=1.9, mark=lambda pen, half: marks.cliff(pen)), "dance": Act("dance", apart=0.7), "keys": Act("keys", mark=lambda pen, half: marks.stool(pen, 0.42)), "blow": Act("blow"),
    "strum": Act("strum"), "kneel": Act("kneel"), "sing": Act("sing", ("microphone",)), "cheer": Act("cheer"),
    "wave": Act("wave", keeps=True), "reach": Act("reach"), "walk": Act("walk", keeps=True),
}  # fmt: skip
"""How each deed of `deeds.DEEDS` is drawn, and those of players."""
_OF_TWO = {"hug": "embrace", "fight": "battle"}
_PAIRS = ("couple", "embrace")
# These have a picture of their own.
_STILL = frozenset(
    (
        "parting",
        "battle",
        "army",
        "procession",
        "embrace",
        "wedding",
        "couple_umbrella",
        "dancing_couple",
        "band",
    )
)
# What a group does in its own picture as well.
_ANYHOW = ("walk", "reach", "wave", "hug")
_ALWAYS = ("cover",)
# Worn only by who stands.
_HANGING = ("veil", "apron")
_BROAD, _TALL = 2.4, 1.6  # of the sheet
_YOUNG, _GROWN = 0.8, 0.75


def posed(name: str, deed: str) -> str:
    """The drawing of somebody who does that, or their own where there is none of it."""
    base, _, extra = name.partition(WITH)
    if deed not in ACTS or base not in PEOPLE or any(one.garment == "fish" for one in _figures(base)):
        return name
    if base in _GROUPS:
        if deed in _OF_TWO:
            return _OF_TWO[deed] if base in _PAIRS else name
        return f"{base}{POSED}{deed}" if base not in _STILL and deed not in _ANYHOW else name
    # A mother has her child in her arms anyway.
    if deed == "hug" and "child" in _SINGLE[base].holds:
        return name
    return f"{base}{POSED}{deed}{WITH * bool(extra)}{extra}"


def with_thing(name: str, thing: str) -> str | None:
    """The drawing of somebody wearing or holding a thing; None where they cannot."""
    figure, extra = _SINGLE.get(name), _EXTRAS.get(thing)
    if figure is None or extra is None or figure.pose not in _FREE:
        return None
    if extra in PROPS:
        return f"{name}{WITH}{extra}" if not figure.holds else None
    return f"{name}{WITH}{extra}" if not figure.wears else None


def is_group(drawing: str) -> bool:
    """Whether it shows several people, whatever they do."""
    return drawing.partition(POSED)[0] in GROUPS


def is_person(drawing: str) -> bool:
    """Whether a drawing is of somebody, in any pose."""
    return drawing.partition(POSED)[0].partition(WITH)[0] in PEOPLE


def person_tones(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of one of PEOPLE, as `bake.fitted` takes them."""
    pen = Pen()
    name, _, extra = name.partition(WITH)
    name, _, deed = name.partition(POSED)
    group = _GROUPS.get(name) or ((_SINGLE[name], 0.0, False),)
    if extra:
        figure = group[0][0]
        holds = {"holds": (*figure.holds, extra), "pose": "hold" if figure.pose in _FREE else figure.pose}
        more = holds if extra in PROPS else {"wears": (*figure.wears, extra)}
        group = ((replace(figure, **more), 0.0, False),)
    if deed:
        _draw_acting(pen, group, ACTS[deed], extra)
        return pen.planes()
    for figure, x, mirrored in group:
        draw_figure(pen.beside((x, 0.0), flip=mirrored), figure)
    return pen.planes()


def _figures(name: str) -> list[Figure]:
    return [one for one, _, _ in _GROUPS[name]] if name in _GROUPS else [_SINGLE[name]]


def _draw_acting(pen: Pen, group: _Group, act: Act, extra: str) -> None:
    """All of a group in one act, beside each other, or behind each other where they lie."""
    turn, last = POSES[act.pose].turn, len(group) - 1
    lies = act.pose == "lie"
    room = _BROAD / (act.wide + act.apart * last)
    scale = min(1.0, _TALL / (1.0 + 0.3 * last) if lies else room)
    pen = pen.beside((0.0, 0.4 if lies and last else 0.0), scale)
    # Who is turned lies on one side of the feet.
    middle = 0.5 * math.sin(math.radians(turn))
    for number, (figure, _, mirrored) in enumerate(sorted(group, key=lambda one: one[1])):
        row = number - 0.5 * last
        at = (middle + 0.1 * row, -0.3 * row) if lies else (middle + act.apart * row, 0.0)
        own = tuple(name for name in figure.holds if act.keeps and name != "cane")
        extras = (extra,) if extra in _ALWAYS and extra not in act.holds else ()
        size = (_YOUNG if last and figure.size < _GROWN else 1.0) / figure.size
        beside = pen.beside(at, size, flip=mirrored and act.faces)
        wears = tuple(name for name in figure.wears if not (POSES[act.pose].folded and name in _HANGING))
        draw_figure(beside, replace(figure, pose=act.pose, wears=wears, holds=(*own, *act.holds, *extras)))
        if act.mark is not None and not act.once and (number == 0 or not act.keeps):
            act.mark(beside.beside((0.0, 0.0), figure.size), 0.0)
    if act.mark is not None and act.once:
        act.mark(pen, 0.5 * act.apart * last)
