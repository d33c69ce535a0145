"""One finding, and all of them as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ok: the show can use it, or does well without; found: what is there;
    mend: the command that mends a fault, or that would make a sound machine better; "" for none. Several
    commands, one after the other, stand in a line each."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def report(checks: list[Check]) -> str:
    """The checks as lines of text for a terminal."""
    lines = []
    for check in checks:
        lines.append(f"{'ok   ' if check.ok else 'FAULT'}  {check.name}: {check.found}")
        word = "better with" if check.ok else "mend with"
        for command in check.mend.splitlines():
            lines.append(f"       {word}:  {command}")
            word = "then"
    faults = sum(not check.ok for check in checks)
    lines.append("All is well." if not faults else f"{faults} fault{'s' if faults > 1 else ''}.")
    return "\n".join(lines)
