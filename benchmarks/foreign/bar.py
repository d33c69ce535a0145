"""One bar of a score: what the grooves write into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Note:
    """position, length: beats from the beginning of the piece; pitch: MIDI number, None for a drum; level:
    about 1 for what leads."""

    position: float
    sound: str
    pitch: int | None
    length: float
    level: float


@dataclass(slots=True)
class Bar:
    """start: beats from the beginning of the piece; root, chord: MIDI numbers; drums: do they play, and the
    bass? fill: the drummer leads over to the next part; first: of a part of the form."""

    start: float
    beats: int
    number: int
    root: int
    chord: tuple[int, ...]
    chance: np.random.Generator
    drums: bool = True
    fill: bool = False
    first: bool = False
    notes: list[Note] = field(default_factory=list)

    def hit(self, drum: str, places: Iterable[float], level: float = 1.0) -> None:
        """Strokes at these beats of the bar, from 0; none while the drums rest."""
        if self.drums:
            self.notes += [Note(self.start + at, drum, None, 0.0, self._human(level)) for at in places]

    def play(
        self, sound: str, pitches: Iterable[int], places: Iterable[float], length: float, level: float = 1.0
    ) -> None:
        """All the pitches at each of these beats of the bar; a bass rests with the drums."""
        pitches = list(pitches) if self.drums or not sound.endswith("bass") else []
        self.notes += [
            Note(self.start + at, sound, pitch, length, self._human(level))
            for at in places
            for pitch in pitches
        ]

    def line(
        self, sound: str, pitches: Iterable[int], step: float, length: float, level: float = 1.0
    ) -> None:
        """One pitch after the other, `step` beats apart."""
        for number, pitch in enumerate(pitches):
            self.play(sound, [pitch], [number * step], length, level)

    def every(self, step: float, offset: float = 0.0) -> list[float]:
        """Places `step` beats apart to the end of the bar."""
        return list(np.arange(offset, self.beats - 1e-6, step))

    def sometimes(self, chance: float) -> bool:
        return bool(self.chance.random() < chance)

    def _human(self, level: float) -> float:
        return level * float(self.chance.uniform(0.8, 1.1))
