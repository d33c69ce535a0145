"""Where segments are joined nothing shows: the picture is that of a film made in one piece."""

import av
import numpy as np
import pytest

from realtime.audio.beat.offline import analyse_song
from realtime.audio.io.file import FileSource
from realtime.audio.known_sound import ForeseeingEar
from realtime.audio.song_analyzer import SongAnalyzer
from realtime.isf.library import ShaderLibrary
from realtime.options import BLOCKLIST
from realtime.paint.engines import plan_engines
from realtime.render.dry_run import perform_dry_run
from realtime.render.frame_log import FrameLogWriter
from realtime.render.segment import Job, render
from realtime.render.segments import CUT_LEAD_S, LEAD_S, Segment
from realtime.setlist.blocklist import Blocklist
from realtime.vocabulary import input_limits, load_checked

FPS, SIZE, SECONDS = 10.0, (96, 56), 8.5


def pictures(path):
    with av.open(str(path)) as movie:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in movie.decode(video=0)]


@pytest.fixture(scope="module")
def made(short_song, cut_setlist, tmp_path_factory):
    """(folder, pictures of the film in one piece, frames at which a scene changes)."""
    folder = tmp_path_factory.mktemp("joins")
    library, blocklist = ShaderLibrary(), Blocklist.load(BLOCKLIST)
    source = FileSource(short_song, block=256)
    beats = analyse_song(short_song)
    hears = SongAnalyzer(beats, source.rate, 256)
    frame_log = FrameLogWriter(folder / "frame_log.jsonl")
    dry_run = perform_dry_run(
        ForeseeingEar(source, hears),
        hears.analyzer,
        load_checked(cut_setlist, blocklist, library),
        input_limits(library),
        blocklist,
        frame_log,
        SIZE,
        FPS,
        5.0,
        SECONDS,
    )
    frame_log.close()
    return folder, segment(folder, 0, 0, dry_run.frames), dry_run.changes


def segment(folder, lead, first, last, painter="shader"):
    job = Job(
        segment=Segment(0, lead, first, last),
        frame_log=folder / "frame_log.jsonl",
        offset=0,
        target=folder / f"{lead}-{first}-{last}.mp4",
        engine=plan_engines(painter, size=SIZE).ladder[0],
        size=SIZE,
        fps=FPS,
        crf=1,
        preset="ultrafast",
    )
    render(job, lambda frames: None)
    return pictures(job.target)


def test_the_change_of_scene_is_known_before_anything_is_painted(made):
    _, _, changes = made
    assert [change.seconds for change in changes] == pytest.approx([0.0, 1.0], abs=0.1)
    assert abs(changes[0].frame - 40) <= 1


def test_at_a_cut_the_picture_is_the_same(made):
    folder, whole, changes = made
    cut = changes[0].frame
    part = segment(folder, cut - round(CUT_LEAD_S * FPS), cut, cut + 5)
    assert max(np.abs(a - b).mean() for a, b in zip(part, whole[cut : cut + 5], strict=True)) < 0.5


def test_elsewhere_a_join_is_far_smaller_than_any_movement(made):
    folder, whole, _ = made
    join = 68
    part = segment(folder, join - round(LEAD_S * FPS) + 14, join, join + 5)
    movement = np.mean([np.abs(whole[n] - whole[n - 1]).mean() for n in range(join - 10, join + 10)])
    assert np.abs(part[0] - whole[join]).mean() < 0.35 * movement


def test_without_a_lead_in_the_join_would_show(made):
    folder, whole, _ = made
    part = segment(folder, 68, 68, 73)
    assert np.abs(part[0] - whole[68]).mean() > 3.0
