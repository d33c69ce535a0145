"""Everybody who can be drawn: single figures and groups, by name."""

# ruff: noqa: E501 - a form reads best with its corners in a line
from __future__ import annotations

from dataclasses import replace

import numpy as np

from realtime.scenery.objects.figures import DEEP, LIGHT, Figure, draw_figure
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


def posed(name: str, pose: str) -> str:
    """The drawing of somebody in that pose, where they are free to take one."""
    base, _, extra = name.partition(WITH)
    figure = _SINGLE.get(base)
    free = figure is not None and figure.pose in _FREE and figure.garment != "fish"
    return f"{base}{POSED}{pose}{WITH * bool(extra)}{extra}" if pose and free else name


def with_thing(name: str, thing: str) -> str | None:
    """The drawing of somebody wearing or holding a thing; None where they cannot."""
    figure, extra = _SINGLE.get(name), _EXTRAS.get(thing)
    if figure is None or extra is None or figure.pose not in _FREE:
        return None
    if extra in PROPS:
        return f"{name}{WITH}{extra}" if not figure.holds else None
    return f"{name}{WITH}{extra}" if not figure.wears else None


def is_person(drawing: str) -> bool:
    """Whether a drawing is of somebody, in any pose."""
    return drawing.partition(POSED)[0].partition(WITH)[0] in PEOPLE


def person_tones(name: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of one of PEOPLE, as `bake.fitted` takes them."""
    pen = Pen()
    name, _, extra = name.partition(WITH)
    name, _, pose = name.partition(POSED)
    group = _GROUPS.get(name) or ((_SINGLE[name], 0.0, False),)
    if pose:
        group = ((replace(_SINGLE[name], pose=pose), 0.0, False),)
    if extra:
        figure = group[0][0]
        holds = {"holds": (*figure.holds, extra), "pose": "hold" if figure.pose in _FREE else figure.pose}
        more = holds if extra in PROPS else {"wears": (*figure.wears, extra)}
        group = ((replace(figure, **more), 0.0, False),)
    for figure, x, mirrored in group:
        draw_figure(pen.beside((x, 0.0), flip=mirrored), figure)
    return pen.planes()
