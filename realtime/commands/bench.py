"""`bench`: measures the program on this machine."""

from __future__ import annotations

import importlib
import inspect
import itertools
import json
import platform
import sys
from pathlib import Path

import click

from realtime import __version__
from realtime.commands.types import gpu_option
from realtime.errors import UserError
from realtime.resources import CHECKOUT

# What can be measured → (module in benchmarks/, what it measures).
BENCHES = {
    "show": ("show", "display loop: its own time a frame, with painters fast and slow; click to pixels"),
    "ear": ("ear", "beats on music with known beats, aubio beside ours; share of a core (4 minutes)"),
    "stage": ("stage", "milliseconds a frame for the post chain, filters and transitions"),
    "style": ("style", "the embedded painter, step by step"),
    "painter": ("painter", "painters: frames a second, request to frame, memory"),
    "gpu": ("gpu", "painting on a graphics card: right, fast, steady? each check by itself (8 minutes)"),
    "temporal": ("temporal", "ten minutes of diffusion fed back: flicker, drift, sharpness (6 minutes)"),
    "process": ("painter_process", "painters in their own process, beside nothing else"),
    "hit": ("hit", "light on the beat, from the pixels of the shipped sets (20 minutes)"),
    "live": ("hit_live", "the same in real time, from the pixels of recorded shows (2 minutes)"),
    "sync": ("sync", "when a painted hit is seen, with and without asking early"),
    "record": ("record", "recording: frames a second"),
    "film": ("film", "our own time a film frame, painting apart"),
    "flood": ("flood", "display loop under 20,000 control messages a second, and with nobody listening"),
    "control": (
        "control",
        "display loop with 50 pages, 20,000 OSC and 3,000 MIDI messages a second; knob to pixels (6 min)",
    ),
    "flash": ("flash", "what in the finished picture could harm the eyes, to two judges (8 minutes)"),
    "alarms": ("picture_alarms", "own pictures that the look at pictures takes for unfit (8 minutes)"),
    "faults": ("faults", "what goes wrong in a show, and what of it is seen on the wall (10 minutes)"),
    "aged": ("aged", "hours of a show full of faults, on the virtual clock: is what it holds flat?"),
    "restart": ("restart", "a show that was killed: seconds until it is back as it was (3 minutes)"),
    "soak": ("soak", "a long show: memory, threads and open files must stay flat (20 minutes)"),
}
DEFAULT = ("show", "ear", "stage", "style")


class _What(click.ParamType):
    """One of BENCHES, or a folder."""

    name = "WHAT"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        if isinstance(value, Path):
            return value
        named = str(value)
        if named in BENCHES:
            return named
        if not Path(named).is_dir():
            self.fail(f"{named!r} is neither a folder nor one of {', '.join(BENCHES)}.", param, ctx)
        return Path(named)


_WIDTH_OF_A_FILE = 200
_LONGEST_FIGURE = 24


@click.command(epilog="\b\n" + "\n".join(f"{name:8} {what}" for name, (_, what) in BENCHES.items()))
@click.argument("names", nargs=-1, type=_What(), metavar="[WHAT]... [FOLDER]")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Also write the figures here.")
@click.option(
    "--model", help="painter, temporal, gpu: a model instead of random weights; restart: a compiled one."
)
@click.option("--random-weights", help="painter: an architecture with random weights, such as sd-turbo.")
@click.option("--foreign", is_flag=True, default=None, help="ear: a second generator, never fitted on.")
@click.option("--only", help="flash, faults: only the rows that have this in their name.")
@click.option("--tiny", is_flag=True, default=None, help="gpu: small networks, to see that all of it runs.")
@gpu_option()
@click.option(
    "--seconds", type=click.FloatRange(1), help="How long each case is measured, where it can be chosen."
)
def bench(names: tuple[str | Path, ...], json_path: Path | None, **settings: object) -> None:
    """Measure this machine and print tables. Run it while nothing else is busy.

    ear also takes a FOLDER: sound files with their beats beside them (.beats, .txt, .jams).
    """
    _find_benchmarks()
    results: dict[str, list[dict[str, object]]] = {}
    settings["folder"] = next((name for name in names if isinstance(name, Path)), None)
    usual = DEFAULT if settings["folder"] is None else ("ear",)
    for name in [name for name in names if isinstance(name, str)] or usual:
        run = importlib.import_module(f"benchmarks.{BENCHES[name][0]}").run
        known = inspect.signature(run).parameters
        chosen = {key: value for key, value in settings.items() if value is not None and key in known}
        results[name] = run(**chosen)
        _print_table(name, results[name])
    if json_path is not None:
        machine = {"system": platform.platform(), "processor": platform.processor(), "version": __version__}
        json_path.write_text(json.dumps({"machine": machine, **results}, indent=1, default=str) + "\n")
        click.echo(f"figures written to {json_path}")


def _find_benchmarks() -> None:
    """Let benchmarks/ be imported, in whichever folder this runs. Raises UserError without a checkout."""
    if CHECKOUT is None or not (CHECKOUT / "benchmarks").is_dir():
        raise UserError(
            "The measurements are not part of the installed package: get the repository, and run "
            "`./live.py bench` in its folder."
        )
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))


def _print_table(title: str, rows: list[dict[str, object]]) -> None:
    """One table for each run of rows that have the same columns."""
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_FILE)
    for columns, group in itertools.groupby(rows, key=tuple):
        table = Table(title=title, title_justify="left")
        cells = [[_cell(value) for value in row.values()] for row in group]
        for column, own in zip(columns, zip(*cells, strict=True), strict=True):
            # Figures stay whole; what is told in words is folded where the terminal is narrow.
            table.add_column(
                column,
                justify="left" if column == columns[0] else "right",
                no_wrap=max(map(len, own)) <= _LONGEST_FIGURE,
                overflow="fold",
            )
        for row in cells:
            table.add_row(*row)
        console.print(table)


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
