"""What words are as parts of a text: verbs that look like things, compounds, and whose something is."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

from collections.abc import Callable, Sequence

from realtime.scenery.objects.deeds import lives
from realtime.scenery.objects.described import is_on
from realtime.scenery.objects.nouns import NOTHING, Named, nouns
from realtime.scenery.objects.people import GROUPS
from realtime.scenery.plain_words import PLAIN
from realtime.scenery.word_index import is_korean, is_owner, singulars

# What a train does as well as somebody does it, with an article after it.
_OF_THINGS = frozenset(("crosses", "circles", "orbits"))
_ARTICLES = frozenset(("a", "an", "the"))
# Nouns that are verbs as well.
_VERBS = frozenset(
    [
        "bat",
        "bear",
        "box",
        "brush",
        "circle",
        "comb",
        "cook",
        "cross",
        "crown",
        "dance",
        "dress",
        "drum",
        "duck",
        "fan",
        "fence",
        "fish",
        "fly",
        "guard",
        "hammer",
        "hand",
        "horn",
        "hunt",
        "leaf",
        "leaves",
        "light",
        "lock",
        "mask",
        "match",
        "nail",
        "nest",
        "orbit",
        "paint",
        "park",
        "pin",
        "plant",
        "ring",
        "rock",
        "sail",
        "saw",
        "sink",
        "ski",
        "snake",
        "sound",
        "spring",
        "star",
        "swallow",
        "swing",
        "trap",
        "wave",
        "watch",
        "water",
        "wing",
        "face",
        "shoulder",
        "bridge",
        "kiss",
        "smoke",
        "drink",
        "mirror",
        "thread",
        "web",
    ]
)
# And those that follow "to" far more often as verbs.
_TO = frozenset(
    [
        "cook",
        "dance",
        "dress",
        "fish",
        "fly",
        "guard",
        "hunt",
        "kiss",
        "paint",
        "plant",
        "sail",
        "swing",
        "watch",
        "wave",
    ]
)
_PRONOUNS = frozenset(
    [
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "who",
        "nobody",
        "everybody",
        "somebody",
        "everyone",
        "someone",
    ]
)
# What else stands before a verb.
_AUXILIARIES = frozenset(
    [
        "never",
        "always",
        "not",
        "cannot",
        "will",
        "would",
        "can",
        "could",
        "should",
        "can't",
        "won't",
        "don't",
        "didn't",
        "doesn't",
        "wouldn't",
    ]
)


# Letters of a word in a compound; short words that end one, and what looks like a word and is an ending.
_LEAST_PART = 3
_HEADS = ("man", "men")
_ENDINGS = (
    "ship", "ships", "hips", "king", "kings", "ring", "rings", "ties", "ants", "aces", "sons", "date", "dates", "rates", "nest", "dish",
)  # fmt: skip


def head_of(word: str, names: Callable[[str], bool]) -> str:
    """What an unknown compound is a kind of, a bluebird a bird; any other word is itself. names: does a word
    say of anything that is painted?"""
    if len(word) < 2 * _LEAST_PART or is_korean(word) or word in PLAIN or names(word):
        return word
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        first, last = word[:cut], word[cut:]
        whole = last in _HEADS or (len(last) > _LEAST_PART and not last.endswith(_ENDINGS))
        if whole and names(first) and any(not one.noun.weak for one in nouns().find([last])):
            return last
    return word


def without_verbs(words: Sequence[str]) -> list[str]:
    """`words` with "" for those that are verbs here: she leaves no leaf, and children swing on no swing."""
    named = nouns().find(words)
    before = {one.end: one for one in named}
    taken = {place for one in named for place in range(one.first, one.end)}
    # Waves are the sea's, and no things.
    others = [
        Named(NOTHING, place, place + 1, word)
        for place, word in enumerate(words)
        if word and place not in taken
    ]
    verbs = {one.first for one in (*named, *others) if _is_verb(one, before.get(one.first), words)}
    return ["" if place in verbs else word for place, word in enumerate(words)]


def without_owners(named: Sequence[Named], words: Sequence[str]) -> list[Named]:
    """Those of `named` without who only owns another of them, where somebody else is there or something lies
    on what is theirs: 할아버지의 자전거를 탄 소녀, a cat on my father's piano."""
    people = [one for one in named if one.noun.person]
    owners = {id(one) for one in people if words[one.end - 1].endswith("의") or is_owner(words[one.end - 1])}
    if len(people) == len(owners):
        owners = {id(one) for one in people if id(one) in owners and _after_on(one, named, words)}
    return [one for one in named if id(one) not in owners]


def _after_on(owner: Named, named: Sequence[Named], words: Sequence[str]) -> bool:
    before = max((one.end for one in named if one.end <= owner.first), default=None)
    return before is not None and any(is_on(word) for word in words[before : owner.first])


def _is_verb(one: Named, before: Named | None, words: Sequence[str]) -> bool:
    word = words[one.first]
    if one.end - one.first > 1 or is_korean(word) or not any(form in _VERBS for form in singulars(word)):
        return False
    previous = words[one.first - 1] if one.first else ""
    if previous in _PRONOUNS or previous in _AUXILIARIES or (previous == "to" and word in _TO):
        return True
    if before is None:
        return False
    several = before.many or before.noun.drawing in GROUPS
    if word in _OF_THINGS and one.end < len(words) and words[one.end] in _ARTICLES:
        return not several
    return lives(before.noun) and not several if word.endswith("s") else several
