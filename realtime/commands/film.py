"""Commands about films: `film`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypedDict, Unpack

import click

from realtime.commands.types import BEATS, SETLIST, SHADERS, SIZE, STEMS, gpu_option
from realtime.lettering.lettering import PLACES, Lettering
from realtime.render.options import PREVIEW_ENDING, QUALITIES, FilmOptions

_PATH = click.Path(path_type=Path)
# Each takes about 600 MB; who has the memory may give more.
_MOST_WORKERS = 4


class _AsGiven(TypedDict):
    """The options that are fields of `FilmOptions` by the same name."""

    setlist: Path | None
    deforum: Path | None
    parseq: Path | None
    size: tuple[int, int] | None
    fps: float | None
    quality: str
    paint_fps: float | None
    painter: str
    model: str | None
    start: float
    seconds: float | None
    workers: int
    ray: str | None
    first_image: Path | None
    style_image: Path | None
    restart: bool
    beats: str
    stems: tuple[Path, ...]
    preview: bool


@click.command(epilog="A film that was interrupted goes on where it was: give the same command again.")
@click.argument("song", default="")
@click.option(
    "--setlist", type=SETLIST, help="Scenes of the film (TOML); without one it is made from the song."
)
@click.option("--deforum", type=_PATH, metavar="SETTINGS.txt", help="Film a Deforum settings file instead.")
@click.option("--parseq", type=_PATH, metavar="MANIFEST.json", help="Film a Parseq manifest.")
@click.option("--output", "-o", type=_PATH, help="Where the film goes; SONG.mp4 here unless given.")
@click.option("--size", type=SIZE, help="Size of the picture: 1280x720, or as an imported file says.")
@click.option(
    "--fps", type=click.FloatRange(1, 240), help="Display frames a second: 30, or as an imported file says."
)
@click.option(
    "--quality",
    type=click.Choice(tuple(QUALITIES)),
    default="good",
    show_default=True,
    help="draft is quick, best takes its time.",
)
@click.option(
    "--paint-fps", type=click.FloatRange(0.1, 120), help="Painted frames a second, instead of the quality's."
)
@click.option("--painter", default="auto", help="auto, style, shader or diffusion.")
@click.option("--model", help="For the diffusion painter: a folder or hub name of an SD-Turbo or LCM model.")
@gpu_option()
@click.option("--start", type=click.FloatRange(0), default=0.0, help="Begin so many seconds into the song.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="Only so long.")
@click.option(
    "--preview", is_flag=True, help="Only ten seconds: the song's most telling moments, small and fast."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=min(os.cpu_count() or 1, _MOST_WORKERS),
    help="Processes that render segments at once; as many as there are cores, up to 4, unless given.",
)
@click.option(
    "--ray", metavar="ADDRESS", help="Render on a Ray cluster instead (local: one on this machine)."
)
@click.option("--first-image", type=_PATH, help="A picture that the film grows out of.")
@click.option("--style-image", type=_PATH, help="Paint all scenes in the style and colours of this picture.")
@click.option("--title", default="", help="Written over the beginning.")
@click.option("--artist", default="", help="Written under the title.")
@click.option("--lyrics", type=_PATH, metavar="SONG.lrc", help="Lyrics with times, written line by line.")
@click.option(
    "--place",
    type=click.Choice(tuple(PLACES)),
    default="bottom",
    help="Where lyrics stand.",
    show_default=True,
)
@click.option("--credit", multiple=True, metavar="LINE", help="Written over the end (repeatable).")
@click.option("--logo", type=_PATH, help="A picture in the upper right corner; see-through parts stay so.")
@click.option("--font", type=_PATH, help="What is written is written in this font (TTF, OTF).")
@click.option("--restart", is_flag=True, help="Begin anew, even where an interrupted film could go on.")
@BEATS
@STEMS
@SHADERS
def film(
    song: str,
    output: Path | None,
    shaders: tuple[Path, ...],
    title: str,
    artist: str,
    lyrics: Path | None,
    place: str,
    credit: tuple[str, ...],
    logo: Path | None,
    font: Path | None,
    **rest: Unpack[_AsGiven],
) -> None:
    """Make a music video of SONG (a sound file, or demo).

    A Deforum file that names its soundtrack needs no SONG. With --deforum and --parseq together the manifest
    leads, and what it leaves out is the settings file's.
    """
    from realtime.film import make_film
    from realtime.lettering.lrc import read_lrc

    lines = tuple(read_lrc(lyrics)) if lyrics is not None else ()
    named = song or rest["deforum"] or ""
    make_film(
        FilmOptions(
            song=song,
            output=output or Path(f"{Path(named).stem or 'film'}{PREVIEW_ENDING * rest['preview']}.mp4"),
            shader_folders=shaders,
            lettering=Lettering(title, artist, lines, credit, logo, place, font),
            **rest,
        ),
        say=lambda line: click.echo(line, err=True),
    )
