"""Lays what the ear's network is fitted on: `python -m training.lay_ear_material FOLDER --groove GROOVE`.

Bands that a sampler plays, human drummers with a band around them, the composed music of this repository,
music with deep bass drums (`deep_grooves`), and sounds without a beat, among them voices of eSpeak NG
(`apt-get install espeak-ng`). What is there already is left as it is. Recordings: `label_recordings`.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from synthetic_music.beatless import SOUNDS, sound
from synthetic_music.groove_genres import GENRES, groove
from synthetic_music.music import SCENES, WIDER, scene
from synthetic_music.score import RATE, Music
from training.band_kinds import KINDS
from training.deep_grooves import deep
from training.ear_material import Make, Piece, lay
from training.free_sounds import sound_of
from training.sampled_bands import band, with_people

SECONDS = 26.0
FIRST_SEED = 1000
"""Benchmarks and the fitted model use seeds below."""
OF_A_BAND, OF_A_GENRE, OF_A_SCENE, OF_A_SOUND, OF_PEOPLE, OF_DEEP = 12, 9, 9, 12, 120, 96
_VOICES = ("en-us", "en-gb", "de", "fr", "es", "ko")
_TEXTS = (
    "The meeting will begin at nine. Please bring your notes, and do not forget the keys to the old house.",
    "When the wind had dropped, she walked along the shore, counting ships that never came home.",
    "Ladies and gentlemen, welcome. The guided tour starts in ten minutes at the main entrance.",
    "I think that we should talk about the budget first, then about the weather, and last about the food.",
    "Er hat gesagt, dass er morgen nicht kommen kann, weil der Zug wieder zu spät ist.",
)


def _composed(music: Music) -> Piece:
    return Piece(music.samples, music.beats, music.beats[music.beat_in_bar == 1])


def _beatless(samples: np.ndarray) -> Piece:
    return Piece(samples, np.zeros(0), np.zeros(0))


def espeak(number: int) -> Piece:
    """Somebody reads sentences, with pauses."""
    rng = np.random.default_rng([number, 55])
    parts: list[np.ndarray] = []
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder, "spoken.wav")
        while sum(map(len, parts)) < SECONDS * RATE:
            text, voice = _TEXTS[int(rng.integers(len(_TEXTS)))], str(rng.choice(_VOICES))
            speed, pitch = str(int(rng.integers(120, 200))), str(int(rng.integers(20, 80)))
            command = ["espeak-ng", "-v", voice, "-s", speed, "-p", pitch, "-w", spoken, text]
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            parts += [sound_of(spoken), np.zeros(int(rng.uniform(0.2, 1.2) * RATE), dtype=np.float32)]
    speech = np.concatenate(parts)[: int(SECONDS * RATE)]
    hiss = float(rng.uniform(1e-4, 3e-3)) * rng.standard_normal(len(speech))
    return _beatless((speech + hiss).astype(np.float32))


def everything(groove_midi: Path) -> Iterator[tuple[str, int, Make]]:
    """(kind, number, how it is made), a little of each kind after the other."""
    for number in range(max(OF_A_BAND, OF_A_GENRE, OF_A_SCENE, OF_A_SOUND)):
        if number < OF_A_BAND:
            for name in KINDS:
                yield f"band_{name}", number, lambda which, name=name: band(name, which)
            for person in range(number * OF_PEOPLE // OF_A_BAND, (number + 1) * OF_PEOPLE // OF_A_BAND):
                yield "people", person, lambda which: with_people(which, groove_midi)
            for one in range(number * OF_DEEP // OF_A_BAND, (number + 1) * OF_DEEP // OF_A_BAND):
                yield "deep", one, deep
        if number < OF_A_GENRE:
            for name in GENRES:
                yield (
                    f"groove_{name}",
                    number,
                    lambda which, name=name: _composed(groove(name, FIRST_SEED + which, SECONDS)),
                )
        if number < OF_A_SCENE:
            for name in SCENES | WIDER:
                yield (
                    f"scene_{name}",
                    number,
                    lambda which, name=name: _composed(scene(name, FIRST_SEED + which, SECONDS)),
                )
        if number < OF_A_SOUND:
            for name in SOUNDS:
                yield (
                    f"sound_{name}",
                    number,
                    lambda which, name=name: _beatless(sound(name, FIRST_SEED + which, SECONDS)),
                )
            yield "sound_espeak", number, espeak


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--groove",
    "groove_midi",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The Groove MIDI Dataset, MIDI only: the folder with info.csv.",
)
def main(folder: Path, groove_midi: Path) -> None:
    """Lay what is not there yet into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, number, make in everything(groove_midi):
        if lay(folder, kind, number, make):
            click.echo(f"{kind} {number}")


if __name__ == "__main__":
    main()
