"""What a text says of a thing beside its name: colour, number, distance, side, and what it is over, on or in."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from realtime.scenery.objects.deeds import deeds, lives
from realtime.scenery.objects.nouns import Named
from realtime.scenery.objects.people import with_thing
from realtime.scenery.word_index import is_korean, without_particle

_COLOURS = {
    "red": "red,crimson,scarlet,빨간,붉은,빨강", "orange": "orange,주황,주황색", "yellow": "yellow,노란,노랑,샛노란",
    "green": "green,초록,녹색,연두", "blue": "blue,azure,푸른,파란,파랑,새파란", "purple": "purple,violet,보라,보라색,보랏빛",
    "pink": "pink,분홍,분홍색,분홍빛,핑크", "brown": "brown,갈색", "white": "white,하얀,흰,새하얀,하얗게", "black": "black,검은,까만,새까만",
    "grey": "grey,gray,silver,회색,은빛,은색", "gold": "gold,golden,금빛,황금,황금빛,금색",
}  # fmt: skip
_COLOUR_OF = {word: colour for colour, words in _COLOURS.items() for word in words.split(",")}
_FAR = frozenset(
    [
        "far",
        "distant",
        "afar",
        "faraway",
        "away",
        "멀리",
        "먼",
        "저편",
        "멀리서",
        "아득한",
        "아득히",
        "저멀리",
    ]
)
_LARGE = frozenset(
    [
        "close",
        "near",
        "closeup",
        "huge",
        "giant",
        "gigantic",
        "enormous",
        "colossal",
        "가까이",
        "거대한",
        "커다란",
        "큰",
        "엄청난",
        "거인",
    ]
)
_CLOSE = frozenset(["close", "near", "closeup", "가까이"])
_SMALL = frozenset(["tiny", "little", "small", "작은", "조그만", "조그마한", "꼬마"])
_LEFT = frozenset(["left", "왼쪽", "왼쪽에", "왼편", "왼편에"])
_RIGHT = frozenset(["right", "오른쪽", "오른쪽에", "오른편", "오른편에"])
_BEFORE_SIDES = frozenset(["the", "on", "to", "at", "far", "its", "his", "her", "my", "their"])
_COUNTS = {
    2: "two,pair,both,couple of,두,둘,한쌍", 3: "three,세,셋,삼", 4: "four,several,네,넷,여러", 5: "five,many,hundreds,thousands,"
    "row,rows,countless,herd,flock,swarm,army,field,full,다섯,많은,수많은,수백,수천,무리,떼,줄지어,가득,가득한,늘어선,모든",
}  # fmt: skip
_COUNT_OF = {word: count for count, words in _COUNTS.items() for word in words.split(",")}
# 병아리 다섯 마리: behind the noun, before what is counted by.
_NUMERALS = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 5, "일곱": 5, "여덟": 5, "아홉": 5, "열": 5,
}  # fmt: skip
_COUNTERS = "마리,명,사람,송이,개,잔,그루,대,장,권,척,채,자루,켤레,병,쌍,줄,통,벌,알"
_COUNTED = re.compile(f"({'|'.join(_NUMERALS)})(?:{_COUNTERS.replace(',', '|')})")
_FOLLOWING_COUNTS = frozenset(["무리", "떼", "가득", "가득한", "무리가", "떼가", "둘", "셋", "여럿"])
_OVER = frozenset(["over", "above"])
_ON = frozenset(["on", "upon", "atop", "riding", "rides", "ride", "aboard"])
_IN = frozenset(["in", "inside"])
_UNDER = frozenset(["under", "beneath", "below", "underneath"])
_UNDER_KOREAN = frozenset(
    ["아래", "밑", "그늘", "아래서", "밑에서", "밑에", "아래에서", "아래에", "그늘에서"]
)
_UNDER_ENDINGS = ("아래", "아래서", "아래에", "아래에서", "밑에", "밑에서", "그늘에", "그늘에서")
# Who crosses a bridge is on it.
_CROSSES = frozenset(["cross", "crosses", "crossing", "crossed"])
_CROSSES_KOREAN = ("건너", "건넌", "건넜", "건널", "지나")
_BRIDGE = "bridge"
# In other things than these one is beside them: in a cemetery, in a castle.
_HOLDS = frozenset(
    (
        *"⛵🛶🚣🚤🚢🧺🛏🪺🛁☕🛒📦🪣🏺🥣🎁👒🎩🛷🛸🚀",
        "sofa",
        "paper_boat",
        "swing",
        "air_balloon",
        "cart",
        "wheelbarrow",
        "hammock",
    )
)
# On these is whatever is 소파에서 or 소파에.
_RESTS = frozenset(("sofa", "🛏", "🛌", "🪑", "bench", "swing", "hammock"))
# Who sits at one of these is beside it.
_UPRIGHT = frozenset(
    (*"🚏🪟🚪🌳🌲🎄🏠", "street_lamp", "utility_pole", "cross", "fence", "table", "grand_piano")
)
_STAGE = "figures"
"""Where instruments live: whoever 가야금을 타는 plays it."""
_FLIES = frozenset(["flying", "flies", "fly", "floating", "floats", "soaring", "hovering", "falling"])
_FLIES_KOREAN = (
    "날아",
    "떠다니",
    "떠오르",
    "날고",
    "난다",
    "나는",
    "하늘을",
    "하늘에",
    "하늘로",
    "떠도는",
    "유영",
)
_BURNING = frozenset(["burning", "burn", "burns", "ablaze", "flames", "fire", "blazing", "aflame"])
_BURNING_KOREAN = ("불타", "불에", "타오르", "화염", "불길", "불붙", "불속")


@dataclass(frozen=True, slots=True)
class Description:
    """count: 0 where the text does not say; distance: 1 as usual, less is further away; side: −1 left, 1
    right, 0 not said; flies: it is over something or in the air; on: number of the thing that it is on, −1
    for none; deed: of `deeds.DEEDS`, what they are said to do, "" for nothing; under: number of the thing that
    it is under, −1 for none."""

    colour: str = ""
    count: int = 0
    distance: float = 1.0
    side: int = 0
    flies: bool = False
    on: int = -1
    deed: str = ""
    under: int = -1


def describe(named: Sequence[Named], words: Sequence[str], spoken: Sequence[str]) -> list[Description]:
    """What `words` say of each thing; spoken: the same with all verbs in it."""
    descriptions = []
    done = deeds(named, spoken)
    for number, one in enumerate(named):
        start = _own_start(named, number, words)
        stop = named[number + 1].first if number + 1 < len(named) else len(words)
        before = words[max(start, one.first - 3) : one.end]
        after = words[one.end : min(stop, one.end + 3)]
        descriptions.append(
            Description(
                _colour(before),
                _count(before, after),
                _distance(before, after),
                _side((*before, *after)),
                _flies(before, after, one) or (done[number] == "fall" and lives(one.noun)),
                on if (on := _crossed(named, number, spoken)) >= 0 else _on(named, number, words),
                done[number],
                _under(named, number, words),
            )
        )
    return descriptions


def _own_start(named: Sequence[Named], number: int, words: Sequence[str]) -> int:
    """Where the words before a thing begin that may say something of it: behind how many the one before it is."""
    if not number:
        return 0
    last = named[number - 1].end
    counted = _numeral(words[last : named[number].first])
    return min(last + (2 if counted else 0), named[number].first)


def colours_of_things(named: Sequence[Named], words: Sequence[str]) -> set[int]:
    """Places of the words that give things a colour, and not the picture."""
    found: set[int] = set()
    for number, one in enumerate(named):
        start = max(named[number - 1].end if number else 0, one.first - 3)
        found |= {place for place in range(start, one.end) if _colour(words[place : place + 1])}
    return found


def is_burning(words: Sequence[str]) -> bool:
    """Whether something is said to be on fire."""
    return any(says_burning(word) for word in words)


def says_burning(word: str) -> bool:
    return word in _BURNING or (is_korean(word) and word.startswith(_BURNING_KOREAN))


def is_on(word: str) -> bool:
    """Whether an English word says that something is on what follows."""
    return word in _ON


def _colour(before: Sequence[str]) -> str:
    for word in reversed(before):
        for form in (word, without_particle(word)):
            if form in _COLOUR_OF:
                return _COLOUR_OF[form]
    return ""


def _count(before: Sequence[str], after: Sequence[str]) -> int:
    if own := _numeral(after):
        return own
    counts = [_COUNT_OF[word] for word in before if word in _COUNT_OF]
    counts += [_COUNT_OF.get(without_particle(word), 3) for word in after[:1] if word in _FOLLOWING_COUNTS]
    return max(counts, default=0)


def _numeral(after: Sequence[str]) -> int:
    """The number right behind a Korean noun, 0 for none: 다섯 마리, 두마리, 하나."""
    first, second = (without_particle(word) for word in (*after, "", "")[:2])
    if found := _COUNTED.fullmatch(first):
        return _NUMERALS[found[1]]
    counted = second in _COUNTERS.split(",") or first in ("하나", "둘", "셋", "넷")
    return _NUMERALS.get(first, 0) if counted else 0


def _distance(before: Sequence[str], after: Sequence[str]) -> float:
    if any(word in _FAR for word in (*before, *after)):
        return 0.55
    if any(word in _LARGE for word in before) or any(word in _CLOSE for word in after):
        return 1.25
    return 0.78 if any(word in _SMALL for word in before) else 1.0


def _side(around: Sequence[str]) -> int:
    # "She left" is on no side.
    said = [word for last, word in pairwise(("", *around)) if is_korean(word) or last in _BEFORE_SIDES]
    left, right = (any(word in names for word in said) for names in (_LEFT, _RIGHT))
    return int(right) - int(left)


def _flies(before: Sequence[str], after: Sequence[str], one: Named) -> bool:
    if after and after[0] in _OVER:
        return True
    if any(word in _FLIES for word in (*before[-2:], *after)):
        return True
    # 날아드는 나비: what stands before the next thing is said of that.
    own = [*before, *(word for word in after if not word.endswith(("는", "던", "은")))]
    return any(is_korean(word) and word.startswith(_FLIES_KOREAN) for word in own)


def _on(named: Sequence[Named], number: int, words: Sequence[str]) -> int:
    """The thing on or in which another one is: a cat on a piano, 배를 탄 소년, 피아노 위의 고양이; of somebody who
    plays a guitar on a bench that is the bench."""
    one = named[number]
    if _is_held(named, number, words):
        return -1
    if number + 2 < len(named) and _is_held(named, number + 1, words):
        gap = words[named[number + 1].end : named[number + 2].first]
        return number + 2 if any(map(is_on, gap)) else -1
    if one.noun.person:
        # Whoever comes next after 자전거를 타고 sits on it.
        for carrier in range(number - 1, -1, -1):
            next_word = words[named[carrier].end : named[carrier].end + 1]
            if any(map(_gets_on, next_word)):
                beneath = named[carrier].noun
                upright = beneath.size == "huge" or beneath.drawing in _UPRIGHT
                free = not (upright and any(map(_sits, next_word)))
                return carrier if beneath.lives != _STAGE and free else -1
            if named[carrier].noun.person:
                break
    if number + 1 < len(named):
        gap = words[one.end : named[number + 1].first]
        within = named[number + 1].noun.drawing in _HOLDS and any(word in _IN for word in gap)
        if 1 <= len(gap) <= 6 and (within or any(is_on(word) for word in gap)):
            return number + 1
    for beside in (number - 1, number + 1):
        rest = named[beside] if 0 <= beside < len(named) else one
        if one.noun.drawing not in _RESTS and rest.noun.drawing in _RESTS and _is_where(words[rest.end - 1]):
            return beside
    if number:
        gap = [*words[named[number - 1].first : one.first]]
        played = named[number - 1].noun.lives == _STAGE
        if any(_korean_on(word) and not (played and word.startswith("타")) for word in gap):
            return number - 1
    return -1


def _under(named: Sequence[Named], number: int, words: Sequence[str]) -> int:
    """The thing under which another one is: a man under a tree, 나무 아래 앉은 노인, 나무 그늘에서."""
    one = named[number]
    for other, cover in enumerate(named):
        if other == number:
            continue
        behind = [without_particle(word) for word in words[cover.end : cover.end + 1]]
        own = words[cover.end - 1]
        korean = is_korean(own) and (any(w in _UNDER_KOREAN for w in behind) or own.endswith(_UNDER_ENDINGS))
        before = words[max(one.end, cover.first - 3) : cover.first]
        if any(word in _UNDER for word in before) and not any(
            one.end <= between.first < cover.first for between in named
        ):
            return other
        if korean and not any(
            min(one.first, cover.first) < n.first < max(one.first, cover.first) for n in named
        ):
            return other
    return -1


def _is_held(named: Sequence[Named], number: int, words: Sequence[str]) -> bool:
    """Whether the thing is what whoever is named before it plays or holds."""
    if number == 0 or not named[number - 1].noun.person or named[number].noun.person:
        return False
    who, what = named[number - 1], named[number].noun
    gap = words[who.end : named[number].first]
    carried = what.lives == _STAGE or with_thing(who.noun.drawing, what.drawing) is not None
    return carried and bool(gap) and not any(map(is_on, gap)) and not any(map(is_korean, gap))


def _crossed(named: Sequence[Named], number: int, words: Sequence[str]) -> int:
    """The bridge that somebody or something goes over, −1 for none: a train crosses it, 다리를 건너는."""
    for bridge in (number + 1, number - 1):
        if not 0 <= bridge < len(named) or named[bridge].noun.drawing != _BRIDGE:
            continue
        one = named[bridge]
        before, after = words[max(0, one.first - 4) : one.first], words[one.end : one.end + 1]
        korean = any(is_korean(word) and word.startswith(_CROSSES_KOREAN) for word in after)
        if korean or any(word in _CROSSES for word in before):
            return bridge
    return -1


def _gets_on(word: str) -> bool:
    return word in ("탄", "타고", "타는") or _sits(word)


def _sits(word: str) -> bool:
    return is_korean(word) and word.startswith(("앉", "누운", "누워"))


def _is_where(word: str) -> bool:
    return is_korean(word) and word.endswith(("에", "에서"))


def _korean_on(word: str) -> bool:
    if not is_korean(word):
        return False
    return word in ("위에", "위의", "위", "탄", "타는", "타고", "안의", "안에", "속의") or (
        len(word) > 2 and word.endswith(("위에", "위의", "위에서"))
    )
