"""From what was heard to a mood and an art style, where the musician names none; and why, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from realtime.author.art_styles import ART_STYLES, ArtStyle
from realtime.author.brief import MOODS, Choice
from realtime.author.song_character import Character

# What music of each mood is like: energy, light (major), grit, bass, swing. The nearest is suggested.
_LIKE = {
    "calm": (0.15, 0.65, 0.10, 0.30, 0.50),
    "dreamy": (0.33, 0.50, 0.35, 0.35, 0.40),
    "melancholy": (0.20, 0.15, 0.10, 0.30, 0.50),
    "romantic": (0.40, 0.80, 0.15, 0.25, 0.60),
    "joyful": (0.55, 0.90, 0.40, 0.40, 0.35),
    "energetic": (0.80, 0.60, 0.65, 0.60, 0.20),
    "dark": (0.50, 0.15, 0.50, 0.75, 0.40),
    "epic": (0.50, 0.35, 0.30, 0.60, 0.70),
    "angry": (0.80, 0.25, 0.95, 0.40, 0.20),
}
_WEIGHTS = (2.0, 0.8, 1.0, 0.6, 0.25)
# Styles of each mood for pure, for mixed and for rough sounds.
_STYLES = {
    "calm": ("watercolour", "mineral_scroll", "aurora"),
    "dreamy": ("blossom", "starry", "cosmos"),
    "melancholy": ("winter_watercolour", "celadon", "film_noir"),
    "romantic": ("impressionist", "pastel", "synthwave"),
    "joyful": ("storybook", "fauve", "disco"),
    "energetic": ("futurist", "pop_art", "neon"),
    "dark": ("baroque", "velvet", "laser"),
    "epic": ("romantic", "storm", "art_deco"),
    "angry": ("expressionist", "lava", "poster"),
}
_PURE, _ROUGH = 0.28, 0.60
# Below each limit its words, in English and Korean.
_FULLNESS = (
    (0.25, "quiet and spare", "고요하고 성긴 소리"),
    (0.45, "gentle", "잔잔한 소리"),
    (0.65, "lively", "활기찬 소리"),
    (1.01, "dense and driving", "촘촘하고 몰아치는 소리"),
)
_TONE = (
    (0.35, "dark in tone", "어두운 음색"),
    (0.62, "warm in tone", "따뜻한 음색"),
    (1.01, "bright in tone", "밝은 음색"),
)
_RICH = (
    ("grit", 0.70, "rough", "거친 질감"),
    ("bass", 0.65, "deep bass", "깊은 베이스"),
    ("swing", 0.75, "from soft to loud", "큰 셈여림"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """mood, style: keys of MOODS and ART_STYLES; heard: what they follow from, in both languages."""

    mood: str
    style: str
    heard: tuple[str, str]

    def words(self, korean: bool, taken: Collection[str] = ("mood", "style")) -> str:
        """`75 bpm, D major, quiet and spare → calm, Watercolour`; taken: which of the two follow from it."""
        named: dict[str, Choice | ArtStyle] = {
            "mood": MOODS[self.mood],
            "style": ART_STYLES[self.style],
        }
        called = [one.ko if korean else one.en for key, one in named.items() if key in taken]
        return f"{self.heard[korean]} → {', '.join(called)}"


def suggest(character: Character, mood: str | None = None) -> Suggestion:
    """What suits the music; mood: the musician's own, for which only a style is wanted."""
    heard = (character.energy, character.light, character.grit, character.bass, character.swing)
    mood = mood or min(_LIKE, key=lambda name: _distance(heard, _LIKE[name]))
    roughness = 0 if character.grit < _PURE else 1 if character.grit < _ROUGH else 2
    words = (", ".join(_words(character, False)), ", ".join(_words(character, True)))
    return Suggestion(mood, _STYLES[mood][roughness], words)


def _distance(heard: tuple[float, ...], like: tuple[float, ...]) -> float:
    return sum(weight * (a - b) ** 2 for weight, a, b in zip(_WEIGHTS, heard, like, strict=True))


def _words(character: Character, korean: bool) -> list[str]:
    """What was heard, the plainest first."""
    if character.tempo:
        words = [f"{character.tempo:.0f} bpm"]
    else:
        words = ["박자 없음" if korean else "no steady beat"]
    if character.key:
        mode = ("장조", "단조") if korean else (" major", " minor")
        words.append(character.key + mode[character.minor])
    for table, value in ((_FULLNESS, character.energy), (_TONE, character.brightness)):
        words.append(next((ko if korean else en) for below, en, ko in table if value < below))
    words += [(ko if korean else en) for name, least, en, ko in _RICH if getattr(character, name) > least]
    return words
