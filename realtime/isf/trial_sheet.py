"""A sheet of what shaders draw, by name, with the faults of those that do not work."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from PIL import Image, ImageDraw

from realtime.fonts import font
from realtime.isf.trial import Trial

_COLUMNS, _GAP, _LINE = 6, 8, 18
_PAPER, _INK, _FAULT = (18, 18, 20), (225, 225, 225), (255, 110, 90)


def trial_sheet(trials: Sequence[Trial], size: tuple[int, int]) -> Image.Image:
    """Pictures of `size` (width, height) in rows, in the order of `trials`, each with its name and kind."""
    width, height = size
    rows = -(-len(trials) // _COLUMNS)
    step_x, step_y = width + _GAP, height + _GAP + _LINE
    sheet = Image.new("RGB", (_GAP + _COLUMNS * step_x, _GAP + max(rows, 1) * step_y), _PAPER)
    draw, letters = ImageDraw.Draw(sheet), font(12)
    for number, trial in enumerate(trials):
        x, y = _GAP + number % _COLUMNS * step_x, _GAP + number // _COLUMNS * step_y
        if trial.picture is not None:
            sheet.paste(Image.fromarray(trial.picture).resize(size), (x, y))
        else:
            draw.rectangle((x, y, x + width - 1, y + height - 1), outline=_FAULT)
        if trial.fault is not None:
            words = textwrap.wrap(f"line {trial.fault.line}: {trial.fault.message}", width // 7)[
                : height // 16
            ]
            draw.multiline_text((x + 5, y + 4), "\n".join(words), fill=_FAULT, font=letters)
        draw.text((x, y + height + 2), f"{trial.name} {trial.kind}"[: width // 6], fill=_INK, font=letters)
    return sheet
