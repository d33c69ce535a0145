"""What a test needs and this machine lacks: a loud skip, and in continuous integration a failure."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(text: str) -> NoReturn:
    """text: what is missing and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(text)
    pytest.skip(f"NOT TESTED: {text}")
