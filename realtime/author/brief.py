"""An idea for a music video, as a musician puts it: words, style, mood, colours, camera."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from realtime.author.art_styles import ART_STYLES
from realtime.author.own_pictures import pictures_in
from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.lettering.lrc import Line
from realtime.mapping.study import REACTIVITY
from realtime.scenery.palettes import PALETTES
from realtime.setlist.blocklist import Blocklist

# A line of the story gets so much at least, however the music changes.
LINE_S = 2.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing to choose, in both languages. words: what a prompt gains by it; palette: that suits it;
    pace: of the source, 1 as usual."""

    en: str
    ko: str
    words: str = ""
    palette: str = ""
    pace: float = 1.0


MOODS = {
    "calm": Choice("calm", "차분한", "quiet, calm", "ice", 0.6),
    "dreamy": Choice("dreamy", "몽환적인", "dreamy, drifting", "sakura", 0.7),
    "melancholy": Choice("melancholy", "쓸쓸한", "melancholy, late light", "dusk", 0.7),
    "romantic": Choice("romantic", "로맨틱한", "gentle, warm evening glow", "rose", 0.8),
    "joyful": Choice("joyful", "즐거운", "joyful, bright", "candy", 1.1),
    "energetic": Choice("energetic", "에너지 넘치는", "vigorous, fast", "neon", 1.3),
    "dark": Choice("dark", "어두운", "dark, mysterious", "night", 0.9),
    "epic": Choice("epic", "웅장한", "epic, vast", "gold", 1.0),
    "angry": Choice("raw", "거친", "raw, fierce", "ember", 1.2),
}
CAMERAS = {
    "push_in": Choice("push in", "다가가기"),
    "pull_back": Choice("pull back", "물러나기"),
    "drift": Choice("drift", "떠다니기"),
    "orbit": Choice("orbit", "맴돌기"),
    "handheld": Choice("handheld", "손에 든 카메라"),
    "spin_on_the_drop": Choice("spin on the drop", "드롭에서 회전"),
    "still": Choice("still", "고정"),
}
REACTIVITIES = {
    "none": Choice("none", "없음"),
    "low": Choice("low", "낮음"),
    "medium": Choice("medium", "보통"),
    "high": Choice("high", "높음"),
}
LANGUAGES = ("en", "ko")
_STORY = re.compile(r"\s*(?:\[?(?:(\d+):)?(\d+(?:\.\d+)?)(s)?\]?[\s,\-–:]+)?(.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Idea:
    """story: (seconds or None, text) of each line, in order; style: key of ART_STYLES; mood, camera,
    reactivity: keys of the tables above; palette: name, "" for one that suits; lyrics: with times,
    lyrics_file: where they stand; why: what of the music style and mood were chosen by, "" where the
    musician chose; shaders: the musician's own folders; pictures: a folder of the musician's own;
    style_image: a picture as the style; artist, logo: written over the film, "" and None for none."""

    title: str
    story: tuple[tuple[float | None, str], ...] = ()
    style: str = "starry"
    mood: str = "dreamy"
    palette: str = ""
    camera: str = "push_in"
    reactivity: str = "medium"
    first_image: Path | None = None
    lyrics: tuple[Line, ...] = ()
    language: str = "en"
    why: str = ""
    shaders: tuple[Path, ...] = ()
    lyrics_file: Path | None = None
    artist: str = ""
    pictures: Path | None = None
    style_image: Path | None = None
    logo: Path | None = None

    @property
    def lettered(self) -> bool:
        """Whether something is to be written over the film."""
        return bool(self.artist or self.logo)


class IdeaFields(TypedDict, total=False):
    """The fields of an `Idea` that are known so far; the others are still to be asked for or suggested."""

    title: str
    story: tuple[tuple[float | None, str], ...]
    style: str
    mood: str
    palette: str
    camera: str
    reactivity: str
    first_image: Path | None
    lyrics: tuple[Line, ...]
    language: str
    why: str
    shaders: tuple[Path, ...]
    artist: str
    pictures: Path | None
    style_image: Path | None
    logo: Path | None
    lyrics_file: Path | None


def story_line(text: str) -> tuple[float | None, str]:
    """`1:05 the sea at night` → (65.0, "the sea at night"); without a time (None, text)."""
    match = _STORY.fullmatch(text)
    if match is None:
        raise UserError("A line of the story is empty: write what is to be seen, such as “the sea at night”.")
    minutes, seconds, marked, words = match.groups()
    # A bare number is a time only where its unit or colon makes it one: “7 seas” is no time.
    if seconds is None or (minutes is None and marked is None):
        return None, text.strip()
    return int(minutes or 0) * 60.0 + float(seconds), words


def no_room(text: str, time: float, duration: float, language: str) -> str:
    """What to say of a line of the story that comes when the song is over."""
    if language == "ko":
        return f"“{text}” ({clock(time)}): 들어갈 자리가 없습니다. 노래는 {clock(duration)}에 끝납니다."
    return f"“{text}” at {clock(time)} has no room: the song ends at {clock(duration)}."


def clock(seconds: float) -> str:
    """`1:05`."""
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes}:{seconds:02d}"


def check_idea(idea: Idea, blocklist: Blocklist) -> None:
    """Raises UserError for a name that does not exist or a text that the blocklist refuses; a title reaches
    no painter and is not judged."""
    tables: dict[str, tuple[str, Collection[str]]] = {
        "art style": (idea.style, ART_STYLES),
        "mood": (idea.mood, MOODS),
        "camera move": (idea.camera, CAMERAS),
        "reactivity": (idea.reactivity, REACTIVITY),
        "language": (idea.language, LANGUAGES),
    }
    if idea.palette:
        tables["palette"] = (idea.palette, PALETTES)
    for kind, (name, known) in tables.items():
        if name not in known:
            raise UserError(unknown(kind, name, known))
    for text in (*(text for _, text in idea.story), *(text for _, text in idea.lyrics)):
        verdict = blocklist.check(text)
        if not verdict.fit:
            raise UserError(f"“{text}” was refused: {verdict.reason}")
    for picture in (idea.first_image, idea.style_image, idea.logo):
        if picture is not None and not picture.is_file():
            raise UserError(f"there is no picture {picture}")
    if idea.pictures is not None:
        pictures_in(idea.pictures)
