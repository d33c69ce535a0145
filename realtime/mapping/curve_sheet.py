"""The sheet of all response curves (`curves`), drawn from the table of families."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from realtime.errors import UserError
from realtime.mapping.curves import CONCAVE, CONVEX, FAMILIES, NEITHER, Curve, Family, OptionValue, make_curve

_COLUMNS = 4
_PANEL = (400, 416)
_PLOT = (54, 76, 300, 222)  # x, y, width, height within a panel
_MARGIN, _HEAD = 36, 116
_SUPERSAMPLING = 3

_PAPER, _CARD, _GRID, _AXIS = "#0d0e14", "#15171f", "#262a36", "#4a5062"
_INK, _SOFT = "#f2f0ea", "#9aa0b0"
_COLOURS = {
    CONVEX: ("#ff8a4c", "#ffb27f", "#e0602a"),
    CONCAVE: ("#41c7e8", "#8fe3f5", "#2597c4"),
    NEITHER: ("#b9a4f4", "#ddd2ff", "#9179dd"),
}
_PLAIN_SIGNS = str.maketrans({"−": "-", "·": " ", "…": "...", "²": "^2", "³": "^3", "é": "e"})
_SHAPE_HELP = {CONVEX: "bends upwards", CONCAVE: "bends downwards", NEITHER: "straight, or both"}


def draw_curves(path: str | Path) -> None:
    """Write the sheet as PNG; raises UserError where it cannot be written."""
    rows = -(-len(FAMILIES) // _COLUMNS)
    size = (_COLUMNS * _PANEL[0] + 2 * _MARGIN, rows * _PANEL[1] + _HEAD + _MARGIN)
    big = Image.new("RGB", (size[0] * _SUPERSAMPLING, size[1] * _SUPERSAMPLING), _PAPER)
    places = [
        (family, (_MARGIN + index % _COLUMNS * _PANEL[0], _HEAD + index // _COLUMNS * _PANEL[1]))
        for index, family in enumerate(FAMILIES.values())
    ]
    lines = ImageDraw.Draw(big)
    for family, place in places:
        _draw_plot(lines, family, place)
    sheet = big.resize(size, Image.Resampling.LANCZOS)
    words = ImageDraw.Draw(sheet)
    _write_head(words, size[0])
    for family, place in places:
        _write_panel(words, family, place)
    try:
        sheet.save(path, format="PNG")
    except OSError as error:
        raise UserError(f"Cannot write the sheet of curves to {path}: {error.strerror or error}.") from None


def _drawn(family: Family) -> list[tuple[Curve, str, str]]:
    """(curve, its shape over the drawn range, colour) of each example."""
    a, b = family.drawn_range
    used: dict[str, int] = {}
    drawn = []
    for options in family.drawn:
        curve = make_curve(family.name, options, (a, b))
        shape = curve.shape_over(a, b)
        colour = _COLOURS[shape][used.get(shape, 0) % len(_COLOURS[shape])]
        used[shape] = used.get(shape, 0) + 1
        drawn.append((curve, shape, colour))
    return drawn


def _to_plot(family: Family, place: tuple[int, int], x: float, y: float) -> tuple[float, float]:
    """Where (x, y) of the curve lies on the sheet."""
    low, high = sorted(family.drawn_range)
    left, top, width, height = _PLOT
    return (
        place[0] + left + x * width,
        place[1] + top + (1.0 - (y - low) / (high - low)) * height,
    )


def _draw_plot(draw: ImageDraw.ImageDraw, family: Family, place: tuple[int, int]) -> None:
    scale = _SUPERSAMPLING

    def at(x: float, y: float) -> tuple[float, float]:
        px, py = _to_plot(family, place, x, y)
        return (px * scale, py * scale)

    card = [place[0] + 8, place[1] + 8, place[0] + _PANEL[0] - 8, place[1] + _PANEL[1] - 8]
    draw.rounded_rectangle([v * scale for v in card], 14 * scale, fill=_CARD)
    a, b = family.drawn_range
    low, high = min(a, b), max(a, b)
    for step in range(5):
        share = step / 4
        colour = _AXIS if step == 0 else _GRID
        draw.line([at(share, low), at(share, high)], fill=colour, width=scale)
        draw.line(
            [at(0, low + (high - low) * share), at(1, low + (high - low) * share)], fill=colour, width=scale
        )
    for share in np.arange(0.0, 1.0, 0.04):  # where a linear curve would run
        ends = [at(share, a + (b - a) * share), at(share + 0.02, a + (b - a) * (share + 0.02))]
        draw.line(ends, fill=_AXIS, width=scale)
    x = np.linspace(0.0, 1.0, 400)
    for curve, _, colour in _drawn(family):
        y = a + (b - a) * curve(x)
        points = [at(px, py) for px, py in zip(x, y, strict=True)]
        draw.line(points, fill=colour, width=3 * scale, joint="curve")
        for px, py in (points[0], points[-1]):
            r = 4.5 * scale
            draw.ellipse([px - r, py - r, px + r, py + r], fill=colour)


def _write_head(draw: ImageDraw.ImageDraw, width: int) -> None:
    draw.text((_MARGIN + 12, 30), "Response curves", fill=_INK, font=ImageFont.load_default(38))
    draw.text(
        (_MARGIN + 14, 80),
        "level of the sound 0..1 (across)  to  share of a route's range (up); dotted: linear",
        fill=_SOFT,
        font=ImageFont.load_default(16),
    )
    x = float(width - _MARGIN - 12)
    font = ImageFont.load_default(18)
    for shape in (NEITHER, CONCAVE, CONVEX):
        text = f"{shape}: {_SHAPE_HELP[shape]}"
        x -= draw.textlength(text, font)
        draw.text((x, 44), text, fill=_INK, font=font)
        draw.rounded_rectangle([x - 34, 51, x - 10, 58], 3, fill=_COLOURS[shape][0])
        x -= 64


def _write_panel(draw: ImageDraw.ImageDraw, family: Family, place: tuple[int, int]) -> None:
    x, y = place
    draw.text((x + 26, y + 18), family.name, fill=_INK, font=ImageFont.load_default(23))
    small, smaller = ImageFont.load_default(14), ImageFont.load_default(12)
    draw.text((x + 26, y + 46), _ascii(family.formula_text), fill=_SOFT, font=smaller)
    low, high = sorted(family.drawn_range)
    for value in (low, high):
        at = _to_plot(family, place, 0.0, value)
        draw.text((at[0] - 10, at[1]), f"{value:g}", fill=_SOFT, font=smaller, anchor="rm")
    foot = y + _PLOT[1] + _PLOT[3] + 12
    for line in _wrapped(draw, _ascii(family.help), small, _PANEL[0] - 52):
        draw.text((x + 26, foot), line, fill=_SOFT, font=small)
        foot += 18
    foot += 4
    for curve, shape, colour in _drawn(family):
        options = ", ".join(f"{key} {_short(value)}" for key, value in curve.options.items())
        draw.text((x + 26, foot), _ascii(f"{shape}   {options}"), fill=colour, font=smaller)
        foot += 15


Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def _wrapped(draw: ImageDraw.ImageDraw, text: str, font: Font, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _short(value: OptionValue) -> str:
    if not isinstance(value, tuple):
        return f"{value:g}"
    return " ".join(f"({x:g}, {y:g})" for x, y in value)


def _ascii(text: str) -> str:
    """Pillow's built-in font has few signs beyond Latin."""
    return text.translate(_PLAIN_SIGNS)
