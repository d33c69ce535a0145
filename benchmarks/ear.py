"""How well the ear finds the beat: `live.py bench ear`, `--foreign`, or of a folder of recordings.

Without either it hears the scenes of `synthetic_music`, at seeds that nothing was fitted on: nine of them at
five seeds, 40 s each. `--foreign` hears `benchmarks.foreign`, a second generator on which nothing is ever
fitted. A FOLDER holds sound files with their beats beside them. aubio's own tempo hears the same sound.
Only what was announced in time counts for ours: a beat told more than 20 ms after it fell is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks import beat_listeners, recordings
from benchmarks.beat_scores import Score, score
from benchmarks.recordings import Recording

SEEDS, FOREIGN_SEEDS = (0, 1, 2, 3, 4), (0, 1)
LIVE, SONG, AUBIO = "ours, live", "ours, whole song", "aubio's tempo"
LISTENERS = {LIVE: beat_listeners.live, SONG: beat_listeners.whole_song, AUBIO: beat_listeners.aubio_tempo}
Row = dict[str, object]
Scores = dict[str, Score]


def run(
    folder: Path | None = None,
    foreign: bool = False,
    seconds: float = 40.0,
    seeds: Iterable[int] | None = None,
    progress: Callable[[str], None] = lambda _line: None,
) -> list[Row]:
    """A row for each scene, style or file, then one for each listener over all of them, then the sounds
    without a beat. seconds: of each piece that is generated; seeds: of which it is generated."""
    heard = [(piece.name, _listen(piece, progress)) for piece in _pieces(folder, foreign, seconds, seeds)]
    music = [(name, scores) for name, scores in heard if not np.isnan(scores[LIVE].f)]
    sounds = [(name, scores) for name, scores in heard if np.isnan(scores[LIVE].f)]
    rows = [_music_row(name, some) for name, some in _by_name(music)]
    if music:
        rows += [_listener_row(name, [scores[name] for _, scores in music]) for name in LISTENERS]
    return rows + [_sound_row(name, some) for name, some in _by_name(sounds)]


def _pieces(
    folder: Path | None, foreign: bool, seconds: float, seeds: Iterable[int] | None
) -> Iterator[Recording]:
    if folder is not None:
        return recordings.in_folder(folder)
    if foreign:
        return recordings.foreign(tuple(seeds or FOREIGN_SEEDS), seconds)
    return recordings.synthetic(tuple(seeds or SEEDS), seconds)


def _listen(piece: Recording, progress: Callable[[str], None]) -> Scores:
    scores = {name: score(piece, listen(piece)) for name, listen in LISTENERS.items()}
    progress(f"{piece.name}: F {scores[LIVE].f:.2f}")
    return scores


def _by_name(heard: list[tuple[str, Scores]]) -> Iterator[tuple[str, list[Scores]]]:
    for name, group in groupby(heard, key=lambda one: one[0]):
        yield name, [scores for _, scores in group]


def _music_row(name: str, heard: list[Scores]) -> Row:
    ours, song, aubio = ([scores[who] for scores in heard] for who in (LIVE, SONG, AUBIO))
    return {
        "music": name,
        **_measures(ours),
        "worst F": min(one.f for one in ours),
        "song F": _mean(one.f for one in song),
        "song CMLt": _mean(one.cmlt for one in song),
        'song "one" F': _mean(one.one_f for one in song),
        "aubio F": _mean(one.f for one in aubio),
        "aubio CMLt": _mean(one.cmlt for one in aubio),
        "aubio AMLt": _mean(one.amlt for one in aubio),
        "aubio lock s": float(np.median([one.lock_s for one in aubio])),
    }


def _listener_row(name: str, heard: list[Score]) -> Row:
    return {"listener": name, **_measures(heard), "CPU %": _figure(100.0 * _mean(one.cpu for one in heard))}


def _measures(heard: list[Score]) -> Row:
    """Means, but of the lock, which is told by its median: one that never locks must not hide the others."""
    late = np.concatenate([one.late_s for one in heard])
    return {
        "F": _mean(one.f for one in heard),
        "CMLt": _mean(one.cmlt for one in heard),
        "AMLt": _mean(one.amlt for one in heard),
        "lock s": _figure(float(np.median([one.lock_s for one in heard]))),
        "late p90 ms": _figure(1000.0 * float(np.percentile(late, 90))) if len(late) else "–",
        '"one" F': _mean(one.one_f for one in heard),
    }


def _sound_row(name: str, heard: list[Scores]) -> Row:
    return {
        "no beat in it": name,
        "claims a minute": _mean(scores[LIVE].claims for scores in heard),
        "whole song": _mean(scores[SONG].claims for scores in heard),
        "aubio": _mean(scores[AUBIO].claims for scores in heard),
    }


def _mean(values: Iterable[float]) -> float | str:
    known = [value for value in values if not np.isnan(value)]
    return _figure(float(np.mean(known))) if known else "–"


def _figure(value: float) -> float:
    return round(value, 3)
