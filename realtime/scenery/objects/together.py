"""What a person holds is drawn in their hand, and who belongs together as one group."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

GARMENTS = frozenset("👗👕🧥👔👚👘🥼")
"""What a figure wears anyway: it has the colour of what is named."""
_ANYBODY = (
    "person", "man", "woman", "boy", "girl", "child", "mother_child", "farewell", "traveller", "student", "hiker",
    "grandmother", "grandfather",
)  # fmt: skip

TOGETHER: dict[tuple[str, str], str] = {
    **{(who, "☂"): "with_umbrella" for who in _ANYBODY},
    **{(who, "bicycle"): "🚴" for who in _ANYBODY},
    **{(who, "bicycle"): "🚴" for who in ("children", "friends", "couple")},
    **{(who, "🎸"): "guitarist" for who in (*_ANYBODY, "singer")},
    **{(who, "🎻"): "violinist" for who in _ANYBODY},
    **{(who, "🎤"): "singer" for who in _ANYBODY},
    **{(who, "🎈"): "child" for who in ("boy", "girl", "child")},
    **{(who, "🧳"): "farewell" for who in ("person", "man", "woman", "traveller")},
    **{(who, "🎒"): "student" for who in ("person", "boy", "girl", "student")},
    **{(who, "⚔"): who for who in ("samurai", "ninja", "knight", "warrior", "battle")},
    **{(who, "🗡"): who for who in ("samurai", "ninja", "knight", "warrior", "prince", "pirate")},
    **{(who, "👑"): who for who in ("king", "queen", "prince", "princess")},
    **{(who, "☂"): "couple_umbrella" for who in ("couple", "embrace", "dancing_couple", "friends", "mother_child")},
    **{(who, whom): who for who in ("hanbok", "geisha") for whom in ("woman", "girl", "person")},
    **{("student", who): "student" for who in ("boy", "girl", "child")},
    ("knight", "🛡"): "knight", ("warrior", "🛡"): "warrior", ("soldier", "🔫"): "soldier", ("witch", "🧹"): "witch",
    ("angel", "🪽"): "angel", ("fairy", "🪽"): "fairy", ("wizard", "🪄"): "wizard", ("fairy", "🪄"): "fairy",
    ("bride", "💐"): "bride", ("bride", "groom"): "wedding", ("groom", "bride"): "wedding", ("wedding", "💍"): "wedding",
    ("man", "woman"): "couple", ("woman", "man"): "couple", ("fisherman", "🎣"): "fisherman", ("geisha", "☂"): "geisha",
    ("boy", "girl"): "children", ("girl", "boy"): "children", ("death", "🪓"): "death", ("army", "soldier"): "army",
    ("grandmother", "grandfather"): "grandparents", ("grandfather", "grandmother"): "grandparents",
    ("mother_child", "child"): "mother_child", ("mother_child", "boy"): "mother_child", ("mother_child", "girl"): "mother_child",
    ("mother_child", "👶"): "mother", ("mother_child", "baby"): "mother", ("woman", "baby"): "mother", ("man", "child"): "father_child", ("man", "girl"): "father_child",
    ("woman", "child"): "mother_child", ("woman", "👶"): "mother",
}  # fmt: skip
"""(who, what) → the drawing that has both."""
