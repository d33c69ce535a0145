"""The frame log gives back, exactly, what the dry run wrote."""

from dataclasses import fields, replace

import numpy as np

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.camera import Motion, Pose
from realtime.paint.frame import FrameRequest, Subject
from realtime.render.frame_log import FrameLogWriter, LoggedFrame, read_frames, read_requests
from realtime.scenery.layers import LayerAbove
from realtime.stage.view import View


def frame(number):
    random = np.random.default_rng(number)
    features = Features(
        time=number / 30,
        level=random.random(),
        last_onset=(1.5, -1e9, 2.5, 3.25),
        clock=BeatClock(0.4321, 1.2, 7, 3, 4, 0.9),
        spectrum=random.random(64).astype(np.float16).astype(np.float32),
        waveform=random.random(512).astype(np.float16).astype(np.float32),
    )
    pose = Pose().moved(Motion(zoom=0.1, rotation=3, yaw=2), number / 3)
    view = View(
        time=number / 30,
        frame_index=number,
        pose=pose,
        features=features,
        inputs={"post.bloom": np.float64(random.random()), "source.glow": 0.1 + 0.2},
        filters=("echo",),
        layers=(LayerAbove(text="words", place="top", opacity=0.5),),
        solo=2,
    )
    subject = Subject("바다", style=(("lava", 0.7), ("woodcut", 0.3)), seed=2**31, generation=2, cut=True)
    requests = tuple(
        FrameRequest(
            *(10 * number + k, number / 30, subject, pose),
            inputs={"glow": random.random()},
            spectrum=features.spectrum,
            waveform=features.waveform,
        )
        for k in range(number % 3)
    )
    return LoggedFrame(
        view, requests, shown=number if number % 2 else None, fade_s=0.04 if number % 2 else None
    )


def same(one, other):
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if hasattr(one, "__dataclass_fields__"):
        return all(same(getattr(one, part.name), getattr(other, part.name)) for part in fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def test_any_part_reads_back_exactly(tmp_path):
    path = tmp_path / "frame_log.jsonl"
    frame_log = FrameLogWriter(path)
    written = [frame(number) for number in range(20)]
    for one in written:
        frame_log.write(one)
    frame_log.close()
    assert same(tuple(read_frames(path, 0, 20)), tuple(written))
    assert same(tuple(read_frames(path, 7, 12)), tuple(written[7:12]))
    # The sound is the view's, which is not read here.
    asked = [
        replace(request, spectrum=None, waveform=None) for one in written[3:9] for request in one.requests
    ]
    assert same(tuple(read_requests(path, 3, 9)), tuple(asked))
