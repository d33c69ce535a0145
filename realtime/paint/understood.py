"""What of a text is painted and what is not, for whoever wrote it: nothing is silently replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from realtime.did_you_mean import nearest
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery import plain_words
from realtime.scenery.objects.nouns import MOST, kept_of, nouns
from realtime.scenery.word_index import is_korean, singulars, without_particle

_LIKE = 0.8
_NO_NOUN = re.compile(
    "(?:ing|ed|ly|ous|ful|less|ish|ive|able|ible|est|ness|ward|wards|esque|ic|ian|ist|ism)$"
)
# Endings of Korean verbs, adjectives and adverbs.
_NO_NOUN_KOREAN = re.compile(
    "(?:다|는|은|을|한|할|해|하고|하며|며|면|고|서|지|게|던|듯|려|요|까|네|나|자|니|아|어|여|운|린|진|난|든|친|선|찬|픈|쁜|른|큰|긴|먼|"
    "온|간|된|될|갈|올|볼|인|히|쓴|탄|단|뜬|빈|신|씩|쯤|째|로|려서|도록|던지|스런|적|했|였|겠|있|없|않|싶|줘|줄|워|와|봐|져|켜|려|춘|"
    "킨|울|린다|기|음|임|림|운데|는데|지만|니까|어서|아서|이|만)$"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """paints: words of which something is seen; left_out: that are known, and not in this picture; unknown:
    (word, the nearest one that is known, or "")."""

    paints: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()

    def line(self, korean: bool = False) -> str:
        """`paints: whale, city; does not know: gizmo (nearest: …)`; "" where there is nothing to say."""
        names = (
            ("그리는 것", "이 그림에 없는 것", "모르는 말", "비슷한 말")
            if korean
            else ("paints", "leaves out", "does not know", "nearest")
        )
        unknown = [f"{word} ({names[3]}: {near})" if near else word for word, near in self.unknown]
        parts = zip(names, (self.paints, self.left_out, unknown), strict=False)
        return "; ".join(f"{name}: {', '.join(words)}" for name, words in parts if words)


def understand(prompts: PromptInterpreter, subject: Subject) -> Understood:
    """What a painter of the embedded kind makes of a subject's prompt."""
    recipe = prompts.interpret(subject)
    words = prompts.words(subject.prompt)
    named = prompts.named(words)
    drawn = {id(one) for one in kept_of(prompts.drawn(words, named), recipe.source)[:MOST]}
    drawings = {one.noun.drawing for one in named if id(one) in drawn}
    by_generator = {id(one) for one in named if recipe.source in one.noun.painted_by}
    weak = {id(one) for one in named if one.noun.weak}
    starts = {one.first: one for one in named}
    taken = {place for one in named for place in range(one.first, one.end)}
    idioms = nouns().idioms(words)
    paints: list[str] = []
    left_out: list[str] = []
    unknown: list[tuple[str, str]] = []
    for place, known in enumerate(prompts.called_by(words)):
        if place in starts:
            one = starts[place]
            if id(one) in drawn | by_generator or one.noun.drawing in drawings:
                paints.append(one.text)
            elif id(one) not in weak:
                left_out.append(one.text)
        elif words[place] and place not in taken:
            word = _bare(prompts, words[place])
            names_it = is_korean(word) or not word.endswith(("ing", "ed", "ly"))
            if word not in plain_words.PLAIN and ("*" in known or (recipe.source in known and names_it)):
                paints.append(word)
            elif known - {"style", "palette", "*", recipe.source} and _may_be_a_noun(word):
                left_out.append(word)
            elif not known and place not in idioms and _may_be_a_noun(words[place]):
                unknown.append((word, _nearest(prompts, word)))
    left_out = [word for word in left_out if word not in paints]
    return Understood(
        tuple(dict.fromkeys(paints)), tuple(dict.fromkeys(left_out)), tuple(dict.fromkeys(unknown))
    )


def _bare(prompts: PromptInterpreter, word: str) -> str:
    """A word as one would look it up; 빗속 and 종이 are words, 도시의 is 도시 and 달과 is 달."""
    bare = without_particle(word) if is_korean(word) else word
    if len(bare) > 1:
        return bare
    known = prompts.known_words
    return next((word[:end] for end in range(len(word), 0, -1) if word[:end] in known), word)


def _may_be_a_noun(word: str) -> bool:
    forms = [word, without_particle(word)] if is_korean(word) else list(singulars(word))
    if any(form in plain_words.PLAIN for form in forms):
        return False
    if is_korean(word):
        bare = forms[1]
        told_by_particle = bare != word and word[len(bare) :] in (
            "를",
            "가",
            "의",
            "에서",
            "에게",
            "들이",
            "들의",
            "들을",
        )
        return len(bare) > 1 and (told_by_particle or not _NO_NOUN_KOREAN.search(word))
    return len(word) > 2 and not _NO_NOUN.search(word)


@lru_cache(maxsize=512)
def _nearest(prompts: PromptInterpreter, word: str) -> str:
    same = [known for known in prompts.known_words if is_korean(known) == is_korean(word)]
    return next(iter(nearest(word, same, cutoff=_LIKE)), "")
