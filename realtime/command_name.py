"""The command as its user typed it, for sentences that say what to type next."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from realtime.resources import CHECKOUT

_DOOR = "live.py"
_INSTALLED = "anacrusis"


def command_name() -> str:
    """`live.py` in a checkout, `anacrusis` where that was typed or the program is an installed package."""
    if CHECKOUT is None or Path(sys.argv[0]).stem == _INSTALLED:
        return _INSTALLED
    return _DOOR


def start_line() -> str:
    """As `command_name`, in the form that a shell in the checkout's folder takes."""
    if command_name() == _INSTALLED:
        return _INSTALLED
    return f"python {_DOOR}" if os.name == "nt" else f"./{_DOOR}"


def typed(*words: str) -> str:
    """The command with `words` after it: `live.py devices`."""
    return " ".join((command_name(), *words))


def python_command() -> str:
    """How the Python that runs the program is called, in the checkout's folder where there is one."""
    if CHECKOUT is None:
        return f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return r".venv\Scripts\python" if os.name == "nt" else ".venv/bin/python"


def pip_command() -> str:
    """How pip is called for the Python that runs the program."""
    return f"{python_command()} -m pip"


def install_hint(extra: str = "") -> str:
    """What to type to install what the program stands on, with one of its extras."""
    what = "anacrusis" if CHECKOUT is None else "."
    wanted = f'"{what}[{extra}]"' if extra else what  # double quotes: cmd.exe knows no others
    return f"{pip_command()} install {wanted if CHECKOUT is None else f'-e {wanted}'}"
