"""Head-up display: a few lines for the operator, legible in the dark, drawn anew only when they change."""

from __future__ import annotations

import moderngl

from realtime.isf.quad import Quad
from realtime.isf.uniforms import set_uniform
from realtime.stage.text_box import TEXT_BOX
from realtime.stage.writer import Writer

# Numbers that change faster than this cannot be read.
_CHANGES_PER_S = 4.0
_COLUMNS = 78
_REMEMBERED_LINES = 64
_FRAGMENT = """#version 330
uniform sampler2D text;
in vec2 at;
out vec4 color;
void main() { color = texture(text, at); }
"""


class Hud:
    """Lines of text over `target`, top left; a line that is too long for it goes on in the next.

    New text is shown 4 times a second at most, and one line a frame is drawn, in turn: no frame waits for
    all. Where there is no room for all lines, the last one says "…".
    """

    def __init__(self, context: moderngl.Context, target: moderngl.Framebuffer) -> None:
        self._context, self._target = context, target
        self._program = context.program(vertex_shader=TEXT_BOX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._height = max(round(target.height / 30), 12)
        self._width = min(round(self._height * 0.5 * _COLUMNS), target.width - 2 * self._height)
        self._writer = Writer(self._width, self._height)
        self._texture: moderngl.Texture | None = None
        self._most_lines = max((target.height - 2 * self._height) // self._writer.pitch, 1)
        self._wrapped: dict[str, list[str]] = {}
        self._given: tuple[str, ...] = ()
        self._wanted: tuple[str, ...] = ()
        self._shown: list[str] = []
        self._turn = 0  # the row that has waited longest
        self._taken_at = float("-inf")

    def aim(self, target: moderngl.Framebuffer) -> None:
        """Draw over another framebuffer of the same size."""
        self._target = target

    def draw(self, lines: tuple[str, ...], time: float) -> None:
        """Show `lines`; an empty tuple shows nothing."""
        if not lines:
            return
        if len(lines) != len(self._given) or not 0.0 <= time - self._taken_at < 1.0 / _CHANGES_PER_S:
            self._given, self._taken_at = lines, time
            rows = tuple(row for line in lines for row in self._rows(line))
            if len(rows) > self._most_lines:
                rows = (*rows[: self._most_lines - 1], "…")
            self._wanted = rows
        texture = self._texture
        if texture is None or len(self._wanted) != len(self._shown):
            texture = self._resize(len(self._wanted))
        self._write_one(texture)
        margin = self._height
        width, height = self._target.size
        left, top = -1.0 + 2.0 * margin / width, 1.0 - 2.0 * margin / height
        box = (left, top - 2.0 * texture.height / height, left + 2.0 * self._width / width, top)
        set_uniform(self._program, "box", box)
        self._target.use()
        texture.use(0)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._quad.draw()
        self._context.disable(moderngl.BLEND)

    def _rows(self, line: str) -> list[str]:
        if line not in self._wrapped:
            if len(self._wrapped) >= _REMEMBERED_LINES:
                self._wrapped.clear()
            self._wrapped[line] = self._writer.wrapped(line)
        return self._wrapped[line]

    def _resize(self, count: int) -> moderngl.Texture:
        if self._texture is not None:
            self._texture.release()
        size = (self._width, count * self._writer.pitch)
        self._texture = self._context.texture(size, 4, self._writer.strip("").tobytes() * count)
        self._shown, self._turn = [""] * count, 0
        return self._texture

    def _write_one(self, texture: moderngl.Texture) -> None:
        count = len(self._wanted)
        for row in (*range(self._turn, count), *range(self._turn)):
            line = self._wanted[row]
            if line != self._shown[row]:
                strip = (0, row * self._writer.pitch, self._width, self._writer.pitch)
                texture.write(self._writer.strip(line), viewport=strip)
                self._shown[row], self._turn = line, (row + 1) % count
                return

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()
        self._quad.release()
        self._program.release()
