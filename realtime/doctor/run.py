"""All checks, in the order in which faults should be mended.

Nothing is believed that can be tried: providers get a graph to run, GL a context to make, ports a socket to
bind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from realtime.command_name import install_hint
from realtime.doctor import machine
from realtime.doctor.card import look_at_card
from realtime.doctor.check import Check
from realtime.options import OSC_PORT
from realtime.paint.diffusion import cache


def run_checks(root: Path | None = None, port: int = OSC_PORT) -> list[Check]:
    """Look at everything. root: where compiled models live; port: of OSC."""
    root = root or cache.default_root()
    looks: list[tuple[str, Callable[[], list[Check]]]] = [
        ("Python", lambda: [machine.look_at_python()]),
        ("graphics card", look_at_card),
        ("OpenVINO", lambda: [machine.look_at_openvino()]),
        ("GL", lambda: [machine.look_at_gl()]),
        ("PortAudio", lambda: [machine.look_at_sound()]),
        ("models", lambda: machine.look_at_models(root)),
        ("port", lambda: [machine.look_at_port(port)]),
        ("disk", lambda: [machine.look_at_disk(root)]),
    ]
    checks: list[Check] = []
    for name, look in looks:
        try:
            checks.extend(look())
        except Exception as error:  # a check that breaks is a finding; the others still count
            checks.append(Check(name, False, f"could not be checked: {error}", install_hint()))
    return checks
