"""Fixtures that every test folder may use."""

from __future__ import annotations

pytest_plugins = ["tests.pulse_server", "tests.songs"]
