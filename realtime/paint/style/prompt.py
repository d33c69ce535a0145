"""From words to a picture: a prompt becomes a source, a palette and two styles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from realtime.paint.frame import Subject
from realtime.paint.style.palettes import palette
from realtime.paint.style.sources import Layer, check_source
from realtime.paint.style.styles import style_weights

StylePairs = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to paint: source and palette by name; style at `style_mix` 0 and 1, (name, weight) pairs."""

    source: str
    palette: str
    style: StylePairs
    style_b: StylePairs


@dataclass(frozen=True, slots=True)
class Mixture:
    """All that is in sight at one moment: source layers (shares sum to 1) and network weights (26,)."""

    layers: tuple[Layer, ...]
    weights: np.ndarray


def interpret(subject: Subject) -> Recipe:
    """The recipe for a subject's prompt; names given in the subject win."""
    style = subject.style or (("cobalt_night", 0.4), ("starry_swirl", 0.6))
    return Recipe(subject.source or "clouds", subject.palette or "candy", style, subject.style_b or style)


def mixture(now: Subject, before: Subject | None, fade: float, prompt_mix: float, style_mix: float) -> Mixture:
    r = interpret(now)
    return Mixture((Layer(r.source, now.seed, palette(r.palette), 1.0),), style_weights(r.style))
