"""The painting itself: all GLSL passes from a source's picture to the finished canvas."""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.paint.style.bristles import LAYERS, SIDE, bristle_relief
from realtime.paint.style.grade import ColourMatch
from realtime.paint.style.network import Network
from realtime.paint.style.passes import Buffer, FullScreenPass, mat3
from realtime.paint.style.voyage import Voyage

MARGIN = 8  # the network's edge pixels, painted and cut off
_STROKE_KEEP = 0.6
_PASSES = ("compose", "thumb", "grade", "tensor", "blur", "stroke", "brights", "guide", "bake", "mix")


class Canvas:
    """Buffers of one painting and the steps that fill them, in the order of a frame."""

    def __init__(
        self, context: moderngl.Context, size: tuple[int, int], canvas: tuple[int, int], network: Network
    ) -> None:
        self._size, self._canvas, self._network = size, canvas, network
        w, h = canvas
        self.padded = (w + 2 * MARGIN, h + 2 * MARGIN)
        self._pass = {name: FullScreenPass(context, name) for name in _PASSES}
        self._composed = Buffer(context, self.padded, "f1")
        self._mixed = Buffer(context, self.padded, "f1")
        self._thumbs = Buffer(context, (w // 8, h // 8), "f4", count=2)
        self._painted = [Buffer(context, canvas), Buffer(context, canvas)]
        half, quarter = (w // 2, h // 2), (w // 4, h // 4)
        self._tensor = [Buffer(context, half) for _ in range(4)]
        self._strokes = Buffer(context, canvas, "f1")
        self._guide = Buffer(context, half, "f1")
        self._bloom = [Buffer(context, quarter, "f1"), Buffer(context, quarter, "f1")]
        self._baked = Buffer(context, size, "f1")
        self._net = context.texture((self.padded[0], self.padded[1] * 3), 1, dtype="f4")
        self._net.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._correction = context.texture((w // 8, h // 8), 4, dtype="f4")
        self._correction.repeat_x = self._correction.repeat_y = False
        self._bristles = context.texture3d((SIDE, SIDE, LAYERS), 1, bristle_relief().tobytes())
        self._bristles.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._grain = context.texture((256, 256), 3, bytes(256 * 256 * 3))
        self._context = context
        self._match = ColourMatch()
        self._voyage = Voyage(frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y")))
        self._bytes = np.zeros((self.padded[1], self.padded[0], 4), np.uint8)
        self._thumb_pixels = [np.zeros((h // 8, w // 8, 4), np.float32) for _ in range(2)]
        self.pixels = np.zeros((size[1], size[0], 4), np.uint8)
        self._fresh = True

    def set_grain(self, seed: int) -> None:
        """Noise that stays where it is, as the canvas does."""
        noise = np.random.default_rng(seed).normal(0.5, 0.25, (256, 256, 3))
        self._grain.write(np.clip(noise * 255.0, 0, 255).astype(np.uint8).tobytes())

    def restart(self) -> None:
        """Forget the last painting and its colours."""
        self._match.reset()
        self._fresh = True

    def adopt(self, pixels: np.ndarray) -> None:
        """Take a picture, uint8 (H, W, 4), row 0 at the top, as the last painting."""
        picture = self._context.texture((pixels.shape[1], pixels.shape[0]), 4, np.ascontiguousarray(pixels))
        self._run("mix", self._painted[0], {"image": picture}, {"size": self._canvas, "share": 1.0})
        picture.release()
        self._fresh = False

    def move(self, step: np.ndarray, dt: float) -> None:
        """Let the brush's relief follow the camera."""
        self._voyage.move(step, dt)

    def add_source(self, texture: moderngl.Texture, share: float) -> None:
        """Lay a source's picture over those already there: with `share` 1, instead of them."""
        if share < 1.0:
            self._context.enable(moderngl.BLEND)
        self._run("mix", self._mixed, {"image": texture}, {"size": self.padded, "share": share})
        self._context.disable(moderngl.BLEND)

    def compose(self, source_from: np.ndarray, noise: float) -> None:
        """Source, through the camera's leash, and noise → the network's input."""
        self._run(
            "compose",
            self._composed,
            {"source": self._mixed.texture, "grain": self._grain},
            {
                "size": self.padded,
                "canvas": self._canvas,
                "source_from": mat3(source_from),
                "noise": noise,
            },
        )
        self._composed.framebuffer.read_into(self._bytes, components=4)
        np.multiply(
            self._bytes.transpose(2, 0, 1)[:3],
            np.float32(1 / 255),
            out=self._network.image[0],
            casting="unsafe",
        )

    def repaint(self, weights: np.ndarray) -> None:
        """Run the network with style weights float32 (26,)."""
        self._network.weights[:] = weights
        self._net.write(self._network.run())

    def grade(self, painted_from: np.ndarray, amount: float, keep: float, dt: float) -> None:
        """Match the repaint to its source, and mix it into the warped last painting."""
        planes = {"margin": MARGIN, "plane": self.padded[1]}
        self._run("thumb", self._thumbs, {"composed": self._composed.texture, "net": self._net}, planes)
        for i, pixels in enumerate(self._thumb_pixels):
            self._thumbs.framebuffer.read_into(pixels, components=4, attachment=i, dtype="f4")
        grade = self._match.match(self._thumb_pixels[0][..., :3], self._thumb_pixels[1][..., :3], dt)
        self._correction.write(grade.correction)
        self._run(
            "grade",
            self._painted[1],
            {
                "composed": self._composed.texture,
                "net": self._net,
                "painted": self._painted[0].texture,
                "correction": self._correction,
            },
            planes
            | {
                "canvas": self._canvas,
                "painted_from": mat3(painted_from),
                "gain": tuple(float(x) for x in grade.gain),
                "offset": tuple(float(x) for x in grade.offset),
                "amount": amount,
                "keep": 0.0 if self._fresh else keep,
            },
        )
        self._painted.reverse()
        self._find_strokes()
        self._fresh = False

    def _find_strokes(self) -> None:
        raw, side, newest, last = self._tensor
        size = {"size": raw.size}
        self._run("tensor", raw, {"image": self._painted[0].texture}, size)
        blur = size | {"sigma": 1.9}
        self._run(
            "blur",
            side,
            {"image": raw.texture, "last": last.texture},
            blur | {"direction": (1.0, 0.0), "keep": 0.0},
        )
        self._run(
            "blur",
            newest,
            {"image": side.texture, "last": last.texture},
            blur | {"direction": (0.0, 1.0), "keep": 0.0 if self._fresh else _STROKE_KEEP},
        )
        self._tensor[2], self._tensor[3] = last, newest

    def finish(self, colours: np.ndarray, light: float, bloom: float, hair: float) -> np.ndarray:
        """Palette, light, brush → `pixels`, uint8 (H, W, 4), row 0 at the top.

        colours: palette float (4, 3); light: of a hit, 0..1; bloom, hair: amounts.
        """
        tensor = self._tensor[3].texture
        self._run(
            "stroke",
            self._strokes,
            {"painted": self._painted[0].texture, "tensor": tensor},
            {
                "canvas": self._canvas,
                "ramp": [tuple(float(x) for x in colour) for colour in colours],
                "pull": 0.15,
                "vibrance": 0.5,
                "black": 0.05,
                "contrast": 0.35,
                "light": light,
            },
        )
        one, two = self._bloom
        size = {"size": one.size}
        image = {"image": self._strokes.texture}
        self._run("brights", one, image, size | {"threshold": 0.45})
        for radius in (1.0, 2.6):
            for source, target, x, y in ((one, two, radius, 0.0), (two, one, 0.0, radius)):
                self._run(
                    "blur",
                    target,
                    {"image": source.texture, "last": source.texture},
                    size | {"sigma": 2.2, "direction": (x, y), "keep": 0.0},
                )
        self._run("guide", self._guide, image | {"tensor": tensor}, {"size": self._guide.size, "pinch": 9.0})
        voyage = self._voyage
        self._run(
            "bake",
            self._baked,
            image | {"guide": self._guide.texture, "bloom": one.texture, "bristles": self._bristles},
            {
                "size": self._size,
                "canvas": self._canvas,
                "hair": hair,
                "glow": bloom,
                "drift": (float(voyage.shift[0]), float(voyage.shift[1])),
                "zoom": voyage.zoom,
                "turn": voyage.rotation / (2.0 * np.pi),
            },
        )
        self._baked.framebuffer.read_into(self.pixels, components=4)
        return self.pixels

    def _run(
        self, name: str, target: Buffer, textures: dict[str, object], uniforms: dict[str, object]
    ) -> None:
        self._pass[name].run(target.framebuffer, textures, uniforms)
