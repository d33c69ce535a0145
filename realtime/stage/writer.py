"""Lines of text as pixels, for the head-up display."""

from __future__ import annotations

import re

import numpy as np

from realtime.fonts import font

_AMBER = (255, 214, 140)
_SHADE = 200
_COVER = np.arange(256)[:, None]
# RGBA by how much a letter covers a pixel.
_COLOURS = np.hstack([_COVER * _AMBER // 255, np.maximum(_COVER, _SHADE)]).astype(np.uint8)
_ELLIPSIS = "…"
_INDENT = "    "
# Meters and beats are drawn as shapes: few fonts have them.
_SHAPES = "▮▯●○"


class Writer:
    """Writes in strips of `width` × `pitch` pixels, letters `height` high. Finds its font when made."""

    def __init__(self, width: int, height: int) -> None:
        self.pitch = round(height * 1.4)
        self._width, self._height = width, height
        self._font = font(height)
        self._missing = self._look("\uffff")
        self._known: dict[str, bool] = {}

    def wrapped(self, line: str) -> list[str]:
        """The line in as many as it needs to be seen whole, broken between words where that is possible."""
        lines, current = [], ""
        for word in re.findall(r"\s*\S+", line):
            if current and not self._fits(current + word):
                lines.append(current)
                current = _INDENT + word.lstrip()
            else:
                current += word
            while not self._fits(current):
                cut = next(n for n in range(len(current) - 1, 0, -1) if n == 1 or self._fits(current[:n]))
                lines.append(current[:cut])
                current = current[cut:]
        return [*lines, current] if current or not lines else lines

    def _fits(self, line: str) -> bool:
        runs = _runs("".join(map(self._legible, line)))
        return sum(map(self._step, runs)) <= self._width - self._height

    def _step(self, run: str) -> float:
        """How far a piece moves on, in pixels."""
        return self._height * 0.62 if run[0] in _SHAPES else self._font.getlength(run)

    def strip(self, line: str) -> np.ndarray:
        """uint8 (pitch, width, 4): one line, amber on a shade; what does not fit is cut, with an ellipsis."""
        from PIL import Image, ImageDraw

        image = Image.new("L", (self._width, self.pitch), 0)
        draw = ImageDraw.Draw(image)
        x, end = self._height * 0.5, self._width - self._height * 0.5
        for run in _runs("".join(map(self._legible, line))):
            step = self._step(run)
            if x + step > end:
                draw.text((x, self._height * 0.1), self._cut(run, end - x), fill=255, font=self._font)
                break
            if run[0] in _SHAPES:
                self._shape(draw, run, x)
            else:
                draw.text((x, self._height * 0.1), run, fill=255, font=self._font)
            x += step
        return _COLOURS[np.asarray(image)]

    def _shape(self, draw, kind: str, x: float) -> None:
        size, top = self._height * 0.5, self._height * 0.42
        line = max(1, round(self._height / 14))
        if kind in "▮▯":
            box = (x, top, x + size * 0.7, top + size * 1.15)
            draw.rectangle(
                box, fill=255 if kind == "▮" else 0, outline=255 if kind == "▮" else 110, width=line
            )
        else:
            box = (x, top + size * 0.1, x + size, top + size * 1.1)
            draw.ellipse(box, fill=255 if kind == "●" else 0, outline=255 if kind == "●" else 150, width=line)

    def _cut(self, run: str, room: float) -> str:
        if run[0] in _SHAPES:
            run = ""
        while run and self._font.getlength(run + _ELLIPSIS) > room:
            run = run[:-1]
        return run + _ELLIPSIS

    def _legible(self, letter: str) -> str:
        """The letter, or a dot where the font would draw an empty box."""
        if letter in _SHAPES or " " <= letter <= "~":
            return letter
        if not letter.isprintable():
            return " "
        if letter not in self._known:
            self._known[letter] = self._look(letter) != self._missing
        return letter if self._known[letter] else "·"

    def _look(self, letter: str) -> bytes:
        return bytes(self._font.getmask(letter))


def _runs(line: str) -> list[str]:
    """The line in pieces: stretches of plain text, and single shapes."""
    pieces = [""]
    for letter in line:
        if letter in _SHAPES:
            pieces += [letter, ""]
        else:
            pieces[-1] += letter
    return [piece for piece in pieces if piece]
