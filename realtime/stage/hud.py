"""Head-up display: a few lines for the operator, legible in the dark, drawn only when they change."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np

from realtime.isf.quad import Quad

# Text is a number that nobody reads faster than this.
_CHANGES_PER_S = 4.0
_COLUMNS = 46
_AMBER = (255, 214, 140)
_SHADE = 150
# Fonts that also have Hangul, where a system has one; else Pillow's own.
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/nanum/NanumGothic.ttf",
    "/System/Library/Fonts/AppleSDGothicNeo.ttc",
    "C:/Windows/Fonts/malgun.ttf",
)
_VERTEX = """#version 330
in vec2 isf_position;
out vec2 at;
uniform vec4 box;
void main() {
    vec2 corner = isf_position * 0.5 + 0.5;
    at = vec2(corner.x, 1.0 - corner.y);
    gl_Position = vec4(mix(box.xy, box.zw, corner), 0.0, 1.0);
}
"""
_FRAGMENT = """#version 330
uniform sampler2D text;
in vec2 at;
out vec4 color;
void main() { color = texture(text, at); }
"""


class Hud:
    """Lines of text over `target`, top left. Only changed lines are drawn anew, 4 times a second at most."""

    def __init__(self, context: moderngl.Context, target: moderngl.Framebuffer) -> None:
        self._context, self._target = context, target
        self._program = context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._height = max(round(target.height / 36), 12)
        self._width = min(round(self._height * 0.62 * _COLUMNS), target.width)
        self._font = None
        self._texture: moderngl.Texture | None = None
        self._lines: tuple[str, ...] = ()
        self._drawn_at = float("-inf")

    def draw(self, lines: tuple[str, ...], time: float) -> None:
        """Show `lines`; an empty tuple shows nothing."""
        if not lines:
            self._lines = ()
            return
        due = not 0.0 <= time - self._drawn_at < 1.0 / _CHANGES_PER_S or len(lines) != len(self._lines)
        if due and lines != self._lines:
            self._update(lines)
            self._drawn_at = time
        margin = self._height
        width, height = self._target.size
        left, top = -1.0 + 2.0 * margin / width, 1.0 - 2.0 * margin / height
        box = (left, top - 2.0 * self._texture.height / height, left + 2.0 * self._width / width, top)
        self._program["box"].value = box
        self._target.use()
        self._texture.use(0)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._quad.draw()
        self._context.disable(moderngl.BLEND)

    def _update(self, lines: tuple[str, ...]) -> None:
        if self._texture is None or self._texture.height != len(lines) * self._pitch:
            if self._texture is not None:
                self._texture.release()
            self._texture = self._context.texture((self._width, len(lines) * self._pitch), 4)
            self._lines = ()
        old = self._lines if len(self._lines) == len(lines) else (None,) * len(lines)
        for row, (line, before) in enumerate(zip(lines, old, strict=True)):
            if line != before:
                strip = (0, row * self._pitch, self._width, self._pitch)
                self._texture.write(self._strip(line), viewport=strip)
        self._lines = lines

    @property
    def _pitch(self) -> int:
        return round(self._height * 1.35)

    def _strip(self, line: str) -> np.ndarray:
        """uint8 (pitch, width, 4): one line, amber on a shade."""
        from PIL import Image, ImageDraw

        if self._font is None:
            self._font = _font(self._height)
        image = Image.new("L", (self._width, self._pitch), 0)
        draw = ImageDraw.Draw(image)
        draw.text((self._height * 0.5, self._height * 0.1), line, fill=255, font=self._font)
        cover = np.asarray(image)
        strip = np.empty((self._pitch, self._width, 4), dtype=np.uint8)
        strip[..., :3] = _AMBER
        strip[..., :3] = strip[..., :3] * (cover[..., None] / 255.0)
        strip[..., 3] = np.maximum(cover, _SHADE)
        return strip

    def release(self) -> None:
        if self._texture is not None:
            self._texture.release()
        self._quad.release()
        self._program.release()


def _font(height: int):
    from PIL import ImageFont

    for path in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, height)
    return ImageFont.load_default(height)
