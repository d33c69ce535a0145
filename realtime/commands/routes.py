"""`routes`: what a route of a setlist can use."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(short_help="List the signals, targets, shader inputs and curves of routes.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with a list for each table.")
@click.option("--markdown", is_flag=True, help="The text of docs/routes.md.")
@click.option(
    "--shaders",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="One more folder with ISF shaders whose inputs are listed (repeatable).",
)
def routes(as_json: bool, markdown: bool, folders: tuple[Path, ...]) -> None:
    """List what a route can start from, lead to and be bent by, with a line of help each."""
    from realtime.isf.library import ShaderLibrary
    from realtime.mapping.reference import reference, reference_markdown, reference_text
    from realtime.resources import shader_folders
    from realtime.setlist.vocabulary import shader_inputs

    if as_json and markdown:
        raise click.UsageError("Give either --json or --markdown.")
    inputs = shader_inputs(ShaderLibrary(shader_folders(folders)))
    if as_json:
        click.echo(json.dumps(reference(inputs), ensure_ascii=False, indent=1))
    else:
        click.echo(reference_markdown(inputs) if markdown else reference_text(inputs), nl=False)
