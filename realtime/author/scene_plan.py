"""A song and an idea → scenes: when each begins, what it shows, and how it comes in."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from realtime.author.art_styles import ART_STYLES
from realtime.author.brief import LINE_S, MOODS, Choice, Idea, no_room
from realtime.author.sung import verses
from realtime.errors import UserError
from realtime.keyframes.song import Song
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators

SHORTEST_S = 6.0
# What even the slowest scene may be cut down to, where the music changes.
_GENTLE_S = 12.0
# The longest that one view is looked at, at a mood's usual pace, and at any pace.
LONGEST_S, LONGEST_OF_ALL_S = 10.0, 14.0
_SNAP_S = 2.5
# Moods slower than this have no cuts and no vortex; from the other on, pictures chase each other.
_GENTLE_PACE, _QUICK_PACE = 0.85, 1.1
_DISSOLVE_BEATS = 8.0
_STORY_OVER_SONG = 3
_LEAST_LEAD = 0.6
Weights = tuple[tuple[str, float], ...]
_STRONG, _QUIET = ("drop", "chorus"), ("intro", "break", "outro", "silence")

# The same light where the song opens up, in lively moods and in quick ones; and where it rests.
_LIFTED = {
    "neon": "candy", "candy": "day", "dusk": "ember", "ember": "gold", "gold": "ember", "aurora": "meadow",
    "ice": "day", "paper": "paper", "ultra": "neon", "sakura": "rose", "lagoon": "day", "acid": "meadow",
    "jade": "gold", "blood": "ember", "night": "gold", "rose": "sakura", "abyss": "aurora", "day": "gold",
    "meadow": "day",
}  # fmt: skip
_LIFTED_QUICKLY = _LIFTED | {
    "candy": "neon", "aurora": "acid", "ice": "lagoon", "lagoon": "candy", "acid": "candy", "night": "ultra",
    "rose": "candy", "day": "candy",
}  # fmt: skip
_LOWERED = {
    "neon": "ultra", "candy": "dusk", "dusk": "ice", "ember": "blood", "gold": "night", "aurora": "ice",
    "ice": "night", "paper": "paper", "ultra": "ice", "sakura": "dusk", "lagoon": "ice", "acid": "jade",
    "jade": "aurora", "blood": "blood", "night": "ice", "rose": "dusk", "abyss": "night", "day": "dusk",
    "meadow": "jade",
}  # fmt: skip


_MONOCHROME = "paper"
# What the prompt adds about the place in the song.
SECTION_WORDS = {
    "intro": "wide and quiet",
    "build": "light gathering",
    "drop": "bursting with light, in full motion",
    "chorus": "bathed in light, wide view",
    "break": "close and still",
    "outro": "fading out",
}


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """One scene. section: its place in the song; line: of the story; bars: that begin in it; worded: it has
    words of the story or song; own: it shows what they name, not another view of its world; landscape: the
    camera travels along it, instead of moving freely; strong: it is a drop or chorus; transition: ISF shader
    and beats, 0 for a cut; picture: of the musician's own that it shows."""

    name: str
    start: float
    end: float
    section: str
    line: str
    bars: int
    prompt: str
    source: str
    worded: bool
    own: bool
    landscape: bool
    palette: str
    styles: Weights
    styles_b: Weights
    seed: int
    transition: tuple[str, float]
    picture: Path | None = None

    @property
    def strong(self) -> bool:
        return self.section in _STRONG

    @property
    def quiet(self) -> bool:
        return self.section in _QUIET


def plan_scenes(
    song: Song, idea: Idea, prompts: PromptInterpreter, fit: Callable[[str], bool] = lambda prompt: True
) -> tuple[ScenePlan, ...]:
    """Scenes for the whole song, in order; prompts: reads the story and the lyrics; fit: whether a prompt
    may be painted."""
    story = _timed_story(song, idea)
    spans = list(pairwise(_edges(song, [time for time, _ in story], MOODS[idea.mood].pace)))
    counts: dict[str, int] = {}
    plans: list[ScenePlan] = []
    for start, end in spans:
        heard = max(song.sections, key=lambda one: min(end, one.end) - max(start, one.start)).name
        # Gentle songs swell, they do not drop.
        section = "chorus" if heard == "drop" and MOODS[idea.mood].pace < _GENTLE_PACE else heard
        counts[section] = counts.get(section, 0) + 1
        number = f" {counts[section]}" if counts[section] > 1 else ""
        line = next(text for time, text in reversed(story) if time <= start + 1e-6)
        name = f"{section}{number}"
        plans.append(_scene(idea, song, prompts, fit, name, (start, end), section, line, plans))
    return tuple(plans)


def _timed_story(song: Song, idea: Idea) -> list[tuple[float, str]]:
    """The story with a time for every line, on bar lines where there are any: lines without a time share the
    song out evenly. Raises UserError for a line that the song is too short for."""
    for time, text in idea.story:
        if time is not None and time >= song.duration:
            raise UserError(no_room(text, time, song.duration, idea.language))
    timed: list[tuple[float, str]] = []
    for time, text in _times(song, idea):
        if time > song.duration - LINE_S and timed:
            raise UserError(no_room(text, time, song.duration, idea.language))
        earliest = timed[-1][0] + LINE_S if timed else 0.0
        snapped = _snapped(time, song.downbeats) if timed else 0.0
        fits = earliest <= snapped <= song.duration - LINE_S
        timed.append((snapped if fits else max(time, earliest), text))
    return timed


def _times(song: Song, idea: Idea) -> list[tuple[float, str]]:
    lines: list[tuple[float | None, str]] = list(idea.story) or [(0.0, "")]
    if all(time is None for time, _ in lines):
        return [(number * song.duration / len(lines), text) for number, (_, text) in enumerate(lines)]
    timed = [(time, text) for time, text in lines if time is not None]
    if len(timed) == len(lines):
        lines = [*sorted(timed, key=lambda line: line[0])]
    known = [(0.0 if number == 0 else time, text) for number, (time, text) in enumerate(lines)]
    times: list[float] = []
    for number, (time, _) in enumerate(known):
        if time is None:
            following = next(((n, t) for n, (t, _) in enumerate(known) if n > number and t is not None), None)
            ahead, until = following or (len(known), song.duration)
            time = times[-1] + (until - times[-1]) / (ahead - number + 1)
        times.append(max(time, times[-1] if times else 0.0))
    return [(time, text) for time, (_, text) in zip(times, known, strict=True)]


def _edges(song: Song, starts: list[float], pace: float) -> list[float]:
    """Where scenes begin and end, on bar lines where there are any: at every line of the story, where the
    music changes (most first), and within what would be looked at for too long."""
    bars = song.downbeats
    longest_s, shortest_s = min(LONGEST_S / pace, LONGEST_OF_ALL_S), _shortest_s(song, pace)
    edges = sorted({0.0, *starts, song.duration})
    for start in _by_change(song):
        if all(
            abs(start - edge) >= (max(SHORTEST_S, shortest_s) if edge in starts[1:] else shortest_s)
            for edge in edges
        ):
            edges = sorted([*edges, start])
    whole: list[float] = [0.0]
    for start, end in pairwise(edges):
        pieces = max(1, math.ceil((end - start) / longest_s - 0.25))
        for piece in range(1, pieces):
            whole.append(_snapped(start + (end - start) * piece / pieces, bars))
        whole.append(end)
    return whole


def _shortest_s(song: Song, pace: float) -> float:
    """What a scene needs to be seen: gentle ones come in slowly, and stay for as long again."""
    if pace >= _GENTLE_PACE:
        return SHORTEST_S / 2
    return min(2.0 * _DISSOLVE_BEATS * 60.0 / (song.tempo or 120.0), _GENTLE_S)


def _by_change(song: Song) -> list[float]:
    """Where sections begin, the greatest change of energy first."""
    changes = [(-abs(one.energy - last.energy), one.start) for last, one in pairwise(song.sections)]
    return [start for _, start in sorted(changes)]


def _snapped(time: float, bars: np.ndarray) -> float:
    if not len(bars):
        return time
    nearest = float(bars[np.argmin(np.abs(bars - time))])
    return nearest if abs(nearest - time) <= _SNAP_S else time


def _bars(song: Song, start: float, end: float) -> int:
    bars = song.downbeats
    return int(np.sum((bars >= start - 0.1) & (bars < end - 0.1)))


def _scene(
    idea: Idea,
    song: Song,
    prompts: PromptInterpreter,
    fit: Callable[[str], bool],
    name: str,
    span: tuple[float, float],
    section: str,
    line: str,
    before: list[ScenePlan],
) -> ScenePlan:
    style, mood = ART_STYLES[idea.style], MOODS[idea.mood]
    sung = verses(list(idea.lyrics), *span)
    words = ", ".join(part for part in (line, sung) if part) or mood.words
    added = (SECTION_WORDS.get(section, ""), mood.words if words != mood.words else "", style.fragment)
    # What is sung decides only where the story does not.
    recipe = prompts.interpret(Subject(prompt=", ".join([line] * _STORY_OVER_SONG + [sung])))
    own = recipe.source if line or sung else style.source
    # A line of the story begins with its own words' view, and without a story so does a verse.
    like = [plan for plan in before if plan.line == line and _kind(plan.section) == _kind(section)]
    first = all(plan.line != line for plan in before) if line else bool(sung)
    named_palette = recipe.palette if line or sung else ""
    palette = _palette(idea, named_palette, section, len(like), first)
    generators = prompts.generators
    source = own if first else _view(generators, own, section, len(like), mood, worded=bool(line))
    if before and source == before[-1].source:
        if not first and not line:
            source = _view(generators, own, section, len(like) + 1, mood, worded=False)
        elif palette == before[-1].palette and style.palette != _MONOCHROME and not idea.palette:
            # The same place has another light.
            palette = next(
                one for one in (_LIFTED[palette], _LOWERED[palette], mood.palette) if one != palette
            )
    return ScenePlan(
        name=name,
        start=span[0],
        end=span[1],
        section=section,
        line=line,
        bars=_bars(song, *span),
        prompt=_prompt(words, added, fit),
        source=source,
        worded=bool(line or sung),
        own=source == own,
        landscape=generators.find(source).landscape,
        palette=palette,
        styles=_leaning(style.styles),
        styles_b=_swapped(_leaning(style.styles)),
        seed=zlib.crc32(f"{idea.title}/{name}".encode()),
        transition=_transition(section, before, mood),
    )


def _prompt(words: str, added: tuple[str, ...], fit: Callable[[str], bool]) -> str:
    """The musician's words and what the program adds to them. Of that, the first is left out again where the
    whole would be refused: nobody is to answer for words that are not their own."""
    for left in range(len(added)):
        prompt = ", ".join(part for part in (words, *added[left:]) if part)
        if fit(prompt):
            return prompt
    return words


def _leaning(styles: Weights) -> Weights:
    """Two styles of which one leads, so that something is to be seen where the other takes over."""
    (one, weight), (other, _) = styles
    lead = _LEAST_LEAD if 0.5 <= weight < _LEAST_LEAD else weight
    return ((one, lead), (other, round(1.0 - lead, 2)))


def _swapped(styles: Weights) -> Weights:
    (one, weight), (other, rest) = styles
    return ((one, rest), (other, weight))


def _kind(section: str) -> int:
    """0: it goes on, 1: it opens up, 2: it holds its breath. As in Generator.companions."""
    return 1 if section in _STRONG else 2 if section in _QUIET else 0


def _view(generators: Generators, own: str, section: str, turn: int, mood: Choice, worded: bool) -> str:
    """The generator of a scene, for the `turn`th of its kind: the idea's own comes back again and again. A
    story (`worded`) keeps to its own, but for a view of rest now and then where the music rests."""
    kind = _kind(section)
    others = generators.companions(own, kind)
    if worded:
        rest = next(iter(_gentle(generators, others)), own)
        return rest if kind == 2 and turn % 3 == 2 else own
    if mood.pace < _GENTLE_PACE:
        others = _gentle(generators, others) + _gentle(generators, generators.companions(own, 0)) or (own,)
    one, other = others[0], others[-1]
    cycle = ((own, one, own, other), (one, own, other), (own, one, other))[kind]
    return cycle[turn % len(cycle)]


def _gentle(generators: Generators, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not generators.find(name).restless)


def _palette(idea: Idea, named: str, section: str, turn: int, first: bool) -> str:
    """What the words ask for, or the mood; a line of the story begins in its own colours. They are
    brighter where the song opens up and darker where it rests; gentle films keep to their own."""
    style, mood = ART_STYLES[idea.style], MOODS[idea.mood]
    if idea.palette:
        return idea.palette
    if style.palette == _MONOCHROME:
        # Ink, charcoal and etching are what they are by having no colours.
        return _MONOCHROME
    main = named or mood.palette
    if first and named:
        return main
    # Every other scene of a kind has another light: the mood's, or the style's own.
    odd, kind = bool(turn % 2), _kind(section)
    other = mood.palette if named else style.palette
    if mood.pace < _GENTLE_PACE:
        main = other if odd else main
        return _LOWERED[main] if kind == 2 and not named else main
    lifted = _LIFTED_QUICKLY if mood.pace >= _QUICK_PACE else _LIFTED
    if named:
        # A story has its colours, and what is near to them.
        return ((main, lifted[main], _LOWERED[main]), (_LOWERED[main], main, main))[odd][kind]
    main = other if odd else main
    return (main, lifted[main], _LOWERED[main])[kind]


def _transition(section: str, before: list[ScenePlan], mood: Choice) -> tuple[str, float]:
    """A drop cuts; a break fades; the rest flows. Gentle moods never cut."""
    opens = section == "drop" or (section == "chorus" and before and not before[-1].strong)
    if mood.pace < _GENTLE_PACE:
        return ("luma_wipe", 4.0) if opens else ("dissolve", _DISSOLVE_BEATS)
    if opens:
        return ("dissolve", 0.0)
    if section in _QUIET:
        return ("dissolve", _DISSOLVE_BEATS)
    if mood.pace >= _QUICK_PACE:
        return (("zoom_blur", 2.0), ("luma_wipe", 2.0), ("ink_spread", 4.0))[len(before) % 3]
    return (("luma_wipe", "ink_spread", "dissolve")[len(before) % 3], 4.0)
