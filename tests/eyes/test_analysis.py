"""Films are judged by their pixels: what harms is found, with its times, and what does not is let pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from realtime.cli import main
from realtime.errors import UserError
from realtime.eyes.analysis import Analysis
from realtime.eyes.pattern import find_pattern
from realtime.eyes.rules import PATTERN_PAIRS
from realtime.eyes.video import judge_film

SIZE = (160, 96)
WHITE, RED = (255, 255, 255), (230, 0, 0)


def flashing(hz: float, colour=WHITE, share: float = 1.0, dark: int = 0) -> Callable[[float], np.ndarray]:
    def frame(time: float) -> np.ndarray:
        picture = np.full((SIZE[1], SIZE[0], 3), dark, np.uint8)
        if (time * hz) % 1.0 < 0.5:
            picture[:, : round(share * SIZE[0])] = colour
        return picture

    return frame


def judged(frame: Callable[[float], np.ndarray], seconds: float, fps: float = 30.0):
    analysis = Analysis()
    for index in range(round(seconds * fps)):
        analysis.add(index / fps, frame(index / fps))
    return analysis.report


@pytest.mark.parametrize(
    "frame, seconds, kinds",
    [
        (flashing(2.9), 3.0, []),
        (flashing(4.0), 3.0, ["luminance flashes"]),
        (flashing(2.4), 8.0, ["luminance flashes for too long"]),
        (flashing(1.2), 8.0, []),
        (flashing(4.0, RED, dark=80), 3.0, ["red flashes"]),
        (flashing(5.0, (60, 60, 60)), 3.0, []),  # too faint
        (flashing(5.0, WHITE, dark=235), 3.0, []),  # the darker side is bright
        (flashing(5.0, WHITE, share=0.05), 3.0, []),  # too small
        (flashing(5.0, WHITE, share=0.12), 3.0, ["luminance flashes"]),  # a quarter of 10° of the view
    ],
)
def test_the_rules(frame, seconds, kinds) -> None:
    assert [incident.kind for incident in judged(frame, seconds).incidents] == kinds


def test_times_are_those_of_the_flashes() -> None:
    def frame(time: float) -> np.ndarray:
        return flashing(6.0)(time) if 2.0 <= time < 4.0 else flashing(0.0, dark=90)(0.6)

    (incident,) = judged(frame, 7.0).incidents
    assert incident.begin == pytest.approx(2.0, abs=0.6)
    assert incident.end == pytest.approx(4.5, abs=0.5)
    assert incident.worst == pytest.approx(6.0, abs=0.5)


def stripes(pairs: int, across: str, light: float = 0.7) -> np.ndarray:
    y, x = np.mgrid[0:180, 0:320] + 0.5
    turns = {
        "columns": x / 320,
        "rows": y / 180,
        "slanted": (x + y) / 450,
        "rings": np.hypot(x - 160, y - 90) / 160,
    }[across]
    return np.where(np.sin(2 * np.pi * pairs * turns) > 0, light, 0.05).astype(np.float32)


@pytest.mark.parametrize("across", ["columns", "rows", "slanted", "rings"])
@pytest.mark.parametrize("pairs", [8, 16])
def test_stripes_of_any_direction_are_found(across: str, pairs: int) -> None:
    pattern = find_pattern(stripes(pairs, across))
    assert pattern is not None and pattern.harmful
    assert pattern.pairs >= PATTERN_PAIRS


def test_few_dim_or_small_stripes_and_pictures_are_no_pattern() -> None:
    small = np.full((180, 320), 0.3, np.float32)
    small[:80, :90] = stripes(16, "columns")[:80, :90]
    lot = np.random.default_rng(3)
    clouds = np.kron(lot.random((18, 32)), np.ones((10, 10))).astype(np.float32)
    for light in (stripes(3, "columns"), stripes(12, "rows", light=0.12), small, clouds):
        pattern = find_pattern(light)
        assert pattern is None or not pattern.harmful


def film(path: Path, frame: Callable[[float], np.ndarray], seconds: float) -> Path:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for index in range(round(seconds * 30)):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(frame(index / 30), format="rgb24")))
        file.mux(stream.encode())
    return path


def test_the_command_tells_times_and_exit_codes(tmp_path, capsys) -> None:
    report = tmp_path / "report.json"
    bad = film(tmp_path / "bad.mp4", flashing(5.0), 2.0)
    assert main(["flashes", str(bad), "--report", str(report)]) == 1
    printed = capsys.readouterr().out
    assert "00:00.0 to 00:0" in printed and "luminance flashes: 5 a second" in printed
    assert '"harmless": false' in report.read_text()
    good = film(tmp_path / "good.mp4", flashing(1.0), 2.0)
    assert main(["flashes", str(good)]) == 0
    assert "nothing harmful in 60 frames" in capsys.readouterr().out


def test_what_is_no_film_is_said_in_a_sentence(tmp_path) -> None:
    (tmp_path / "notes.mp4").write_text("no film")
    with pytest.raises(UserError, match="give a video file"):
        judge_film(tmp_path / "notes.mp4")
