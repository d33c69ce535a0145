"""Layers above the finished picture: logos, words and clips, blended with it in their place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.fonts import font
from realtime.isf.include import resolve
from realtime.isf.pictures import texture_of
from realtime.isf.quad import Quad
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform
from realtime.picture_file import read_picture
from realtime.resources import PACKAGE, SHADERS
from realtime.scenery.layers import BLENDS, PLACES, PLAYED, LayerAbove, input_name
from realtime.scenery.source_name import parse_source
from realtime.stage.placed import VERTEX, box

# Kept free at the edges, in heights of the picture.
_MARGIN = 0.05
# Words are written so large, in heights of the picture, at most; a logo is kept no larger than the screen.
_LARGEST_WORDS = 0.5
_LEADING = 1.35
_FADE = """#version 330
uniform float gain;
out vec4 color;
void main() { color = vec4(gain, gain, gain, 1.0); }
"""


class Above:
    """Draws layers over pictures of `size` (width, height). waits: files are read in line, as in films."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], waits: bool) -> None:
        self._context, self._size, self._waits = context, size, waits
        path = PACKAGE / "stage" / "above.glsl"
        code = resolve(path.read_text(encoding="utf-8"), path, (SHADERS,)).code
        self._program = context.program(vertex_shader=VERTEX, fragment_shader=f"#version 330\n{code}")
        self._quad = Quad(context, self._program)
        self._fade = context.program(vertex_shader=VERTEX, fragment_shader=_FADE)
        self._fading = Quad(context, self._fade)
        set_uniform(self._fade, "box", (-1.0, -1.0, 1.0, 1.0))
        set_uniform(self._program, "image", 0)
        set_uniform(self._program, "under", 1)
        self._under = Surface(context, size)
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="layers")
        self._reading: dict[LayerAbove, Future[np.ndarray]] = {}
        self._pictures: dict[LayerAbove, moderngl.Texture] = {}
        self._notes: dict[LayerAbove, str] = {}

    @property
    def note(self) -> str:
        """Which layers cannot be shown and why, or ""."""
        return "; ".join(self._notes.values())

    def draw(
        self,
        target: moderngl.Framebuffer,
        layers: Sequence[tuple[int, LayerAbove]],
        inputs: Mapping[str, float],
        moving: Callable[[str], moderngl.Texture | None],
    ) -> None:
        """Lay `layers`, (number from 1, layer) each, over `target`.

        inputs: `Look.inputs`, of which "layer.*" change place, size and opacity; moving: the picture of a
        source that is no file's still.
        """
        self._forget([layer for _, layer in layers])
        for number, layer in layers:
            played = {what: _played(inputs, number, what) for what in PLAYED}
            opacity = min(max(layer.opacity * played["opacity"], 0.0), 1.0)
            if opacity <= 0.0:
                continue
            kind = parse_source(layer.source).kind if layer.source else ""
            still = layer.text or kind == "still"
            picture = self._still(layer) if still else moving(layer.source)
            if picture is not None:
                self._lay(target, layer, picture, played, opacity)

    def _lay(
        self,
        target: moderngl.Framebuffer,
        layer: LayerAbove,
        picture: moderngl.Texture,
        played: Mapping[str, float],
        opacity: float,
    ) -> None:
        aspect = self._size[0] / self._size[1]
        lines = layer.text.count("\n") + 1
        half_y = layer.size * lines * played["size"]
        half_x = half_y * picture.width / picture.height / aspect
        if layer.text and half_x > 1.0 - 2.0 * _MARGIN / aspect:  # words are never cut off
            half_y *= (1.0 - 2.0 * _MARGIN / aspect) / half_x
            half_x = 1.0 - 2.0 * _MARGIN / aspect
        side_x, side_y = PLACES[layer.place]
        centre = (
            side_x * max(1.0 - 2.0 * _MARGIN / aspect - half_x, 0.0) + (layer.x + played["x"]) / aspect,
            side_y * max(1.0 - 2.0 * _MARGIN - half_y, 0.0) + layer.y + played["y"],
        )
        # What is drawn over cannot be read at the same time.
        self._context.copy_framebuffer(self._under.framebuffer, target)
        set_uniform(self._program, "box", box(centre, (half_x, half_y)))
        set_uniform(self._program, "mode", BLENDS.index(layer.blend))
        set_uniform(self._program, "opacity", opacity)
        target.use()
        picture.use(0)
        self._under.texture.use(1)
        self._quad.draw()

    def fade(self, target: moderngl.Framebuffer, gain: float) -> None:
        """Multiply all of `target` by `gain`."""
        set_uniform(self._fade, "gain", gain)
        target.use()
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ZERO, moderngl.SRC_COLOR
        self._fading.draw()
        self._context.disable(moderngl.BLEND)

    def _still(self, layer: LayerAbove) -> moderngl.Texture | None:
        """The layer's picture; None while it is read, or where it cannot be."""
        key = LayerAbove(text=layer.text, source=layer.source, size=layer.size)
        if key in self._pictures:
            return self._pictures[key]
        if key in self._notes:
            return None
        if key not in self._reading:
            self._reading[key] = self._reader.submit(_read, key, self._size)
        reading = self._reading[key]
        if not (self._waits or reading.done()):
            return None
        del self._reading[key]
        try:
            pixels = reading.result()
        except UserError as error:
            self._notes[key] = str(error)
            return None
        texture = texture_of(self._context, pixels)
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._pictures[key] = texture
        return texture

    def _forget(self, layers: Sequence[LayerAbove]) -> None:
        """Let go of pictures that no layer shows any more."""
        wanted = {(layer.text, layer.source, layer.size) for layer in layers}
        for key in [key for key in self._pictures if (key.text, key.source, key.size) not in wanted]:
            self._pictures.pop(key).release()
        self._notes = {key: why for key, why in self._notes.items() if key[:2] in {one[:2] for one in wanted}}

    def release(self) -> None:
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._forget([])
        for part in (self._quad, self._program, self._fading, self._fade, self._under):
            part.release()


def _played(inputs: Mapping[str, float], number: int, what: str) -> float:
    low, high, rest, *_ = PLAYED[what]
    value = inputs.get(input_name(number, what), rest)
    return min(max(value, low), high) if math.isfinite(value) else rest


def _read(layer: LayerAbove, size: tuple[int, int]) -> np.ndarray:
    """uint8 (H, W, 4), colours times alpha, row 0 at the top. Raises UserError."""
    pixels = _words(layer, size) if layer.text else _logo(parse_source(layer.source).target, size)
    alpha = pixels[..., 3:].astype(np.float32) / 255.0
    return np.concatenate([np.uint8(pixels[..., :3] * alpha + 0.5), pixels[..., 3:]], axis=-1)


def _words(layer: LayerAbove, size: tuple[int, int]) -> np.ndarray:
    """White letters with a soft dark round them, to be read on any picture."""
    from PIL import Image, ImageDraw, ImageFilter

    height = max(round(min(layer.size, _LARGEST_WORDS) * size[1] / _LEADING), 8)
    letters, lines = font(height), layer.text.split("\n")
    soft = max(2, round(height * 0.12))
    wide = max(letters.getlength(line) for line in lines)
    if wide > 2 * size[0]:  # a very long line is written smaller
        letters = font(max(round(height * 2 * size[0] / wide), 8))
        wide = max(letters.getlength(line) for line in lines)
    box_size = round(wide) + 4 * soft, round(height * _LEADING) * len(lines)
    ink = Image.new("L", box_size, 0)
    draw = ImageDraw.Draw(ink)
    for number, line in enumerate(lines):
        left = (box_size[0] - letters.getlength(line)) / 2
        top = (number + 0.5) * height * _LEADING - 0.6 * height
        draw.text((left, top), line, fill=255, font=letters)
    shade = np.asarray(ink.filter(ImageFilter.GaussianBlur(soft)), np.float32)
    cover = np.asarray(ink, np.float32)
    alpha = np.maximum(cover, np.minimum(1.6 * shade, 178.0))
    level = 255.0 * cover / np.maximum(alpha, 1.0)
    return np.dstack([level, level, level, alpha]).clip(0, 255).astype(np.uint8)


def _logo(path: str, size: tuple[int, int]) -> np.ndarray:
    from PIL import Image

    picture = read_picture(path)
    share = min(1.0, 2 * size[0] / picture.width, 2 * size[1] / picture.height)
    if share < 1.0:
        small = max(1, round(picture.width * share)), max(1, round(picture.height * share))
        picture = picture.resize(small, Image.Resampling.LANCZOS)
    return np.asarray(picture)
