"""What travels to another machine with a segment: everything that a film reads, and nothing else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from realtime.paint.engines import plan_engines
from realtime.paint.frame import FrameRequest, Subject
from realtime.render.bundle import moved, pack, unpack
from realtime.render.frame_log import FrameLogWriter, LoggedFrame
from realtime.render.segment import Job, render
from realtime.render.segments import Segment
from realtime.stage.view import View

SIZE = (64, 36)


@pytest.fixture
def job(tmp_path):
    here = tmp_path / "here"
    (here / "shaders").mkdir(parents=True)
    for name, colour in (("moon", "gold"), ("first", "navy")):
        Image.new("RGB", (32, 18), colour).save(here / f"{name}.png")
    own = '/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
    own += "void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage).brga; }\n"
    (here / "shaders" / "swapped.fs").write_text(own)
    source = f"still:{here / 'moon.png'}"
    frame_log = FrameLogWriter(here / "frame_log.jsonl")
    for number in range(4):
        request = FrameRequest(
            number + 1, number / 10, Subject(source=source, seed=1), source_time=number / 10
        )
        view = View(time=number / 10, dt=0.1, frame_index=number, filters=("swapped",))
        frame_log.write(LoggedFrame(view, (request,), number + 1))
    frame_log.close()
    return Job(
        segment=Segment(0, 0, 0, 4),
        frame_log=here / "frame_log.jsonl",
        offset=0,
        target=tmp_path / "here.mp4",
        engine=plan_engines("shader", size=SIZE).ladder[0],
        size=SIZE,
        fps=10.0,
        crf=16,
        preset="ultrafast",
        filters=("swapped",),
        shader_folders=(here / "shaders",),
        first_image=here / "first.png",
        sources={source: source},
    )


def test_a_segment_is_the_same_where_its_films_files_have_never_been(job, tmp_path):
    render(job, lambda frames: None)
    bundle = pack(job)
    assert {Path(name).name for name in bundle.files} == {
        *("frame_log.jsonl", "frame_log.index", "picture-0.png", "picture-1.png", "swapped.fs")
    }
    (tmp_path / "here").rename(tmp_path / "gone")
    unpacked = unpack(bundle)
    there = moved(job, Path(unpacked.name))
    assert "here" not in str(
        (there.frame_log, there.first_image, there.shader_folders, there.sources.values())
    )
    target = tmp_path / "there.mp4"
    render(replace(there, target=target), lambda frames: None)
    assert target.read_bytes() == job.target.read_bytes()
    unpacked.cleanup()
    assert not Path(unpacked.name).exists()


def test_another_film_is_another_bundle(job):
    key = pack(job).key
    assert pack(job).key == key
    Image.fromarray(np.zeros((18, 32, 3), np.uint8)).save(job.first_image)
    assert pack(job).key != key
