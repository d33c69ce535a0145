"""What the band plays in one bar, for each of the second generator's styles with drums."""

from __future__ import annotations

from benchmarks.foreign.bar import Bar


def _backbeat(bar: Bar, kicks: list[float], hats: float, drum: str = "snare", hat: str = "hat") -> None:
    bar.hit("kick", kicks)
    bar.hit(drum, [1.0, 3.0])
    for place in bar.every(hats):
        bar.hit(hat, [place], 0.55 if place % 1.0 else 0.75)


def _fill(bar: Bar) -> None:
    """Toms through the last beat or two."""
    if bar.fill:
        length = 1.0 if bar.sometimes(0.5) else 2.0
        for number, place in enumerate(bar.every(0.25, bar.beats - length)):
            bar.hit(
                ("snare", "tom", "tom", "floor_tom")[min(3, int(4 * number * 0.25 / length))], [place], 0.8
            )
    if bar.first:
        bar.hit("crash", [0.0], 0.8)


def rock(bar: Bar) -> None:
    _backbeat(bar, [0.0, 2.0, 2.5] if bar.number % 2 else [0.0, 1.5, 2.0], 0.5)
    _fill(bar)
    bar.play("distorted_guitar", [bar.root + 12], bar.every(0.5), 0.42, 0.45)
    bar.play("finger_bass", [bar.root], bar.every(0.5), 0.45, 0.7)
    if bar.number % 4 < 2:
        bar.play("voice", [bar.chord[0] + 12, bar.chord[1] + 12][: 1 + bar.number % 2], [0.5], 2.0, 0.4)


def slow_backbeat(bar: Bar) -> None:
    _backbeat(bar, [0.0, 2.5] if bar.number % 2 else [0.0, 2.0], 0.5, hat="hat")
    _fill(bar)
    bar.play("electric_piano", bar.chord, [0.0, 2.0], 1.9, 0.35)
    bar.play("finger_bass", [bar.root], [0.0], 1.4, 0.8)
    bar.play("finger_bass", [bar.root + 7], [2.5], 1.0, 0.6)
    for place in (0.5, 1.5, 2.0, 3.5):
        if bar.sometimes(0.5):
            bar.play("voice", [bar.chord[bar.chance.integers(len(bar.chord))] + 12], [place], 0.7, 0.5)


def blues_shuffle(bar: Bar) -> None:
    _backbeat(bar, [0.0, 2.0], 0.5, hat="ride" if bar.number % 8 > 3 else "hat")
    _fill(bar)
    for beat in range(4):
        low = bar.root + (0, 0, 2, 0)[beat]
        bar.play("steel_guitar", [low + 12, low + 19], [beat, beat + 0.5], 0.4, 0.45)
        bar.play("finger_bass", [bar.root + (0, 4, 7, 9)[beat]], [beat], 0.8, 0.8)


def jazz(bar: Bar) -> None:
    bar.hit("ride", [0.0, 1.0, 1.5, 2.0, 3.0, 3.5], 0.7)
    bar.hit("foot_hat", [1.0, 3.0], 0.8)
    if bar.sometimes(0.4):
        bar.hit("snare", [float(bar.chance.choice([0.5, 1.5, 2.5, 3.5]))], 0.4)
    walk = (0, 4, 7, 9) if bar.number % 2 else (0, 3, 5, 6)
    bar.line("upright_bass", [bar.root + step for step in walk], 1.0, 0.9, 0.9)
    for place in (0.5, 1.5, 2.5, 3.5):
        if bar.sometimes(0.35):
            bar.play("piano", bar.chord, [place], 0.4, 0.3)
    if bar.sometimes(0.7):
        run = [bar.chord[bar.chance.integers(len(bar.chord))] + 12 for _ in range(6)]
        bar.line("synth_lead", run, 0.5, 0.4, 0.3)


def waltz(bar: Bar) -> None:
    bar.play("upright_bass", [bar.root if bar.number % 2 else bar.root + 7], [0.0], 0.9, 0.9)
    bar.play("piano", bar.chord, [1.0, 2.0], 0.6, 0.35)
    bar.hit("kick", [0.0], 0.5)
    bar.hit("brush", [1.0, 2.0], 0.6)
    melody = [bar.chord[bar.chance.integers(len(bar.chord))] + 12 for _ in range(3)]
    if bar.number % 4 == 3:
        bar.play("strings", [melody[0]], [0.0], 2.8, 0.5)
    else:
        bar.line("strings", melody, 1.0, 0.9, 0.5)


def six_eight(bar: Bar) -> None:
    """Two dotted beats a bar, each of three eighths."""
    third = 1.0 / 3.0
    bar.hit("kick", [0.0], 1.0)
    bar.hit("snare", [1.0], 0.9)
    bar.hit("hat", bar.every(third), 0.5)
    if bar.fill:
        bar.hit("tom", [1.0 + third, 1.0 + 2 * third], 0.8)
    up = [bar.chord[0], bar.chord[1], bar.chord[2], bar.chord[0] + 12, bar.chord[2], bar.chord[1]]
    bar.line("steel_guitar", up, third, 0.5, 0.45)
    bar.play("finger_bass", [bar.root], [0.0, 1.0] if bar.number % 2 else [0.0, 1.0 + 2 * third], 0.6, 0.7)
    if bar.number % 2:
        bar.play("voice", [bar.chord[1] + 12], [0.0], 0.9, 0.5)
        bar.play("voice", [bar.chord[0] + 12], [1.0], 0.9, 0.5)


def half_time(bar: Bar) -> None:
    bar.hit("kick", [0.0, 0.75] if bar.number % 2 else [0.0, 2.75])
    bar.hit("snare", [2.0])
    bar.hit("hat", bar.every(0.5), 0.5)
    _fill(bar)
    bar.play("distorted_guitar", [bar.root + 12], [0.0, 1.5, 2.5], 1.0, 0.4)
    bar.play("saw_bass", [bar.root], [0.0, 1.5, 2.5], 1.0, 0.6)


def trap(bar: Bar) -> None:
    """Bass in three and three and two, hats that roll, a clap on the third beat."""
    bar.play("sub_bass", [bar.root - 5], [0.0, 1.5, 3.0], 1.2, 0.9)
    bar.hit("kick", [0.0, 1.5] if bar.number % 2 else [0.0, 1.5, 3.0], 0.9)
    bar.hit("clap", [2.0])
    bar.hit("hat", bar.every(0.5), 0.5)
    roll = float(bar.chance.choice([0.0, 1.0, 2.5, 3.0]))
    bar.hit("hat", [roll + step for step in (0.125, 0.25, 0.375)], 0.4)
    bar.play("soft_pluck", [bar.chord[bar.number % 3] + 12], [0.0, 0.75, 1.5, 2.25, 3.0], 0.5, 0.35)


def drum_and_bass(bar: Bar) -> None:
    bar.hit("kick", [0.0, 2.5])
    bar.hit("snare", [1.0, 3.0])
    if bar.sometimes(0.6):
        bar.hit("snare", [float(bar.chance.choice([1.75, 2.25, 3.75]))], 0.4)
    bar.hit("hat", bar.every(0.5), 0.5)
    bar.hit("shaker", bar.every(0.25), 0.4)
    _fill(bar)
    bar.play("saw_bass", [bar.root], [0.0, 1.75], 1.6, 0.6)
    if bar.number % 2 == 0:
        bar.play("pad", bar.chord, [0.0], 7.5, 0.3)


def bossa(bar: Bar) -> None:
    clave = [0.0, 1.5, 3.0] if bar.number % 2 == 0 else [1.0, 2.5]
    bar.hit("side_stick", clave, 0.7)
    bar.hit("shaker", bar.every(0.5), 0.5)
    bar.hit("kick", [0.0, 1.5, 2.0, 3.5], 0.45)
    bar.play(
        "nylon_guitar",
        bar.chord,
        [0.0, 1.0, 1.5, 2.5, 3.0] if bar.number % 2 else [0.5, 1.5, 2.0, 3.5],
        0.5,
        0.4,
    )
    bar.play("upright_bass", [bar.root], [0.0, 1.5], 1.2, 0.7)
    bar.play("upright_bass", [bar.root + 7], [2.0, 3.5], 1.2, 0.6)
    if bar.sometimes(0.5):
        bar.play("voice", [bar.chord[1] + 12], [float(bar.chance.choice([0.5, 1.0, 1.5]))], 1.5, 0.4)


def club(bar: Bar) -> None:
    """A kick on every beat, hats and bass between."""
    bar.hit("kick", bar.every(1.0))
    bar.hit("open_hat", bar.every(1.0, 0.5), 0.6)
    bar.hit("clap", [1.0, 3.0], 0.6)
    bar.play("saw_bass", [bar.root], [beat + off for beat in range(4) for off in (0.25, 0.5, 0.75)], 0.2, 0.5)
    bar.play("synth_lead", bar.chord, [0.75, 1.5, 2.75], 0.3, 0.2)
    if bar.number % 4 == 0:
        bar.play("pad", bar.chord, [0.0], 15.0, 0.25)


def weak_kick(bar: Bar) -> None:
    """Off-beat hats and bass louder than the kick."""
    bar.hit("kick", bar.every(1.0), 0.35)
    bar.hit("open_hat", bar.every(1.0, 0.5), 1.0)
    bar.play("saw_bass", [bar.root], bar.every(1.0, 0.5), 0.4, 0.9)
    bar.play("electric_piano", bar.chord, [0.0, 1.5], 1.0, 0.3)


def pop(bar: Bar) -> None:
    bar.hit("kick", bar.every(1.0))
    bar.hit("clap", [1.0, 3.0], 0.9)
    bar.hit("hat", bar.every(0.25), 0.4)
    _fill(bar)
    for beat in range(4):
        bar.play("saw_bass", [bar.root + 12 * (beat % 2)], [beat, beat + 0.5], 0.4, 0.5)
    bar.play("synth_lead", [bar.chord[2] + 12], [0.0, 0.75, 1.5, 2.5], 0.4, 0.35)
    bar.play("voice", [bar.chord[bar.number % 3] + 12], [0.0, 1.0, 1.5], 0.6, 0.5)


def metal(bar: Bar) -> None:
    bar.hit("kick", bar.every(0.25), 0.8)
    bar.hit("snare", [1.0, 3.0])
    bar.hit("crash" if bar.first else "ride", bar.every(1.0), 0.5)
    _fill(bar)
    gallop = [beat + off for beat in range(4) for off in (0.0, 0.5, 0.75)]
    bar.play("distorted_guitar", [bar.root + 12], gallop, 0.2, 0.5)
    bar.play("finger_bass", [bar.root], gallop, 0.2, 0.5)


def reggae(bar: Bar) -> None:
    """One drop: kick and side stick together on the third beat, chords between the beats."""
    bar.hit("kick", [2.0])
    bar.hit("side_stick", [2.0], 0.9)
    bar.hit("hat", bar.every(0.5), 0.5)
    _fill(bar)
    bar.play("organ", bar.chord, bar.every(1.0, 0.5), 0.2, 0.45)
    bar.play("steel_guitar", bar.chord, [1.0, 3.0], 0.15, 0.4)
    bar.line("finger_bass", [bar.root, bar.root + 7, bar.root + 4], 0.75, 0.6, 0.9)


def funk(bar: Bar) -> None:
    bar.hit("kick", [0.0, 0.75, 2.5])
    bar.hit("snare", [1.0, 3.0])
    bar.hit("snare", [1.75, 2.25], 0.25)
    bar.hit("hat", bar.every(0.25), 0.5)
    _fill(bar)
    bar.play("finger_bass", [bar.root], [0.0, 0.75, 1.5], 0.2, 0.9)
    bar.play("finger_bass", [bar.root + 10], [2.5, 3.25], 0.2, 0.7)
    bar.play("steel_guitar", [pitch + 12 for pitch in bar.chord], [0.25, 1.0, 1.75, 2.75, 3.5], 0.12, 0.4)


def polka(bar: Bar) -> None:
    bar.hit("kick", [0.0, 1.0], 0.6)
    bar.hit("snare", [0.5, 1.5], 0.5)
    bar.play("saw_bass", [bar.root, bar.root + 7][bar.number % 2 : bar.number % 2 + 1], [0.0], 0.4, 0.7)
    bar.play("saw_bass", [bar.root + 7], [1.0], 0.4, 0.6)
    bar.play("organ", bar.chord, [0.5, 1.5], 0.25, 0.4)
    bar.line("organ", [bar.chord[bar.chance.integers(3)] + 12 for _ in range(4)], 0.5, 0.4, 0.45)


def lo_fi(bar: Bar) -> None:
    """Sixteenths that swing, and a snare that comes late."""
    bar.hit("kick", [0.0, 1.75, 2.5] if bar.number % 2 else [0.0, 2.25])
    bar.hit("snare", [1.04, 3.04], 0.9)
    bar.hit("hat", bar.every(0.5), 0.4)
    bar.hit("hat", [0.75, 2.75], 0.3)
    bar.play("electric_piano", bar.chord, [0.0, 2.75], 1.8, 0.4)
    bar.play("sub_bass", [bar.root], [0.0, 2.5], 1.2, 0.6)
