"""Fixtures that every test folder may use."""

from __future__ import annotations

import os

from hypothesis import settings

# Every run of continuous integration tries the same examples, and one that fails prints how to try it again.
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

pytest_plugins = ["tests.pulse_server", "tests.songs"]
