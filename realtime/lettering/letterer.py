"""Typesets words and a logo over a picture: title and artist first, lyrics line by line, credits last.

They are laid over the finished picture, so nothing repaints them, and keep to its middle: whatever its
shape, no letter is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from realtime.errors import UserError
from realtime.fonts import Font, font, font_of
from realtime.lettering.lettering import PLACES, Lettering
from realtime.picture_file import read_picture

if TYPE_CHECKING:
    from PIL import Image

_MARGIN = 0.07  # of the shorter side, on all sides: telephones lay their own things over the edges
_TITLE_S, _TITLE_FROM_S = 5.0, 0.6
_CREDITS_S = 6.0
_LONGEST_LINE_S = 7.0
_FADE_S = 0.35
# Heights of letters, of the mean of the picture's sides.
_TITLE, _ARTIST, _LINE, _CREDIT, _LOGO = 0.085, 0.042, 0.052, 0.036, 0.11
_LEADING = 1.35
_BOLD = 0.014  # of their height, that letters are made thicker by: thin ones drown in brush strokes
_INK = (250, 246, 238)


@dataclass(frozen=True, slots=True)
class Laid:
    """Something typeset. pixels: float32 (h, w, 4), colours times alpha 0..255, alpha 0..1; left, top: where
    it lies, pixels of the picture, row 0 at the top."""

    pixels: np.ndarray
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Block:
    """Something to be seen from `start` to `end`. rows: (height of the letters in pixels, text);
    where: how far down it stands, 0..1."""

    start: float
    end: float
    rows: tuple[tuple[float, str], ...]
    where: float


class Letterer:
    """Lays `lettering` over pictures of `size` (width, height). Raises UserError where its files cannot be
    read."""

    def __init__(self, lettering: Lettering, size: tuple[int, int]) -> None:
        self._size, self._face = size, lettering.face
        self._margin = round(_MARGIN * min(size))
        self._mean = (size[0] * size[1]) ** 0.5
        self._blocks = list(_blocks(lettering, self._mean))
        self._logo = self._corner(lettering.logo) if lettering.logo is not None else None
        self._set: dict[Block, Laid] = {}
        self._letters(16)

    @property
    def logo(self) -> Laid | None:
        """What is seen all the time."""
        return self._logo

    def seen(self, time: float) -> list[tuple[Block, float]]:
        """(block, opacity) of what is to be read at `time` seconds."""
        shown = ((block, min(time - block.start, block.end - time) / _FADE_S) for block in self._blocks)
        return [(block, min(share, 1.0)) for block, share in shown if share > 0.0]

    def ahead(self, time: float, seconds: float) -> list[Block]:
        """What is to be read between `time` and so many seconds later."""
        return [one for one in self._blocks if one.end > time and one.start < time + seconds]

    def lay(self, picture: np.ndarray, time: float) -> None:
        """Draw what is to be seen at `time` seconds into `picture`, uint8 (H, W, 4), row 0 at the top."""
        if self._logo is not None:
            _over(picture, self._logo, 1.0)
        for block, opacity in self.seen(time):
            if block not in self._set:
                self._set = {block: self.typeset(block), **dict(list(self._set.items())[:2])}
            _over(picture, self._set[block], opacity)

    def _letters(self, height: float) -> Font:
        return font_of(self._face, round(height)) if self._face is not None else font(round(height))

    def typeset(self, block: Block) -> Laid:
        """A block, as large as fits."""
        from PIL import Image, ImageDraw, ImageFilter

        width, height = (side - 2 * self._margin for side in self._size)
        share = 1.0
        while True:
            rows = [
                (share * size, line)
                for size, text in block.rows
                for line in self._wrapped(text, share * size, width)
            ]
            tall = round(sum(size * _LEADING for size, _ in rows))
            wide = max(self._letters(size).getlength(line) for size, line in rows)
            if share < 0.2 or (tall <= 0.7 * height and wide <= width):
                break
            share *= 0.9
        soft = max(2, round(max(size for size, _ in rows) * 0.12))
        box = (min(round(wide), width) + 4 * soft, tall + 4 * soft)
        cover = Image.new("L", box, 0)
        draw, y = ImageDraw.Draw(cover), 2.0 * soft
        for size, line in rows:
            letters = self._letters(size)
            bold = max(0, round(size * _BOLD))
            at = (box[0] - letters.getlength(line)) / 2, y
            draw.text(at, line, fill=255, font=letters, stroke_width=bold, stroke_fill=255)
            y += size * _LEADING
        shade = np.asarray(cover.filter(ImageFilter.GaussianBlur(soft)), np.float32) / 255
        ink = np.asarray(cover, np.float32)[..., None] / 255
        alpha = np.maximum(ink, np.minimum(2.0 * shade, 0.8)[..., None])
        left = (self._size[0] - box[0]) // 2
        top = self._margin - 2 * soft + round(block.where * (height - tall))
        return Laid(np.concatenate([ink * np.array(_INK, np.float32), alpha], axis=-1), left, top)

    def _wrapped(self, text: str, size: float, width: int) -> list[str]:
        """Lines no wider than `width`, broken between words and, where one word is too long, within it."""
        letters, lines, current = self._letters(size), [], ""
        for word in text.split():
            longer = f"{current} {word}".strip()
            if current and letters.getlength(longer) > width:
                lines.append(current)
                longer = word
            while letters.getlength(longer) > width and len(longer) > 1:
                cut = next(
                    (n for n in range(len(longer) - 1, 1, -1) if letters.getlength(longer[:n]) <= width), 1
                )
                lines.append(longer[:cut])
                longer = longer[cut:]
            current = longer
        return [*lines, current] if current else lines or [""]

    def _corner(self, path: Path) -> Laid:
        from PIL import Image

        logo = read_picture(path)
        room = self._size[0] - 2 * self._margin, _LOGO * self._mean
        share = min(room[0] / 2 / logo.width, room[1] / logo.height)
        small: Image.Image = logo.resize(
            (max(1, round(logo.width * share)), max(1, round(logo.height * share))), Image.Resampling.LANCZOS
        )
        pixels = np.asarray(small, np.float32)
        alpha = pixels[..., 3:] / 255
        laid = np.concatenate([pixels[..., :3] * alpha, alpha], axis=-1)
        return Laid(laid, self._size[0] - self._margin - small.width, self._margin)


def _blocks(lettering: Lettering, mean: float) -> Iterator[Block]:
    names = ((_TITLE * mean, lettering.title), (_ARTIST * mean, lettering.artist))
    rows = tuple((size, text) for size, text in names if text)
    if rows:
        yield Block(_TITLE_FROM_S, _TITLE_FROM_S + _TITLE_S, rows, 0.42)
    closing = lettering.end - _CREDITS_S
    if lettering.credits:
        rows = (*rows, *((_CREDIT * mean, text) for text in lettering.credits))
        yield Block(closing, lettering.end - _FADE_S, rows, 0.5)
    lines = sorted(lettering.lines)
    # A title that is being read is not read over.
    opening = _TITLE_FROM_S + _TITLE_S if lettering.title and lettering.place == "middle" else 0.0
    for number, (start, text) in enumerate(lines):
        following = lines[number + 1][0] if number + 1 < len(lines) else lettering.end
        end = min(following, start + _LONGEST_LINE_S, closing if lettering.credits else lettering.end)
        if end > max(start, opening):
            # Two lines that follow each other change at once.
            yield Block(
                max(start, opening) - _FADE_S / 2,
                end + _FADE_S / 2,
                ((_LINE * mean, text),),
                PLACES[lettering.place],
            )


def _over(picture: np.ndarray, laid: Laid, opacity: float) -> None:
    """Lay `laid` over `picture`, in place; what of it lies outside is left out."""
    pixels, left, top = laid.pixels, laid.left, laid.top
    x, y = max(0, -left), max(0, -top)
    part = picture[top + y : top + pixels.shape[0], left + x : left + pixels.shape[1], :3]
    pixels = pixels[y : y + part.shape[0], x : x + part.shape[1]]
    part[...] = np.clip(
        part * (1.0 - opacity * pixels[..., 3:]) + opacity * pixels[..., :3] + 0.5, 0, 255
    ).astype(np.uint8)


def check_lettering(lettering: Lettering) -> None:
    """Raises UserError where one of its files cannot be read."""
    if lettering.logo is not None:
        read_picture(lettering.logo)
    if lettering.face is not None:
        try:
            font_of(lettering.face, 16)
        except OSError as error:
            raise UserError(
                f"Cannot read the font {lettering.face}: {error}. Give a TTF or OTF file."
            ) from None
