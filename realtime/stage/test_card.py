"""The test card: whether an output's edges, shape, colours and pixels arrive on the wall, and its name."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.fonts import font
from realtime.isf.pictures import texture_of
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.uniforms import set_uniform
from realtime.resources import package_text
from realtime.stage.placed import Placed

_TURN_S = 4.0
# Heights of the letters and of the field for them, of the picture's.
_LETTERS, _FIELD = 0.075, 0.24


class TestCard:
    """Draws cards in `context`, in any size."""

    __test__ = False  # no test of pytest's

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        source = f"#version 330\n{package_text('stage/test_card.glsl')}"
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=source)
        self._quad = Quad(context, self._program)
        self._placed = Placed(context)
        self._words: moderngl.Texture | None = None
        self._written: tuple[str, tuple[int, int]] | None = None

    def draw(self, target: moderngl.Framebuffer, words: str, time: float) -> None:
        """Over all of `target`: the card with `words`, one or two lines, at `time` seconds."""
        width, height = target.size
        set_uniform(self._program, "size", (float(width), float(height)))
        set_uniform(self._program, "turn", time / _TURN_S % 1.0)
        target.use()
        self._quad.draw()
        if self._written != (words, target.size):
            if self._words is not None:
                self._words.release()
            pixels = _written(words, min(width, height), 0.7 * min(width, 1.7 * height))
            self._words = texture_of(self._context, pixels)
            self._written = words, target.size
        if self._words is not None:
            half = self._words.width / width, self._words.height / height
            self._placed.draw(target, self._words, (0.0, 0.0), half)

    def release(self) -> None:
        for part in (self._quad, self._program, self._placed, self._words):
            if part is not None:
                part.release()


def _written(words: str, height: int, width: float) -> np.ndarray:
    """uint8 (h, w, 4): white letters on nothing, as large as fits."""
    from PIL import Image, ImageDraw

    lines = words.split("\n")
    size = max(round(_LETTERS * height), 10)
    while size > 8 and (
        max(font(size).getlength(line) for line in lines) > width or 1.3 * size * len(lines) > _FIELD * height
    ):
        size = max(8, size - max(1, size // 12))
    letters = font(size)
    box = (round(max(letters.getlength(line) for line in lines)) + 2, round(1.3 * size * len(lines)) + 2)
    cover = Image.new("L", box, 0)
    draw = ImageDraw.Draw(cover)
    for number, line in enumerate(lines):
        left = (box[0] - letters.getlength(line)) / 2
        draw.text((left, 1.3 * size * number), line, fill=255, font=letters)
    alpha = np.asarray(cover)
    return np.dstack([alpha, alpha, alpha, alpha])
