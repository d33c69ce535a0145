"""Print how a response curve turns the bass of a sound file into strength, ten times a second.

.venv/bin/python -m examples.levels_through_a_curve song.mp3
"""

import sys

from realtime.audio.analyzer import Analyzer
from realtime.audio.io.file import FileSource
from realtime.errors import UserError
from realtime.mapping.curves import make_curve

AT_REST, AT_FULL_LEVEL = 0.25, 0.7


def main(path: str) -> None:
    curve = make_curve("power", {"exponent": 2.5})
    source = FileSource(path)
    analyzer = Analyzer(source.rate)
    due = 0.0
    while (block := source.read()) is not None:
        features = analyzer.feed(block)
        if features.time >= due:
            due += 0.1
            strength = AT_REST + (AT_FULL_LEVEL - AT_REST) * curve(features.bass)
            print(f"{features.time:7.2f} s   bass {features.bass:.2f}   strength {strength:.2f}")
    source.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Which song? python -m examples.levels_through_a_curve SONG")
    try:
        main(sys.argv[1])
    except UserError as error:
        sys.exit(str(error))
