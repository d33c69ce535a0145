"""Lays what people composed, and more sound without a beat, beside what `lay_ear_material` has laid:
`python -m training.lay_composed FOLDER SCORES…`.

SCORES: folders or files with MIDI (`export_scores`, OpenMSX), tracker modules, WAD files. A score is held
back from the fit, or not, with all of its parts.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click
import numpy as np

from training.ear_material import HELD_BACK_EVERY, Piece, write
from training.free_sounds import talk, uncounted
from training.scores import midi_files, score_piece
from training.tracker_modules import SUFFIXES, module_piece

Make = Callable[[int], Piece | None]
OF_A_SOUND, OF_A_MODULE, OF_A_SONG = 60, 2, 2
_MIDI = (".mid", ".midi", ".wad")


def composed(paths: tuple[Path, ...]) -> Iterator[tuple[str, int, Make]]:
    """(kind, number, how it is made); what is made may be None."""
    files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("*")))]
    for turn in range(max(OF_A_MODULE, OF_A_SONG)):
        for file in files:
            if file.suffix in SUFFIXES and file.is_file() and turn < OF_A_MODULE:
                yield "module", _number(file.stem, turn), _part(partial(module_piece, file), turn)
            elif file.suffix in _MIDI and turn < OF_A_SONG:
                for name, data in midi_files(file):
                    kind = "score_" + (file.stem.split("-")[0] if "-" in file.stem else file.parent.name)
                    yield kind, _number(name, turn), _part(partial(score_piece, data, name), turn)
    for number in range(OF_A_SOUND):
        yield "sound_talk", number, lambda which: _beatless(talk(which))
        yield "sound_uncounted", number, lambda which: _beatless(uncounted(which))


def _part(make: Make, turn: int) -> Make:
    """Whatever the number of the piece, this part of it."""
    return lambda _: make(turn)


def _number(name: str, turn: int) -> int:
    """All parts of one piece are held back, or none."""
    return (zlib.crc32(name.encode()) % 100_000) + turn * 100_000 // HELD_BACK_EVERY * HELD_BACK_EVERY


def _beatless(samples: np.ndarray) -> Piece:
    return Piece(samples, np.zeros(0), np.zeros(0))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("scores", nargs=-1, type=click.Path(path_type=Path, exists=True))
def main(folder: Path, scores: tuple[Path, ...]) -> None:
    """Lay what is not there yet into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, number, make in composed(scores):
        laid, none = folder / f"{kind}-{number:06d}.npz", folder / f"{kind}-{number:06d}.none"
        if laid.exists() or none.exists():
            continue
        piece = make(number)
        if piece is None:
            none.touch()
        else:
            write(laid, piece)
            click.echo(laid.stem)


if __name__ == "__main__":
    main()
