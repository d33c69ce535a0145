"""Small paintings of the embedded painter: for the sheet of styles and the storyboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.files import check_output
from realtime.paint.engines import make_painter, plan_engines, seeing
from realtime.paint.frame import Subject
from realtime.paint.stills import Stills
from realtime.resources import own_shader_folders

_ENDINGS = (".png", ".jpg", ".jpeg")


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
    stills = Stills(engine)
    try:
        for subject in subjects:
            yield stills.paint(subject)
    finally:
        engine.close()
