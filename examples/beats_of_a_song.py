"""Print the beats of a sound file: seconds, place in the bar, tempo.

.venv/bin/python -m examples.beats_of_a_song song.mp3
"""

import sys

from realtime.audio.beat.offline import analyse_song
from realtime.errors import UserError


def main(path: str) -> None:
    song = analyse_song(path)
    for time, place, tempo in zip(song.times, song.beat_in_bar, song.tempo, strict=True):
        print(f"{time:8.3f} s   {place}/{song.beats_per_bar}   {tempo:5.1f} bpm")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Which song? python -m examples.beats_of_a_song SONG")
    try:
        main(sys.argv[1])
    except UserError as error:
        sys.exit(str(error))
