"""The program's commands, run in the process of the test: what they print and answer is what a user gets, but
neither Python, the packages nor the guard are loaded again for each. A test of what only a process of its own
shows (signals, a terminal, standard input, a broken installation) starts live.py instead."""

from __future__ import annotations

import io
import logging
import os
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess

from realtime.cli import main


def called(*arguments: object, cwd: Path | None = None) -> CompletedProcess[str]:
    """Run one command; its exit code and all that it printed. An error that the program does not catch is
    raised here, as it would be a traceback there."""
    out, err = _capture(), _capture()
    words = [str(argument) for argument in arguments]
    root, program = logging.getLogger(), logging.getLogger("realtime")
    handlers, level, of_program = root.handlers[:], root.level, program.level
    root.handlers = []  # pytest's own, beside which the program would set up none
    environment = dict(os.environ)
    try:
        with chdir(cwd or "."), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
    finally:
        root.handlers = handlers
        root.setLevel(level)
        program.setLevel(of_program)
        os.environ.clear()
        os.environ.update(environment)
    return CompletedProcess(words, code, _printed(out), _printed(err))


def _capture() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _printed(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8").replace(os.linesep, "\n")
