"""What a test needs and this machine lacks: a loud skip, and in continuous integration a failure."""

from __future__ import annotations

import importlib
import os
from types import ModuleType
from typing import NoReturn

import pytest


def missing(text: str) -> NoReturn:
    """text: what is missing and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(text)
    pytest.skip(f"NOT TESTED: {text}", allow_module_level=True)


def needed(module: str, how: str) -> ModuleType:
    """The module of that name. how: to get it, where it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        missing(f"{module} is missing: {how}")
