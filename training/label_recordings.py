"""Labels recordings for the ear's network: `python -m training.label_recordings FOLDER MUSIC TEACHER.onnx…`.

MUSIC is a folder of sound files, such as the music of Debian's free games. The teachers are networks that
`import_beatnet` made; their mean, in the place of the ear's network, and the ear's own model hear the song
both ways. Where essentia's multifeature tracker (`pip install essentia`, here only) hears the same beats for
a dozen seconds, those are learned; elsewhere nothing is. Music of a computer's even tempo shows itself by
beats that lie on a grid: there aubio's agreement will do too, the grid says more exactly where the beats are,
and what lies between two stretches that are agreed on is learned as well. A bar's first beats are learned
only where the teachers tell them from the other beats beyond doubt.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import onnxruntime

from realtime.audio.beat import net_observation
from realtime.audio.beat.aubio_tempo import aubio_times
from realtime.audio.beat.beatnet_input import WINDOW_S, BeatNetInput
from realtime.audio.beat.offline import song_beats
from realtime.audio.beat.song_frames import SongFrames, song_frames
from realtime.audio.feature.novelty import Spectra
from realtime.audio.io.file import FileSource
from realtime.audio.io.mono import clean, to_mono
from realtime.audio.io.samples import SampleSource
from synthetic_music.score import RATE
from training.ear_material import Piece, write
from training.import_beatnet import log_odds

FIRST_S, LENGTH_S = 12.0, 44.0
"""Of each recording: what may be a start without a beat is left out."""
STRETCH_S, STEP_S = 12.0, 4.0
"""Listeners must agree for so long; from the start of one such stretch to that of the next."""
AGREED_F, CLOSE_S = 0.9, 0.06
TEMPOS = (52.0, 205.0)
ON_GRID_S, GRID_DEVIATION_S, ON_GRID_SHARE = 0.035, 0.012, 0.85
"""How near a beat is to its place on an even grid, their deviation, and how many must be there."""
USUAL_TEMPOS = (72.0, 150.0)
"""Beyond these two listeners often take the same wrong octave: aubio is not asked."""
TEACHERS_SAY = 2.5
"""Times what the network says in a show."""
SURE_ONE, METERS = 4.0, (2, 3, 4)
"""By how many deviations of its mean the first beat's log-odds must be above the others'."""


def excerpt(path: Path) -> np.ndarray:
    """float32 (n,) at `RATE`."""
    source = FileSource(path, block=1 << 15)
    parts, wanted = [], int((FIRST_S + LENGTH_S) * source.rate)
    try:
        for block in iter(source.read, None):
            parts.append(to_mono(clean(block.samples)))
            if (wanted := wanted - len(parts[-1])) < 0:
                break
        rate = source.rate
    finally:
        source.close()
    samples = np.concatenate(parts)[int(FIRST_S * rate) :]
    if rate != RATE and len(samples):
        count = int(len(samples) * RATE / rate)
        samples = np.interp(np.arange(count) * rate / RATE, np.arange(len(samples)), samples)
    return samples.astype(np.float32)


def taught(
    samples: np.ndarray, teachers: list[onnxruntime.InferenceSession], frames: SongFrames
) -> SongFrames:
    """The frames with what the teachers say, on average, in the place of the ear's network."""
    input_of, spectra, inputs, second = BeatNetInput(RATE), Spectra(RATE, kept_s=WINDOW_S), [], False
    for first in range(0, len(samples), 441):
        for _ in spectra(samples[first : first + 441]):
            if second:
                inputs.append(input_of(spectra.newest(input_of.length)))
            second = not second
    logits = np.mean([log_odds(teacher, np.array(inputs)) for teacher in teachers], axis=0)
    beat, one = np.zeros(len(frames.times), np.float32), np.zeros(len(frames.times), np.float32)
    count = min(len(beat[1::2]), len(logits))
    beat[1::2][:count] = [TEACHERS_SAY * net_observation.log_odds(said) for said in logits[:count, 0]]
    one[1::2][:count] = [net_observation.log_odds_of_one(said) for said in logits[:count, 1]]
    return replace(frames, beat=beat, one=one)


def agreed(ours: np.ndarray, theirs: np.ndarray, seconds: float) -> np.ndarray:
    """(m, 2): stretches in which both hear the same beats."""
    stretches: list[list[float]] = []
    for begin in np.arange(0.0, max(STEP_S, seconds - STRETCH_S), STEP_S):
        here, there = (beats[(beats >= begin) & (beats < begin + STRETCH_S)] for beats in (ours, theirs))
        if len(here) < 8 or len(there) < 8:
            continue
        tempo = 60.0 / float(np.median(np.diff(here)))
        hits = int((np.abs(here[:, None] - there[None, :]).min(axis=1) < CLOSE_S).sum())
        if 2.0 * hits / (len(here) + len(there)) >= AGREED_F and TEMPOS[0] <= tempo <= TEMPOS[1]:
            if stretches and begin <= stretches[-1][1]:
                stretches[-1][1] = begin + STRETCH_S
            else:
                stretches.append([begin, begin + STRETCH_S])
    return np.array(stretches).reshape(-1, 2)


def even_grid(beats: np.ndarray) -> tuple[float, float] | None:
    """(first, s; period, s) of the grid on which nearly all of the beats lie; None where there is none."""
    if len(beats) < 16:
        return None
    period = float(np.median(np.diff(beats)))
    # A beat that was left out is counted, too.
    numbers = np.concatenate([[0], np.cumsum(np.rint(np.diff(beats) / period))])
    near = np.ones(len(beats), dtype=bool)
    for _ in range(8):
        period, first = np.polyfit(numbers[near], beats[near], 1)
        off = np.abs(beats - first - period * numbers)
        near = off < max(ON_GRID_S, 2.0 * float(np.median(off)))
        if near.sum() < ON_GRID_SHARE * len(beats):
            return None
    if off[near].max() > ON_GRID_S or float(off[near].std()) > GRID_DEVIATION_S:
        return None
    return float(first), float(period)


def on_grid(beats: np.ndarray, grid: tuple[float, float]) -> np.ndarray:
    """The places of the grid from the first of these beats to the last."""
    first, period = grid
    places: np.ndarray = first + period * np.arange(
        np.rint((beats[0] - first) / period), np.rint((beats[-1] - first) / period) + 1
    )
    return places


def sure_ones(frames: SongFrames, beats: np.ndarray) -> np.ndarray | None:
    """The beats that begin bars, if the teachers leave no doubt of it."""
    odds = []
    for beat in beats + net_observation.ACTIVATION_DELAY_S:
        near = slice(*np.searchsorted(frames.times, (beat - 0.03, beat + 0.03)))
        said = frames.one[near]
        odds.append(float(said.max()) if len(said) else 0.0)
    said = np.array(odds)
    deviation = max(float(said.std()), 1e-3)
    found: list[tuple[float, np.ndarray]] = []
    for meter in METERS:
        for phase in range(meter):
            first = np.arange(len(beats)) % meter == phase
            if first.sum() >= 4:
                above = (said[first].mean() - said[~first].mean()) / deviation
                found.append((above * np.sqrt(first.sum()), first))
    found.sort(key=lambda one: -one[0])
    if len(found) < 2 or found[0][0] < SURE_ONE or found[0][0] - found[1][0] < 1.0:
        return None
    ones: np.ndarray = beats[found[0][1]]
    return ones


def label(path: Path, teachers: list[onnxruntime.InferenceSession]) -> Piece | None:
    """None where nothing is agreed on."""
    import essentia.standard

    samples = excerpt(path)
    seconds = len(samples) / RATE
    if seconds < 2.0 * STRETCH_S or float(np.abs(samples).max()) < 1e-3:
        return None
    frames = taught(samples, teachers, song_frames(SampleSource(samples, RATE)))
    ours = song_beats(frames).times
    theirs = essentia.standard.BeatTrackerMultiFeature()(samples)[0]
    known = agreed(ours, theirs, seconds)
    if (grid := even_grid(ours)) is not None:
        ours = on_grid(ours, grid)
        if USUAL_TEMPOS[0] <= 60.0 / grid[1] <= USUAL_TEMPOS[1]:
            also = agreed(ours, aubio_times(SampleSource(samples, RATE)), seconds)
            known = np.concatenate([known, also])
        if len(known):
            known = np.array([[known[:, 0].min(), known[:, 1].max()]])
    if not len(known):
        return None
    within = np.any([(ours >= begin) & (ours < end) for begin, end in known], axis=0)
    ones = sure_ones(frames, ours[within]) if len(known) == 1 else None
    return Piece(samples, ours, ones if ones is not None else np.zeros(0), ones is not None, known)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("music", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("teachers", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def main(folder: Path, music: Path, teachers: tuple[Path, ...]) -> None:
    """Lay the recordings under MUSIC into FOLDER, as far as their beats are agreed on."""
    import essentia

    essentia.log.infoActive = essentia.log.warningActive = False
    folder.mkdir(parents=True, exist_ok=True)
    sessions = [onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in teachers]
    paths = [path for path in music.rglob("*") if path.suffix in (".ogg", ".mp3", ".opus", ".flac", ".wav")]
    for path in sorted(paths, key=lambda path: zlib.crc32(path.name.encode())):
        number = zlib.crc32(path.relative_to(music).as_posix().encode()) % 1_000_000
        laid, empty = folder / f"recording-{number:06d}.npz", folder / f"recording-{number:06d}.none"
        if laid.exists() or empty.exists():
            continue
        piece = label(path, sessions)
        if piece is None:
            empty.touch()
        else:
            write(laid, piece)
        agreed_s = 0.0 if piece is None else float(np.diff(piece.known).sum())
        click.echo(f"{path.name}: {agreed_s:.0f} s")


if __name__ == "__main__":
    main()
