"""Writes scores of music21's corpus as MIDI files: `python -m training.export_scores FOLDER`.

`pip install music21`, here only; `training.scores` plays the files. Scores with one time signature are taken,
shifted so that bar lines fall on whole bars from the start: an upbeat waits for the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import mido

TICKS = 480
WANTED = {
    "bach": 60,
    "haydn": 9,
    "mozart": 16,
    "beethoven": 8,
    "ryansMammoth": 150,
    "essenFolksong": 20,
    "joplin": 1,
}
"""Composer or collection, and how many of it, spread evenly."""
_LEAST_BARS = 8
_FOLKSONGS_OF_A_BOOK = 6


def scores(composer: str, count: int) -> Iterator[tuple[str, Any]]:
    """(name, music21's stream)."""
    from music21 import corpus

    paths = sorted(corpus.getComposer(composer))
    step = max(1, len(paths) // count)
    for path in paths[::step][:count]:
        read = corpus.parse(path)
        found = (
            list(read.scores)[:_FOLKSONGS_OF_A_BOOK]
            if hasattr(read, "scores") and len(read.scores)
            else [read]
        )
        for number, score in enumerate(found):
            yield f"{composer}-{path.parent.name}-{path.stem}-{number}".replace(" ", "_"), score


def midi(score: Any) -> mido.MidiFile | None:
    """None where the metre changes or bars are not whole."""
    parts = list(score.parts) or [score]
    signatures = {found.ratioString for found in parts[0].recurse().getElementsByClass("TimeSignature")}
    if len(signatures) != 1:
        return None
    above, below = (int(number) for number in signatures.pop().split("/"))
    bar = above * 4.0 / below
    bars = list(parts[0].getElementsByClass("Measure"))
    if len(bars) < _LEAST_BARS:
        return None
    full = [measure.offset for measure in bars if abs(measure.quarterLength - bar) < 1e-3]
    if len(full) < 0.8 * len(bars) - 2:
        return None
    upbeat = (full[0] if full else 0.0) % bar
    if any(abs((offset - upbeat + 1e-3) % bar) > 2e-3 for offset in full):
        return None
    shift = (bar - upbeat) % bar
    tracks = [mido.MidiTrack([mido.MetaMessage("time_signature", numerator=above, denominator=below)])]
    for channel, part in enumerate(parts[:8]):
        events = []
        for element in part.flatten().notes:
            if not element.quarterLength:
                continue
            begin = round((float(element.offset) + shift) * TICKS)
            end = begin + max(60, round(float(element.quarterLength) * TICKS) - 10)
            for pitch in element.pitches:
                events.append((begin, 1, pitch.midi))
                events.append((end, 0, pitch.midi))
        track, last = mido.MidiTrack(), 0
        for time, on, pitch in sorted(events):
            name = "note_on" if on else "note_off"
            track.append(mido.Message(name, channel=channel, note=pitch, velocity=80, time=time - last))
            last = time
        tracks.append(track)
    return mido.MidiFile(type=1, ticks_per_beat=TICKS, tracks=tracks)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def main(folder: Path) -> None:
    """Write what can be played into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for composer, count in WANTED.items():
        for name, score in scores(composer, count):
            made = midi(score)
            if made is not None:
                made.save(folder / f"{name}.mid")
                click.echo(name)


if __name__ == "__main__":
    main()
