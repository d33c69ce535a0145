"""`osc-map`: the OSC addresses, for people and for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from realtime.commands.types import SETLIST, SHADERS

if TYPE_CHECKING:
    from realtime.control.parameters import Parameter

FORMATS = ("csv", "markdown", "open-stage-control", "touchdesigner")


@click.command("osc-map", short_help="Write all OSC addresses as CSV, Markdown or a file of another program.")
@click.argument("kind", type=click.Choice(FORMATS))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--setlist", type=SETLIST, help="With the inputs of the shaders that this setlist uses.")
@SHADERS
def osc_map(kind: str, out: Path | None, setlist: Path | None, shaders: tuple[Path, ...]) -> None:
    """Write every OSC address: a table (csv, markdown), a session of Open Stage Control, or the parameters
    and channels of TouchDesigner as JSON. To the terminal unless OUT is given.
    """
    from realtime.control.osc_map import FORMATS as WRITERS
    from realtime.control.parameters import PARAMETERS
    from realtime.errors import UserError
    from realtime.files import written_whole

    text = WRITERS[kind](PARAMETERS if setlist is None else _rows(setlist, shaders))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with written_whole(out) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}. Give another file.") from error
    click.echo(f"written: {out}", err=True)


def _rows(setlist: Path, shaders: tuple[Path, ...]) -> tuple[Parameter, ...]:
    from realtime.isf.library import ShaderLibrary
    from realtime.live.shader_rows import rows_of_show
    from realtime.options import BLOCKLIST
    from realtime.resources import shader_folders
    from realtime.setlist.blocklist import Blocklist
    from realtime.vocabulary import load_checked

    library = ShaderLibrary(shader_folders(shaders))
    return rows_of_show(library, load_checked(setlist, Blocklist.load(BLOCKLIST), library))
