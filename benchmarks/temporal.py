"""Does a picture that feeds on itself stay whole? `live.py bench temporal`.

The same model paints ten minutes of a show under a moving camera three times: as it is, without the palette
that holds colours and sharpness, and with fresh noise for each frame in place of noise that is carried along.

    flicker      mean |difference| in levels from the last frame as the camera moved it: what boils
    colour       distance of the picture's mean colour in Oklab from that of the first seconds, × 100
    contrast     its deviation of lightness as a share of that of the first seconds
    sharpness    its gradients as a share of those of the first seconds
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.painter_models import parts_of, step_model_of
from realtime.camera import Motion, Pose, relative
from realtime.paint.diffusion.noise import WanderingNoise
from realtime.paint.diffusion.palette import SETTLE_S, SlowPalette

if TYPE_CHECKING:
    from realtime.paint.diffusion.step_painter import StepModel

Row = dict[str, object]
FPS = 8.0
SIZE = (128, 72)
_FIRST_S = (SETTLE_S, 6.0)
_LAST_S = 5.0
SHORTEST_S = 12.0
_MOTION = Motion(zoom=0.05, rotation=3.0)


class _Unheld(SlowPalette):
    """Leads no frame back to anything."""

    def update(self, statistics: np.ndarray, dt: float) -> None:
        """Nothing is followed."""


class _FreshNoise(WanderingNoise):
    """Another noise for each frame."""

    def at(self, pose: Pose, beat: float, refresh: float) -> np.ndarray:
        self._out[:] = self._draw().reshape(self._out.shape)
        return self._out


WAYS: dict[str, tuple[Callable[[], SlowPalette], type[WanderingNoise]]] = {
    "as it is": (SlowPalette, WanderingNoise),
    "no palette hold": (_Unheld, WanderingNoise),
    "no carried noise": (SlowPalette, _FreshNoise),
}


def run(model: str | None = None, random_weights: str = "tiny", seconds: float = 600.0) -> list[Row]:
    """A row for each way. seconds: of the show, at FPS painted frames a second."""
    unet, autoencoder, width = parts_of(model, random_weights)
    step = step_model_of(model, SIZE, width)
    return [
        {"painted": way, "show s": seconds, **_figures(unet, autoencoder, step, seconds, *WAYS[way])}
        for way in WAYS
    ]


def _figures(unet, autoencoder, step: StepModel, seconds: float, palette, noise) -> Row:
    from realtime.paint.diffusion.prompts import PromptBook
    from realtime.paint.diffusion.step_painter import StepPainter
    from realtime.paint.diffusion.torch_runner import TorchRunner
    from realtime.paint.frame import FrameRequest, Subject

    page = np.random.default_rng(0).standard_normal(step.spec.embedding).astype(np.float32)
    runner = TorchRunner(unet, autoencoder, step.spec, precision="fp32")
    book = PromptBook(lambda text: page, wait=True)
    painter = StepPainter(step, runner, book, "bench", palette=palette, noise=noise)
    moved, last, pose = _Moved(), None, Pose()
    flicker: list[float] = []
    looks: list[np.ndarray] = []
    for number in range(round(seconds * FPS)):
        now = number / FPS
        before, pose = pose, pose.moved(_MOTION, 1.0 / FPS)
        request = FrameRequest(number, now, Subject(prompt="gold in ink"), pose, strength=0.5)
        picture = painter.paint(request)[..., :3].copy()
        if last is not None and now >= _FIRST_S[0]:
            flicker.append(float(np.abs(picture - moved(last, relative(before, pose))).mean()))
        last = picture
        looks.append(_look(picture))
    painter.close()
    seen = np.array(looks)
    first = seen[round(_FIRST_S[0] * FPS) : round(_FIRST_S[1] * FPS)].mean(axis=0)
    late = seen[-round(_LAST_S * FPS) :].mean(axis=0)
    return {
        "flicker": float(np.mean(flicker)),
        "colour": 100.0 * float(np.linalg.norm(late[:3] - first[:3])),
        "contrast": float(late[3] / first[3]),
        "sharpness": float(late[4] / first[4]),
    }


class _Moved:
    """A picture as the camera moves it, by the frame step's own warp."""

    def __init__(self) -> None:
        from realtime.paint.diffusion.warp import Warp

        self._warp = Warp(*SIZE)

    def __call__(self, picture: np.ndarray, homography: np.ndarray) -> np.ndarray:
        import torch

        image = torch.from_numpy(picture.astype(np.float32)).permute(2, 0, 1)[None]
        with torch.inference_mode():
            moved = self._warp(image, torch.from_numpy(np.asarray(homography, np.float32)))
        return moved[0].permute(1, 2, 0).numpy()


def _look(picture: np.ndarray) -> np.ndarray:
    """Mean of L, a, b in Oklab, deviation of L, mean gradient of L: float (5,)."""
    import torch

    from realtime.paint.diffusion.colour import oklab

    image = torch.from_numpy(picture.astype(np.float32) / 255.0).permute(2, 0, 1)[None]
    lab = oklab(image)[0].permute(1, 2, 0).numpy()
    light = lab[..., 0]
    gradient = np.abs(np.diff(light, axis=0)).mean() + np.abs(np.diff(light, axis=1)).mean()
    return np.array([*lab.mean(axis=(0, 1)), light.std(), gradient])
