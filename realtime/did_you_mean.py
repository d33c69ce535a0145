"""What to say when a name is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


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


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """`did you mean 'power'?`, or nothing where no name is near."""
    near = nearest(wrong, known)
    return f"did you mean {near[0]!r}?" if near else ""


def unknown(kind: str, wrong: str, known: Iterable[str]) -> str:
    """One clause: `unknown curve "powr"; did you mean "power"?`, or all known names if none is near."""
    names = list(known)
    near = nearest(wrong, names)
    if near:
        return f'unknown {kind} "{wrong}"; did you mean "{near[0]}"?'
    return f'unknown {kind} "{wrong}"; known: {", ".join(names)}'


def no_such(kind: str, wrong: str, known: Iterable[str]) -> str:
    """One sentence: `There is no style 'wodcut'; did you mean 'woodcut'?`, or all names if none is near."""
    names = list(known)
    hint = did_you_mean(wrong, names) or f"there are {', '.join(names)}."
    return f"There is no {kind} {wrong!r}; {hint if names else 'there is none at all.'}"
