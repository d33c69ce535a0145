"""Palettes: four colours from dark to light, in two contrasting hues."""

from __future__ import annotations

import numpy as np

from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.scenery.style_picture import is_picture, style_picture

_HEX = {
    "neon": "0a0420 3b0f8c e0218a 27f5e4",
    "candy": "2b0a4a ff3d81 ffb13d 6df0ff",
    "dusk": "16103a 6a2c8f f06a6a ffd9a0",
    "ember": "0d0508 5a0f1e e2501a ffd27a",
    "gold": "0b0b10 3a2a1a b8862b fff3d0",
    "aurora": "03101f 0a5c5a 4be38a e9ffd0",
    "ice": "060b1c 1c3f7c 7fb6e8 f7fbff",
    "paper": "1a1714 6b5b4a c9b18a f7efdf",
    "ultra": "05021a 2a1bd6 b23bff ffe3fb",
    "sakura": "1c1230 7a3b6e f59ab5 fff1e6",
    "lagoon": "04121f 0b4f8a ff7a59 ffe9c4",
    "acid": "07100a 1f6b2e c6f52a fff9c9",
    "jade": "06130f 0f5a4a d9a441 fff4d6",
    "blood": "0a0306 4a0613 d8123a ffc9b8",
    "night": "03051a 14327a f2b632 fff6cf",
    "rose": "140414 6d1042 f2557a c8f0ff",
    "abyss": "020a18 07406b 1fa9c4 e4fff2",
    "day": "0f2a52 2f7fc4 f0b95a fff7e2",
    "meadow": "0b1d18 1f6f7a 8fc74a fff4b8",
}


def _colours(text: str) -> np.ndarray:
    return (
        np.array([[int(part[i : i + 2], 16) for i in (0, 2, 4)] for part in text.split()], np.float64) / 255
    )


PALETTES: dict[str, np.ndarray] = {name: _colours(text) for name, text in _HEX.items()}
"""Name → float64 (4, 3), sRGB 0..1, dark to light."""


def palette(name: str) -> np.ndarray:
    """The palette of that name, or a picture's ("picture:cover.png"). Raises UserError with the nearest right
    name."""
    if is_picture(name):
        return style_picture(name).colours
    found = PALETTES.get(name)
    if found is None:
        raise UserError(no_such("palette", name, PALETTES))
    return found


def turned(colours: np.ndarray, hue: float) -> np.ndarray:
    """`colours` (n, 3) with all hues turned by `hue` (1 = once round), lightness kept (YIQ rotation)."""
    if hue % 1.0 == 0.0:
        return colours
    to_yiq = np.array([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
    angle = 2.0 * np.pi * (hue % 1.0)
    c, s = np.cos(angle), np.sin(angle)
    rotation = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    matrix = np.linalg.inv(to_yiq) @ rotation @ to_yiq
    return np.clip(colours @ matrix.T, 0.0, 1.0)


def palette_colour(text: str) -> tuple[float, ...]:
    """(r, g, b, a), 0..1: "neon" is a palette's second lightest colour, "neon:0" its darkest, "neon:3" its
    lightest. Raises UserError."""
    name, _, number = text.partition(":")
    colours = palette(name.strip())
    if number not in ("", *map(str, range(len(colours)))):
        raise UserError(f"a palette's colours are {name}:0 (dark) to {name}:{len(colours) - 1}, not {text!r}")
    return (*map(float, colours[int(number or len(colours) - 2)]), 1.0)
