"""How to reach the panel: links, and QR codes for telephones, as text for a terminal."""

from __future__ import annotations

from realtime.control.announce import reachable_host
from realtime.panel.access import Tokens

# Black on white in a terminal of any colours: some cameras read no negatives.
_PAPER, _END = "\033[30;107m", "\033[0m"
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_BORDER = 2
_GAP = "   "


def link(host: str, port: int, path: str = "/", token: str = "") -> str:
    """The address of a page. The token stands behind a #: browsers send it to nobody."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{path}" + (f"#{token}" if token else "")


def announcement(host: str, port: int, tokens: Tokens | None) -> list[str]:
    """Lines for the person who started the show."""
    if tokens is None:
        return [f"panel: {link(host, port)}"]
    reached = reachable_host(host)
    operator, guard = link(reached, port, "/", tokens.operator), link(reached, port, "/guard", tokens.guard)
    codes = zip(qr_lines(operator), qr_lines(guard), strict=False)
    return [
        f"panel for the operator (left): {operator}",
        f"panel for the guard (right): {guard}",
        *(f"{left}{_GAP}{right}" for left, right in codes),
        "Who has a link has the panel: give the left one to nobody.",
    ]


def qr_lines(text: str) -> list[str]:
    """A QR code, two rows of it a line."""
    import segno

    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return [
        _PAPER + "".join(_HALVES[bool(above), bool(below)] for above, below in zip(*pair, strict=True)) + _END
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]
