"""Lines of the head-up display: all of each is seen."""

import numpy as np
import pytest

from realtime.stage.writer import Writer

# As the display has it at 1280×720.
WIDTH, HEIGHT = 936, 24
LINES = (
    "128.0 bpm  ● ○ ○ ○ sure 97%",
    "bass ▮▮▮▮▮▯▯▯  low mid ▮▮▮▮▮▮▯▯  high mid ▮▮▮▯▯▯▯▯  treble ▮▮▮▮▮▮▮▮  level ▮▮▮▮▮▮▮▮",
    "scene 3/12  한강의 밤, 비가 내리는 도시와 네온사인이 비치는 물 위의 다리   "
    "next: 첫눈이 오는 날의 오래된 골목길, in 1:20 min",
    "diffusion 768×432, latency 80 ms, restarts 3, bad frames 2, stale frames 12, skipped 40, "
    "sd-turbo killed by SIGSEGV, restart 3 (23:15:00)   asked 0.30 s early   24 frames/s, drawn in 12 ms",
    "x" * 300,
)


@pytest.mark.parametrize("line", LINES)
def test_a_long_line_goes_on_in_the_next_and_nothing_of_it_is_cut(line):
    writer = Writer(WIDTH, HEIGHT)
    rows = writer.wrapped(line)
    assert "".join(rows).replace(" ", "") == line.replace(" ", "")
    wide = Writer(2 * WIDTH, HEIGHT)
    for row in rows:
        assert np.array_equal(writer.strip(row), wide.strip(row)[:, :WIDTH]), "as where there is room enough"


def test_a_short_line_stays_as_it_is():
    assert Writer(WIDTH, HEIGHT).wrapped(LINES[0]) == [LINES[0]]
