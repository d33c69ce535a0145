#!/usr/bin/env python3
"""Anacrusis: plays the picture to the music. `python live.py --help` lists the commands."""

import sys

from realtime.cli import main

if __name__ == "__main__":
    sys.exit(main())
