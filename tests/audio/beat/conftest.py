"""A piece of house for all who hear beats."""

import pytest

from synthetic_music.music import scene


@pytest.fixture(scope="session")
def house():
    return scene("house", 3, 12.0)
