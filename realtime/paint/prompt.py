"""From words to a picture: a prompt becomes a source, a palette and two styles."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from realtime.errors import UserError
from realtime.paint.frame import Subject
from realtime.paint.style.styles import STYLES_BY_NAME, style_weights
from realtime.scenery.generators import FEEDBACK, Layer, source_names
from realtime.scenery.palette_words import PALETTE_ROWS, PARTNERS, SCENES, STYLE_ROWS
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_name import SourceName, parse_source
from realtime.scenery.source_words import SOURCE_ROWS, TRAIT_ROWS, Row
from realtime.smoothstep import smoothstep

StylePairs = tuple[tuple[str, float], ...]
Index = dict[str, list[dict[str, float]]]

# Longest first: what may follow a Korean noun.
_PARTICLES = re.compile(
    "(?:너머로|사이로|속에서|아래의|에서의|으로의|같은|같이|까지|너머|들을|들의|들이|마다|보다|부터|사이|"
    "속에|속의|아래|안에|안의|에게|에서|위로|위에|위의|으로|이나|이랑|처럼|하는|한테|가|과|나|는|도|들|"
    "랑|로|를|만|밖|빛|속|안|에|와|위|은|을|의|이|한)$"
)
_WORD = re.compile(r"[a-zäöüéèçñ']+|[가-힣]+")


def _index(rows: tuple[Row, ...]) -> tuple[Index, Index]:
    """Rows by English word and by Korean stem."""
    english: Index = {}
    korean: Index = {}
    for names, words, stems in rows:
        for index, text in ((english, words), (korean, stems)):
            for word in text.split(","):
                index.setdefault(word, []).append(names)
    return english, korean


_SOURCES, _PALETTES, _STYLES = _index(SOURCE_ROWS), _index(PALETTE_ROWS), _index(STYLE_ROWS)
_TRAITS = _index(TRAIT_ROWS)
_STEMS = {stem for _, korean in (_SOURCES, _PALETTES, _STYLES, _TRAITS) for stem in korean if len(stem) > 1}


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to paint: source and palette by name; style at `style_mix` 0 and 1, (name, weight) pairs; traits:
    (input, value) pairs of the source and the weather before it."""

    source: str
    palette: str
    style: StylePairs
    style_b: StylePairs
    traits: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Mixture:
    """All that is in sight at one moment: source layers (shares sum to 1) and network weights (26,)."""

    layers: tuple[Layer, ...]
    weights: np.ndarray


def interpret(subject: Subject) -> Recipe:
    """The recipe for a subject's prompt; names given in the subject win. The same text gives the same recipe.

    Unknown names count as not given: setlists are checked when they are loaded.
    """
    source = _named(subject.source).generator
    return _recipe(subject.prompt, source, subject.palette, subject.style, subject.style_b)


def mixture(
    now: Subject,
    before: Subject | None,
    fade: float,
    prompt_mix: float,
    style_mix: float,
    source_mix: float = 0.5,
) -> Mixture:
    """What is in sight: `before` fading (0..1) into `now`, each between its two prompts and two styles.

    source_mix: 0 only generators, 1 only pictures, where a subject names both.
    """
    layers: list[Layer] = []
    weights = np.zeros(len(STYLES_BY_NAME), np.float32)
    for subject, share in _in_sight(now, before, fade):
        for recipe, part in _between_prompts(subject, prompt_mix):
            _add_sources(layers, subject, recipe, share * part, source_mix)
            first, second = style_weights(recipe.style), style_weights(recipe.style_b)
            weights += np.float32(share * part) * (first + np.float32(style_mix) * (second - first))
    return Mixture(tuple(layers), weights / weights.sum())


def pictures(
    now: Subject, before: Subject | None, fade: float, prompt_mix: float, there: Callable[[str], bool]
) -> tuple[Layer, ...]:
    """As the layers of `mixture`, but only the pictures that subjects name, without generators below them.

    For painters that lay them over their own last frame, so "feedback" is none; shares sum to 1 where
    both subjects name one, and to less where one of them does not. there: can a picture be had?
    """
    layers: list[Layer] = []
    for subject, share in _in_sight(now, before, fade):
        named = _named(subject.source)
        if named.kind in ("", FEEDBACK) or not (named.kind == "generator" or there(named.picture)):
            continue
        for recipe, part in _between_prompts(subject, prompt_mix):
            _add_sources(layers, subject, recipe, share * part, 1.0)
    return tuple(layers)


def _in_sight(now: Subject, before: Subject | None, fade: float) -> list[tuple[Subject, float]]:
    """(subject, share) of those in sight."""
    if before is None:
        return [(now, 1.0)]
    fade = smoothstep(fade)
    return [(subject, share) for subject, share in ((before, 1.0 - fade), (now, fade)) if share >= 1e-3]


def _add_sources(
    layers: list[Layer], subject: Subject, recipe: Recipe, share: float, source_mix: float
) -> None:
    # Another prompt is another world; the second prompt of a mix is another light on the same one.
    seed = (subject.seed + zlib.crc32(subject.prompt.encode(errors="replace"))) % 2**32
    for source, much in _between_sources(subject, recipe, source_mix):
        _add(layers, Layer(source, seed, PALETTES[recipe.palette], share * much, dict(recipe.traits)))


def _between_sources(subject: Subject, recipe: Recipe, source_mix: float) -> list[tuple[str, float]]:
    """(source, share): the picture that the subject names, and the generator below it if it names one too."""
    named = _named(subject.source)
    if not named.picture:
        return [(recipe.source, 1.0)]
    over = named.picture
    if named.kind == "generator":
        over = named.target if named.target in source_names() else recipe.source
    if not named.generator:
        return [(over, 1.0)]
    both = ((recipe.source, 1.0 - source_mix), (over, source_mix))
    return [(source, much) for source, much in both if much >= 1e-3]


@lru_cache(maxsize=256)
def _named(source: str) -> SourceName:
    """What a source's text names; nothing where it makes no sense: a setlist's were checked."""
    try:
        return parse_source(source)
    except UserError:
        return SourceName()


def _between_prompts(subject: Subject, prompt_mix: float) -> list[tuple[Recipe, float]]:
    first = interpret(subject)
    if not subject.prompt_b or prompt_mix < 1e-3:
        return [(first, 1.0)]
    second = _recipe(subject.prompt_b, "", "", subject.style_b or subject.style, subject.style_b)
    return [(r, part) for r, part in ((first, 1.0 - prompt_mix), (second, prompt_mix)) if part >= 1e-3]


def _add(layers: list[Layer], new: Layer) -> None:
    """The same source twice is one layer whose palette and traits are in between."""
    for i, old in enumerate(layers):
        if (old.source, old.seed) == (new.source, new.seed):
            share = old.share + new.share
            colours = (old.colours * old.share + new.colours * new.share) / share
            traits = {
                name: (old.traits.get(name, 0.0) * old.share + new.traits.get(name, 0.0) * new.share) / share
                for name in old.traits.keys() | new.traits.keys()
            }
            layers[i] = Layer(old.source, old.seed, colours, share, traits)
            return
    layers.append(new)


@lru_cache(maxsize=256)
def _recipe(prompt: str, source: str, palette: str, style: StylePairs, style_b: StylePairs) -> Recipe:
    known = set(source_names())
    sources, palettes, styles = _scores(prompt)
    source = source if source in known else _best({k: v for k, v in sources.items() if k in known})
    palette = palette if palette in PALETTES else _best(palettes)
    scene = _scene(prompt, source, palette, _best(styles))
    source, palette = source or scene[0], palette or scene[1]
    given, given_b = _known_styles(style), _known_styles(style_b)
    if not given:
        ranked = sorted(styles, key=styles.__getitem__, reverse=True) or list(scene[2:])
        one, other = ranked[0], ranked[1] if len(ranked) > 1 else PARTNERS[ranked[0]]
        given = ((one, 0.65), (other, 0.35))
        given_b = given_b or ((one, 0.35), (other, 0.65))
    source = source if source in known else min(known)
    return Recipe(source, palette, given, given_b or given, _traits(prompt))


def _traits(prompt: str) -> tuple[tuple[str, float], ...]:
    """What the words say of the source's own inputs and the weather: the most that is said of each, but 0,
    which stands for "not at all", wins."""
    found: dict[str, float] = {}
    for rows in _found(_words(prompt), _TRAITS):
        for names, _ in rows:
            for name, value in names.items():
                found[name] = max(found.get(name, value), value) if found.get(name, value) * value else 0.0
    return tuple(sorted(found.items()))


def _known_styles(pairs: StylePairs) -> StylePairs:
    return tuple((name, weight) for name, weight in pairs if name in STYLES_BY_NAME and 0.0 < weight < 1e9)


def _scene(prompt: str, source: str, palette: str, style: str) -> tuple[str, str, str, str]:
    """The curated scene that fits best what is known; the text's hash decides between equals."""

    def fit(scene: tuple[str, str, str, str]) -> float:
        return 4.0 * (scene[0] == source) + 2.0 * (scene[1] == palette) + (style in scene[2:])

    best = max(fit(scene) for scene in SCENES)
    fitting = [scene for scene in SCENES if fit(scene) == best]
    digest = hashlib.sha256(prompt.encode(errors="replace")).digest()
    return fitting[int.from_bytes(digest[:4], "big") % len(fitting)]


def _best(scores: dict[str, float]) -> str:
    # max() takes the first of equals: what was said first wins.
    return max(scores, key=scores.__getitem__) if scores else ""


def _scores(prompt: str) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Scores by name on the three axes, in the order in which the words came."""
    words = _words(prompt)
    return _axis(words, _SOURCES), _axis(words, _PALETTES), _axis(words, _STYLES)


def _words(prompt: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", prompt).casefold())


def _axis(words: list[str], index: tuple[Index, Index]) -> dict[str, float]:
    scores: dict[str, float] = {}
    for rows in _found(words, index):
        for names, emphasis in rows:
            for name, weight in names.items():
                scores[name] = scores.get(name, 0.0) + weight * emphasis
    return scores


def _found(words: list[str], index: tuple[Index, Index]) -> Iterable[list[tuple[dict[str, float], float]]]:
    """For each word, the rows that it is in, with the emphasis that it has there."""
    english, korean = index
    for place, word in enumerate(words):
        # What is said first is the subject, what is said last an aside.
        emphasis = max(1.0 - 0.04 * place, 0.5)
        rows: list[tuple[dict[str, float], float]] = []
        for length in (3, 2, 1):
            phrase = words[place : place + length]
            if len(phrase) < length:
                continue
            # A phrase says more than its words.
            said = emphasis * (1.0 + 0.8 * (length - 1))
            rows += [(names, said) for names in _english_rows(english, " ".join(phrase))]
        if "가" <= word[0] <= "힣":
            rows += [(names, emphasis) for names in _korean_rows(korean, word)]
        yield rows


def _english_rows(index: Index, word: str) -> list[dict[str, float]]:
    for form in _singulars(word):
        if form in index:
            return index[form]
    return []


def _singulars(word: str) -> Iterable[str]:
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def _korean_rows(index: Index, word: str) -> list[dict[str, float]]:
    bare = _PARTICLES.sub("", word)
    # A noun of one syllable counts alone, or before another one: 밤, 밤에, 밤바다.
    alone = {word, bare} | ({word[0]} if _starts_with_stem(word[1:]) else set())
    found: list[dict[str, float]] = []
    taken = ""
    # Longest first: what lies within a longer stem says nothing more.
    for stem in sorted(index, key=len, reverse=True):
        inside = stem in word if len(stem) > 1 else stem in alone
        if inside and stem not in taken:
            found += index[stem]
            taken += stem + " "
    return found


def _starts_with_stem(rest: str) -> bool:
    return any(rest[:length] in _STEMS for length in range(2, len(rest) + 1))
