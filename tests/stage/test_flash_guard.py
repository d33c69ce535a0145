"""The picture in the window itself never flashes too often, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from realtime.eyes.analysis import Analysis
from realtime.eyes.sight import seen
from realtime.isf.library import ShaderLibrary
from realtime.isf.pictures import smooth
from realtime.stage.flash_guard import FlashGuard
from realtime.stage.stage import Stage
from tests.stage.conftest import PLAIN

FPS = 30
_STROBE = """/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
void main() { gl_FragColor = vec4(%s, 1.0) * step(0.5, fract(TIME * 5.0)); }
"""


@pytest.fixture
def strobing(window, tmp_path: Path) -> Iterator[Stage]:
    """A stage with filters of a user that strobe by themselves."""
    for name, colour in (("white", "vec3(0.9)"), ("red", "vec3(0.9, 0.0, 0.0)")):
        (tmp_path / f"{name}.fs").write_text(_STROBE % colour)
    stage = Stage(window.context, window.framebuffer, ShaderLibrary((tmp_path,)))
    yield stage
    stage.release()


def judged(stage, plain, shot, seconds: float = 3.0, **changes):
    analysis, levels = Analysis(), []
    for index in range(round(seconds * FPS)):
        time = index / FPS
        asked = {name: change(time) if callable(change) else change for name, change in changes.items()}
        picture = shot(stage, plain, time=time, **asked).astype(np.uint8)
        analysis.add(time, picture)
        levels.append(picture.mean())
    return analysis.report, np.array(levels)


@pytest.mark.parametrize("name", ["white", "red"])
def test_a_users_shader_cannot_strobe(strobing, plain, shot, flat, name: str) -> None:
    strobing.show_frame(flat(90, 90, 90))
    report, levels = judged(strobing, plain, shot, filters=(name,))
    assert report.harmless, report.incidents
    assert max(report.most.values()) == 3.0
    assert np.ptp(levels[-FPS:]) > 8.0


@pytest.mark.parametrize(
    "changes",
    [
        {"inputs": lambda time: PLAIN | {"post.flash": float((time * 5) % 1 < 0.5)}},
        {"inputs": lambda time: PLAIN | {"post.contrast": 2.0 * ((time * 7) % 1 < 0.5)}},
        {"blackout": lambda time: (time * 6) % 1 < 0.5},
        {"master": lambda time: (time * 4.4) % 1},
    ],
)
def test_routes_and_the_operator_cannot_either(stage, plain, shot, flat, changes) -> None:
    stage.show_frame(flat(180, 180, 180))
    report, _ = judged(stage, plain, shot, **changes)
    assert report.harmless, report.incidents


def test_a_blackout_is_at_once(strobing, plain, shot, flat) -> None:
    strobing.show_frame(flat(90, 90, 90))
    judged(strobing, plain, shot, seconds=1.0, filters=("white",))
    assert shot(strobing, plain, time=1.02, filters=("white",), blackout=True).max() == 0.0


def test_the_guard_sees_what_the_audience_does(window) -> None:
    y, x = np.mgrid[0:1:90j, 0:1:160j]
    pixels = (255 * np.stack([x, 0.8 * y * x, 0.1 * y, np.ones_like(x)], axis=2)).astype(np.uint8)
    picture = smooth(window.context.texture((160, 90), 4, pixels[::-1].tobytes()))

    class Limiter:
        def limit(self, time, signals):
            self.signals = signals

    limiter = Limiter()
    guard = FlashGuard(window.context, limiter)
    try:
        guard.pass_on(0.0, picture, window.framebuffer)
        light, red = np.abs(limiter.signals - seen(pixels)).max(axis=(1, 2))
        assert light < 0.01 and red < 16.0
    finally:
        guard.release()
        picture.release()


def test_a_stage_without_a_guard_shows_everything(window, plain, shot, flat) -> None:
    stage = Stage(window.context, window.framebuffer, ShaderLibrary(), limit_flashes=False)
    stage.show_frame(flat(180, 180, 180))
    report, _ = judged(stage, plain, shot, blackout=lambda time: (time * 6) % 1 < 0.5)
    stage.release()
    assert not report.harmless
