"""What to say when a name is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def unknown(kind: str, wrong: str, known: Iterable[str]) -> str:
    """One clause: `unknown curve "powr"; did you mean "power"?`, or all known names if none is near."""
    names = list(known)
    near = difflib.get_close_matches(wrong.lower(), names, n=1, cutoff=0.55)
    if not near:
        near = [name for name in names if wrong and name.startswith(wrong.lower())][:1]
    if near:
        return f'unknown {kind} "{wrong}"; did you mean "{near[0]}"?'
    return f'unknown {kind} "{wrong}"; known: {", ".join(names)}'
