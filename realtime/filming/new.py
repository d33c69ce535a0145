"""`new`: a song and an idea → a setlist file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from realtime.errors import UserError
from realtime.filming.idea import Idea, check_idea
from realtime.filming.scene_plan import plan_scenes
from realtime.filming.setlist_text import setlist_text
from realtime.filming.song_file import song_file
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.song import Song, analyse
from realtime.names import known_names
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text

LISTEN_FPS = 25.0


def write_setlist(song: str, idea: Idea, output: Path, blocklist: Blocklist) -> Song:
    """Listen to `song` and write `output`, whole or not at all; gives what was heard. Raises UserError."""
    check_idea(idea, blocklist)
    heard = analyse(song_file(song), LISTEN_FPS)
    # The commands in the file's head name the song as the user did.
    named = replace(heard, path=Path(song))
    text = setlist_text(named, idea, plan_scenes(heard, idea), output.name)
    _, problems = read_text(text, output, blocklist, known_names(ShaderLibrary()))
    if problems:
        raise UserError("\n".join(map(str, problems)))
    temporary = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, output)
    except OSError as error:
        raise UserError(f"Cannot write the setlist {output}: {error.strerror}.") from error
    finally:
        temporary.unlink(missing_ok=True)
    return heard


def plain_idea(song: str) -> Idea:
    """What to film when nobody said anything: the song's name, and a look that suits most."""
    title = Path(song).stem.replace("_", " ").replace("-", " ").strip() or "film"
    return Idea(title="Demo" if song == "demo" else title, style="starry", mood="dreamy")
