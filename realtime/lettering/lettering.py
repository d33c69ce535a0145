"""What is written over a film or a song of a show."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from pathlib import Path

PLACES = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
"""Where lyrics may stand, and how far down that is, 0..1."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """Times are seconds from the beginning of the film or song.

    title, artist: "" for none; lines: (seconds, text) of the lyrics; credits: lines at the end; logo: a
    picture in the upper right corner; place: of the lyrics, one of PLACES; face: a font file, None for one
    that has Hangul too; end: when it is over."""

    title: str = ""
    artist: str = ""
    lines: tuple[tuple[float, str], ...] = ()
    credits: tuple[str, ...] = ()
    logo: Path | None = None
    place: str = "bottom"
    face: Path | None = None
    end: float = math.inf

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is read for it."""
        return tuple(path for path in (self.logo, self.face) if path is not None)

    @property
    def empty(self) -> bool:
        return not (self.title or self.artist or self.lines or self.credits or self.logo)

    def over(self, other: Lettering) -> Lettering:
        """This one, and the other's where this says nothing."""
        plain = Lettering()
        chosen = {
            one.name: (self if getattr(self, one.name) != getattr(plain, one.name) else other)
            for one in fields(Lettering)
        }
        return Lettering(**{name: getattr(of, name) for name, of in chosen.items()})
