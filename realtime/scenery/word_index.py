"""Finding the words of a prompt in tables: English with its plurals, Korean with its particles, phrases."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set

Row = tuple[dict[str, float], str, str]
"""Names with their weights; English words and phrases; Korean stems. Commas between words."""

# Longest first: what may follow a Korean noun.
_PARTICLES = re.compile(
    "(?:너머로|사이로|속에서|아래의|에게는|에게도|에게서|에서는|에서도|에서만|에서의|으로는|으로도|으로만|으로의|한테는|한테도|까지도|"
    "같은|같이|까지|께서|너머|들을|들의|들이|마다|마저|밖에|보다|부터|사이|에는|에도|에만|에선|조차|"
    "속에|속의|아래|안에|안의|에게|에서|위로|위에|위의|으로|이나|이랑|처럼|하는|한테|가|과|나|는|도|들|"
    "랑|로|를|만|밖|빛|속|안|에|와|위|은|을|의|이|한)$"
)
_WORD = re.compile(r"[a-zäöüéèçñ']+|[가-힣]+")
_LONGEST_PHRASE = 3


def words_of(text: str) -> list[str]:
    """The words of a text in English or Korean, in small letters; what cannot be seen parts none."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return _WORD.findall(unicodedata.normalize("NFKC", seen).casefold().replace("’", "'"))


class WordIndex:
    """Names by the words that call for them.

    A word with a space is a phrase of two or three words. A Korean stem of one syllable counts only as a
    whole word (with or without a particle), a longer one also inside a compound.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._phrases: dict[str, list[Mapping[str, float]]] = {}
        self._korean: dict[str, list[Mapping[str, float]]] = {}
        self._longest_first: list[str] | None = None
        for names, words, stems in rows:
            self.add(names, [*words.split(","), *stems.split(",")])

    def add(self, names: Mapping[str, float], words: Iterable[str]) -> None:
        """Let each of `words` call for `names`, with their weights."""
        self._longest_first = None
        for word in words:
            if word:
                index = self._korean if "가" <= word[0] <= "힣" and " " not in word else self._phrases
                index.setdefault(word, []).append(names)

    @property
    def words(self) -> Iterable[str]:
        """All words and phrases."""
        return [*self._phrases, *self._korean]

    @property
    def stems(self) -> Set[str]:
        """The Korean words of two syllables and more."""
        return {stem for stem in self._korean if len(stem) > 1}

    def find(self, words: list[str], stems: Set[str]) -> Iterable[list[tuple[Mapping[str, float], float]]]:
        """For each word what it calls for, with the emphasis that it has there; stems: of all that is known,
        so that a syllable is seen to stand before another noun."""
        for place, word in enumerate(words):
            # What is said first is the subject, what is said last an aside.
            emphasis = max(1.0 - 0.04 * place, 0.5)
            found: list[tuple[Mapping[str, float], float]] = []
            for length in range(_LONGEST_PHRASE, 0, -1):
                phrase = words[place : place + length]
                if len(phrase) == length:
                    # A phrase says more than its words.
                    weight = emphasis * (1.0 + 0.8 * (length - 1))
                    found += [(names, weight) for names in self._of_phrase(" ".join(phrase))]
            if is_korean(word):
                found += [(names, emphasis) for names in self._of_korean(word, stems)]
            yield found

    def scores(self, words: list[str], stems: Set[str]) -> dict[str, float]:
        """The weights of all that is called for, by name, in the order in which the words came."""
        scores: dict[str, float] = {}
        for found in self.find(words, stems):
            for names, emphasis in found:
                for name, weight in names.items():
                    scores[name] = scores.get(name, 0.0) + weight * emphasis
        return scores

    def phrase_length(self, words: list[str], place: int) -> int:
        """How many words the longest phrase has that begins there; 0 for none."""
        lengths = range(min(_LONGEST_PHRASE, len(words) - place), 0, -1)
        return next((one for one in lengths if self._of_phrase(" ".join(words[place : place + one]))), 0)

    def _of_phrase(self, phrase: str) -> list[Mapping[str, float]]:
        forms = singulars(phrase)
        if is_korean(phrase) and " " in phrase:
            forms = (phrase, _PARTICLES.sub("", phrase))
        return next((self._phrases[form] for form in forms if form in self._phrases), [])

    def _of_korean(self, word: str, stems: Set[str]) -> list[Mapping[str, float]]:
        if self._longest_first is None:
            self._longest_first = sorted(self._korean, key=len, reverse=True)
        bare = _PARTICLES.sub("", word)
        # A noun of one syllable counts alone, or before another one: 밤, 밤에, 밤바다.
        alone = {word, bare} | ({word[0]} if _starts_with(stems, word[1:]) else set())
        found: list[Mapping[str, float]] = []
        taken = ""
        # What lies within a longer stem says nothing more.
        for stem in self._longest_first:
            inside = stem in word if len(stem) > 1 else stem in alone
            if inside and stem not in taken:
                found += self._korean[stem]
                taken += stem + " "
        return found


def is_korean(text: str) -> bool:
    return "가" <= text[:1] <= "힣"


def without_particle(word: str) -> str:
    """A Korean noun without what follows it."""
    bare = _PARTICLES.sub("", word)
    return _PARTICLES.sub("", bare) if len(bare) > 2 and bare[-1] == "들" else bare


def is_owner(word: str) -> bool:
    """Whether an English word says whose something is: mother's, boys'."""
    return word.endswith(("'s", "'"))


# What adding s does not explain.
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth", "geese": "goose",
    "mice": "mouse", "wives": "wife", "knives": "knife", "lives": "life", "leaves": "leaf", "wolves": "wolf",
    "thieves": "thief", "elves": "elf", "shelves": "shelf", "oxen": "ox", "dwarves": "dwarf",
    "scarves": "scarf", "hooves": "hoof", "loaves": "loaf", "calves": "calf", "policemen": "policeman",
    "firemen": "fireman", "fishermen": "fisherman", "cacti": "cactus", "octopi": "octopus",
}  # fmt: skip


def singulars(phrase: str) -> Iterable[str]:
    """The phrase, and what it may be the plural of, or the owner in: mother's."""
    yield phrase
    if is_owner(phrase):
        yield from singulars(phrase.removesuffix("'").removesuffix("'s"))
        return
    before, space, word = phrase.rpartition(" ")
    forms = [_IRREGULAR[word]] if word in _IRREGULAR else []
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss"):
        forms.append(word[:-1])
    yield from (before + space + form for form in forms)


def _starts_with(stems: Set[str], rest: str) -> bool:
    return any(rest[:length] in stems for length in range(2, len(rest) + 1))
