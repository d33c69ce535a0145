"""How often the finished picture flashes: real frames of the club's scenes and of every weather.

A general flash is a pair of opposing changes of relative luminance by a tenth of the maximum or more, the
darker of which is below 0.8 (WCAG 2.2, success criterion 2.3.1); more than three a second over a quarter of
the screen are too many. All reactions are doubled, and the music has more hits than three a second.
Run by `live.py bench flash`.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.mapping.route import Route
from realtime.options import BLOCKLIST, ShowOptions
from realtime.paint.engines import make_painter, plan_engines
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.resources import setlist
from realtime.scenery.weather import WEATHER
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.scene import Scene, Setlist, Song
from realtime.show import build
from synthetic_music.music import RATE
from synthetic_music.music import scene as music
from synthetic_music.wav import write_wav

CLUB = setlist("club.toml")
REACTIVITY = 2.0
FPS = 30.0
SIZE = (384, 216)
GRID = (18, 32)
STEP, DARKER = 0.1, 0.8
AREA = 0.25
MOST = 3
_LISTEN_S = 6.0  # the ear finds the beat first
_TOGETHER_S = 0.1  # changes so close together are one
_LINEAR = np.concatenate(
    [np.arange(11) / 255.0 / 12.92, ((np.arange(11, 256) / 255.0 + 0.055) / 1.055) ** 2.4]
).astype(np.float32)


def run(seconds: float = 12.0) -> list[dict[str, object]]:
    """Rows: what is seen; flashes in the worst second, of the screen's parts together (shapes that fly past
    among them) and of the whole screen's mean; most of the screen that flashes too often anywhere."""
    scenes = load_setlist(CLUB, Blocklist.load(BLOCKLIST)).scenes
    rows = [_row(f"{scene.name}, drum and bass", scene, "drum_and_bass", seconds) for scene in scenes]
    for weather in WEATHER:
        under = replace(scenes[-1], base={**scenes[-1].base, f"source.{weather}": 1.0})
        rows.append(_row(f"{weather}, drum and bass", under, "drum_and_bass", seconds))
    for scene in scenes:
        # The worst that a setlist can ask for: the limiter stands against it alone.
        lit = replace(scene, routes=(*scene.routes, Route("onset.bass", "post.flash")))
        rows.append(_row(f"{scene.name}, a flash a hit, five hits a second", lit, "hits", seconds))
    return rows


def _row(title: str, scene: Scene, tune: str, seconds: float) -> dict[str, object]:
    light = film(scene, tune, seconds)
    flashes, area = count(light, FPS)
    whole, _ = count(light.mean(axis=(1, 2), keepdims=True), FPS)
    return {"seen": title, "flashes a second": flashes, "of the whole": whole, "too often %": 100 * area}


def hits(seconds: float) -> np.ndarray:
    """Five kicks a second: more than may be seen."""
    time = np.arange(round(seconds * RATE)) / RATE
    since = time % 0.2
    return (0.8 * np.sin(2 * np.pi * 55 * since) * np.exp(-since * 40)).astype(np.float32)


def film(scene: Scene, tune: str, seconds: float) -> np.ndarray:
    """Relative luminance of the screen's parts (frames, *GRID), float32."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        song = Path(folder) / "song.wav"
        write_wav(song, hits(seconds) if tune == "hits" else music(tune, 0, seconds).samples)
        options = ShowOptions(source=str(song), setlist=CLUB, painter="plain", size=SIZE, fps=FPS)
        show = build(replace(options, realtime=False, osc_in=None, osc_out=()), lambda line: None, stack)
        spec = plan_engines("style").ladder[0]
        spec = replace(spec, size=(256, 144), options={**spec.options, "canvas": (192, 112)})
        show.painter = InlinePaintLoop(PainterThread(lambda: make_painter(spec)), 0.1, 10.0)
        stack.callback(show.painter.close)
        show.anacrusis.loop = show.painter
        show.playhead.replace(Setlist("one", (Song("one", (scene,)),)))
        show.mapper.set_scene(scene)
        show.table.set("react.gain", REACTIVITY)
        frames: list[np.ndarray] = []
        step = show.step

        def watched(now: float) -> None:
            step(now)
            if now >= min(_LISTEN_S, seconds / 3):
                frames.append(luminance(show.stage.picture()))

        show.step = watched
        show.run(seconds)
    return np.array(frames)


def luminance(picture: np.ndarray) -> np.ndarray:
    """Mean relative luminance of each part of uint8 (H, W, 4) sRGB: float32 GRID."""
    light = _LINEAR[picture[..., :3]] @ np.float32((0.2126, 0.7152, 0.0722))
    rows, columns = GRID
    height, width = light.shape[0] // rows * rows, light.shape[1] // columns * columns
    return light[:height, :width].reshape(rows, height // rows, columns, -1).mean(axis=(1, 3))


def count(light: np.ndarray, fps: float) -> tuple[int, float]:
    """(general flashes in the worst second, greatest share of the screen's parts that each flash more than
    `MOST` times within a second, be it together or not) in luminances (frames, rows, columns)."""
    rises, falls = changes(light)
    together = max(1, round(_TOGETHER_S * fps))
    up = _within(rises, together).mean(axis=(1, 2)) >= AREA
    flashes, rising = [], False
    for at, rise in enumerate(up):
        if rise and not rising:
            flashes.append(at)
            rising = True
        elif rising:
            rising = falls[flashes[-1] : at + 1].any(axis=0).mean() < AREA
    second = round(fps)
    worst = max((sum(0 <= other - at < second for other in flashes) for at in flashes), default=0)
    often = np.cumsum(np.concatenate([np.zeros_like(rises[:1], int), rises]), axis=0)
    often = often[second:] - often[:-second] if len(often) > second else often[-1:]
    return worst, float((often > MOST).mean(axis=(1, 2)).max())


def changes(light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each part has risen and where it has fallen by `STEP` since it last turned: bool like `light`."""
    rises, falls = np.zeros(light.shape, bool), np.zeros(light.shape, bool)
    turn, rising = light[0].copy(), np.zeros(light.shape[1:], bool)
    for at, now in enumerate(light):
        rise = ~rising & (now - turn >= STEP) & (turn < DARKER)
        fall = rising & (turn - now >= STEP) & (now < DARKER)
        rises[at], falls[at] = rise, fall
        rising = (rising | rise) & ~fall
        turn = np.where(rise | fall, now, np.where(rising, np.maximum(turn, now), np.minimum(turn, now)))
    return rises, falls


def _within(happened: np.ndarray, frames: int) -> np.ndarray:
    """Did it happen in this frame or the `frames` − 1 before?"""
    result = happened.copy()
    for back in range(1, frames):
        result[back:] |= happened[:-back]
    return result
