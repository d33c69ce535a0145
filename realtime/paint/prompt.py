"""From words to a picture: a prompt becomes a generator, a palette, two styles and inputs."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from realtime.errors import UserError
from realtime.paint.frame import Subject
from realtime.paint.known_looks import StylePairs, is_palette, known_styles
from realtime.paint.layers_in_sight import add_layer
from realtime.paint.prompt_shares import prompt_shares
from realtime.paint.things_named import things_named
from realtime.scenery.generators import Generators
from realtime.scenery.objects.cut_out import PREFIX, is_cut_out
from realtime.scenery.objects.deeds import does
from realtime.scenery.objects.described import colours_of_things, says_burning
from realtime.scenery.objects.nouns import Named, nouns
from realtime.scenery.objects.placed import Placed, varied
from realtime.scenery.objects.placing import can_burn, compose
from realtime.scenery.objects.subjects import head_of, without_owners, without_verbs
from realtime.scenery.palette_words import PALETTE_ROWS, PARTNERS, STYLE_ROWS
from realtime.scenery.palettes import palette
from realtime.scenery.source_name import FEEDBACK, SourceName, parse_source
from realtime.scenery.source_stage import Layer
from realtime.scenery.style_picture import is_picture
from realtime.scenery.styles import STYLES_BY_NAME, StyleMix, style_mix
from realtime.scenery.weather import WEATHER_ROWS
from realtime.scenery.word_index import WordIndex, words_of
from realtime.smoothstep import smoothstep

# (generator, palette, first style, second style)
_Look = tuple[str, str, str, str]

# How much a thing calls for the place where it lives; a place that is named calls for more.
_HOME, _HOME_AFLOAT = 0.7, 1.15
# From so much on a place is named, and people are there.
_PLACED = 1.0
# Behind what lives nowhere and stands, and behind what hangs.
_BACKDROPS = ("horizon", "clouds")
# A deed for a place, alone and where a place is named.
_DEED = (0.8, 0.6)
_COLOURLESS = "paper"

_PALETTES, _STYLES = WordIndex(PALETTE_ROWS), WordIndex(STYLE_ROWS)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to paint: source and palette by name; style at `style_mix` 0 and 1, (name, weight) pairs; traits:
    (input, value) pairs of the source and the weather before it; things: that words name, before it."""

    source: str
    palette: str
    style: StylePairs
    style_b: StylePairs
    traits: tuple[tuple[str, float], ...] = ()
    things: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Mixture:
    """All that is in sight at one moment: source layers (shares sum to 1) and the styles they are painted
    in."""

    layers: tuple[Layer, ...]
    styles: StyleMix


class PromptInterpreter:
    """Reads prompts with the words of `generators`, of the weather, the palettes and the styles."""

    def __init__(self, generators: Generators) -> None:
        self.generators = generators
        self._own = {one.name for one in generators if one.users_own}
        self._rooms = {one.name for one in generators if one.indoors}
        self._words, self._traits = WordIndex(), WordIndex(WEATHER_ROWS)
        for one in generators:
            for row in one.words:
                self._words.add(row.values, row.words)
            for row in one.traits:
                self._traits.add(row.values, row.words)
        self._stems = self._words.stems | self._traits.stems | _PALETTES.stems | _STYLES.stems
        self._looks: list[_Look] = [(one.name, *look) for one in generators for look in one.looks]
        self._recipe = lru_cache(maxsize=256)(self._new_recipe)

    def interpret(self, subject: Subject) -> Recipe:
        """The recipe for a subject's prompt; names given in the subject win. The same text gives the same
        recipe.

        Unknown names count as not given: setlists are checked when they are loaded.
        """
        generator = _named(subject.source).generator
        return self._recipe(subject.prompt, generator, subject.palette, subject.style, subject.style_b)

    def mixture(
        self,
        now: Subject,
        before: Subject | None,
        fade: float,
        prompt_mix: float,
        style_share: float,
        source_mix: float = 0.5,
        prompt_weights: Mapping[str, float] = {},
    ) -> Mixture:
        """What is in sight: `before` fading (0..1) into `now`, each between its prompts and two styles.

        style_share: 0 the first style, 1 the second; source_mix: 0 only generators, 1 only pictures, where a
        subject names both.
        """
        layers: list[Layer] = []
        weights = np.zeros(len(STYLES_BY_NAME), np.float32)
        pictures: dict[str, float] = {}
        for subject, share in _in_sight(now, before, fade):
            for recipe, part in self._between_prompts(subject, prompt_mix, prompt_weights):
                self._add_sources(layers, subject, recipe, share * part, source_mix)
                for styles, much in ((recipe.style, 1.0 - style_share), (recipe.style_b, style_share)):
                    mix, much = style_mix(styles), share * part * much
                    weights += np.float32(much) * mix.weights
                    for name, own in mix.pictures.items():
                        pictures[name] = pictures.get(name, 0.0) + much * own
        # The shares of what is in sight sum to 1 but for what was too little to be kept.
        total = float(weights.sum()) + sum(pictures.values())
        pictures = {name: share / total for name, share in pictures.items() if share >= 1e-3}
        return Mixture(tuple(layers), StyleMix(weights / np.float32(total), pictures))

    def pictures(
        self,
        now: Subject,
        before: Subject | None,
        fade: float,
        prompt_mix: float,
        there: Callable[[str], bool],
        prompt_weights: Mapping[str, float] = {},
    ) -> tuple[Layer, ...]:
        """As the layers of `mixture`, but only the pictures that subjects name, no generators below them.

        For painters that lay them over their own last frame, so "feedback" is none; shares sum to 1 where
        both subjects name one, and to less where one of them does not. there: can a picture be had?
        """
        layers: list[Layer] = []
        for subject, share in _in_sight(now, before, fade):
            named = _named(subject.source)
            if named.kind in ("", FEEDBACK) or not (named.kind == "generator" or there(named.picture)):
                continue
            for recipe, part in self._between_prompts(subject, prompt_mix, prompt_weights):
                self._add_sources(layers, subject, recipe, share * part, 1.0)
        return tuple(layers)

    def _add_sources(
        self, layers: list[Layer], subject: Subject, recipe: Recipe, share: float, source_mix: float
    ) -> None:
        # Another prompt is another world; the second prompt of a mix is another light on the same one.
        seed = (subject.seed + zlib.crc32(subject.prompt.encode(errors="replace"))) % 2**32
        named = _named(subject.source)
        things = (*recipe.things, *self._cut_out(named, recipe.source, seed))
        things = varied(things, seed)
        for source, much in self._between_sources(subject, recipe, source_mix):
            colours = palette(recipe.palette)
            traits, images = dict(recipe.traits), dict(subject.images)
            add_layer(layers, Layer(source, seed, colours, share * much, traits, things, images))

    def _cut_out(self, named: SourceName, source: str, seed: int) -> tuple[Placed, ...]:
        """The picture that a source names, where it has see-through parts: it stands in the generator's
        scene."""
        if not is_cut_out(named):
            return ()
        ground = self.generators.find(source).ground.ground
        drawing, side = f"{PREFIX}{named.target}", 1.0 if seed & 1 else -1.0
        if ground is None:
            return (Placed(drawing, 0.1 * side, 0.0, 1.25, hangs=True),)
        return (Placed(drawing, 0.2 * side, ground - 0.04, 1.35),)

    def _between_sources(
        self, subject: Subject, recipe: Recipe, source_mix: float
    ) -> list[tuple[str, float]]:
        """(source, share): the picture that the subject names, and the generator below it if it names one
        too."""
        named = _named(subject.source)
        if not named.picture or is_cut_out(named):
            return [(recipe.source, 1.0)]
        over = named.picture
        if named.kind == "generator":
            over = named.target if named.target in self.generators else recipe.source
        if not named.generator:
            return [(over, 1.0)]
        both = ((recipe.source, 1.0 - source_mix), (over, source_mix))
        return [(source, much) for source, much in both if much >= 1e-3]

    def _between_prompts(
        self, subject: Subject, prompt_mix: float, weights: Mapping[str, float]
    ) -> list[tuple[Recipe, float]]:
        shares = enumerate(prompt_shares(subject, prompt_mix, weights))
        return [(self._of_prompt(subject, n, text), part) for n, (text, part) in shares if part >= 1e-3]

    def _of_prompt(self, subject: Subject, number: int, text: str) -> Recipe:
        if number == 0:
            return self.interpret(subject)
        second = subject.style_b if subject.prompt_b and number == 1 else ()
        return self._recipe(text, "", "", second or subject.style, subject.style_b)

    def _new_recipe(
        self, prompt: str, source: str, colours: str, style: StylePairs, style_b: StylePairs
    ) -> Recipe:
        words = self.words(prompt)
        named = self.named(words)
        called = self._places(words, named)
        source = source if source in self.generators else _best(called)
        palettes = self._palettes(words, named, source)
        styles = _STYLES.scores(words, self._stems)
        given, given_b = known_styles(style), known_styles(style_b)
        # A picture brings its colours along; where it cannot be had, the words choose.
        own = max((pair for pair in given if is_picture(pair[0])), key=lambda pair: pair[1], default=("", 0))
        colours = next((name for name in (colours, own[0]) if is_palette(name)), _best(palettes))
        look = self._look(prompt, source, colours, _best(styles), bool(named))
        source, colours = source or look[0], colours or look[1]
        if not given:
            ranked = sorted(styles, key=styles.__getitem__, reverse=True) or list(look[2:])
            one, other = ranked[0], ranked[1] if len(ranked) > 1 else PARTNERS[ranked[0]]
            given = ((one, 0.65), (other, 0.35))
            given_b = given_b or ((one, 0.35), (other, 0.65))
        named = self.drawn(words, named)
        traits = self._traits_in(words)
        ground = self.generators.find(source).ground_with(dict(traits))
        things = compose(named, words, ground, source, prompt)
        return Recipe(source, colours, given, given_b or given, traits, things)

    def _palettes(self, words: list[str], named: list[Named], source: str) -> dict[str, float]:
        """The weights of the palettes that are called for. What is laid before the generator `source` has its
        own colours: a red umbrella makes no red picture, and a tiger in the snow no warm one; where nothing
        else says any, it does. A whale says what is around it."""
        taken = colours_of_things(named, words)
        laid = (
            one
            for one in named
            if not one.noun.weak and one.noun.where != "under" and source not in one.noun.painted_by
        )
        things = taken | {place for one in laid for place in range(one.first, one.end)}
        rests = (["" if n in left else word for n, word in enumerate(words)] for left in (things, taken))
        return next(filter(None, (_PALETTES.scores(rest, self._stems) for rest in rests)), {})

    def words(self, prompt: str) -> list[str]:
        """The words of a prompt, "" for verbs that look like things; of unknown compounds what they end
        with."""
        return [head_of(word, self._names) for word in without_verbs(words_of(prompt))]

    def _names(self, word: str) -> bool:
        """Whether a word says of anything that is painted."""
        return bool(self.called_by([word])[0]) or bool(nouns().find([word]))

    def named(self, words: list[str]) -> list[Named]:
        """The things that words name, less what calls for a generator instead."""
        return things_named(words, self._words, self._stems, self._own, self._rooms)

    def drawn(self, words: list[str], named: list[Named]) -> list[Named]:
        """Of the things `named` those that may be drawn: ideas are not where a place or another thing is."""
        named = without_owners(named, words)
        strong = [one for one in named if not one.noun.weak]
        if len(strong) == len(named):
            return named
        # The words of an idea itself are no place, but where a generator paints it.
        ideas = {
            place
            for one in named
            if one.noun.weak and not one.noun.painted_by
            for place in range(one.first, one.end)
        }
        others = ["" if place in ideas else word for place, word in enumerate(words)]
        return strong if self._places(others, strong) else named

    def called_by(self, words: list[str]) -> list[set[str]]:
        """For each word the generators that it calls for, "*" where it says something of any picture,
        "palette" and "style"; a phrase's words all call for the same."""
        called: list[set[str]] = [set() for _ in words]
        for index, name in (
            (self._words, ""),
            (self._traits, "*"),
            (_PALETTES, "palette"),
            (_STYLES, "style"),
        ):
            for place, rows in enumerate(index.find(words, self._stems)):
                for names, _ in rows:
                    callers = {name} if name else {one for one, weight in names.items() if weight > 0.0}
                    for further in range(place, place + max(1, index.phrase_length(words, place))):
                        called[further] |= callers
        return called

    @property
    def known_words(self) -> frozenset[str]:
        """All words of which something is painted."""
        return frozenset((*nouns().words, *self._words.words, *self._traits.words))

    def _places(self, words: list[str], named: list[Named]) -> dict[str, float]:
        """The weights of the generators that are called for. A word that names a thing calls for where that
        lives, and for a generator that paints it, no other."""
        things = {place: one for one in named for place in range(one.first, one.end)}
        # What has a generator of its own is a thing like others beside others.
        strong = [one.noun for one in named if not one.noun.weak] or [one.noun for one in named]
        burns = any(can_burn(one.noun) for one in named)
        scores: dict[str, float] = {}
        deeds: dict[str, float] = {}
        for place, rows in enumerate(self._words.find(words, self._stems)):
            for names, emphasis in rows:
                for name, weight in names.items():
                    thing = things.get(place)
                    if thing is None and burns and says_burning(words[place]):
                        continue
                    if thing is None or all(name in noun.painted_by for noun in strong):
                        done = bool(strong) and does(words[place]) and weight > 0.0
                        into = deeds if done else scores
                        into[name] = into.get(name, 0.0) + weight * emphasis
        # What somebody does says less of the place than what it is called.
        share = _DEED[bool(scores)]
        for name, weight in deeds.items():
            scores[name] = scores.get(name, 0.0) + share * weight
        # Ten deer make no more forest than one, and people go wherever the other things are.
        strong.sort(key=lambda noun: noun.person)
        others = [noun for noun in strong if not noun.person]
        placed = max(scores.values(), default=0.0) >= _PLACED
        if placed or any(noun.lives not in ("", _BACKDROPS[1]) for noun in others):
            strong = [noun for noun in strong if not noun.person or (placed and noun.lives != _BACKDROPS[0])]
        # Nor do birds make sky of what stands below them.
        grounded = [noun for noun in strong if noun.where != "sky"]
        if any(noun.lives for noun in grounded):
            strong = grounded
        homes = dict.fromkeys(noun.lives for noun in strong if noun.lives in self.generators)
        if len(homes) > 1 and not any(noun.where == "sky" for noun in strong):
            # What may be anywhere is where the others are.
            homes.pop(_BACKDROPS[1], None)
        if strong and not homes and not scores:
            hung = strong[0].where in ("sky", "air")
            return {name: 1.0 for name in (_BACKDROPS[hung],) if name in self.generators}
        afloat = {noun.lives for noun in strong if noun.where == "water"}
        for order, home in enumerate(homes):
            called = _HOME_AFLOAT if home in afloat else _HOME
            scores[home] = scores.get(home, 0.0) + called * 0.9**order
        return scores

    def _traits_in(self, words: list[str]) -> tuple[tuple[str, float], ...]:
        """What the words say of generators' own inputs and the weather: the most that is said of each, but 0,
        which stands for "not at all", wins."""
        found: dict[str, float] = {}
        for rows in self._traits.find(words, self._stems):
            for names, _ in rows:
                for name, value in names.items():
                    known = found.get(name, value)
                    found[name] = max(known, value) if known * value else 0.0
        return tuple(sorted(found.items()))

    def _look(self, prompt: str, source: str, palette: str, style: str, things: bool) -> _Look:
        """The look that fits best what is known; the text's hash decides between equals. Where there are
        things it has colours: they are known by them."""

        def fit(look: _Look) -> float:
            return 4.0 * (look[0] == source) + 2.0 * (look[1] == palette) + (style in look[2:])

        best = max(map(fit, self._looks))
        fitting = [look for look in self._looks if fit(look) == best]
        if things and palette != _COLOURLESS:
            fitting = [look for look in fitting if look[1] != _COLOURLESS] or fitting
        digest = hashlib.sha256(prompt.encode(errors="replace")).digest()
        return fitting[int.from_bytes(digest[:4], "big") % len(fitting)]


def _in_sight(now: Subject, before: Subject | None, fade: float) -> list[tuple[Subject, float]]:
    """(subject, share) of those in sight."""
    if before is None:
        return [(now, 1.0)]
    fade = smoothstep(fade)
    return [(subject, share) for subject, share in ((before, 1.0 - fade), (now, fade)) if share >= 1e-3]


@lru_cache(maxsize=256)
def _named(source: str) -> SourceName:
    """What a source's text names; nothing where it makes no sense: a setlist's were checked."""
    try:
        return parse_source(source)
    except UserError:
        return SourceName()


def _best(scores: dict[str, float]) -> str:
    # max() takes the first of equals: what was said first wins.
    return max(scores, key=scores.__getitem__) if scores else ""
