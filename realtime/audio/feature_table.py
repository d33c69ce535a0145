"""The table of audio features: every number between 0 and 1 that the ear gives is one row.

The fields of `Features`, route signals, the OSC feed, sound inputs of shaders, the maps and files of
`keyframes`, the meters for the operator and docs/routes.md all follow from the rows. A measure of the
spectrum is a function (`measure`) and a row: the ear and the analysis of whole songs both use it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from realtime.arrays import Reals
from realtime.audio.feature.brightness import brightness
from realtime.audio.feature.flatness import flatness

Measure = Callable[[Reals], Reals]
"""Magnitudes (…, bins) → float (…)."""


class _HasPresence(Protocol):
    @property
    def presence(self) -> float: ...


class _HasBuild(Protocol):
    @property
    def build(self) -> float: ...

    @property
    def drop(self) -> float: ...


class _HasTimbre(Protocol):
    @property
    def measured(self) -> Mapping[str, float]: ...


class _HasLevel(Protocol):
    @property
    def level(self) -> float: ...


class EarParts(Protocol):
    """The parts of the ear that rows are read from; levels: of the whole, then one a band, with auto-gain."""

    @property
    def levels(self) -> Sequence[float]: ...

    @property
    def loudness(self) -> _HasPresence: ...

    @property
    def timbre(self) -> _HasTimbre: ...

    @property
    def attack(self) -> _HasLevel: ...

    @property
    def build_drop(self) -> _HasBuild: ...


@dataclass(frozen=True, slots=True)
class Feature:
    """One row. read: its newest value; unit: "" for a share; label: its meter's name for the operator, ""
    where it has none.

    measure: for a measure of the spectrum, takes the Hz of the bins and gives the function that measures;
    such a row needs no `read`. whole_song: known of a whole song too (a measure always is), by the same name.
    fast: it rises and falls with each hit, so what is seen later needs what it will be then.
    """

    name: str
    help: str
    read: Callable[[EarParts], float] | None = None
    measure: Callable[[Reals], Measure] | None = None
    whole_song: bool = False
    label: str = ""
    fast: bool = False
    low: float = 0.0
    high: float = 1.0
    unit: str = ""

    def heard(self, ear: EarParts) -> float:
        """The newest value, held within the row's limits."""
        value = ear.timbre.measured[self.name] if self.read is None else self.read(ear)
        return value if self.low <= value <= self.high else min(self.high, max(self.low, value))

    @property
    def in_songs(self) -> bool:
        return self.whole_song or self.measure is not None


BANDS = ("bass", "low_mid", "high_mid", "treble")


def _band(index: int, what: str) -> Feature:
    name = BANDS[index]
    return Feature(
        name,
        f"level of the {what}",
        lambda ear: ear.levels[1 + index],
        whole_song=True,
        fast=True,
        label=name.replace("_", "-"),
    )


FEATURES: dict[str, Feature] = {
    row.name: row
    for row in (
        Feature(
            "level", "loudness now, with auto-gain", lambda ear: ear.levels[0], whole_song=True, fast=True
        ),
        _band(0, "bass"),
        _band(1, "low mids"),
        _band(2, "high mids"),
        _band(3, "treble"),
        Feature("presence", "slow energy of the music", lambda ear: ear.loudness.presence),
        Feature("brightness", "dull 0 .. bright 1", measure=brightness),
        Feature(
            "flatness",
            "pure tones 0 .. noise, drums and distortion",
            measure=flatness,
            label="noise",
            fast=True,
        ),
        Feature(
            "attack", "how suddenly something sets in, tones too", lambda ear: ear.attack.level, fast=True
        ),
        Feature("build", "how surely a build-up is under way", lambda ear: ear.build_drop.build),
        Feature("drop", "1 at a drop, falling within seconds", lambda ear: ear.build_drop.drop),
    )
}
FAST = tuple(row.name for row in FEATURES.values() if row.fast)
LOUDNESS = ("level", *BANDS)
"""Rows that a sensitivity scales: they say how loud something is."""


def measures(frequencies: Reals) -> dict[str, Measure]:
    """The measures of all rows that have one, for spectra with bins at `frequencies` (Hz)."""
    return {row.name: row.measure(frequencies) for row in FEATURES.values() if row.measure is not None}
