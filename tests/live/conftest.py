"""The operator's seat, for the tests of commands and prompts."""

from __future__ import annotations

import pytest

from tests.live.seat import Seat


@pytest.fixture
def seat():
    seat = Seat()
    yield seat
    seat.server.close()
