#!/usr/bin/env python3
"""Anacrusis: plays the picture to the music. `python live.py --help` lists the commands."""

import os
import sys

# The ear's products are far too small to be shared among processors: waking them would cost more.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from realtime.cli import main

if __name__ == "__main__":
    sys.exit(main())
