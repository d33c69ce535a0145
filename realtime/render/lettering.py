"""What is written over a film."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PLACES = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
"""Where lyrics may stand, and how far down that is, 0..1."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """title, artist: "" for none; lines: (seconds, text) of the lyrics; credits: lines at the end; logo: a
    picture in the upper right corner; place: of the lyrics, one of PLACES; face: a font file, None for one
    that has Hangul too; end: seconds at which the film is over."""

    title: str = ""
    artist: str = ""
    lines: tuple[tuple[float, str], ...] = ()
    credits: tuple[str, ...] = ()
    logo: Path | None = None
    place: str = "bottom"
    face: Path | None = None
    end: float = 0.0

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is read for it."""
        return tuple(path for path in (self.logo, self.face) if path is not None)

    @property
    def empty(self) -> bool:
        return not (self.title or self.artist or self.lines or self.credits or self.logo)
