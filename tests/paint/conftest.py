"""A tiny model, compiled once for all tests of this folder that run it; they copy what they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import tiny_models
from realtime.errors import UserError
from tests.missing import missing

SIZE = (128, 64)


@pytest.fixture(scope="session")
def model(tmp_path_factory) -> Path:
    return tiny_models.build_tiny(tmp_path_factory.mktemp("models") / "tiny-turbo")


@pytest.fixture(scope="session")
def compiled(model, tmp_path_factory):
    """`cache.Compiled`: float32, SIZE, one step."""
    from realtime.paint.diffusion import cache
    from realtime.paint.diffusion.compile import compile_model

    stages = []
    root = tmp_path_factory.mktemp("compiled")
    result = compile_model(
        model,
        SIZE,
        root=root,
        precision="fp32",
        order=("cpu",),
        threads=1,
        report=lambda *stage: stages.append(stage),
    )
    shares = [share for _, share in stages]
    assert shares == sorted(shares) and shares[-1] == 1.0
    return cache.Compiled.load(result.folder)


@pytest.fixture(scope="session")
def step(model):
    """The FrameStep in torch that `compiled` was exported from."""
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.models import inspect_model, load_step_parts

    info = inspect_model(model)
    return FrameStep(*load_step_parts(info), info.spec(SIZE, 1)).eval()


@pytest.fixture(scope="module")
def context():
    """A GL context for painting, current while the tests run."""
    from realtime.isf.passes import open_context

    try:
        made = open_context()
    except UserError as error:
        missing(str(error))
    with made:
        yield made
    made.release()
