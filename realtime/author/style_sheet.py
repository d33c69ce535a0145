"""The sheet of art styles: a small painting of each, with its name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from platformdirs import user_cache_path

from realtime.author.art_styles import ART_STYLES, GROUPS, ArtStyle
from realtime.author.thumbnails import check_picture, paint_all
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.fonts import font, has_hangul
from realtime.paint.frame import Subject
from realtime.render.resume import digest, shader_files
from realtime.resources import PACKAGE
from realtime.say import Say

_SIZE = (320, 192)
_COLUMNS = 8
_GAP, _CAPTION, _HEADING = 14, 34, 58
_PAPER, _INK, _FAINT = (17, 16, 22), (236, 232, 224), (150, 145, 158)


def subject_of(style: ArtStyle) -> Subject:
    """What shows a style best."""
    return Subject(
        prompt=style.fragment,
        style=style.styles,
        style_b=style.styles,
        palette=style.palette,
        source=style.source,
        seed=sum(style.key.encode()),
    )


def draw_sheet(output: Path, korean: bool, say: Say) -> None:
    """Write the sheet as a PNG. Thumbnails are stored for the next time. Raises UserError."""
    check_picture(output)
    thumbnails = _thumbnails(say)
    if korean and not has_hangul():
        say("no font with Hangul is installed here (fonts-noto-cjk has one): names on the sheet are English")
        korean = False
    groups = {key: [style for style in ART_STYLES.values() if style.group == key] for key in GROUPS}
    cell = (_SIZE[0] + _GAP, _SIZE[1] + _CAPTION)
    rows = sum(-(-len(styles) // _COLUMNS) for styles in groups.values())
    sheet = Image.new(
        "RGB", (_GAP + _COLUMNS * cell[0], _GAP + rows * cell[1] + len(groups) * _HEADING), _PAPER
    )
    draw = ImageDraw.Draw(sheet)
    top = 0
    for key, styles in groups.items():
        draw.text((_GAP, top + 20), GROUPS[key][korean], _INK, font(26))
        top += _HEADING
        for number, style in enumerate(styles):
            left = _GAP + number % _COLUMNS * cell[0]
            y = top + number // _COLUMNS * cell[1]
            sheet.paste(thumbnails[style.key], (left, y))
            draw.text((left, y + _SIZE[1] + 5), style.ko if korean else style.en, _INK, font(16))
            width = draw.textlength(style.key, font(13))
            draw.text((left + _SIZE[0] - width, y + _SIZE[1] + 8), style.key, _FAINT, font(13))
        top += -(-len(styles) // _COLUMNS) * cell[1]
    try:
        sheet.save(output)
    except (OSError, ValueError) as error:
        raise UserError(f"Cannot write the sheet {output}: {error}.") from error


def _thumbnails(say: Say) -> dict[str, Image.Image]:
    paint_sources = [*shader_files(), *sorted((PACKAGE / "paint").rglob("*.py"))]
    folder = user_cache_path("anacrusis") / "styles" / digest(paint_sources, ART_STYLES)[:16]
    missing = [style for style in ART_STYLES.values() if not (folder / f"{style.key}.png").is_file()]
    if missing:
        say(f"painting {len(missing)} thumbnails")
        folder.mkdir(parents=True, exist_ok=True)
        for style, pixels in zip(missing, paint_all(map(subject_of, missing), _SIZE), strict=True):
            with written_whole(folder / f"{style.key}.png") as temporary:
                Image.fromarray(np.asarray(pixels)).save(temporary, format="PNG")
    return {key: Image.open(folder / f"{key}.png").convert("RGB") for key in ART_STYLES}
