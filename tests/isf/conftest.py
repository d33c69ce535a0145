"""Real GL for every test: off-screen, on whatever driver this machine has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import moderngl
import numpy as np
import pytest

from realtime.isf.program import IsfProgram
from realtime.stage.egl_window import EglWindow


@pytest.fixture(scope="module")
def context() -> Iterator[moderngl.Context]:
    window = EglWindow((8, 8))
    yield window.context
    window.close()


@pytest.fixture
def shader(context: moderngl.Context, tmp_path: Path) -> Callable[[str, str], IsfProgram]:
    """A program of a JSON header and GLSL."""

    def make(header: str, body: str, name: str = "test.fs") -> IsfProgram:
        (tmp_path / name).write_text(f"/*{header}*/\n{body}", encoding="utf-8")
        return IsfProgram(context, tmp_path / name)

    return make


@pytest.fixture
def pixels() -> Callable[..., np.ndarray]:
    """Renders a program and gives (H, W, 4) as floats 0..1, row 0 at the bottom."""

    def render(program: IsfProgram, size=(8, 4), inputs=None, time=0.0, frame_index=0, **rest) -> np.ndarray:
        texture = program.render(
            size, time=time, time_delta=0.1, frame_index=frame_index, inputs=inputs or {}, **rest
        )
        kind = np.float32 if texture.dtype == "f4" else np.uint8
        array = np.frombuffer(texture.read(), kind).reshape(texture.height, texture.width, 4)
        return array / (255.0 if kind is np.uint8 else 1.0)

    return render
