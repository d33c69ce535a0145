"""What to say when a name is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from realtime.notice import Notice


def nearest(wrong: str, known: Iterable[str], most: int = 1, cutoff: float = 0.55) -> list[str]:
    """The names that `wrong` may stand for, best first, at most `most`; upper and lower case are one.

    cutoff: 0..1, how alike they must be (difflib's ratio). A name that begins with `wrong` counts where
    none is that much alike.
    """
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    word = wrong.casefold()
    near = difflib.get_close_matches(word, folded, most, cutoff)
    if not near and word:
        near = [name for name in folded if name.startswith(word)][:most]
    return [folded[name] for name in near]


def suggest(names: Iterable[object]) -> str:
    """`; did you mean power or powder?`, to stand behind what is wrong; "" where there is no name."""
    listed = " or ".join(map(str, names))
    return Notice("; did you mean {names}?", names=listed) if listed else ""


def unknown(kind: str, wrong: str, known: Iterable[str]) -> str:
    """One clause: `unknown curve "powr"; did you mean "power"?`, or all known names if none is near."""
    names = list(known)
    near = suggest(f'"{name}"' for name in nearest(wrong, names))
    return f'unknown {kind} "{wrong}"{near or "; known: " + ", ".join(names)}'


def no_such(kind: str, wrong: str, known: Iterable[str]) -> str:
    """One sentence: `There is no style 'wodcut'; did you mean 'woodcut'?`, or all names if none is near."""
    names = list(known)
    hint = suggest(map(repr, nearest(wrong, names))) or f"; there are {', '.join(names)}."
    return f"There is no {kind} {wrong!r}{hint if names else '; there is none at all.'}"
