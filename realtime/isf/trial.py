"""Trying a shader outside a show: does it compile, and what does it draw of a test picture and sound."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import moderngl
import numpy as np

from realtime.isf.author_code import read_code
from realtime.isf.parse import IsfDescription, ShaderError, parse_isf
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram, Value

# Enough for what is kept from frame to frame to be seen.
_FRAMES, _FPS = 30, 30.0
_PATIENCE_S = 4.0
_BINS = 512


@dataclass(frozen=True, slots=True)
class Trial:
    """One file's. kind: "" where the header cannot be read; fault: None where it works, else why not;
    flat: it draws one colour only; header: what is wrong with it and was mended or left out; lacks: pictures
    that it does without, and why; picture: uint8 (H, W, 3), row 0 at the top, its last frame on black."""

    path: Path
    kind: str
    fault: ShaderError | None = None
    flat: bool = False
    header: tuple[ShaderError, ...] = ()
    lacks: tuple[ShaderError, ...] = ()
    picture: np.ndarray | None = None

    @property
    def name(self) -> str:
        return self.path.stem


class Bench:
    """Tries shaders in one GL context at `size` (width, height); folders: where to look for includes."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], folders: Iterable[Path]) -> None:
        self._context, self._size, self._folders = context, size, tuple(folders)
        first = _test_picture(size)
        other = first[:, ::-1, [2, 0, 1, 3]]
        self._images = [texture_of(context, picture) for picture in (first, other)]
        x = np.arange(_BINS, dtype=np.float32) / _BINS
        self._spectrum = np.exp(-4.0 * x) * (0.6 + 0.4 * np.cos(40.0 * x))
        self._waveform = 0.6 * np.sin(2.0 * np.pi * 5.0 * x)

    def tried(self, path: Path) -> Trial:
        """The file compiled and drawn, for at most a few seconds."""
        kind = ""
        try:
            kind = parse_isf(read_code(path), path).kind
            program = IsfProgram(self._context, path, folders=self._folders)
        except ShaderError as error:
            return Trial(path, kind, error)
        except OSError as error:
            return Trial(path, kind, ShaderError(path, 0, f"cannot be read: {error.strerror}."))
        try:
            picture = self._drawn(program)
        except moderngl.Error as error:
            return Trial(path, kind, ShaderError(path, 0, f"cannot be drawn: {error}."))
        finally:
            program.release()
        flat = bool(np.ptp(picture, axis=(0, 1)).max() == 0)
        read = program.description
        header = (*([] if read.mended is None else [read.mended]), *read.unfit)
        return Trial(path, kind, None, flat, header, tuple(program.lacks), picture)

    def _drawn(self, program: IsfProgram) -> np.ndarray:
        end = time.monotonic() + _PATIENCE_S
        texture = None
        for frame in range(_FRAMES):
            texture = program.render(
                self._size,
                time=frame / _FPS,
                time_delta=1.0 / _FPS if frame else 0.0,
                frame_index=frame,
                inputs=self._inputs(program.description, frame),
            )
            self._context.finish()
            if time.monotonic() > end:
                break
        if texture is None:
            raise moderngl.Error("it has no passes")
        kind = {"f1": np.uint8, "f4": np.float32}[texture.dtype]
        pixels = np.frombuffer(texture.read(), kind).reshape(texture.height, texture.width, 4)[::-1]
        levels = pixels / 255.0 if kind is np.uint8 else np.nan_to_num(pixels.astype(np.float64))
        shown = np.clip(levels[..., :3], 0.0, 1.0) * np.clip(levels[..., 3:], 0.0, 1.0)
        return np.round(shown * 255.0).astype(np.uint8)

    def _inputs(self, description: IsfDescription, frame: int) -> dict[str, Value]:
        """A picture for each image, the test sound, events in the first frame; else the defaults."""
        inputs: dict[str, Value] = {}
        for one in description.inputs:
            if one.type == "image":
                inputs[one.name] = self._images[one.name == "endImage"]
            elif one.type == "audio":
                inputs[one.name] = self._waveform
            elif one.type == "audioFFT":
                inputs[one.name] = self._spectrum
            elif one.type == "event":
                inputs[one.name] = frame == 0
        if description.kind == "transition":
            inputs["progress"] = 0.5
        return inputs

    def release(self) -> None:
        for image in self._images:
            image.release()


def _test_picture(size: tuple[int, int]) -> np.ndarray:
    """uint8 (H, W, 4): hues across, light from top to bottom, a white disc and a dark one, a grid."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / width, y / height
    hue = np.stack([0.5 + 0.5 * np.cos(2.0 * np.pi * (u + third / 3.0)) for third in range(3)], axis=-1)
    picture = hue * (1.0 - 0.75 * v)[..., None]
    aspect = width / height
    for across, level in ((0.3, 1.0), (0.7, 0.05)):
        picture[np.hypot((u - across) * aspect, v - 0.5) < 0.22] = level
    cell = max(height // 9, 2)
    picture[(x % cell < 1) | (y % cell < 1)] *= 0.6
    opaque = np.full((height, width, 4), 255, dtype=np.uint8)
    opaque[..., :3] = np.round(picture * 255.0)
    return opaque
