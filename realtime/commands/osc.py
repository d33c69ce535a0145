"""`osc-map`: the OSC addresses, for people and for other programs."""

from __future__ import annotations

from pathlib import Path

import click

FORMATS = ("csv", "markdown", "open-stage-control", "touchdesigner")


@click.command("osc-map", short_help="Write all OSC addresses as CSV, Markdown or a file of another program.")
@click.argument("kind", type=click.Choice(FORMATS))
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), required=False)
def osc_map(kind: str, out: Path | None) -> None:
    """Write every OSC address: a table (csv, markdown), a session of Open Stage Control, or the parameters
    and channels of TouchDesigner as JSON. To the terminal unless OUT is given.
    """
    from realtime.control.osc_map import FORMATS as WRITERS
    from realtime.errors import UserError
    from realtime.files import written_whole

    text = WRITERS[kind]()
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with written_whole(out) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}. Give another file.") from error
    click.echo(f"written: {out}", err=True)
