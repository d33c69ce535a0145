"""`keyframes`: a song as numbers, for Deforum, Parseq and one's own programs."""

from __future__ import annotations

from pathlib import Path

import click

from realtime.commands.types import SETLIST, SHADERS, SIZE


@click.command(short_help="Write a song's beats, levels and schedules per frame.")
@click.argument("song")
@click.option(
    "--fps", type=click.FloatRange(0.1, 240), default=30.0, help="Frames a second.", show_default=True
)
@click.option(
    "--format", type=click.Choice(["json", "csv", "deforum", "parseq"]), default="json", show_default=True
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Where to write it; else it is printed."
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="TARGET=SOURCE:CURVE:…",
    help="A schedule, such as strength=level:convex:c=30:1..0.5 (repeatable).",
)
@click.option("--setlist", type=SETLIST, help="Take the schedules from a setlist's routes.")
@click.option("--size", type=SIZE, default="960x540", help="Of the pictures, for pixel values.")
@click.option("--plot", type=click.Path(path_type=Path), metavar="OUT.png", help="Draw song and schedules.")
@SHADERS
@click.option("--max-error", type=float, help="Keep only keyframes that matter, to within this much.")
def keyframes(
    song: str,
    fps: float,
    format: str,
    output: Path | None,
    maps: tuple[str, ...],
    setlist: Path | None,
    size: tuple[int, int],
    plot: Path | None,
    shaders: tuple[Path, ...],
    max_error: float | None,
) -> None:
    """Listen to a whole song and write beats, sections, levels and schedules per frame."""
    from realtime.isf.library import ShaderLibrary
    from realtime.keyframes.command import keyframes as write
    from realtime.render.song_file import song_file
    from realtime.resources import shader_folders
    from realtime.setlist.open_blocklist import open_blocklist
    from realtime.vocabulary import input_limits, load_checked

    played, limits = None, None
    if setlist is not None:
        library = ShaderLibrary(shader_folders(shaders))
        played = load_checked(setlist, open_blocklist(setlist), library)
        limits = input_limits(library)
    text = write(
        song_file(song),
        fps,
        format=format,
        output=output,
        maps=maps,
        setlist=played,
        limits=limits,
        size=size,
        plot=plot,
        max_error=max_error,
    )
    if output is None:
        click.echo(text)
