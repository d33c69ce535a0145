"""Fixtures that every test folder may use."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from filelock import FileLock
from hypothesis import settings

# Every run of continuous integration tries the same examples, and one that fails prints how to try it again.
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

# A shell's background job ignores Ctrl-C, one under nohup the end of its terminal, and so would every program
# that a test starts and then ends.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True, scope="module")
def _no_memory_of_other_modules(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A show that a module's fixture starts neither takes up another's scene nor the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def _no_memory_of_other_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A show that a test starts begins with its first scene, however long the test before it played."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


pytest_plugins = ["tests.gl_pictures", "tests.pulse_server", "tests.songs"]


@pytest.fixture
def ray_alone(tmp_path_factory) -> Iterator[None]:
    """Two clusters that start at once on two cores wait for each other until both are given up."""
    with FileLock(tmp_path_factory.getbasetemp().parent / "ray.lock"):
        yield
