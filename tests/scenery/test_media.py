"""Pictures as sources: real files made here, decoded and painted."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from realtime.errors import UserError
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.shader_painter import ShaderPainter
from realtime.paint.style.engine import StylePainter
from realtime.scenery.media import OPEN, Pictures, Still
from realtime.scenery.source_name import SourceName, parse_source
from realtime.scenery.video import AHEAD, Video, Webcam

SIZE = (64, 36)
FPS, FRAMES = 10, 30


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """Three seconds; frame i is grey of level 20 + 7 i. Key frames a second apart, B-frames in between."""
    path = tmp_path_factory.mktemp("clips") / "grey + steps.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"g": "10", "bf": "2", "crf": "8"})
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        for i in range(FRAMES):
            picture = np.full((96, 128, 3), 20 + 7 * i, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return path


def shown(video: Video, moment: float) -> int:
    """Which of the clip's frames is on."""
    pixels = video.at(moment)[1]
    assert pixels.shape == (36, 64, 4) and pixels.flags["C_CONTIGUOUS"]
    assert np.all(pixels[..., 3] == 255)
    return round((float(pixels[..., :3].mean()) - 20) / 7)


def test_video_shows_the_frame_of_the_moment_however_it_is_come_to(clip):
    video = Video(clip, SIZE)
    try:
        assert [shown(video, t / 20) for t in range(40)] == [t // 2 for t in range(40)]
        assert [shown(video, t) for t in (0.25, 2.75, 1.05, 1.15, 0.05)] == [2, 27, 10, 11, 0]
        # Round and round, also over the seam and an hour later.
        assert [shown(video, t) for t in (2.85, 2.95, 3.05, 3.15)] == [28, 29, 0, 1]
        assert shown(video, 3600.55) == 5
    finally:
        video.close()


def test_video_decodes_ahead_but_not_without_bound(clip):
    video = Video(clip, SIZE)
    try:
        for moment in np.arange(0.0, 4.0, 0.1):
            video.at(moment + 0.05)
            assert len(video._frames) <= AHEAD
    finally:
        video.close()
    assert not video._thread.is_alive()


def test_same_picture_keeps_its_number_so_that_nobody_takes_it_twice(clip):
    video = Video(clip, SIZE)
    numbers = [video.at(moment)[0] for moment in (0.51, 0.55, 0.58, 0.61)]
    video.close()
    assert numbers[0] == numbers[1] == numbers[2] != numbers[3]


def test_still_covers_the_picture_and_stands_upright(tmp_path):
    picture = np.zeros((90, 30, 3), np.uint8)
    picture[:45] = (200, 10, 10)  # red above, blue below
    picture[45:] = (10, 10, 200)
    exif = Image.Exif()
    exif[0x0112] = 3  # the camera was held upside down
    Image.fromarray(picture).save(tmp_path / "a.png", exif=exif)
    pixels = Still(tmp_path / "a.png", SIZE).at(0.0)[1]
    assert pixels.shape == (36, 64, 4)
    assert pixels[2, :, 2].min() > 150 and pixels[33, :, 0].min() > 150


def test_what_cannot_be_read_is_said_and_tried_again_later(tmp_path):
    now = 0.0
    pictures = Pictures(SIZE, clock=lambda: now)
    path = tmp_path / "late.png"
    assert pictures.at(f"still:{path}", 0.0) is None
    assert "late.png" in pictures.note
    Image.new("RGB", (8, 8), (0, 255, 0)).save(path)
    assert pictures.at(f"still:{path}", 0.0) is None, "it is not asked for all the time"
    now = 6.0
    assert pictures.at(f"still:{path}", 0.0)[1][0, 0].tolist() == [0, 255, 0, 255]
    assert pictures.note == ""
    (tmp_path / "no.mp4").write_bytes(b"this is no video" * 100)
    assert pictures.at(f"video:{tmp_path / 'no.mp4'}", 0.0) is None
    assert "Cannot read the video" in pictures.note
    assert pictures.at("webcam:/dev/video-of-nobody", 0.0) is None
    assert "plug it in" in pictures.note
    pictures.close()


def test_only_a_few_files_are_open_at_once(clip, tmp_path):
    pictures = Pictures(SIZE)
    for i in range(OPEN + 3):
        copy = tmp_path / f"{i}.mp4"
        copy.write_bytes(clip.read_bytes())
        assert pictures.at(f"video:{copy}", 1.0) is not None
    assert len(pictures._open) == OPEN
    pictures.close()


def seen_by(camera: Webcam, number: int) -> tuple[int, np.ndarray]:
    """The first picture seen from `number` on."""
    end = time.monotonic() + 30.0
    while time.monotonic() < end:
        found = camera.at(0.0)
        if found is not None and found[0] >= number:
            return found
        time.sleep(0.005)
    pytest.fail("the camera gave no picture in 30 s")


def test_webcam_gives_the_newest_picture():
    # FFmpeg's own test picture, through the device interface that a webcam comes by.
    camera = Webcam("testsrc=size=128x96:rate=200", SIZE, form="lavfi")
    try:
        first = seen_by(camera, 1)
        later = seen_by(camera, first[0] + 20)
    finally:
        camera.close()
    assert first[1].shape == (36, 64, 4)
    assert later[1][..., :3].std() > 40


def test_absent_webcam_is_refused_with_what_to_do():
    with pytest.raises(UserError, match="plug it in"):
        Webcam("97", SIZE)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("tunnel", SourceName("tunnel")),
        ("still:a + b.jpg", SourceName("", "still", "a + b.jpg")),
        ("tunnel + video:clip.mp4", SourceName("tunnel", "video", "clip.mp4")),
        ("webcam:0", SourceName("", "webcam", "0")),
        ("city+feedback", SourceName("city", "feedback")),
        ("", SourceName()),
    ],
)
def test_text_of_a_source_is_understood_and_written_back(text, parts):
    assert parse_source(text) == parts
    assert parse_source(str(parts)) == parts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stil:a.jpg", "still"),
        ("tunnel + vidoe:b", "video"),
        ("still:", "followed by"),
        ("feedback:x", "no name"),
    ],
)
def test_slips_in_a_source_are_explained(text, message):
    with pytest.raises(UserError, match=message):
        parse_source(text)


@pytest.fixture(scope="module")
def halves(tmp_path_factory) -> str:
    """A picture, red on the left and blue on the right."""
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[:, :80] = (220, 20, 20)
    picture[:, 80:] = (20, 20, 220)
    path = tmp_path_factory.mktemp("pictures") / "halves.png"
    Image.fromarray(picture).save(path)
    return f"still:{path}"


def painted(source: str, count: int = 12, **inputs: float) -> tuple[np.ndarray, ShaderPainter]:
    """The last of `count` pictures that the shader engine makes of a source, int (H, W, 3)."""
    painter = ShaderPainter((160, 90))
    subject = Subject(prompt="clouds", source=source, palette="candy", seed=5, generation=1)
    for i in range(count):
        request = FrameRequest(
            i, i / 10, subject, strength=0.8, noise=0.0, source_time=i / 10 + 0.05, inputs=inputs
        )
        picture = painter.paint(request)[..., :3].astype(int)
    painter.close()
    return picture, painter


def redder(picture: np.ndarray) -> tuple[float, float]:
    """Red less blue, on the left and on the right."""
    difference = picture[..., 0] - picture[..., 2]
    return float(difference[:, 10:70].mean()), float(difference[:, 90:150].mean())


def test_shader_engine_paints_a_picture_and_mixes_it_with_a_generator(halves):
    left, right = redder(painted(halves)[0])
    assert left > 60 and right < -60
    contrasts = []
    for mix in (0.0, 0.5, 1.0):
        left, right = redder(painted(f"tunnel + {halves}", mix=mix)[0])
        contrasts.append(left - right)
    assert contrasts[0] + 30 < contrasts[1] < contrasts[2] - 30
    np.testing.assert_array_equal(painted(f"tunnel + {halves}", mix=0.0)[0], painted("tunnel")[0])


def test_a_generator_can_lie_over_another():
    np.testing.assert_array_equal(painted("generator:tunnel")[0], painted("tunnel")[0])
    both = painted("city + generator:tunnel", mix=0.5)[0]
    for one in ("city", "tunnel"):
        assert np.abs(both - painted(one)[0]).mean() > 5


def test_shader_engine_plays_a_video(clip):
    dark, bright = (painted(f"video:{clip}", count)[0].mean() for count in (2, 25))
    assert bright > dark + 40


def test_style_engine_paints_a_picture_and_a_video_between_two_subjects(halves, clip):
    painter = StylePainter((160, 90), canvas=(96, 56))
    one = Subject(prompt="clouds", source=halves, style=(("impressionist", 1.0),), palette="candy", seed=5)
    frames = []
    for i in range(24):
        subject = one if i < 8 else replace(one, source=f"video:{clip}", generation=1)
        request = FrameRequest(i, i / 4, subject, strength=0.9, noise=0.0, source_time=i / 16)
        frames.append(painter.paint(request)[..., :3].astype(int))
    painter.close()
    left, right = redder(frames[7])
    assert left > 30 and right < -30
    # It fades over; the clip is as grey on the left as on the right.
    contrasts = [left - right for left, right in map(redder, frames)]
    assert contrasts[7] > contrasts[11] > contrasts[-1] + 10
    assert abs(contrasts[-1]) < 20


def test_missing_picture_gives_way_to_a_generator_and_the_operator_is_told(tmp_path):
    picture, painter = painted(f"still:{tmp_path / 'gone.png'}", count=3)
    assert picture.std() > 20
    assert "gone.png" in painter.note


def test_feedback_feeds_on_the_last_picture(halves):
    painter = ShaderPainter((160, 90))
    subject = Subject(prompt="clouds", source=halves, palette="candy", seed=5, generation=1)
    for i in range(20):
        if i == 8:
            subject = replace(subject, source="feedback", generation=2)
        picture = painter.paint(FrameRequest(i, i / 2, subject, strength=0.8, noise=0.0, source_time=i / 2))
    left, right = redder(picture[..., :3].astype(int))
    painter.close()
    assert left > 40 and right < -40, "what was seen last should go on"
