"""`flashes`: what in a film can harm the eyes of those who see it."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(
    epilog="By the rules of WCAG 2.3.1, ITU-R BT.1702 and the analyser IRIS; no certificate for broadcasting."
)
@click.argument("video", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="OUT.json", help="Also write what was found here."
)
def flashes(video: Path, report: Path | None) -> int:
    """Look at VIDEO frame by frame: flashes, red flashes, flashing that goes on for long, stripes.

    Exit code 0: nothing harmful; 1: something was found, with its times.
    """
    from realtime.eyes.video import judge_film

    found = judge_film(video)
    for incident in found.incidents:
        click.echo(str(incident))
    click.echo(f"{video}: {found.verdict}")
    if report is not None:
        report.write_text(
            json.dumps({"film": str(video), **found.as_json()}, indent=1) + "\n", encoding="utf-8"
        )
    return 0 if found.harmless else 1
