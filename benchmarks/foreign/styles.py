"""The second generator's styles: who plays, how fast, in which metre, and what the tempo does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.foreign import grooves, quiet_grooves
from benchmarks.foreign.bar import Bar


@dataclass(frozen=True, slots=True)
class Style:
    """tempo: lowest and highest bpm; beats: a bar; eighth, sixteenth: where the second of two falls, 0.5 is
    straight; electronic: a drum machine on the grid, else people; tempo_curve: a name of `performance`'s;
    breaks: the drums rest for some bars; odd_bars: now and then a bar of two beats."""

    write: Callable[[Bar], None]
    tempo: tuple[float, float]
    beats: int = 4
    eighth: float = 0.5
    sixteenth: float = 0.5
    electronic: bool = False
    tempo_curve: str = "human"
    breaks: bool = False
    odd_bars: bool = False


_GRID = "steady"

STYLES: dict[str, Style] = {
    "rock": Style(grooves.rock, (96, 144)),
    "slow_backbeat": Style(grooves.slow_backbeat, (62, 86)),
    "blues_shuffle": Style(grooves.blues_shuffle, (84, 132), eighth=2 / 3),
    "jazz": Style(grooves.jazz, (120, 190), eighth=0.64),
    "waltz": Style(grooves.waltz, (96, 170), beats=3),
    "six_eight": Style(grooves.six_eight, (46, 66), beats=2),
    "half_time": Style(grooves.half_time, (124, 150)),
    "trap": Style(grooves.trap, (124, 148), electronic=True, tempo_curve=_GRID),
    "drum_and_bass": Style(grooves.drum_and_bass, (168, 178), electronic=True, tempo_curve=_GRID),
    "bossa": Style(grooves.bossa, (116, 148)),
    "club": Style(grooves.club, (118, 138), electronic=True, tempo_curve=_GRID),
    "weak_kick": Style(grooves.weak_kick, (122, 132), electronic=True, tempo_curve=_GRID),
    "pop": Style(grooves.pop, (98, 128), electronic=True, tempo_curve=_GRID),
    "metal": Style(grooves.metal, (140, 196)),
    "reggae": Style(grooves.reggae, (70, 84)),
    "funk": Style(grooves.funk, (94, 114), sixteenth=0.55),
    "polka": Style(grooves.polka, (100, 124), beats=2),
    "lo_fi": Style(grooves.lo_fi, (70, 90), sixteenth=0.6, electronic=True, tempo_curve=_GRID),
    "solo_piano": Style(quiet_grooves.solo_piano, (60, 92), tempo_curve="rubato"),
    "pads_and_plucks": Style(quiet_grooves.pads_and_plucks, (62, 92), tempo_curve=_GRID),
    "singer_and_guitar": Style(quiet_grooves.singer_and_guitar, (74, 118)),
    "string_quartet": Style(quiet_grooves.string_quartet, (70, 110), tempo_curve="rubato"),
    "picked_guitar": Style(quiet_grooves.picked_guitar, (80, 124)),
    "tempo_step": Style(grooves.rock, (98, 112), tempo_curve="step"),
    "tempo_ramp": Style(grooves.pop, (94, 112), tempo_curve="ramp"),
    "breaks": Style(grooves.club, (120, 130), electronic=True, tempo_curve=_GRID, breaks=True),
    "odd_bars": Style(grooves.rock, (100, 132), odd_bars=True),
}
