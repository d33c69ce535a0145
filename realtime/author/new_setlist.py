"""`new`: a song and an idea → a setlist file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Unpack

from realtime.audio.io.song_title import song_title
from realtime.author.brief import Idea, IdeaFields, check_idea
from realtime.author.own_pictures import pictures_in, readable
from realtime.author.scene_pictures import with_pictures
from realtime.author.scene_plan import plan_scenes
from realtime.author.setlist_toml import setlist_text
from realtime.author.song_character import Character, hear
from realtime.author.suggest_style import suggest
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.song import Song, analyse
from realtime.paint.prompt import PromptInterpreter
from realtime.render.song_file import song_file
from realtime.say import Say
from realtime.scenery.generators import Generators
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.vocabulary import known_names

LISTEN_FPS = 25.0


@dataclass(frozen=True, slots=True)
class Heard:
    """A song that was listened to; its path is as the user wrote it."""

    song: Song
    character: Character


def listen(song: str) -> Heard:
    """Listen to the whole song. Raises UserError where it cannot be read."""
    heard = analyse(song_file(song), LISTEN_FPS)
    character = hear(heard)
    if character.pure:
        # A piano swells; what drops has drums in it.
        sections = (replace(one, name="chorus" if one.name == "drop" else one.name) for one in heard.sections)
        heard = replace(heard, sections=tuple(sections))
    return Heard(replace(heard, path=Path(song)), character)


def own_title(heard: Heard) -> str:
    """What the song's file says that it is called, or how the file is."""
    if str(heard.song.path) == "demo":
        return "Demo"
    if title := song_title(heard.song.path):
        return title
    return heard.song.path.stem.replace("_", " ").replace("-", " ").strip() or "film"


def plain_idea(heard: Heard, **known: Unpack[IdeaFields]) -> Idea:
    """What is `known` of an idea, and for the rest the song's name and what its music suggests."""
    known.setdefault("title", own_title(heard))
    if taken := {"mood", "style"} - known.keys():
        story = " ".join(text for _, text in known.get("story", ()))
        suggestion = suggest(heard.character, known.get("mood"), story)
        why = suggestion.words(known.get("language") == "ko", taken)
        suggested: IdeaFields = {"mood": suggestion.mood, "style": suggestion.style, "why": why}
        known = {**suggested, **known}
    return Idea(**known)


def write_setlist(
    heard: Heard, idea: Idea, output: Path, blocklist: Blocklist, library: ShaderLibrary, say: Say
) -> Path | None:
    """Write `output`, whole or not at all; the new name of another setlist that was there, for somebody may
    have worked on it. library: with the generators to choose from; say: is told of pictures that cannot be
    shown. Raises UserError."""
    check_idea(idea, blocklist)
    prompts = PromptInterpreter(Generators(library))
    scenes = plan_scenes(heard.song, idea, prompts, lambda prompt: blocklist.check(prompt).fit)
    if idea.pictures is not None:
        scenes = with_pictures(scenes, readable(pictures_in(idea.pictures), say))
    text = setlist_text(heard.song, idea, scenes, prompts, output, struck=heard.character.pure)
    _, problems = read_text(text, output, blocklist, known_names(library))
    if problems:
        raise UserError("\n".join(map(str, problems)))
    older = None
    try:
        with written_whole(output) as temporary:
            temporary.write_text(text, encoding="utf-8")
            if output.is_file() and output.read_bytes() != temporary.read_bytes():
                names = (output.with_name(f"{output.stem}.{number}{output.suffix}") for number in count(1))
                older = output.rename(next(name for name in names if not name.exists()))
    except OSError as error:
        raise UserError(f"Cannot write the setlist {output}: {error.strerror}.") from error
    return older
