"""Is anything on the screen harmful? Real frames of the shipped sets' scenes and of every weather.

All reactions are doubled, the music has more hits than three a second, and in the last rows every hit is a
flash, or a user's filter strobes, inverts checks or draws stripes by itself. Two judges look at the same
pixels: the program's own (`realtime.eyes`) and one that was written apart from it (`benchmarks.iris`, and for
stripes `benchmarks.stripes`). Run by `live.py bench flash`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.iris import Iris
from benchmarks.stripes import Stripes
from realtime.errors import UserError
from realtime.eyes.analysis import Analysis
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

SETS = ("club.toml", "concert.toml", "exhibition.toml")
CLUB = setlist("club.toml")
REACTIVITY = 2.0
FPS = 30.0
SIZE = (384, 216)
_LISTEN_S = 6.0  # the ear finds the beat first
_FILTER = """/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
float checks(vec2 p, float wide) { return mod(floor(p.x * 16.0 * wide) + floor(p.y * 9.0 * wide), 2.0); }
void main() {
    vec2 p = isf_FragNormCoord;
    vec3 c = IMG_THIS_PIXEL(inputImage).rgb;
    bool on = fract(TIME * 10.0) < 0.5;
    float inverted = float(on), field = mod(floor(p.x * 4.0) + floor(p.y * 3.0), 2.0);
    gl_FragColor = vec4(%s, 1.0);
}
"""
FILTERS = {
    "strobe": "c + 0.8 * float(on)",
    "red strobe": "on ? vec3(0.95, 0.02, 0.02) : 0.3 * c",
    "quarter that strobes": "p.x > 0.5 && p.y > 0.5 && on ? vec3(0.95) : c",
    "fields that strobe in turn": "field == inverted ? vec3(0.9) : 0.2 * c",
    "checks that are inverted": "mix(c, vec3(abs(inverted - checks(p, 1.0))), 0.9)",
    "fine checks that are inverted": "mix(c, vec3(abs(inverted - checks(p, 4.0))), 0.9)",
    "stripes": "mix(c, vec3(0.95), step(0.5, fract(p.x * 12.0 + 4.0 * p.y + TIME)))",
}
"""Of a user, by what they draw, ten times a second but for the last: colours in GLSL."""


def run(seconds: float = 12.0, only: str = "") -> list[dict[str, object]]:
    """Rows: what is seen; flashes in the worst second; what each judge found to be harmful.

    only: those whose name has this in it.
    """
    chosen = [one for one in _cases() if only.lower() in one[0].lower()]
    if not chosen:
        raise UserError(f"No row has {only!r} in its name.")
    return [_row(*one, seconds) for one in chosen]


def _cases() -> Iterator[tuple[str, Scene, str]]:
    """(what is seen, the scene, the music)"""
    blocklist = Blocklist.load(BLOCKLIST)
    for name in SETS:
        for scene in load_setlist(setlist(name), blocklist).scenes:
            yield f"{Path(name).stem}: {scene.name}, drum and bass", scene, "drum_and_bass"
    scenes = load_setlist(CLUB, blocklist).scenes
    for weather in WEATHER:
        under = replace(scenes[-1], base={**scenes[-1].base, f"source.{weather}": 1.0})
        yield f"weather: {weather}, drum and bass", under, "drum_and_bass"
    for scene in scenes:
        # The worst that a setlist can ask for: the limiter stands against it alone.
        lit = replace(scene, routes=(*scene.routes, Route("onset.bass", "post.flash")))
        yield f"club: {scene.name}, a flash a hit, five hits a second", lit, "hits"
    for name in FILTERS:
        yield f"filter: {name}", replace(scenes[0], post=(_file(name),)), "hits"


def _file(name: str) -> str:
    return name.replace(" ", "_")


def _row(title: str, scene: Scene, tune: str, seconds: float) -> dict[str, object]:
    analysis, iris, stripes = Analysis(), Iris(FPS), Stripes(FPS)

    def watch(number: int, picture: np.ndarray) -> None:
        analysis.add(number / FPS, picture)
        iris.add(picture[::2, ::2])
        stripes.add(picture)

    film(scene, tune, seconds, watch)
    report = analysis.report
    failures = {**iris.failures, "stripes": stripes.failures}
    return {
        "seen": title,
        "flashes a second": max(report.most.values()),
        "by the other judge": float(max(iris.most.values())) / 2,
        "harmful": ", ".join(sorted({one.kind for one in report.incidents})) or "-",
        "to the other judge": ", ".join(name for name, count in failures.items() if count) or "-",
    }


def hits(seconds: float) -> np.ndarray:
    """Five kicks a second: more than may be seen."""
    time = np.arange(round(seconds * RATE)) / RATE
    since = time % 0.2
    return (0.8 * np.sin(2 * np.pi * 55 * since) * np.exp(-since * 40)).astype(np.float32)


def film(scene: Scene, tune: str, seconds: float, watch: Callable[[int, np.ndarray], None]) -> None:
    """Plays a scene; `watch` is given each frame's number and pixels, uint8 (H, W, 4)."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        song = Path(folder) / "song.wav"
        for name, colour in FILTERS.items():
            (Path(folder) / f"{_file(name)}.fs").write_text(_FILTER % colour)
        write_wav(song, hits(seconds) if tune == "hits" else music(tune, 0, seconds).samples)
        options = ShowOptions(source=str(song), setlist=CLUB, painter="plain", size=SIZE, fps=FPS)
        options = replace(options, shader_folders=(Path(folder),))
        show = build(replace(options, realtime=False, osc_in=None, osc_out=()), lambda line: None, stack)
        spec = plan_engines("style").ladder[0]
        spec = replace(spec, size=(256, 144), options={**spec.options, "canvas": (192, 112)})
        show.painter = InlinePaintLoop(PainterThread(lambda: make_painter(spec)), 0.1, 10.0)
        stack.callback(show.painter.close)
        show.anacrusis.loop = show.painter
        show.playhead.replace(Setlist("one", (Song("one", (scene,)),)))
        show.mapper.set_scene(scene)
        show.table.set("react.gain", REACTIVITY)
        number = 0
        step = show.step

        def watched(now: float) -> None:
            nonlocal number
            step(now)
            if now >= min(_LISTEN_S, seconds / 3):
                watch(number, show.stage.picture())
                number += 1

        show.step = watched
        show.run(seconds)
