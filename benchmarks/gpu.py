"""Painting on a graphics card, measured: one run of at most 8 minutes, each check in a process of its own.

`live.py bench gpu --json card.json` on a machine with a card; with `--tiny`, small networks, it runs
anywhere. A check that fails, hangs or takes too long is a row with the reason, and the others go on. Without
--model the full-size SD-Turbo architecture gets random weights: nothing is fetched. Where only torch is
installed, it measures what torch can."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import click

from benchmarks.gpu_checks import CHECKS
from realtime.resources import CHECKOUT

Row = dict[str, object]
# Small networks are painted by a processor, which may have others' work to do.
_TINY_TIMES = 3


def run(tiny: bool = False, model: str | None = None) -> list[Row]:
    """Rows of all checks in turn; each has its name in `check`."""
    rows: list[Row] = []
    for name, (_, usual_s) in CHECKS.items():
        budget_s = usual_s * (_TINY_TIMES if tiny else 1)
        command = [sys.executable, "-m", "benchmarks.gpu_checks", name, *(["--tiny"] if tiny else [])]
        command += ["--model", model] if model else []
        click.echo(f"{name} (at most {budget_s} s) ...", nl=False, err=True)
        began = time.monotonic()
        try:
            ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=budget_s)
            found = json.loads(ran.stdout.splitlines()[-1])
        except subprocess.TimeoutExpired:
            found = [{"failed": f"it took more than its {budget_s} s"}]
        except (IndexError, ValueError):
            lines = [line for line in ran.stderr.splitlines() if line.strip()] or [
                f"exit code {ran.returncode}"
            ]
            found = [{"failed": lines[-1][:200]}]
        click.echo(f" {time.monotonic() - began:.0f} s", err=True)
        rows += [{"check": name, **row} for row in found]
    return rows
