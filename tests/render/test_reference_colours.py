"""Colour coherence, contrast and unsharp mask of imported animations, in the pixels of a film."""

from __future__ import annotations

import json

import av
import numpy as np
import pytest

from realtime.options import BLOCKLIST
from realtime.paint.engines import plan_engines
from realtime.render.frame_log import FrameLogWriter, read_requests
from realtime.render.imported import load_animation, without_effect, write_animation
from realtime.render.reference_colours import read_reference_colours, reference_colours_file
from realtime.render.segment import Job, render
from realtime.render.segments import Segment
from realtime.setlist.blocklist import Blocklist

SIZE, FRAMES = (96, 64), 20
PLAIN = {
    "W": SIZE[0],
    "H": SIZE[1],
    "fps": 10,
    "max_frames": FRAMES,
    "zoom": "0:(1.01)",
    "strength_schedule": "0:(0.6)",
    "amount_schedule": "0:(0)",
    "prompts": {"0": "the sea at sunset", "4": "a forest, green leaves"},
}


def frame_log_of(folder, **change):
    folder.mkdir()
    path = folder / "a_settings.txt"
    path.write_text(json.dumps(PLAIN | change))
    animation = load_animation(path, None, Blocklist.load(BLOCKLIST))
    assert without_effect(animation, guided=False) == []
    frame_log = FrameLogWriter(folder / "frame_log.jsonl")
    write_animation(animation, frame_log, every_seed=False, grows=False, report=lambda: None)
    frame_log.close()
    return folder / "frame_log.jsonl"


def film(frame_log, lead=0, first=0, last=FRAMES, painter="shader"):
    """Bytes of the file and its pictures, float (frames, H, W, 3)."""
    job = Job(
        segment=Segment(0, lead, first, last),
        frame_log=frame_log,
        offset=0,
        target=frame_log.with_name(f"{painter}-{first}.mp4"),
        engine=plan_engines(painter, size=SIZE).ladder[0],
        size=SIZE,
        fps=10.0,
        crf=1,
        preset="ultrafast",
    )
    render(job, lambda frames: None)
    with av.open(str(job.target)) as movie:
        shown = [frame.to_ndarray(format="rgb24").astype(float) for frame in movie.decode(video=0)]
    return job.target.read_bytes(), np.stack(shown)


def colour(picture):
    return picture.mean((0, 1))


@pytest.fixture(scope="module")
def untreated(tmp_path_factory):
    return film(frame_log_of(tmp_path_factory.mktemp("films") / "plain"))[1]


@pytest.mark.parametrize("space", ["HSV", "LAB", "RGB"])
def test_the_film_keeps_the_colours_of_its_first_frame(untreated, tmp_path, space):
    shown = film(frame_log_of(tmp_path / space, color_coherence=space))[1]
    assert np.abs(shown[0] - untreated[0]).mean() < 2.0
    drifted = np.abs(colour(untreated[-1]) - colour(untreated[0])).max()
    kept = np.abs(colour(shown[-1]) - colour(shown[0])).max()
    assert drifted > 30 and kept < 0.35 * drifted


def test_contrast_and_unsharp_mask_are_seen_and_the_threshold_is_kept(untreated, tmp_path):
    contrast = film(frame_log_of(tmp_path / "contrast", contrast_schedule="0:(1.05)"))[1]
    assert contrast[-1].std() > 1.05 * untreated[-1].std()

    def sharpness(picture):
        return np.abs(np.diff(picture, axis=1)).mean()

    sharp = film(frame_log_of(tmp_path / "sharp", amount_schedule="0:(0.9)"))[1]
    withheld = film(frame_log_of(tmp_path / "held", amount_schedule="0:(0.9)", threshold_schedule="0:(255)"))[
        1
    ]
    assert sharpness(sharp[-1]) > 1.1 * sharpness(withheld[-1])


def test_the_plain_painter_carries_nothing_and_is_treated_as_it_is_shown(tmp_path):
    plain, more = (
        film(frame_log_of(tmp_path / name, **change), last=3, painter="plain")[1]
        for name, change in (("a", {}), ("b", {"contrast_schedule": "0:(1.2)"}))
    )
    assert more[2].mean() > 1.1 * plain[2].mean()


def test_every_segment_has_the_same_reference_colours_whoever_painted_it(tmp_path):
    frame_log = frame_log_of(tmp_path / "one", color_coherence="LAB")
    other = frame_log_of(tmp_path / "two", color_coherence="LAB")
    film(frame_log, last=2)
    assert read_reference_colours(reference_colours_file(frame_log)) is not None
    after = film(frame_log, lead=8, first=12)
    alone = film(other, lead=8, first=12)
    assert after[0] == alone[0]
    assert reference_colours_file(frame_log).read_bytes() == reference_colours_file(other).read_bytes()


def test_nothing_is_treated_that_does_not_ask_for_it(tmp_path):
    frame_log = frame_log_of(tmp_path / "plain")
    assert all(request.treatment is None for request in read_requests(frame_log, 0, FRAMES))
    film(frame_log, last=2)
    assert not reference_colours_file(frame_log).exists()
