"""Anacrusis: a live-performance visualizer that hears the beat before it falls."""

import realtime.no_telemetry  # noqa: F401  before any library that would report

__version__ = "0.1.0"
