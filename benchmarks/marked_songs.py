"""Songs whose beats a person marked, for `bench ear FOLDER`: `python -m benchmarks.marked_songs FOLDER`.

The songs of Frets on Fire in Debian's main archive, metal by two hands: Sectoid (MIT) and Muldjord
(CC BY-SA). Their charts hold the tempo that the players kept. No network is ever fitted on them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import mido
import numpy as np

from realtime.audio.io.file import FileSource
from synthetic_music.wav import write_wav
from training.fetch_recordings import unpacked_package

PACKAGES = ("fretsonfire-songs-muldjord", "fretsonfire-songs-sectoid")
FIRST_S, LENGTH_S = 20.0, 60.0


def beats_of(chart: Path, until: float) -> np.ndarray:
    """Seconds at which the quarters of a chart fall, up to `until`."""
    midi = mido.MidiFile(chart)
    times, now, tempo, ticks = [0.0], 0.0, 500_000, 0
    for message in mido.merge_tracks(midi.tracks):
        last = ticks
        ticks += message.time
        for beat in range(last // midi.ticks_per_beat + 1, ticks // midi.ticks_per_beat + 1):
            passed = beat * midi.ticks_per_beat - last
            times.append(now + mido.tick2second(passed, midi.ticks_per_beat, tempo))
        now += mido.tick2second(message.time, midi.ticks_per_beat, tempo)
        if message.type == "set_tempo":
            tempo = message.tempo
    return np.array([time for time in times if time < until])


def mixed(song: Path) -> tuple[np.ndarray, int]:
    """float32 (n, channels) of the excerpt, from the band's file and the guitar's; its rate."""
    parts = []
    for name in ("song.ogg", "guitar.ogg"):
        source = FileSource(song / name, block=1 << 15)
        try:
            samples = np.concatenate([block.samples for block in iter(source.read, None)])
            rate = source.rate
        finally:
            source.close()
        parts.append(samples[int(FIRST_S * rate) : int((FIRST_S + LENGTH_S) * rate)])
    length = min(map(len, parts))
    both = parts[0][:length] + parts[1][:length]
    return (both / max(1.0, float(np.abs(both).max()))).astype(np.float32), rate


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def main(folder: Path) -> None:
    """Fetch the songs and lay a minute of each, with its beats, into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for package in PACKAGES:
            for chart in sorted(unpacked_package(package, Path(work)).rglob("notes.mid")):
                samples, rate = mixed(chart.parent)
                name = chart.parent.name.lower().replace(" ", "_")
                write_wav(folder / f"{name}.wav", samples, rate)
                beats = beats_of(chart, FIRST_S + LENGTH_S) - FIRST_S
                lines = (f"{beat:.4f}\n" for beat in beats[beats >= 0.0])
                (folder / f"{name}.beats").write_text("".join(lines), encoding="utf-8")
                click.echo(name)


if __name__ == "__main__":
    main()
