"""The painting itself: all GLSL passes from a source's picture to the finished canvas."""

from __future__ import annotations

from collections.abc import Mapping

import moderngl
import numpy as np

from realtime.isf.passes import Buffer, FullScreenPass, Textures, mat3
from realtime.paint.scene_layers import Blend
from realtime.paint.style.bristles import LAYERS, SIDE, bristle_relief
from realtime.paint.style.fine_strokes import FineStrokes
from realtime.paint.style.grade import BLOCK, ColourMatch, block_means
from realtime.paint.style.network import Network
from realtime.paint.style.picture_network import PictureNetwork
from realtime.scenery.camera_follow import CameraFollow
from realtime.scenery.styles import STYLES, StyleMix

MARGIN = 4  # the network's edge pixels, painted and cut off
_STROKE_KEEP = 0.6
# 1 for styles whose pattern, painted on a large canvas, would be too fine to be seen.
_FINE = np.array([style.texture >= 0.5 for style in STYLES], np.float32)
_ALL = 0.999  # a share that leaves nothing to be seen of the rest
_PASSES = ("compose", "grade", "tensor", "blur", "stroke", "brights", "light", "guide", "bake", "mix")


# 1 - (1 - a) (1 - b) of the colours; what was there keeps 1 - alpha of its own alpha.
_SCREEN = (moderngl.ONE_MINUS_DST_COLOR, moderngl.ONE, moderngl.ZERO, moderngl.ONE_MINUS_SRC_ALPHA)


class Canvas:
    """Buffers of one painting and the steps that fill them, in the order of a frame.

    sources: where the pictures to paint over are laid; threads: of the network for styles that are pictures,
    which is opened by the first of them.
    """

    def __init__(
        self,
        context: moderngl.Context,
        size: tuple[int, int],
        canvas: tuple[int, int],
        network: Network,
        threads: int = 1,
    ) -> None:
        w, h = canvas
        self.padded = (w + 2 * MARGIN, h + 2 * MARGIN)
        self._size, self._canvas, self._network, self._threads = size, canvas, network, threads
        self._picture_network: PictureNetwork | None = None
        self._fine = FineStrokes(self.padded, threads)
        self._pass = {name: FullScreenPass(context, name) for name in _PASSES}
        self._composed = Buffer(context, self.padded, "f1")
        self.sources = Blend(context, self.padded)
        self._painted = [Buffer(context, canvas), Buffer(context, canvas)]
        half, quarter = (w // 2, h // 2), (w // 4, h // 4)
        self._tensor = [Buffer(context, half) for _ in range(4)]
        self._strokes = Buffer(context, canvas, "f1")
        self._guide = Buffer(context, half, "f1")
        self._bloom = [Buffer(context, quarter, "f1"), Buffer(context, quarter, "f1")]
        self._baked = Buffer(context, size, "f1")
        self._net = context.texture((self.padded[0], self.padded[1] * 3), 1, dtype="f4")
        self._net.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._field = context.texture((2 * w // BLOCK, 2 * h // BLOCK), 4, dtype="f4")
        self._field.repeat_x = self._field.repeat_y = False
        self._bristles = context.texture_array((SIDE, SIDE, LAYERS), 4, bristle_relief())
        self._bristles.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._grain = context.texture((256, 256), 3, bytes(256 * 256 * 3))
        self._context = context
        self._match = ColourMatch()
        self._follow = CameraFollow(frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y")))
        self._bytes = np.zeros((self.padded[1], self.padded[0], 4), np.uint8)
        self._painting = np.zeros((1, 3, self.padded[1], self.padded[0]), np.float32)
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

    def painting(self) -> np.ndarray | None:
        """The last painting, float32 (H, W, 3), row 0 at the top; None where there is none."""
        return None if self._fresh else self._texels()[..., :3].astype(np.float32)

    def carry(self, picture: np.ndarray) -> None:
        """Put `picture`, as `painting` gives it, in the last painting's place."""
        texels = self._texels()
        texels[..., :3] = picture
        self._painted[0].texture.write(texels)

    def _texels(self) -> np.ndarray:
        w, h = self._canvas
        return np.frombuffer(self._painted[0].texture.read(), np.float16).reshape(h, w, 4).copy()

    def move(self, step: np.ndarray, dt: float) -> None:
        """Let the brush's relief follow the camera."""
        self._follow.move(step, dt)

    def compose(self, source_from: np.ndarray, noise: float) -> None:
        """Source, through the camera's pan_limit, and noise → the network's input."""
        self._run(
            "compose",
            self._composed,
            {"source": self.sources.texture, "grain": self._grain},
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

    def repaint(self, styles: StyleMix) -> None:
        """Run the network of the 26 styles, that of pictures, or both and mix what they paint."""
        of_pictures = sum(styles.pictures.values())
        if of_pictures < _ALL:
            self._painting = self._in_26(styles.weights / styles.weights.sum())
        if of_pictures > 0.0:
            if self._picture_network is None:
                self._picture_network = PictureNetwork(self._fine.small, self._threads)
            image = self._fine.shrunk(self._network.image[0])
            painted = self._fine.grown(self._picture_network.run(image, styles.pictures))
            if of_pictures < _ALL:
                painted = self._painting + (painted - self._painting) * np.float32(of_pictures)
            self._painting = np.ascontiguousarray(painted.reshape(self._painting.shape))
        self._net.write(self._painting)

    def _in_26(self, weights: np.ndarray) -> np.ndarray:
        """The picture in the 26 styles; those of fine patterns at their own size on any canvas."""
        of_fine = float(weights @ _FINE) if self._fine.needed else 0.0
        if of_fine > 1.0 - _ALL:
            fine = self._fine.run(self._network.image[0], weights * _FINE / of_fine)
            if of_fine >= _ALL:
                return fine
            weights = weights * (1.0 - _FINE) / (1.0 - of_fine)
        self._network.weights[:] = weights
        painted = self._network.run()
        return painted if of_fine <= 1.0 - _ALL else painted + (fine - painted) * np.float32(of_fine)

    def grade(self, painted_from: np.ndarray, amount: float, keep: float, dt: float) -> None:
        """Match the repaint to its source, and mix it into the warped last painting."""
        inner = slice(MARGIN, -MARGIN)
        before = block_means(self._bytes[inner, inner, :3]) * np.float32(1 / 255)
        after = block_means(self._painting[0].transpose(1, 2, 0)[inner, inner])
        grade = self._match.match(before, after, dt)
        self._field.write(grade.field)
        self._run(
            "grade",
            self._painted[1],
            {
                "composed": self._composed.texture,
                "net": self._net,
                "painted": self._painted[0].texture,
                "field": self._field,
            },
            {
                "margin": MARGIN,
                "plane": self.padded[1],
                "canvas": self._canvas,
                "painted_from": mat3(painted_from),
                "match": mat3(grade.matrix),
                "amount": amount,
                "keep": 0.0 if self._fresh else keep,
            },
        )
        self._painted.reverse()
        self._find_strokes()
        self._fresh = False

    def _find_strokes(self) -> None:
        raw, side, newest, last = self._tensor
        self._run("tensor", raw, {"image": self._painted[0].texture}, {"size": raw.size})
        self._blur(raw, side, last, 1.9, (1.0, 0.0))
        self._blur(side, newest, last, 1.9, (0.0, 1.0), 0.0 if self._fresh else _STROKE_KEEP)
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
        image: dict[str, moderngl.Texture | moderngl.TextureArray] = {"image": self._strokes.texture}
        self._run("brights", one, image, {"size": one.size, "threshold": 0.45})
        for radius in (1.0, 2.6):
            self._blur(one, two, two, 2.2, (radius, 0.0))
            self._blur(two, one, one, 2.2, (0.0, radius))
        self._run("guide", self._guide, image | {"tensor": tensor}, {"size": self._guide.size, "pinch": 9.0})
        self._context.enable(moderngl.BLEND)
        # moderngl takes a function for colours and one for alpha, its types only the former.
        self._context.blend_func = _SCREEN  # type: ignore[assignment]
        self._run("light", self._strokes, {"image": one.texture}, {"size": self._canvas, "glow": bloom})
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._context.disable(moderngl.BLEND)
        camera_follow = self._follow
        c, s = np.cos(camera_follow.rotation), np.sin(camera_follow.rotation)
        # Pixels, row 0 at the top → half-heights, y up, turned and shrunk with the camera.
        to_bristles = np.array([[c, -s], [-s, -c]]) * (2.0 ** (1.0 - camera_follow.zoom) / self._size[1])
        self._run(
            "bake",
            self._baked,
            image | {"guide": self._guide.texture, "bristles": self._bristles},
            {
                "size": self._size,
                "canvas": self._canvas,
                "hair": hair,
                "to_bristles": tuple(float(x) for x in to_bristles.T.ravel()),
                "drift": (float(camera_follow.shift[0]), float(camera_follow.shift[1])),
                "zoom": camera_follow.zoom,
                "turn": camera_follow.rotation / np.pi,
            },
        )
        self._baked.framebuffer.read_into(self.pixels, components=4)
        return self.pixels

    def _blur(
        self,
        source: Buffer,
        target: Buffer,
        last: Buffer,
        sigma: float,
        way: tuple[float, float],
        keep: float = 0.0,
    ) -> None:
        weights, places = gaussian(sigma)
        self._run(
            "blur",
            target,
            {"image": source.texture, "last": last.texture},
            {
                "size": target.size,
                "step_": (way[0] / target.size[0], way[1] / target.size[1]),
                "weights": weights,
                "places": places,
                "keep": keep,
            },
        )

    def _run(self, name: str, target: Buffer, textures: Textures, uniforms: Mapping[str, object]) -> None:
        self._pass[name].run(target.framebuffer, textures, uniforms)


def gaussian(sigma: float) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Nine pixels of a Gaussian as five looks between pixels: weights of the middle, of pixels 1 and 2,
    of 3 and 4 (each on one side), and the places of the latter two, in pixels."""
    w = np.exp(-0.5 * (np.arange(5) / sigma) ** 2)
    w /= w[0] + 2.0 * w[1:].sum()
    near, far = w[1] + w[2], w[3] + w[4]
    places = (w[1] + 2.0 * w[2]) / near, (3.0 * w[3] + 4.0 * w[4]) / far
    return (float(w[0]), float(near), float(far)), (float(places[0]), float(places[1]))
