"""A song and an idea → scenes: when each begins, what it shows, and how it comes in."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from realtime.filming.idea import MOODS, Idea
from realtime.filming.lrc import verses
from realtime.filming.styles_list import ART_STYLES
from realtime.keyframes.song import Song
from realtime.paint.frame import Subject
from realtime.paint.style.prompt import interpret

SHORTEST_S, LONGEST_S = 6.0, 40.0
_SNAP_S = 2.5
_STRONG, _QUIET = ("drop", "chorus"), ("intro", "break", "outro", "silence")

# What a source becomes where the song opens up, and where it holds its breath.
_COMPANIONS = {
    "horizon": ("tunnel", "clouds"),
    "tunnel": ("mandala", "ink"),
    "mandala": ("tunnel", "bloom"),
    "ink": ("mandala", "clouds"),
    "clouds": ("tunnel", "ink"),
    "city": ("tunnel", "horizon"),
    "forest": ("bloom", "clouds"),
    "bloom": ("mandala", "clouds"),
}
# The same light, higher and lower.
_LIFTED = {
    "neon": "candy", "candy": "neon", "dusk": "ember", "ember": "gold", "gold": "ember", "aurora": "acid",
    "ice": "aurora", "paper": "paper", "ultra": "neon", "sakura": "rose", "lagoon": "candy", "acid": "candy",
    "jade": "gold", "blood": "ember", "night": "ultra", "rose": "candy",
}  # fmt: skip
_LOWERED = {
    "neon": "ultra", "candy": "lagoon", "dusk": "night", "ember": "blood", "gold": "night", "aurora": "ice",
    "ice": "night", "paper": "paper", "ultra": "night", "sakura": "dusk", "lagoon": "ice", "acid": "jade",
    "jade": "aurora", "blood": "night", "night": "ice", "rose": "dusk",
}  # fmt: skip


_MONOCHROME = "paper"
# What a model that reads prompts is told of the place in the song.
_SECTION_WORDS = {
    "intro": "seen from afar",
    "build": "light gathering",
    "drop": "bursting with light, in full motion",
    "chorus": "bathed in light, wide view",
    "break": "close and still",
    "outro": "fading into the distance",
}


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """One scene. section: its place in the song; bars: its length where that is whole bars, else None;
    strong: it is a drop or chorus; transition: ISF shader and beats, 0 for a cut."""

    name: str
    start: float
    end: float
    section: str
    energy: float
    bars: int | None
    prompt: str
    source: str
    palette: str
    styles: tuple[tuple[str, float], ...]
    styles_b: tuple[tuple[str, float], ...]
    seed: int
    transition: tuple[str, float]

    @property
    def strong(self) -> bool:
        return self.section in _STRONG

    @property
    def quiet(self) -> bool:
        return self.section in _QUIET


def plan_scenes(song: Song, idea: Idea) -> tuple[ScenePlan, ...]:
    """Scenes for the whole song, in order."""
    story = _timed_story(song, idea)
    spans = list(pairwise(_edges(song, [time for time, _ in story])))
    counts: dict[str, int] = {}
    plans: list[ScenePlan] = []
    for start, end in spans:
        section = max(song.sections, key=lambda one: min(end, one.end) - max(start, one.start))
        counts[section.name] = counts.get(section.name, 0) + 1
        number = f" {counts[section.name]}" if counts[section.name] > 1 else ""
        line = next(text for time, text in reversed(story) if time <= start + 0.5)
        plans.append(
            _scene(
                idea, song, f"{section.name}{number}", start, end, section.name, section.energy, line, plans
            )
        )
    return tuple(plans)


def _timed_story(song: Song, idea: Idea) -> list[tuple[float, str]]:
    """The story with a time for every line: those without one share the song out evenly."""
    lines = [(time, text) for time, text in idea.story] or [(0.0, "")]
    if all(time is None for time, _ in lines):
        return [(number * song.duration / len(lines), text) for number, (_, text) in enumerate(lines)]
    known = [(0.0 if number == 0 else time, text) for number, (time, text) in enumerate(lines)]
    times: list[float] = []
    for number, (time, _) in enumerate(known):
        if time is None:
            following = next(((n, t) for n, (t, _) in enumerate(known) if n > number and t is not None), None)
            ahead, until = following or (len(known), song.duration)
            time = times[-1] + (until - times[-1]) / (ahead - number + 1)
        times.append(min(max(time, times[-1] if times else 0.0), song.duration))
    return [(time, text) for time, (_, text) in zip(times, known, strict=True)]


def _edges(song: Song, story: list[float]) -> list[float]:
    """Where scenes begin and end, on bar lines where there are any."""
    bars = song.downbeats
    told = [_snapped(time, bars) for time in story if SHORTEST_S / 2 < time < song.duration - SHORTEST_S / 2]
    heard = [section.start for section in song.sections if section.start > 0.5]
    heard = [edge for edge in heard if all(abs(edge - other) >= SHORTEST_S for other in told)]
    edges = [0.0]
    for edge in sorted({*told, *heard}):
        if edge - edges[-1] >= SHORTEST_S / 2 and song.duration - edge >= SHORTEST_S / 2:
            edges.append(edge)
    edges.append(song.duration)
    whole: list[float] = [0.0]
    for start, end in pairwise(edges):
        pieces = max(1, round((end - start) / LONGEST_S + 0.2))
        for piece in range(1, pieces):
            whole.append(_snapped(start + (end - start) * piece / pieces, bars))
        whole.append(end)
    return whole


def _snapped(time: float, bars: np.ndarray) -> float:
    if not len(bars):
        return time
    nearest = float(bars[np.argmin(np.abs(bars - time))])
    return nearest if abs(nearest - time) <= _SNAP_S else time


def _bars(song: Song, start: float, end: float) -> int | None:
    """How many bars lie between, where both ends are on bar lines (or the song's own)."""
    bars = song.downbeats
    inside = int(np.sum((bars >= start - 0.1) & (bars < end - 0.1)))
    if inside < 2:
        return None
    bar = float(np.median(np.diff(bars)))
    return inside if abs((end - start) / bar - inside) < 0.6 else None


def _scene(
    idea: Idea,
    song: Song,
    name: str,
    start: float,
    end: float,
    section: str,
    energy: float,
    line: str,
    before: list[ScenePlan],
) -> ScenePlan:
    style, mood = ART_STYLES[idea.style], MOODS[idea.mood]
    sung = verses(list(idea.lyrics), start, end)
    words = ", ".join(part for part in (line, sung) if part) or mood.words
    prompt = ", ".join(
        part
        for part in (
            words,
            _SECTION_WORDS.get(section, ""),
            mood.words if words != mood.words else "",
            style.fragment,
        )
        if part
    )
    recipe = interpret(Subject(prompt=words))
    source = recipe.source if line or sung else style.source
    main = idea.palette or (recipe.palette if line or sung else mood.palette or style.palette)
    if style.palette == _MONOCHROME and not idea.palette:
        # Ink, charcoal and etching are what they are by having no colours.
        main = _MONOCHROME
    strong, quiet = section in _STRONG, section in _QUIET
    # A story that goes on says itself what is new; one sentence for a whole song gets company.
    same = bool(before) and all(line in plan.prompt for plan in before) and not sung
    if same or (not before and len(idea.story) < 2):
        source = _COMPANIONS[source][0] if strong else _COMPANIONS[source][1] if quiet and before else source
    palette = main if idea.palette else _LIFTED[main] if strong else _LOWERED[main] if quiet else main
    one, other = style.styles
    reversed_styles = ((one[0], other[1]), (other[0], one[1]))
    occurrence = name.rpartition(" ")[2] if not strong else ""
    return ScenePlan(
        name=name,
        start=start,
        end=end,
        section=section,
        energy=energy,
        bars=_bars(song, start, end),
        prompt=prompt,
        source=source,
        palette=palette,
        styles=style.styles,
        styles_b=reversed_styles,
        seed=zlib.crc32(f"{idea.title}/{section}/{occurrence}".encode()),
        transition=_transition(section, before),
    )


def _transition(section: str, before: list[ScenePlan]) -> tuple[str, float]:
    """A drop cuts; a break fades; the rest flows."""
    if section == "drop" or (section == "chorus" and before and not before[-1].strong):
        return ("dissolve", 0.0)
    if section in _QUIET:
        return ("dissolve", 8.0)
    return (("luma_wipe", "ink_spread", "dissolve")[len(before) % 3], 4.0)
