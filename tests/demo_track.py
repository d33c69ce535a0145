"""What is known of the demo track, since the program composes it: beats, bass drum, sections."""

from realtime.audio.demo.score import BARS, BEATS_PER_BAR, SECTIONS, TEMPO, has_kick

_BEAT_S = 60.0 / TEMPO


def demo_beats() -> list[tuple[float, int]]:
    """(time in s, beat in bar from 1) of every beat of one pass of the track."""
    return [(number * _BEAT_S, number % BEATS_PER_BAR + 1) for number in range(BARS * BEATS_PER_BAR)]


def demo_kicks() -> list[float]:
    """Times (s) of the beats on which the bass drum plays; it rests in the breakdown."""
    return [
        number * _BEAT_S
        for number in range(BARS * BEATS_PER_BAR)
        if has_kick(number // BEATS_PER_BAR, number % BEATS_PER_BAR)
    ]


def demo_sections() -> list[tuple[float, str]]:
    """(time in s at which it begins, name) of each section."""
    starts, bar = [], 0
    for name, bars in SECTIONS:
        starts.append((bar * BEATS_PER_BAR * _BEAT_S, name))
        bar += bars
    return starts
