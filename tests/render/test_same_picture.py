"""A film's picture is the show's: the same sound, setlist and painter on the virtual clock, by both ways."""

from __future__ import annotations

from functools import partial

import numpy as np

from realtime.audio.analyzer import Analyzer
from realtime.audio.ear import VirtualEar
from realtime.audio.io.file import FileSource
from realtime.isf.library import ShaderLibrary
from realtime.mapping.route import Route
from realtime.paint.engines import make_painter, plan_engines
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.render.dry_run import perform_dry_run, virtual_show
from realtime.render.frame_log import FrameLogWriter, read_frames
from realtime.render.segment import PipelinedPainter
from realtime.scenery.layers import LayerAbove
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.change_rules import Rule
from realtime.setlist.scene import Scene, Setlist, Song, Transition
from realtime.stage.stage import Stage
from realtime.stage.window import open_window
from realtime.vocabulary import input_limits

SIZE, FPS, PAINT_FPS, SECONDS = (96, 54), 12.0, 6.0, 6.0
AFTER = round(3.5 * FPS)
"""A film begins with its first painting, a show with a light that it grows out of: they meet here."""
KICK = (Route("beat", "post.flash", range=(0.0, 0.3)), Route("bass", "layer.1.size", range=(0.8, 1.2)))
SETLIST = Setlist(
    "evening",
    (
        Song(
            "song",
            (
                Scene("a", prompt="the sea", source="ink", routes=KICK, advance=Rule("seconds", 4.0)),
                Scene(
                    "b",
                    prompt="a tunnel",
                    source="tunnel",
                    routes=KICK,
                    post=("poster",),
                    base={"zoom": 0.2, "post.grain": 0.1},
                    transition=Transition("push", 2.0),
                ),
            ),
        ),
    ),
    layers=(LayerAbove(text="{scene}", size=0.3, place="bottom", blend="screen"),),
)
BLOCKLIST = Blocklist({"house": {"english": ["clown"], "korean": ["광대"]}})
ENGINE = plan_engines("shader", size=SIZE).ladder[0]


def ear_of(song) -> tuple[VirtualEar, Analyzer]:
    source = FileSource(str(song), block=512)
    analyzer = Analyzer(source.rate, 512)
    return VirtualEar(source, analyzer, ()), analyzer


class Watched(Stage):
    """Keeps every picture that it renders."""

    def __init__(self, window) -> None:
        super().__init__(window.context, window.framebuffer, ShaderLibrary(), waits=True)
        self.seen: list[np.ndarray] = []

    def render(self, view) -> None:
        super().render(view)
        self.seen.append(self.picture()[..., :3].astype(int))


def filmed(song, folder) -> list[np.ndarray]:
    ear, analyzer = ear_of(song)
    log = FrameLogWriter(folder / "frame_log.jsonl")
    limits = input_limits(ShaderLibrary())
    run = perform_dry_run(ear, analyzer, SETLIST, limits, BLOCKLIST, log, SIZE, FPS, PAINT_FPS, SECONDS)
    log.close()
    ear.close()
    window = open_window("off-screen", SIZE)
    stage, painter = Watched(window), PipelinedPainter(ENGINE)
    for frame in read_frames(folder / "frame_log.jsonl", 0, run.frames):
        painter.play(frame, stage)
    painter.close()
    stage.release()
    window.close()
    return stage.seen


def shown(song) -> list[np.ndarray]:
    ear, analyzer = ear_of(song)
    window = open_window("off-screen", SIZE)
    stage, limits = Watched(window), input_limits(ShaderLibrary())
    painter = InlinePaintLoop(PainterThread(partial(make_painter, ENGINE)), 1.0 / PAINT_FPS, PAINT_FPS)
    virtual_show(ear, analyzer, SETLIST, limits, BLOCKLIST, painter, stage, window, SIZE, FPS).run(SECONDS)
    painter.close()
    ear.close()
    stage.release()
    window.close()
    return stage.seen


def test_each_frame_of_a_film_is_that_of_the_show(short_song, tmp_path) -> None:
    film, show = filmed(short_song, tmp_path), shown(short_song)
    assert len(film) == len(show) > AFTER + FPS
    apart = [np.abs(one - other).max() for one, other in zip(film[AFTER:], show[AFTER:], strict=True)]
    assert max(apart) <= 1
    moves = [np.abs(one - other).mean() for one, other in zip(film[AFTER:], film[AFTER + 1 :], strict=False)]
    assert min(moves) > 0.0 and film[AFTER].std() > 5, "something is seen, and it moves"
