"""Commands for people with a song and an idea: `new`, `styles`, `storyboard`."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from realtime.author.answers import somebody_answers
from realtime.author.art_styles import find_art_style
from realtime.author.brief import (
    CAMERAS,
    LANGUAGES,
    MOODS,
    REACTIVITIES,
    Idea,
    IdeaFields,
    check_idea,
    clock,
    story_line,
)
from realtime.author.questions import (
    ask,
    chosen,
    generator_lines,
    language_here,
    output_of,
    style_lines,
)
from realtime.command_name import typed
from realtime.commands.types import SETLIST, SHADERS
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.song import Song
from realtime.lettering.lrc import Line
from realtime.setlist.blocklist import Verdict

_PATH = click.Path(path_type=Path)


class _Given(TypedDict):
    """The options of `new` that are fields of an idea."""

    title: str | None
    story: tuple[str, ...]
    style: str | None
    mood: str | None
    palette: str | None
    camera: str | None
    reactivity: str | None
    lyrics: Path | None
    first_image: Path | None
    artist: str | None
    pictures: Path | None
    style_image: Path | None
    logo: Path | None


@click.command()
@click.argument("song")
@click.option("--output", "-o", type=_PATH, help="Where the setlist goes; SONG.toml here unless given.")
@click.option("--title", help="Title of the video.")
@click.option(
    "--story",
    multiple=True,
    metavar="LINE",
    help="What is to be seen: one sentence, or a line for each part, such as “1:05 the sea at night”.",
)
@click.option("--style", help=f"Art style; `{typed('styles')}` lists them.")
@click.option("--mood", help=", ".join(MOODS))
@click.option("--palette", help="Colours; they follow the words and the mood unless given.")
@click.option("--camera", help=", ".join(CAMERAS))
@click.option("--reactivity", help=", ".join(REACTIVITIES))
@click.option(
    "--lyrics", type=_PATH, metavar="SONG.lrc", help="Lyrics with times; their lines become prompts."
)
@click.option("--first-image", type=_PATH, help="A picture that the film grows out of.")
@click.option("--artist", help="Written over the film, under the title.")
@click.option(
    "--pictures", type=_PATH, metavar="FOLDER", help="Pictures and clips of your own, for scenes that suit."
)
@click.option("--style-image", type=_PATH, help="A picture whose manner and colours the film takes.")
@click.option("--logo", type=_PATH, help="A picture in the upper right corner.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of questions and comments.")
@SHADERS
@click.option("--yes", "-y", is_flag=True, help="Ask nothing: take what suits for all that is not given.")
def new(
    song: str,
    output: Path | None,
    shaders: tuple[Path, ...],
    lang: str | None,
    yes: bool,
    **given: Unpack[_Given],
) -> None:
    """Begin a music video: listens to SONG and writes a setlist to edit and film.

    Asks for what is not given, in English or Korean.
    """
    from realtime.author.new_setlist import listen, plain_idea, write_setlist
    from realtime.author.sung import sung_fit
    from realtime.files import check_output
    from realtime.lettering.lrc import read_lrc
    from realtime.render.song_file import song_file
    from realtime.resources import shader_folders
    from realtime.setlist.open_blocklist import open_blocklist

    language = lang or language_here()
    korean = language == "ko"
    blocklist, library = open_blocklist(), ShaderLibrary(shader_folders(shaders))
    path = output_of(song, output)
    check_output(path, (".toml",), "write")
    song_file(song)
    known = _known(given, language)
    if given["lyrics"] is not None:
        story = [text for _, text in known.get("story", ())]
        lines, left_out = sung_fit(read_lrc(given["lyrics"]), story, blocklist)
        for sung, verdict in left_out:
            click.echo(_left_out(sung, verdict, korean), err=True)
        known["lyrics"], known["lyrics_file"] = tuple(lines), given["lyrics"]
        known.setdefault("story", ())
    # What cannot be is refused before the song is listened to.
    titled: IdeaFields = {"title": path.stem, **known}
    check_idea(Idea(**titled), blocklist)
    click.echo("노래를 듣는 중입니다" if korean else "listening to the song", err=True)
    heard = listen(song)
    if late := [text for time, text in known.get("lyrics", ()) if time >= heard.song.duration]:
        click.echo(_unsung(late, heard.song.duration, korean), err=True)
    asked = not yes and somebody_answers()
    if asked:
        known = ask(known, blocklist, language, heard)
    known["shaders"] = shaders
    idea = plain_idea(heard, **known)
    if idea.why and not asked:
        click.echo(f"음악을 들어 보니: {idea.why}" if korean else f"from the music: {idea.why}")
    if (older := write_setlist(heard, idea, path, blocklist, library, _warn)) is not None:
        renamed = (
            f"전에 있던 설정 파일의 새 이름: {older}"
            if korean
            else f"the setlist that was there is now {older}"
        )
        click.echo(renamed)
    for line in [*_understood(idea, library, korean), *_done(korean, song, path, heard.song, idea)]:
        click.echo(line)


def _warn(line: str) -> None:
    click.echo(line, err=True)


def _unsung(lines: list[str], duration: float, korean: bool) -> str:
    if korean:
        return f"가사 {len(lines)}줄은 노래가 {clock(duration)}에 끝난 뒤라서 쓰지 않습니다: “{lines[0]}” …"
    count = f"{len(lines)} lines of the lyrics come" if len(lines) > 1 else "a line of the lyrics comes"
    return f"the song ends at {clock(duration)}: {count} after it, from “{lines[0]}” on"


def _left_out(line: Line, verdict: Verdict, korean: bool) -> str:
    time, text = line
    if korean:
        return f"가사 {clock(time)} “{text}”은(는) 그리지 않습니다: {verdict.reason}"
    return f"the lyrics' line at {clock(time)}, “{text}”, is left out: {verdict.reason}"


def _known(given: _Given, language: str) -> IdeaFields:
    """The fields of an Idea that the options give."""
    known: IdeaFields = {"language": language}
    if given["title"]:
        known["title"] = given["title"]
    if given["story"]:
        lines = [line for text in given["story"] for line in text.strip().splitlines() or [""]]
        known["story"] = tuple(story_line(line) for line in lines if line.strip() or len(lines) == 1)
    if given["style"]:
        known["style"] = find_art_style(given["style"]).key
    if given["mood"]:
        known["mood"] = chosen(given["mood"], MOODS) or given["mood"]
    if given["camera"]:
        known["camera"] = chosen(given["camera"], CAMERAS) or given["camera"]
    if given["reactivity"]:
        known["reactivity"] = chosen(given["reactivity"], REACTIVITIES) or given["reactivity"]
    if given["palette"]:
        known["palette"] = given["palette"]
    if given["first_image"]:
        known["first_image"] = given["first_image"]
    if given["artist"]:
        known["artist"] = given["artist"]
    if given["pictures"]:
        known["pictures"] = given["pictures"]
    if given["style_image"]:
        known["style_image"] = given["style_image"]
    if given["logo"]:
        known["logo"] = given["logo"]
    return known


def _understood(idea: Idea, library: ShaderLibrary, korean: bool) -> list[str]:
    """What is painted of each line of the story, and what is not."""
    from realtime.paint.frame import Subject
    from realtime.paint.prompt import PromptInterpreter
    from realtime.paint.understood import understand
    from realtime.scenery.generators import Generators

    prompts = PromptInterpreter(Generators(library))
    understood = ((text, understand(prompts, Subject(prompt=text)).line(korean)) for _, text in idea.story)
    return [f"“{text}” → {line}" for text, line in understood if line]


def _done(korean: bool, song: str, path: Path, heard: Song, idea: Idea) -> list[str]:
    from realtime.author.setlist_toml import command_line

    board = command_line("storyboard", song, str(path), idea.shaders)
    film = command_line("film", song, str(path), idea.shaders, idea.first_image)
    if korean:
        tempo = f"{heard.tempo:.0f} bpm" if heard.tempo else "박자 없음"
        return [
            f"{path} 저장 (구간 {len(heard.sections)}개, {tempo})",
            f"미리 보기: {board}",
            f"영상 만들기: {film}",
        ]
    tempo = f"{heard.tempo:.0f} bpm" if heard.tempo else "no steady beat"
    return [
        f"wrote {path} ({len(heard.sections)} sections, {tempo})",
        f"look at it: {board}",
        f"make the film: {film}",
    ]


@click.command()
@click.option("--sheet", type=_PATH, metavar="OUT.png", help="Paint a thumbnail of each style on one sheet.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the names.")
@SHADERS
def styles(sheet: Path | None, lang: str | None, shaders: tuple[Path, ...]) -> None:
    """List the art styles that `new` offers and the generators that words call for; --sheet paints styles."""
    from realtime.isf.library import ShaderLibrary
    from realtime.resources import shader_folders
    from realtime.scenery.generators import Generators

    korean = (lang or language_here()) == "ko"
    generators = Generators(ShaderLibrary(shader_folders(shaders)))
    for line in [*style_lines(korean), *generator_lines(generators, korean)]:
        click.echo(line)
    if sheet is not None:
        from realtime.author.style_sheet import draw_sheet

        draw_sheet(sheet, korean, lambda line: click.echo(line, err=True))
        click.echo(str(sheet))


@click.command()
@click.argument("song")
@click.option("--setlist", type=SETLIST, help="Scenes (TOML); without one they are made from the song.")
@click.option("--output", "-o", type=_PATH, default=Path("storyboard.png"), show_default=True)
@click.option("--painter", default="auto", help="auto, style or shader.")
@SHADERS
def storyboard(
    song: str, setlist: Path | None, output: Path, painter: str, shaders: tuple[Path, ...]
) -> None:
    """Draw one sheet before hours of painting: waveform, sections, beats, schedules and every scene."""
    from realtime.author.storyboard import draw_storyboard

    draw_storyboard(song, setlist, output, painter, shaders, lambda line: click.echo(line, err=True))
    click.echo(str(output))
