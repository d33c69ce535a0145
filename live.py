#!/usr/bin/env python3
"""Anacrusis: plays the picture to the music. `./live.py --help` lists the commands."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

# Without these nothing starts.
NEEDED = ("aubio", "av", "click", "moderngl", "numpy", "platformdirs", "pydantic", "pygame", "sounddevice")


def use_installed_packages() -> None:
    """Where this Python lacks the packages, go on with that of .venv, which has them."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        return
    venv = Path(__file__).resolve().parent / ".venv"
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if python.exists() and Path(sys.prefix).resolve() != venv.resolve():
        if os.name == "nt":
            sys.exit(subprocess.call([str(python), *sys.argv]))
        os.execv(python, [str(python), *sys.argv])
    print(
        f"live.py: not installed: {', '.join(missing)}; run `make live`, or where there is no make:"
        " python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e .",
        file=sys.stderr,
    )
    sys.exit(2)


if __name__ == "__main__":
    use_installed_packages()
    from realtime.cli import main

    sys.exit(main())
