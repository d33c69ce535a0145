"""`Say`: how a long task reports to the person who started it."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one line of text; where it appears is the caller's choice."""
