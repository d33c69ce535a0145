"""The colours that an imported film is held to: those of its first painting.

Segments are painted apart, in any order, so each has the very first painting painted for itself by a
painter of its own, or finds what another one found beside the frame log. Painters are deterministic: it is
the same from each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from realtime.camera import Pose
from realtime.files import written_whole
from realtime.paint.frame import FeedbackPainter, FrameRequest, Painter
from realtime.paint.run.spec import EngineSpec, build
from realtime.paint.treatment import Treatment, histograms, matched, treated


@dataclass(frozen=True, slots=True)
class ReferenceColours:
    """int64 (3, 256) histograms of the film's first painting: as it is carried, and as it is shown."""

    carried: np.ndarray
    shown: np.ndarray


def reference_colours_file(frame_log: Path) -> Path:
    """The file with the reference of a frame log."""
    return frame_log.with_name(f"{frame_log.stem}.reference.npy")


def read_reference_colours(path: Path) -> ReferenceColours | None:
    """The reference that somebody has left there."""
    if not path.is_file():
        return None
    carried, shown = np.load(path)
    return ReferenceColours(carried, shown)


def write_reference_colours(path: Path, reference: ReferenceColours) -> None:
    """Leave it for the other segments, whole or not at all. Raises OSError."""
    with written_whole(path) as temporary:
        np.save(temporary, np.stack([reference.carried, reference.shown]))


def paint_reference_colours(
    engine: EngineSpec, first: FrameRequest, space: str, first_image: np.ndarray | None
) -> ReferenceColours:
    """Paint `first`, over `first_image` (uint8 (H, W, 4)) where there is one and the painter can.

    space: the histograms' colour space, as in `Treatment.coherence`.
    """
    painter = build(engine)
    try:
        if first_image is not None and isinstance(painter, FeedbackPainter):
            painter.adopt(first_image, Pose())
        shown = rgb(painter.paint(first))
        carried = carried_by(painter)
        return ReferenceColours(
            histograms(shown if carried is None else carried, space), histograms(shown, space)
        )
    finally:
        painter.close()


def treat_carried(painter: Painter, treatment: Treatment, reference: ReferenceColours | None) -> bool:
    """Treat what the painter's next frame grows out of; False where it carries nothing along."""
    if not isinstance(painter, FeedbackPainter):
        return False
    picture = painter.carried()
    if picture is not None:
        painter.carry(treated(picture, treatment, reference.carried if reference is not None else None))
    return True


def treat_shown(
    pixels: np.ndarray, treatment: Treatment, reference: ReferenceColours | None, wholly: bool
) -> None:
    """Match a painted frame, uint8 (H, W, 4), in place; wholly: with contrast and unsharp mask too."""
    wanted = reference.shown if reference is not None else None
    if wholly:
        picture = treated(rgb(pixels), treatment, wanted)
    elif treatment.coherence and wanted is not None:
        picture = matched(rgb(pixels), treatment.coherence, wanted)
    else:
        return
    pixels[..., :3] = np.rint(picture * np.float32(255.0))


def carried_by(painter: Painter) -> np.ndarray | None:
    return painter.carried() if isinstance(painter, FeedbackPainter) else None


def rgb(pixels: np.ndarray) -> np.ndarray:
    """uint8 (H, W, 4) → float32 (H, W, 3), 0..1."""
    return pixels[..., :3].astype(np.float32) / np.float32(255.0)
