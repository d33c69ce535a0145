"""Which thing a word names: English and Korean nouns with plurals, particles, compounds; from nouns.txt and
kinds.txt."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from realtime.errors import UserError
from realtime.scenery.objects.people import is_person
from realtime.scenery.word_index import is_korean, is_owner, singulars, without_particle

FILE, KINDS = (Path(__file__).with_name(name) for name in ("nouns.txt", "kinds.txt"))
# How large a thing is before it is near or far: half-heights of the picture, of its longer side.
SIZES = {"huge": 1.45, "big": 1.15, "person": 1.3, "middle": 0.95, "small": 0.66}
PLACES = ("ground", "table", "water", "under", "sky", "air")
COLOURS = {
    "red": (0.84, 0.16, 0.16), "orange": (0.95, 0.5, 0.12), "yellow": (0.98, 0.8, 0.2), "green": (0.26, 0.6, 0.25),
    "blue": (0.2, 0.46, 0.85), "purple": (0.52, 0.28, 0.74), "pink": (0.95, 0.55, 0.7), "brown": (0.66, 0.42, 0.23),
    "white": (0.95, 0.95, 0.93), "black": (0.14, 0.13, 0.17), "grey": (0.58, 0.6, 0.64), "gold": (0.9, 0.68, 0.2),
}  # fmt: skip
MOST = 3
"""Different things in one scene."""
_LONGEST = 4
_KIND_OF = "="
_PARTS = frozenset((*"🦶👂👃👁🦵💪👆👍💇💅✋✊🧠🫀🫁👄", "mouth"))
# Whoever else is named does it.
_POSES = frozenset(("praying", "embrace"))
_VERBAL = ("한", "하는", "나", "빛")
# What two native nouns of one syllable make is another: 흙집 is a house; most words of two such syllables
# are loans from Chinese that hold neither: 방금, 감성, 연못.
_FIRST, _LAST = (
    frozenset("꽃풀물불눈비돌흙술밥빵떡꿀새별달숲털쇠금은"),
    frozenset("집밭길물잔병배칼꽃새옷섬굴탑돌"),
)
# A syllable before a noun that only says of what kind it is: 손거울; in 즐거울 there is no mirror.
_KINDS = _FIRST | frozenset(
    "해밤손발옷쌀흰큰옛헌첫빈긴쌍외맨풋햇들산강땅벌길집칼종책차배왕대소중신양한목철백흑홍황명독생참개말닭여시곰솜군콩팥깨쑥통알감귤놋솔갈앞뒷윗옆안속겹색폐"
)
# What may follow a noun beside its particles: 아이야, but no 아이템.
_ENDINGS = re.compile(
    "(?:장|첩|함|통|관|실|점|방|판|집|길|밭|잎|향|무리|소리|울음|그림|사진|가게|떼|님|네|씨|색|앞|뒤|옆|곁|춤|짓|날|꼴|뿐|야|여|아|라|다|요|"
    "인|일|였|죠|엔|채|쯤|씩|께|이야|이여|이라|라는|이라는|이다|였다|이었다|입니다|이에요|예요|에는|에도|에만|에선|에서는|에서도|에게서|에게는|으로만|"
    "로부터|조차|마저|밖에|모양|무늬|와의|과의|께서|라면|이면|이고|이며|이지|이네|이니|답게|스런|스러운|같던|마냥)"
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that can be drawn. drawing: a character of the font, or a name of PEOPLE or THINGS; size: of
    SIZES; where: of PLACES; lives: the generator that it is in where no other place is named, or "";
    painted_by: generators that paint it themselves; colour: of COLOURS, "" for the palette's; weak: it stands
    for an idea, and is drawn only where nothing else is; name: its first English word."""

    drawing: str
    size: str
    where: str
    lives: str
    name: str
    painted_by: tuple[str, ...] = ()
    colour: str = ""
    weak: bool = False

    @property
    def person(self) -> bool:
        return is_person(self.drawing)


@dataclass(frozen=True, slots=True)
class Named:
    """A noun found in a text: words[first:end] name it; many: in the plural; text: as it was written."""

    noun: Noun
    first: int
    end: int
    text: str
    many: bool = False


class Nouns:
    """The table of nouns. lines: as in nouns.txt; kinds: as in kinds.txt. Raises UserError for a line that
    makes no sense."""

    def __init__(self, lines: Iterable[str], kinds: Iterable[str] = ()) -> None:
        self._phrases: dict[str, Noun | None] = {}
        self._stems: dict[str, Noun | None] = {}
        self._verbs: set[str] = set()
        group = ["", "", ""]
        for name, table in ((FILE.name, lines), (KINDS.name, kinds)):
            for number, line in enumerate(table, 1):
                line = line.strip()
                if line.startswith("["):
                    group = line.strip("[]").split()
                elif line and not line.startswith("#"):
                    try:
                        self._add(line, *group)
                    except (ValueError, TypeError) as error:
                        raise UserError(f"{name}, line {number}: {error}") from None

    def _add(self, line: str, size: str, where: str, lives: str) -> None:
        head, _, words = line.partition(" ")
        drawing, *options = head.split(";")
        english, _, korean = words.partition("|")
        names = [word.strip() for word in english.split(",") if word.strip()]
        given = dict(option.split("=") for option in options)
        noun = None
        if drawing.startswith(_KIND_OF):
            known = self.called(drawing.removeprefix(_KIND_OF).replace("_", " "))
            if known is None:
                raise ValueError(f"{head!r} is no kind of what is known")
            noun = known
        elif drawing != "-":
            noun = Noun(drawing, size, where, lives.strip("-"), names[0])
        if noun is not None:
            noun = replace(
                noun,
                size=given.pop("size", noun.size),
                where=given.pop("where", noun.where),
                lives=given.pop("place", noun.lives).strip("-"),
                painted_by=tuple(filter(None, given.pop("in", "+".join(noun.painted_by)).split("+"))),
                colour=given.pop("colour", noun.colour),
                weak=bool(given.pop("weak", noun.weak)),
            )
            if (
                given
                or noun.size not in SIZES
                or noun.where not in PLACES
                or noun.colour not in ("", *COLOURS)
            ):
                raise ValueError(f"unknown option in {head!r}")
        for word in (*names, *(word.strip() for word in korean.split(","))):
            if word:
                index = self._stems if is_korean(word) and " " not in word else self._phrases
                stem = word.rstrip("~")
                index.setdefault(stem, noun)
                if stem != word:
                    self._verbs.add(stem)

    def __iter__(self) -> Iterable[Noun]:
        return iter(dict.fromkeys(one for one in (*self._phrases.values(), *self._stems.values()) if one))

    @property
    def words(self) -> list[str]:
        """All words that name a thing."""
        return [word for index in (self._phrases, self._stems) for word, noun in index.items() if noun]

    def find(self, words: Sequence[str]) -> list[Named]:
        """The things that `words` (of `words_of`) name, in order; the longest phrases first."""
        return [one for one in self._read(words) if one.noun is not NOTHING]

    def idioms(self, words: Sequence[str]) -> set[int]:
        """The places of `words` that the table knows to name no thing: drum and bass."""
        return {
            place for one in self._read(words) if one.noun is NOTHING for place in range(one.first, one.end)
        }

    def _read(self, words: Sequence[str]) -> Iterator[Named]:
        at = 0
        while at < len(words):
            here = self._phrase(words, at) or self._korean(words, at)
            yield from here
            at = max((one.end for one in here), default=at + 1)

    def _phrase(self, words: Sequence[str], at: int) -> list[Named]:
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            forms = [phrase]
            if is_korean(phrase):
                forms += [" ".join((*words[at : at + length - 1], without_particle(words[at + length - 1])))]
                if length == 1:
                    continue
            else:
                forms = list(singulars(phrase))
            for form in forms:
                if form in self._phrases:
                    noun = self._phrases[form] or NOTHING
                    many = form != phrase and not is_korean(phrase) and not is_owner(phrase)
                    return [Named(noun, at, at + length, form if is_korean(phrase) else phrase, many)]
        return []

    def _korean(self, words: Sequence[str], at: int) -> list[Named]:
        word = words[at]
        if not is_korean(word):
            return []
        bare = without_particle(word)
        spans: list[tuple[int, str]] = []
        taken = [False] * len(word)
        for length in range(len(word), 1, -1):
            for place in dict.fromkeys((0, len(bare) - length)):
                stem = word[max(place, 0) : place + length]
                free = place >= 0 and not any(taken[place : place + length])
                if free and stem in self._stems and self._stands_in(bare, stem, place):
                    spans.append((place, stem))
                    taken[place : place + length] = [True] * length
        if not spans:
            # 말한 is no horse, and 새나 no bird.
            forms = (word,) if word.endswith(_VERBAL) else (word, bare)
            alone = next((form for form in forms if len(form) == 1 and form in self._stems), None)
            if alone is not None:
                spans = [(0, alone)]
            elif len(bare) == 2 and bare[0] in _FIRST and bare[1] in _LAST and bare[1] in self._stems:
                spans = [(1, bare[1])]
        # 아들이 is one son.
        named = [
            Named(self._stems[stem] or NOTHING, at, at + 1, stem, "들" in word[place + len(stem) :][-2:])
            for place, stem in sorted(spans)
        ]
        # The last part of a compound is the thing, what stands before it says of what kind.
        real = [one for one in named if one.noun is not NOTHING]
        return real[-1:] or named[:1]

    def _stands_in(self, word: str, stem: str, place: int) -> bool:
        """Whether `stem` at `place` of `word` is the noun that it looks like: in 손거울, but not in 즐거울."""
        before, after = word[:place], word[place + len(stem) :]
        if before:
            return len(before) > 1 or before in _KINDS
        whole = len(stem) > 2 or stem in self._verbs
        return not after or whole or after in self._stems or _ENDINGS.fullmatch(after) is not None

    def called(self, text: str) -> Noun | None:
        """The noun of exactly that word."""
        return self._phrases.get(text) or self._stems.get(text)


NOTHING = Noun("", "", "", "", "")
"""What a word has that the table knows to name no thing."""


def kept_of(named: Sequence[Named], source: str) -> list[Named]:
    """Of the things found those to be drawn over the generator `source`: each once, less what that paints
    itself; ideas only where nothing else is named, parts of a body only where nobody is, and somebody who does
    something only where nobody else does it."""
    kept: list[Named] = []
    somebody = any(one.noun.person for one in named)
    for one in [one for one in named if not one.noun.weak] or named:
        if one.noun.drawing in _PARTS and (somebody or any(not other.noun.weak for other in kept)):
            continue
        others = any(other.noun.person and other.noun.drawing not in _POSES for other in named)
        if others and one.noun.drawing in _POSES:
            continue
        if source not in one.noun.painted_by and all(one.noun.drawing != old.noun.drawing for old in kept):
            kept.append(one)
    # Whoever is named last is there, and rather one thing less.
    while any(one.noun.person for one in kept[MOST:]) and any(not one.noun.person for one in kept[:MOST]):
        del kept[max(place for place, one in enumerate(kept[:MOST]) if not one.noun.person)]
    return kept


@lru_cache(maxsize=1)
def nouns() -> Nouns:
    """The table that ships."""
    return Nouns(*(path.read_text(encoding="utf-8").splitlines() for path in (FILE, KINDS)))
