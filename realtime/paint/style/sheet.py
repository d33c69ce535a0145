"""Pictures for choosing: one painted thumbnail of every style on one sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.engine import StylePainter
from realtime.scenery.styles import STYLES

_FRAMES = 3  # the strokes settle within so many


def style_subjects(source: str = "horizon", palette: str = "dusk") -> Iterator[tuple[str, Subject]]:
    """(caption, subject) of every style, each alone, on one motif."""
    for style in STYLES:
        subject = Subject(source=source, palette=palette, style=((style.name, 1.0),), seed=7, cut=True)
        yield f"{style.index}  {style.name}", subject


def draw_sheet(
    path: Path | str,
    subjects: Iterable[tuple[str, Subject]],
    columns: int = 4,
    thumb: tuple[int, int] = (480, 270),
) -> Path:
    """Paint each subject and write them all, with captions, as one picture; returns its path.

    Raises UserError where the style painter cannot work.
    """
    painter = StylePainter(thumb, threads=1)
    cells = []
    try:
        for generation, (caption, subject) in enumerate(subjects):
            cells.append((caption, _painted(painter, subject, generation)))
    finally:
        painter.close()
    width, height = thumb
    gap, line = 8, 26
    rows = -(-len(cells) // columns)
    sheet = Image.new(
        "RGB", (columns * (width + gap) + gap, rows * (height + line + gap) + gap), (16, 16, 18)
    )
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(16)
    for i, (caption, pixels) in enumerate(cells):
        x, y = gap + (i % columns) * (width + gap), gap + (i // columns) * (height + line + gap)
        sheet.paste(Image.fromarray(pixels), (x, y))
        draw.text((x + 4, y + height + 3), caption, (225, 225, 225), font)
    sheet.save(path)
    return Path(path)


def style_sheet(path: Path | str, source: str = "horizon", palette: str = "dusk") -> Path:
    """All 26 styles on one sheet (PNG or JPEG by its name)."""
    return draw_sheet(path, style_subjects(source, palette))


def _painted(painter: StylePainter, subject: Subject, generation: int) -> np.ndarray:
    afresh = replace(subject, generation=generation, cut=True)
    for i in range(_FRAMES):
        pixels = painter.paint(FrameRequest(i, i / 8, afresh, strength=1.0, source_time=24.0 + i / 16))
    return pixels[..., :3].copy()
