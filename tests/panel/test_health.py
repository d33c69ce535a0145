"""What programs that watch a show are told: its health, figures for Prometheus, a picture."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image

from realtime.panel import hub
from realtime.stage.preview import Picture
from tests.panel.served import TOKENS, Served, in_session


@contextmanager
def displaying(served: Served, **changes: object) -> Iterator[None]:
    """A display loop: it answers between two frames, when it is asked."""
    ends = threading.Event()
    pixels = np.full((36, 64, 4), (10, 200, 30, 255), np.uint8).tobytes()

    def run() -> None:
        while not ends.wait(0.01):
            if served.panel.wants_state():
                served.tell(frames=1234, restarts=2, **changes)
            if served.panel.wants_picture():
                served.panel.show(Picture(pixels, (64, 36)))

    loop = threading.Thread(target=run)
    loop.start()
    try:
        yield
    finally:
        ends.set()
        loop.join()


def asked(served: Served, path: str, token: str = ""):
    """(status, body) of a question."""

    async def ask(session):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.get(path, headers=headers) as answer:
            return answer.status, await answer.read()

    return in_session(served.url, ask)


def test_a_show_that_is_well_says_so_and_one_in_trouble_why(served) -> None:
    with displaying(served):
        status, body = asked(served, "/health")
    assert status == 200
    for expected in (b'"state": "ok"', b'"frames": 1234', b'"restarts": 2', b'"lead_s": 0.1', b'"since": "2'):
        assert expected in body
    with displaying(served, notices=("the sound card has gone (since 12:00:00)",)):
        status, body = asked(served, "/health")
    assert status == 200 and b'"state": "trouble"' in body and b"the sound card has gone" in body


def test_a_display_loop_that_hangs_is_told_from_one_that_is_quiet(served, monkeypatch) -> None:
    monkeypatch.setattr(hub, "_ANSWER_S", 0.3)
    with displaying(served):
        assert asked(served, "/health")[0] == 200
    status, body = asked(served, "/health")
    assert status == 503 and b'"state": "hangs"' in body
    assert b"anacrusis_up 0" in asked(served, "/metrics")[1]


def test_prometheus_reads_the_figures(served) -> None:
    with displaying(served, losses={"OSC packets not sent": 7}):
        status, body = asked(served, "/metrics")
    lines = body.decode().splitlines()
    assert status == 200
    for line in ("anacrusis_up 1", "anacrusis_frames_total 1234", "anacrusis_painter_restarts_total 2"):
        assert line in lines
    assert 'anacrusis_lost_total{what="OSC packets not sent"} 7' in lines
    assert len([line for line in lines if line.startswith("# TYPE")]) == len(
        {line.split()[2] for line in lines if line.startswith("# TYPE")}
    )


def test_a_snapshot_is_what_is_shown_now(served) -> None:
    with displaying(served):
        status, body = asked(served, "/snapshot.jpg")
    assert status == 200
    picture = np.asarray(Image.open(io.BytesIO(body)).convert("RGB"))
    assert picture.shape == (36, 64, 3)
    assert np.abs(picture.mean(axis=(0, 1)) - (10, 200, 30)).max() < 6


def test_nobody_asks_nothing_is_done(served) -> None:
    with displaying(served):
        asked(served, "/snapshot.jpg")
    time.sleep(0.05)
    assert not served.panel.wants_state() and not served.panel.wants_picture()


def test_from_this_machine_no_token_is_asked_for(guarded) -> None:
    with displaying(guarded):
        assert asked(guarded, "/health")[0] == 200
        assert asked(guarded, "/health", TOKENS.guard)[0] == 200


def test_the_picture_is_streamed_as_a_cameras_is(served) -> None:
    async def watch(session):
        async with session.get("/stream.mjpeg") as answer:
            kind, read = answer.headers["Content-Type"], b""
            while read.count(b"\xff\xd9\r\n") < 3:
                read += await answer.content.readany()
            return kind, read

    with displaying(served):
        kind, read = in_session(served.url, watch)
    assert kind == "multipart/x-mixed-replace;boundary=picture"
    parts = read.split(b"--picture\r\n")
    for part in parts[1:4]:
        head, _, rest = part.partition(b"\r\n\r\n")
        length = int(head.split(b"Content-Length: ")[1])
        with Image.open(io.BytesIO(rest[:length])) as image:
            assert image.format == "JPEG" and image.size == (64, 36)
            assert np.abs(np.array(image.getpixel((5, 5))) - (10, 200, 30)).max() < 12
