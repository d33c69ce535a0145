"""Stripes that could harm are shown as through mist, whatever draws them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from realtime.eyes.analysis import Analysis
from realtime.eyes.pattern import find_pattern
from realtime.eyes.sight import luminance
from realtime.isf.library import ShaderLibrary
from realtime.stage.egl_window import EglWindow
from realtime.stage.stage import Stage

FPS = 20
_FILTER = """/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/
void main() { vec2 p = isf_FragNormCoord; vec3 c = IMG_THIS_PIXEL(inputImage).rgb;
    float lit = TIME < 0.5 || TIME > 3.0 ? 0.0 : %s;
    gl_FragColor = vec4(mix(c, vec3(0.95, 0.9, 0.8), lit), 1.0); }
"""
_STRIPES = {
    "bars": "step(0.5, fract(p.x * 14.0 + TIME))",
    "rings": "step(0.5, fract(length((p - 0.5) * vec2(1.78, 1.0)) * 18.0 - TIME))",
    "slanted": "smoothstep(-0.3, 0.3, sin(60.0 * (p.x + 0.6 * p.y)))",
    "half": "step(0.5, fract(p.y * 12.0)) * step(p.x, 0.45)",
}


@pytest.fixture(scope="module")
def screen() -> Iterator[EglWindow]:
    window = EglWindow((320, 180))
    yield window
    window.close()


def shown(screen, folder: Path, name: str, plain, shot, flat, guarded: bool = True) -> list[np.ndarray]:
    for each, striped in _STRIPES.items():
        (folder / f"{each}.fs").write_text(_FILTER % striped)
    stage = Stage(
        screen.context, screen.framebuffer, ShaderLibrary((folder,)), limit_flashes=guarded, waits=True
    )
    stage.show_frame(flat(30, 34, 60))
    pictures = [
        shot(stage, plain, time=index / FPS, filters=(name,)).astype(np.uint8) for index in range(5 * FPS)
    ]
    stage.release()
    return pictures


@pytest.mark.parametrize("name", list(_STRIPES))
def test_stripes_become_soft_before_they_have_been_seen_for_long(
    screen, tmp_path, plain, shot, flat, name: str
) -> None:
    pictures = shown(screen, tmp_path, name, plain, shot, flat)
    analysis = Analysis()
    for index, picture in enumerate(pictures):
        analysis.add(index / FPS, picture)
    assert analysis.report.harmless, analysis.report.incidents
    striped, held = pictures[round(0.6 * FPS)], pictures[round(2.5 * FPS)]
    pattern = find_pattern(luminance(striped))
    assert pattern is not None and pattern.harmful, "or there is nothing to hold back"
    # As light as it was, and what comes after the stripes is as it was before them.
    np.testing.assert_allclose(luminance(held).mean(), luminance(striped).mean(), rtol=0.12)
    np.testing.assert_allclose(pictures[-1], pictures[0], atol=2)


def test_it_comes_and_goes_without_a_jump_or_an_edge(screen, tmp_path, plain, shot, flat) -> None:
    pictures = shown(screen, tmp_path, "half", plain, shot, flat)
    free = shown(screen, tmp_path, "half", plain, shot, flat, guarded=False)
    taken = [np.abs(luminance(a) - luminance(b)).mean() for a, b in zip(pictures, free, strict=True)]
    assert max(taken) > 0.05 and np.abs(np.diff(taken[: round(2.9 * FPS)])).max() < 0.6 * max(taken)
    # What is not striped is left alone.
    right = np.s_[:, -80:]
    assert np.abs(pictures[2 * FPS][right].astype(int) - free[2 * FPS][right]).max() <= 2


def test_a_picture_without_stripes_is_left_as_it_is(screen, tmp_path, plain, shot, flat) -> None:
    texture = "fract(sin(dot(floor(p * 40.0), vec2(12.9, 78.2))) * 43758.5)"
    (tmp_path / "noise.fs").write_text(_FILTER % texture)
    stages = [
        Stage(
            screen.context, screen.framebuffer, ShaderLibrary((tmp_path,)), limit_flashes=guarded, waits=True
        )
        for guarded in (True, False)
    ]
    for stage in stages:
        stage.show_frame(flat(30, 34, 60))
    for index in range(2 * FPS):
        with_it, without = (
            shot(stage, plain, time=index / FPS, filters=("noise",)).copy() for stage in stages
        )
        np.testing.assert_array_equal(with_it, without)
    for stage in stages:
        stage.release()
