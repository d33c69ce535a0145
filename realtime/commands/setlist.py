"""Commands about setlists and curves: `check`, `curves`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("curves.png"),
    help="Where the sheet goes (PNG).",
    show_default=True,
)
def curves(output: Path) -> None:
    """Draw every response curve on one sheet, convex and concave told apart."""
    from realtime.mapping.curve_sheet import draw_curves

    draw_curves(output)
    click.echo(str(output))
