"""Small paintings of the embedded painter: for the sheet of styles and the storyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.camera import Motion, Pose
from realtime.files import check_output
from realtime.paint.engines import make_painter, plan_engines, seeing
from realtime.paint.frame import FrameRequest, Painter, Subject
from realtime.resources import own_shader_folders

# So many paintings after one another: the first is bare, then brush strokes gather.
_FRAMES = 3
_ENDINGS = (".png", ".jpg", ".jpeg")
_FRAME_S = 0.25
_DRIFT = Motion(zoom=0.05)


def check_picture(path: Path) -> None:
    """Raises UserError where no sheet can be written, before anything is painted for it."""
    check_output(path, _ENDINGS, "write")


def paint_all(
    subjects: Iterable[Subject],
    size: tuple[int, int],
    painter: str = "auto",
    shaders: Sequence[Path] | None = None,
) -> Iterator[np.ndarray]:
    """uint8 (H, W, 3) of each subject, about `size` (width, height). shaders: the user's shader folders, None
    for the one in the settings folder. Raises UserError."""
    spec = seeing(
        plan_engines(painter, size=size).ladder[0], own_shader_folders() if shaders is None else shaders
    )
    if spec.name == "style":
        spec = replace(spec, options={**spec.options, "canvas": (size[0] // 8 * 8, size[1] // 8 * 8)})
    engine = make_painter(spec)
    try:
        number = 0
        for index, subject in enumerate(subjects):
            pixels, number = _paint(engine, subject, index, number)
            yield pixels
    finally:
        engine.close()


def _paint(engine: Painter, subject: Subject, index: int, number: int) -> tuple[np.ndarray, int]:
    pose = Pose()
    subject = replace(subject, generation=index + 1, cut=True)
    for _ in range(_FRAMES):
        number += 1
        pose = pose.moved(_DRIFT, _FRAME_S)
        request = FrameRequest(
            id=number,
            time=number * _FRAME_S,
            subject=subject,
            pose=pose,
            strength=0.7,
            source_time=20.0 + number * _FRAME_S,
            inputs={"glow": 0.15},
        )
        pixels = engine.paint(request)
    return np.ascontiguousarray(pixels[..., :3]), number
