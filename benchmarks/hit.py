"""Is the light on the beat? Measured on the pixels of the shipped sets: `live.py bench hit`.

Each set plays a song with known beats on the virtual clock, with painters whose frames come 10, 100 and
400 ms after they are asked for; every displayed frame is read back. It tells the phase and number of the
peaks of light in a beat, how far they swing, the share that is mirrored border, how evenly it changes
between painted frames, how sharp it stays through the beat, in how many frames the flash guard holds light
back, and whether a beat tracker that sees nothing but mean light and frame difference finds the beats
(`picture_beats`). "uneven" is how far the
change from one displayed frame to the next strays with the age of the painted one, off the beat.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import mir_eval
import numpy as np

from benchmarks.picture_beats import picture_beats
from realtime import resources
from realtime.isf.library import ShaderLibrary
from realtime.live.anacrusis import Anacrusis
from realtime.live.display_time import DisplayTime
from realtime.live.loop import Show
from realtime.options import ShowOptions
from realtime.paint.engines import plan_engines
from realtime.paint.frame import Painter
from realtime.paint.run.inline import InlinePaintLoop
from realtime.paint.run.painter_thread import PainterThread
from realtime.paint.run.spec import build as build_painter
from realtime.setlist.change_rules import Rule
from realtime.setlist.scene import Setlist, Song
from realtime.show import build
from realtime.stage.layer import frame_matrix
from realtime.vocabulary import input_limits
from synthetic_music.music import RATE, scene
from synthetic_music.score import Music
from synthetic_music.wav import write_wav

SETS = ("club", "concert", "exhibition")
PAINTERS = ("style", "shader")
LATENCIES_S = (0.01, 0.1, 0.4)
FPS = 30.0
SIZE = (256, 144)
_CANVAS = (
    192,
    104,
)  # of the style painter: the mechanism is that of the usual canvas, in a quarter of the time
_LISTEN_S = 8.0  # the ear finds the beat first
_SCENE_BARS = 4
_OFF_BEAT = (0.2, 0.9)  # phases between which the picture should change evenly
_BINS = 24
_GRID = 24  # lines of the grid that counts mirrored border


@dataclass
class Seen:
    """What was seen of one show: rows by displayed frame.

    time: seconds; light: mean of R, G, B, 0..255; change: mean |difference| to the frame before; sharp: mean
    |Laplacian|; mirrored: share of the picture outside its painted frames; painted: displayed frames since
    one was put on show; calm: no transition between scenes is under way; held: light was held back, as it
    would flash too often.
    """

    time: list[float] = field(default_factory=list)
    light: list[float] = field(default_factory=list)
    change: list[float] = field(default_factory=list)
    sharp: list[float] = field(default_factory=list)
    mirrored: list[float] = field(default_factory=list)
    painted: list[int] = field(default_factory=list)
    calm: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    pictures: list[np.ndarray] = field(default_factory=list)

    def of(self, name: str) -> np.ndarray:
        return np.array(getattr(self, name), float)


def run(
    seconds: float = 40.0,
    sets: Sequence[str] = SETS,
    painters: Sequence[str] = PAINTERS,
    latencies: Sequence[float] = LATENCIES_S,
) -> list[dict[str, object]]:
    """A row for each set, painter and latency."""
    music = scene("house", 11, seconds)
    rows: list[dict[str, object]] = []
    for name in sets:
        for painter in painters:
            usual: np.ndarray | None = None
            for latency in latencies:
                seen = watch(resources.setlist(f"{name}.toml"), painter, latency, music)
                usual = change_by_phase(seen, music.beats) if usual is None else usual
                rows.append(
                    {"set": name, "painter": painter, "ms": 1000 * latency, **judge(seen, music.beats, usual)}
                )
    return rows


def judge(seen: Seen, beats: np.ndarray, usual: np.ndarray | None = None) -> dict[str, object]:
    """The figures of one show. beats: true times, seconds; usual: `change_by_phase` of the set with its
    quickest painter, whose frames do not keep step with the beat.

    A slow painter's frames come on the beats, and a set's camera slows down from beat to beat: `usual` tells
    what of the change over the age of a painted frame is the camera's own.
    """
    time, change = seen.of("time"), seen.of("change")
    heard = (time > _LISTEN_S) & (time < beats[-1])
    phase = _phase(time, beats)
    calm = heard & np.array(seen.calm) & (phase > _OFF_BEAT[0]) & (phase < _OFF_BEAT[1])
    mirrored = seen.of("mirrored")[heard]
    sharp = fold(phase[heard], seen.of("sharp")[heard])
    return {
        **on_the_beat(time, seen.of("light"), change, beats),
        "mirrored %": 100 * float(mirrored.mean()),
        "worst %": 100 * float(mirrored.max()),
        "uneven %": 100 * unevenness((change / _usual(phase, usual))[calm], np.array(seen.painted)[calm]),
        "sharp min/max": float(sharp.min() / sharp.max()),
        "held back %": 100 * float(seen.of("held")[heard].mean()),
    }


def on_the_beat(
    time: np.ndarray, light: np.ndarray, change: np.ndarray, beats: np.ndarray
) -> dict[str, object]:
    """What light (mean level) and change (mean difference to the picture before) of pictures at `time`, FPS a
    second, have to do with the true `beats`, all (n,)."""
    heard = (time > _LISTEN_S) & (time < beats[-1])
    phase = _phase(time, beats)
    folded = fold(phase[heard], _without_drift(light, beats)[heard])
    period_frames = float(np.median(np.diff(beats))) * FPS
    at = float(np.argmax(folded)) / _BINS
    found = picture_beats(light, change, FPS)
    true = beats[(beats > _LISTEN_S) & (beats < time[-1])]
    return {
        "F of picture": mir_eval.beat.f_measure(true, found[found > _LISTEN_S]),
        "swing": float(np.ptp(folded)),
        "peaks": len(peaks_of(folded)),
        "peak at frames": ((at + 0.5) % 1.0 - 0.5) * period_frames,
        "change x on beat": _on_beat(change[heard], phase[heard], period_frames),
    }


def change_by_phase(seen: Seen, beats: np.ndarray) -> np.ndarray:
    """(_BINS,) mean change from one displayed frame to the next over the beat, without transitions."""
    time = seen.of("time")
    calm = (time > _LISTEN_S) & (time < beats[-1]) & np.array(seen.calm)
    return fold(_phase(time, beats)[calm], seen.of("change")[calm])


def _usual(phase: np.ndarray, usual: np.ndarray | None) -> np.ndarray:
    if usual is None:
        return np.ones(len(phase))
    return np.interp(phase * _BINS, np.arange(_BINS + 1), np.append(usual, usual[0]))


def fold(phase: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Mean of `value` in _BINS bins of the beat, smoothed over three; bin 0 is centred on the beat."""
    bins = np.round(phase * _BINS).astype(int) % _BINS
    sums, counts = np.bincount(bins, value, _BINS), np.bincount(bins, minlength=_BINS)
    means = np.interp(np.arange(_BINS), np.flatnonzero(counts), sums[counts > 0] / counts[counts > 0])
    return (np.roll(means, 1) + 2.0 * means + np.roll(means, -1)) / 4.0


def peaks_of(folded: np.ndarray) -> list[int]:
    """Bins of the peaks that stand a quarter of the swing above what lies between them and a higher one."""
    swing = float(np.ptp(folded))
    found = []
    for index in np.flatnonzero((folded > np.roll(folded, 1)) & (folded >= np.roll(folded, -1))):
        turned = np.roll(folded, -int(index))
        higher = np.flatnonzero(turned > turned[0])
        if not len(higher):
            found.append(int(index))
            continue
        left, right = turned[higher[-1] :], turned[: higher[0] + 1]
        if turned[0] - max(left.min(), right.min()) > 0.25 * swing:
            found.append(int(index))
    return found


def unevenness(change: np.ndarray, painted: np.ndarray) -> float:
    """How far the mean change by frames since a painted one strays from the mean of all, at most."""
    means = [change[painted == age].mean() for age in np.unique(painted) if (painted == age).sum() >= 8]
    return float(max(abs(mean / change.mean() - 1.0) for mean in means)) if means else 0.0


def _on_beat(change: np.ndarray, phase: np.ndarray, period_frames: float) -> float:
    """Change in the 100 ms after a beat, over the change elsewhere."""
    near = phase < 0.1 * FPS / period_frames
    return float(change[near].mean() / change[~near].mean())


def _phase(time: np.ndarray, beats: np.ndarray) -> np.ndarray:
    """0..1 within the beat at each time."""
    return np.interp(time, beats, np.arange(len(beats))) % 1.0


def _without_drift(value: np.ndarray, beats: np.ndarray) -> np.ndarray:
    """`value` less its mean over a beat's length around."""
    width = max(round(float(np.median(np.diff(beats))) * FPS), 1)
    window = np.ones(width) / width
    padded = np.pad(value, (width // 2, width - 1 - width // 2), mode="edge")
    return value - np.convolve(padded, window, mode="valid")


def watch(
    setlist: Path,
    painter: str,
    latency_s: float,
    music: Music,
    pictures: bool = False,
    lead: bool = True,
    painted: tuple[int, int] | None = None,
) -> Seen:
    """Play `music` to `setlist` on the virtual clock; what was seen. pictures: keep them, uint8 (H, W, 3);
    painted: (width, height) of painted frames, None for the painter's usual one."""

    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        song = write_wav(Path(folder) / "song.wav", music.samples, RATE)
        options = ShowOptions(
            source=str(song), setlist=setlist, painter="plain", realtime=False, size=SIZE, fps=FPS,
            osc_in=None, osc_out=(),
        )  # fmt: skip
        show = build(options, lambda line: None, stack)
        _shorten_scenes(show)
        show.painter = InlinePaintLoop(PainterThread(lambda: _painter(painter, painted)), latency_s)
        stack.callback(show.painter.close)
        show.anacrusis = Anacrusis(
            show.painter,
            show.playhead.scene,
            input_limits(ShaderLibrary()),
            display=DisplayTime(1.0 / FPS),
            lead=lead,
            aspect=SIZE[0] / SIZE[1],
        )
        seen = Seen()
        show.step = _watched(show, seen, pictures)
        show.run(len(music.samples) / RATE)
    return seen


def _watched(show: Show, seen: Seen, pictures: bool) -> Callable[[float], None]:
    step, last = show.step, [np.zeros((SIZE[1], SIZE[0], 3), np.int16)]
    picture = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    since = [0]
    show_frame = show.stage.show_frame

    def noted(*args: object) -> None:
        since[0] = 0
        show_frame(*args)

    show.stage.show_frame = noted

    def watched(now: float) -> None:
        since[0] += 1
        step(now)
        show.stage.read_frame(picture)
        rgb = picture[..., :3].astype(np.int16)
        luma = rgb.mean(-1)
        laplacian = 4 * luma[1:-1, 1:-1] - luma[:-2, 1:-1] - luma[2:, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:]
        seen.time.append(now)
        seen.light.append(float(luma.mean()))
        seen.change.append(float(np.abs(rgb - last[0]).mean()))
        seen.sharp.append(float(np.abs(laplacian).mean()))
        seen.mirrored.append(mirrored_share(show))
        seen.painted.append(since[0])
        seen.calm.append(not show.stage.in_transition)
        seen.held.append(show.stage.held_back)
        if pictures:
            seen.pictures.append(rgb.astype(np.uint8))
        last[0] = rgb

    return watched


def mirrored_share(show: Show) -> float:
    """Share of the picture, by weight of its layers, that lies outside their painted frames."""
    aspect = SIZE[0] / SIZE[1]
    x, y = np.meshgrid((np.arange(2 * _GRID) + 0.5) / (2 * _GRID), (np.arange(_GRID) + 0.5) / _GRID)
    points = np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    share = 0.0
    for slot in show.stage.slots:
        u, v, w = frame_matrix(slot, show.pose, aspect) @ points
        u, v = u / np.maximum(w, 1e-3), v / np.maximum(w, 1e-3)
        share += slot.weight * float(((u < 0) | (u > 1) | (v < 0) | (v > 1)).mean())
    return share


def _shorten_scenes(show: Show) -> None:
    """Every scene gets the same few beats, so that a short song shows them all."""
    scenes = tuple(replace(one, advance=Rule("bars", _SCENE_BARS)) for one in show.playhead.scenes)
    show.playhead.replace(Setlist("short", (Song("all", scenes),)))


def _painter(name: str, painted: tuple[int, int] | None) -> Painter:
    spec = plan_engines(name, size=painted).ladder[0]
    if name == "style":
        spec = replace(spec, size=SIZE, options={**spec.options, "canvas": _CANVAS})
    return build_painter(spec)
