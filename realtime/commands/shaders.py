"""`shaders`: tries ISF shaders, and turns code of Shadertoy and others into them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from realtime.isf.trial import Trial

_SIZE = (192, 108)


@click.command(short_help="Try shaders: which work, what they draw, and what is wrong with the others.")
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="A JSON list with an object for each file.")
@click.option(
    "--sheet",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A picture file to draw what each shader draws into, of a test picture and a test sound.",
)
@click.option(
    "--to-isf",
    is_flag=True,
    help="Print the code of Shadertoy, gl-transitions or another host in the file PATH as an ISF shader.",
)
def shaders(path: Path | None, as_json: bool, sheet: Path | None, to_isf: bool) -> None:
    """Try every shader of a folder, or one file; without PATH those of the program and your own.

    Prints name, kind, and "ok" or file, line and message. Ends with code 1 where a shader does not work.
    """
    if to_isf:
        click.echo(_converted(path), nl=False)
        return
    trials = _tried(path)
    if as_json:
        click.echo(json.dumps([_row(one) for one in trials], ensure_ascii=False, indent=1))
    else:
        for one in trials:
            click.echo(f"{one.name:<28} {one.kind or '?':<10} {_verdict(one)}")
        works = sum(one.fault is None for one in trials)
        click.echo(f"{works} of {len(trials)} work.")
    if sheet is not None:
        _write_sheet(trials, sheet)
    if any(one.fault for one in trials):
        raise SystemExit(1)


def _verdict(trial: Trial) -> str:
    if trial.fault:
        return str(trial.fault)
    notes = ["one colour only"] if trial.flat else []
    notes += [f"but for its header: {fault}" for fault in trial.header]
    return ", ".join(["ok", *notes, *(f"without a picture: {fault}" for fault in trial.lacks)])


def _converted(path: Path | None) -> str:
    from realtime.errors import UserError
    from realtime.isf.parse import FOREIGN

    if path is None or not path.is_file():
        raise click.UsageError(
            "--to-isf needs a file of Shadertoy, gl-transitions or another host's code as PATH."
        )
    text = path.read_text(encoding="utf-8", errors="replace")
    for known, converted in FOREIGN:
        if known(text):
            return converted(text)
    raise UserError(f"{path}: no such code: there is no function mainImage or transition in it.")


def _tried(path: Path | None) -> list[Trial]:
    from realtime.errors import UserError
    from realtime.isf.library import ENDINGS, shader_files
    from realtime.isf.trial import Bench
    from realtime.resources import shader_folders
    from realtime.stage.egl_window import EglWindow

    if path is not None and path.is_file():
        files = [path]
    else:
        found = [file for one in ([path] if path else shader_folders()) for file in shader_files(one)]
        files = [file for file in found if not _is_part(file)]
    if not files:
        raise UserError(f"{path}: no shaders ({' '.join(f'*{one}' for one in ENDINGS)}) in this folder.")
    own = () if path is None else (path if path.is_dir() else path.parent,)
    window = EglWindow(_SIZE)
    bench = Bench(window.context, _SIZE, shader_folders(own))
    try:
        return [bench.tried(file) for file in files]
    finally:
        bench.release()
        window.close()


def _is_part(file: Path) -> bool:
    from realtime.isf.author_code import read_code
    from realtime.isf.parse import is_part

    try:
        return is_part(read_code(file), file)
    except OSError:
        return False  # trying it says why


def _row(trial: Trial) -> dict[str, object]:
    row: dict[str, object] = {"name": trial.name, "path": str(trial.path), "kind": trial.kind or None}
    row["ok"] = trial.fault is None
    if trial.fault is None:
        row["one_colour"] = trial.flat
        row["header"] = [str(fault) for fault in trial.header]
        row["lacks"] = [str(fault) for fault in trial.lacks]
    else:
        row |= {"file": str(trial.fault.path), "line": trial.fault.line, "message": trial.fault.message}
    return row


def _write_sheet(trials: list[Trial], path: Path) -> None:
    from realtime.errors import UserError
    from realtime.isf.trial_sheet import trial_sheet

    try:
        trial_sheet(trials, _SIZE).save(path)
    except (OSError, ValueError) as error:
        raise UserError(f"Cannot write the sheet {path}: {error}. Give a name that ends in .png.") from None
