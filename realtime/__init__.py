"""Anacrusis: a live-performance visualizer that hears the beat before it falls."""

__version__ = "0.1.0"
