"""Film the first ten seconds of a song, small and quick.

.venv/bin/python -m examples.ten_second_film song.mp3 film.mp4
"""

import sys
from pathlib import Path

from realtime import resources
from realtime.errors import UserError
from realtime.film import make_film
from realtime.render.options import FilmOptions


def main(song: str, output: str) -> None:
    options = FilmOptions(
        song=song,  # or "demo", the track that the program composes itself
        output=Path(output),
        setlist=resources.setlist("club.toml"),
        size=(320, 180),
        quality="draft",
        seconds=10.0,
    )
    make_film(options, say=print)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Which song, and where to? python -m examples.ten_second_film SONG FILM.mp4")
    try:
        main(*sys.argv[1:])
    except UserError as error:
        sys.exit(str(error))
