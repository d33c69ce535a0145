"""One sheet of a song: waveform, sections, beats, bands, onsets and schedules, drawn with Pillow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from realtime.audio.feature_table import BANDS
from realtime.errors import UserError
from realtime.fonts import font, has_hangul
from realtime.keyframes.song import Song

WIDTH = 2000
_LEFT, _RIGHT, _TOP = 150, 76, 128
_SCALE = 2  # drawn this much larger, then reduced: smooth edges

_PAPER, _PANEL, _GRID = "#0d0e14", "#14161e", "#23273a"
_INK, _SOFT, _FAINT = "#f2f0ea", "#9aa0b0", "#4a5062"
_WAVE = ("#2f6f8f", "#7fd4f0")
_BAND_COLOURS = ("#ff5f6d", "#ffa95c", "#7bd88f", "#7fb4ff")
_SCHEDULE_COLOURS = ("#ffd166", "#c792ea", "#4fd6be", "#ff8fa3", "#8ab4f8", "#d4e157")
_BARS = {2: "6/8", 6: "6/8"}
"""Beats a bar → how it is written: six-eight is felt in two or counted in six."""
_SECTION_COLOURS = {
    "intro": "#33465f",
    "verse": "#2f5d62",
    "build": "#7a5a2e",
    "drop": "#8f2f4c",
    "chorus": "#6d3b7a",
    "break": "#2c3a55",
    "outro": "#33465f",
    "silence": "#1c1f2a",
    "whole": "#2f5d62",
}


def draw_song(song: Song, schedules: Mapping[str, np.ndarray], path: str | Path) -> None:
    """Write the sheet as PNG. schedules: name → (frames,). Raises UserError where it cannot be written."""
    wave_height, band_height, schedule_height, gap = 190, 62, 104, 16
    height = _TOP + wave_height + 64 + 4 * (band_height + 8) + len(schedules) * (schedule_height + gap) + 66
    sheet = _Sheet(song, height)
    sheet.head()
    y = _TOP
    sheet.sections(y, 30)
    sheet.waveform(y + 34, wave_height)
    sheet.downbeats(y + 34, height - 60)
    y += 34 + wave_height + 12
    sheet.beats(y, 14)
    y += 14 + 12
    for band, colour in zip(BANDS, _BAND_COLOURS, strict=True):
        sheet.band(band, colour, y, band_height)
        y += band_height + 8
    y += 8
    for number, (name, values) in enumerate(schedules.items()):
        sheet.schedule(name, values, _SCHEDULE_COLOURS[number % len(_SCHEDULE_COLOURS)], y, schedule_height)
        y += schedule_height + gap
    sheet.time_axis(height - 46)
    sheet.save(path)


class _Sheet:
    """Lines and areas on a large sheet, words on the reduced one."""

    def __init__(self, song: Song, height: int) -> None:
        self.song = song
        self.size = (WIDTH, height)
        self._big = Image.new("RGB", (WIDTH * _SCALE, height * _SCALE), _PAPER)
        self._draw = ImageDraw.Draw(self._big, "RGBA")
        self._words: list[tuple[tuple[float, float], str, int, str, str]] = []
        self._columns = WIDTH - _LEFT - _RIGHT

    def head(self) -> None:
        song = self.song
        minutes, seconds = divmod(round(song.duration), 60)
        bar = _BARS.get(song.beats.beats_per_bar, f"{song.beats.beats_per_bar}/4")
        tempo = f"{song.tempo:.1f} bpm, {bar}" if song.tempo else "no beat found"
        facts = (
            f"{minutes}:{seconds:02d}   {tempo}   {len(song.beats.times)} beats   "
            f"{len(song.onsets)} onsets   {song.frames} frames at {song.fps:g}/s"
        )
        self._word((_LEFT, 34), _plain(song.path.stem), 38, _INK, "la")
        self._word((_LEFT, 86), facts, 19, _SOFT, "la")

    def sections(self, y: float, height: float) -> None:
        for section in self.song.sections:
            left, right = self._x(section.start), self._x(section.end)
            self._area(left + 0.5, y, right - 0.5, y + height, _SECTION_COLOURS[section.name])
            if right - left > 14 + 9 * len(section.name):
                self._word(((left + right) / 2, y + height / 2), section.name, 16, _INK, "mm")

    def waveform(self, y: float, height: float) -> None:
        """Largest sample (dark) and the frames' level (bright), mirrored about the middle."""
        self._panel(y, height)
        self._word((_LEFT - 14, y + height / 2), "waveform", 16, _SOFT, "rm")
        middle, half = y + height / 2, height / 2 - 6
        peak = max(float(self.song.peaks.max(initial=0.0)), 1e-6)
        for values, colour in ((self.song.peaks / peak, _WAVE[0]), (self._level() / peak, _WAVE[1])):
            heights = self._pooled(values, self._columns * _SCALE)
            for column, value in enumerate(heights):
                x = _LEFT * _SCALE + column
                reach = max(value * half, 0.4) * _SCALE
                self._draw.line([(x, middle * _SCALE - reach), (x, middle * _SCALE + reach)], fill=colour)

    def beats(self, y: float, height: float) -> None:
        self._word((_LEFT - 14, y + height / 2), "beats", 16, _SOFT, "rm")
        dense = len(self.song.beats.times) > self._columns / 4
        for time, number in zip(self.song.beats.times, self.song.beats.beat_in_bar, strict=True):
            if number == 1:
                self._line(time, y, y + height, "#ffd166", 1.6)
            elif not dense:
                self._line(time, y + height * 0.4, y + height, _SOFT, 1.0)

    def downbeats(self, top: float, bottom: float) -> None:
        """A faint line through all panels at every fourth bar."""
        if len(self.song.downbeats) > self._columns / 6:
            return
        for time in self.song.downbeats[::4]:
            self._line(time, top, bottom, "#ffffff14", 1.0)

    def band(self, name: str, colour: str, y: float, height: float) -> None:
        self._panel(y, height)
        self._word((_LEFT - 14, y + height / 2), name.replace("_", "-"), 16, colour, "rm")
        values = self.song.features[name]
        self._filled(values, y, height, colour)
        onsets = [onset for onset in self.song.onsets if onset.band == name]
        # Where ticks would touch they fade, so that a long song shows how dense they are and no white bar.
        room = min(1.0, self._columns / (4.0 * max(len(onsets), 1)))
        for onset in onsets:
            shade = f"{_INK}{round((40 + 140 * onset.strength) * room):02x}"
            self._line(onset.time, y, y + 3 + 6 * onset.strength, shade, 1.0)

    def schedule(self, name: str, values: np.ndarray, colour: str, y: float, height: float) -> None:
        self._panel(y, height)
        low, high = float(values.min()), float(values.max())
        span = high - low or 1.0
        self._word((_LEFT - 14, y + height / 2), _plain(name), 16, colour, "rm")
        self._word((WIDTH - _RIGHT + 8, y + 8), f"{round(high, 4):.4g}", 14, _SOFT, "lt")
        self._word((WIDTH - _RIGHT + 8, y + height - 8), f"{round(low, 4):.4g}", 14, _SOFT, "ls")
        scaled = (values - low) / span if high > low else np.full(len(values), 0.5)
        self._curve(scaled, y + 8, height - 16, colour)

    def time_axis(self, y: float) -> None:
        duration = max(self.song.duration, 1e-3)
        steps = (0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200)
        step = next((step for step in steps if duration / step <= 16), 1200)
        for number in range(int(duration / step) + 1):
            time = number * step
            self._line(time, y - 8, y - 2, _FAINT, 1.4)
            text = f"{int(time // 60)}:{time % 60:02.0f}" if step >= 1 else f"{time:.1f} s"
            self._word((self._x(time), y + 4), text, 15, _SOFT, "ma")

    def save(self, path: str | Path) -> None:
        sheet = self._big.resize(self.size, Image.Resampling.BOX)
        words = ImageDraw.Draw(sheet)
        for place, text, size, colour, anchor in self._words:
            words.text(place, text, fill=colour, font=font(size), anchor=anchor)
        try:
            sheet.save(path, format="PNG")
        except OSError as error:
            raise UserError(f"Cannot write the plot to {path}: {error.strerror or error}.") from None

    def _level(self) -> np.ndarray:
        return self.song.level * self.song.loudest

    def _pooled(self, values: np.ndarray, columns: int) -> np.ndarray:
        """The largest value under each column."""
        if not len(values):
            return np.zeros(columns)
        edges = np.linspace(0, len(values), columns + 1)
        firsts = np.minimum(edges[:-1].astype(int), len(values) - 1)
        if len(values) < columns:
            return values[firsts]
        return np.maximum.reduceat(values, firsts)

    def _filled(self, values: np.ndarray, y: float, height: float, colour: str) -> None:
        heights = self._pooled(values, self._columns * _SCALE)
        bottom = (y + height) * _SCALE
        for column, value in enumerate(heights):
            x = _LEFT * _SCALE + column
            top = bottom - max(float(value), 0.0) * (height - 4) * _SCALE
            self._draw.line([(x, bottom), (x, top)], fill=f"{colour}70")
            self._draw.line([(x, top), (x, top + 2.5 * _SCALE)], fill=colour)

    def _curve(self, values: np.ndarray, y: float, height: float, colour: str) -> None:
        """A line through all frames; where many frames share a column, their span and their mean."""
        base = (y + height) * _SCALE
        columns = self._columns * _SCALE // 2
        if len(values) > 2 * columns:
            firsts = np.linspace(0, len(values), columns + 1)[:-1].astype(int)
            counts = np.diff(np.append(firsts, len(values)))
            highest, lowest = np.maximum.reduceat(values, firsts), np.minimum.reduceat(values, firsts)
            for column, (high, low) in enumerate(zip(highest.tolist(), lowest.tolist(), strict=True)):
                x = _LEFT * _SCALE + 2 * column
                span = [(x, (y + (1.0 - high) * height) * _SCALE), (x, (y + (1.0 - low) * height) * _SCALE)]
                self._draw.line(span, fill=f"{colour}58", width=2)
            values = np.add.reduceat(values, firsts) / counts
        frames = np.arange(len(values)) / max(len(values) - 1, 1)
        xs = (_LEFT + frames * self._columns) * _SCALE
        ys = (y + (1.0 - values) * height) * _SCALE
        points = list(zip(xs.tolist(), ys.tolist(), strict=True))
        if len(points) > 1:
            self._draw.polygon([(xs[0], base), *points, (xs[-1], base)], fill=f"{colour}1c")
            self._draw.line(points, fill=colour, width=round(1.4 * _SCALE), joint="curve")

    def _panel(self, y: float, height: float) -> None:
        self._area(_LEFT, y, WIDTH - _RIGHT, y + height, _PANEL)
        self._draw.line(
            [(_LEFT * _SCALE, (y + height) * _SCALE), ((WIDTH - _RIGHT) * _SCALE, (y + height) * _SCALE)],
            fill=_GRID,
            width=_SCALE,
        )

    def _x(self, time: float) -> float:
        return _LEFT + min(max(time / max(self.song.duration, 1e-6), 0.0), 1.0) * self._columns

    def _line(self, time: float, top: float, bottom: float, colour: str, width: float) -> None:
        x = self._x(time) * _SCALE
        self._draw.line([(x, top * _SCALE), (x, bottom * _SCALE)], fill=colour, width=round(width * _SCALE))

    def _area(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        box = [left * _SCALE, top * _SCALE, max(right, left) * _SCALE, bottom * _SCALE]
        self._draw.rectangle(box, fill=colour)

    def _word(self, place: tuple[float, float], text: str, size: int, colour: str, anchor: str) -> None:
        self._words.append((place, text, size, colour, anchor))


def _plain(text: str) -> str:
    """What the font at hand can show of a name; Pillow's own has few signs beyond Latin."""
    shown = text if has_hangul() else "".join(sign for sign in text if ord(sign) < 0x250)
    return shown.strip() or "song"
