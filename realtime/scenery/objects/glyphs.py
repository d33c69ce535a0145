"""Line drawings of a font, filled: every closed part of a glyph gets a tone, so that it reads as coloured.

The font is Noto Emoji (OFL-1.1) of the package manimgx-fonts.
"""

from __future__ import annotations

import importlib.util
import itertools
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageFont

from realtime.command_name import pip_command
from realtime.errors import UserError
from realtime.scenery.objects.bake import LINE

_PACKAGE, _FILE = "manimgx_fonts", "NotoEmoji[wght].ttf"
_SIDE = 720  # pixels of an em; drawings are shown at half of it and less
_WEIGHT = 430
# Tones of closed parts, the largest first; parts of about one size have one tone.
_BODY, _SECOND, _THIRD, _SMALL, _SOLID = 168, 214, 118, 240, 84
_RATIO = 2.2


def font_path() -> Path:
    """The font's file inside the installed package. Raises UserError."""
    spec = importlib.util.find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / _FILE).is_file():
            return path
    raise UserError(f"The drawings of things are missing: {pip_command()} install manimgx-fonts")


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(font_path()), _SIDE)
    font.set_variation_by_axes([_WEIGHT])
    return font


def glyph_tones(sign: str) -> tuple[np.ndarray, np.ndarray]:
    """(tones, cover), uint8 (H, W) each, of one character of the font, as `bake.fitted` takes them."""
    mask, _ = _font().getmask2(sign, mode="L")
    width, height = mask.size
    ink = np.zeros((height + 4, width + 4), np.uint8)
    ink[2:-2, 2:-2] = np.asarray(mask, np.uint8).reshape(height, width)
    labels, areas = _regions(ink < 128)
    outside = labels == labels[0, 0]
    cover = np.where(outside, 0, 255).astype(np.uint8)
    tones = np.full(ink.shape, LINE, np.uint8)
    solid = _solid(ink)
    parts = sorted(set(range(len(areas))) - {int(labels[0, 0])}, key=lambda one: -areas[one])
    body = areas[parts[0]] if parts else 0
    filled = int(solid.sum())
    # A glyph that is all ink has its body there.
    tones[solid] = _BODY if filled > 2.5 * body else _SOLID
    lut = np.zeros(len(areas), np.uint8)
    for part, tone in zip(parts, _part_tones([areas[one] for one in parts]), strict=True):
        lut[part] = tone
    inside = (ink < 128) & ~outside
    tones[inside] = lut[labels[inside]]
    return tones, cover


def _part_tones(areas: list[int]) -> list[int]:
    """A tone for each closed part, the largest first."""
    tones, levels = [], itertools.chain((_BODY, _SECOND, _THIRD), itertools.repeat(_SMALL))
    tone, size = _BODY, 0.0
    for number, area in enumerate(areas):
        if number == 0 or size > _RATIO * area:
            tone, size = next(levels), float(area)
        tones.append(tone)
    return tones


def _solid(ink: np.ndarray) -> np.ndarray:
    """bool (H, W): where ink is an area, not a line, less the area's own outline."""
    image = Image.fromarray(ink)
    width = round(_SIDE * 0.026)
    core = np.asarray(image.filter(ImageFilter.BoxBlur(width))) > 250
    grown = Image.fromarray(np.where(core, 255, 0).astype(np.uint8)).filter(ImageFilter.BoxBlur(width))
    inner = np.asarray(image.filter(ImageFilter.BoxBlur(width // 2))) > 225
    return (np.asarray(grown) > 8) & inner


def _regions(open_: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Connected regions of True: labels int (H, W), −1 elsewhere, and the area of each."""
    parent: list[int] = []
    areas: list[int] = []
    runs: list[tuple[int, int, int, int]] = []  # row, first, end, region
    above: list[tuple[int, int, int]] = []

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    edges = np.diff(np.pad(open_.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    for row in range(open_.shape[0]):
        starts, ends = np.flatnonzero(edges[row] == 1), np.flatnonzero(edges[row] == -1)
        here: list[tuple[int, int, int]] = []
        reach = 0
        for first, end in zip(starts.tolist(), ends.tolist(), strict=True):
            while reach < len(above) and above[reach][1] <= first:
                reach += 1
            touching = []
            at = reach
            while at < len(above) and above[at][0] < end:
                touching.append(root(above[at][2]))
                at += 1
            if touching:
                region = min(touching)
                for other in touching:
                    parent[other] = region
            else:
                region = len(parent)
                parent.append(region)
            here.append((first, end, region))
            runs.append((row, first, end, region))
        above = here
    roots = sorted({root(one) for one in range(len(parent))})
    number = {one: place for place, one in enumerate(roots)}
    areas = [0] * len(roots)
    labels = np.full(open_.shape, -1, np.int32)
    for row, first, end, region in runs:
        own = number[root(region)]
        labels[row, first:end] = own
        areas[own] += end - first
    return labels, areas
