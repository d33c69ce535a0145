"""Panels to ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.panel.served import TOKENS, Served, opened


@pytest.fixture
def served() -> Iterator[Served]:
    """Reached by this machine only."""
    with opened() as made:
        yield made


@pytest.fixture
def guarded() -> Iterator[Served]:
    """As on an address that others can reach: it wants tokens."""
    with opened(tokens=TOKENS, asks_within_s=0.5) as made:
        yield made
