"""What is played in one bar where there are no drums."""

from __future__ import annotations

from benchmarks.foreign.bar import Bar


def solo_piano(bar: Bar) -> None:
    bar.play("piano", [bar.root], [0.0], 3.6, 0.7)
    pattern = [bar.chord[step % 3] for step in (0, 1, 2, 1, 0, 1, 2, 1)]
    bar.line("piano", pattern, 0.5, 0.6, 0.35)
    for place in (0.0, 1.0, 2.0, 3.0):
        if bar.sometimes(0.6):
            bar.play("piano", [bar.chord[bar.chance.integers(3)] + 12], [place], 0.9, 0.6)


def pads_and_plucks(bar: Bar) -> None:
    if bar.number % 2 == 0:
        bar.play("pad", bar.chord, [0.0], 7.6, 0.5)
        bar.play("pad", [bar.root], [0.0], 7.6, 0.4)
    for place in bar.every(0.5):
        if bar.sometimes(0.7):
            bar.play("soft_pluck", [bar.chord[bar.chance.integers(3)] + 12], [place], 0.5, 0.3)


def singer_and_guitar(bar: Bar) -> None:
    """Down, down-up, up-down-up."""
    for place, level in ((0.0, 0.8), (1.0, 0.6), (1.5, 0.4), (2.5, 0.4), (3.0, 0.6), (3.5, 0.4)):
        for number, pitch in enumerate((bar.root + 12, *bar.chord)):
            bar.play("steel_guitar", [pitch], [place + 0.012 * number], 0.7, 0.4 * level)
    for place in (0.5, 1.5, 2.0, 3.0):
        if bar.sometimes(0.45):
            bar.play("voice", [bar.chord[bar.chance.integers(3)] + 12], [place], 0.9, 0.6)


def string_quartet(bar: Bar) -> None:
    bar.play("strings", [bar.root + 12], [0.0, 2.0], 1.8, 0.6)
    bar.play("strings", bar.chord[:2], bar.every(1.0), 0.8, 0.4)
    bar.line("strings", [bar.chord[bar.chance.integers(3)] + 12 for _ in range(4)], 1.0, 0.9, 0.6)


def picked_guitar(bar: Bar) -> None:
    """Alternating thumb, fingers between."""
    bar.line("nylon_guitar", [bar.root + 12, bar.root + 19, bar.root + 12, bar.root + 19], 1.0, 0.9, 0.7)
    for place in bar.every(1.0, 0.5):
        bar.play("nylon_guitar", [bar.chord[bar.chance.integers(3)] + 12], [place], 0.8, 0.5)
