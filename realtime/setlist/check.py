"""`check`: everything that is wrong with a setlist or a prompt, before the show."""

from __future__ import annotations

from pathlib import Path

from realtime.errors import UserError
from realtime.scenery.media import unreadable
from realtime.scenery.source_name import parse_source
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import Violation, read_setlist
from realtime.setlist.values import UNCHECKED, Names


def check_setlist(path: str | Path, blocklist: Blocklist, names: Names = UNCHECKED) -> list[Violation]:
    """Every slip of form and every refused text of a setlist file, in the file's order; where there are none,
    every picture and video in it that cannot be read.

    Raises UserError where there is no such file.
    """
    if not Path(path).is_file():
        raise UserError(f"There is no setlist {path}.")
    setlist, violations = read_setlist(path, blocklist, names)
    if setlist is None or violations:
        return violations
    return [
        Violation(str(path), 1, 1, f"source {source!r}", why)
        for source in dict.fromkeys(
            text for scene in setlist.scenes for text in (scene.source, *scene.images.values())
        )
        if (why := unreadable(parse_source(source)))
    ]


def setlist_report(path: str | Path, blocklist: Blocklist, names: Names = UNCHECKED) -> tuple[int, list[str]]:
    """(exit code, lines): 0 and one line if all is well, else 1 and a line for each violation."""
    violations = check_setlist(path, blocklist, names)
    if not violations:
        return 0, [f"{path}: nothing wrong"]
    return 1, [str(violation) for violation in violations]


def prompt_report(text: str, blocklist: Blocklist) -> tuple[int, list[str]]:
    """(exit code, lines): 0 if the text may be painted, 1 with the rule if it is refused."""
    verdict = blocklist.check(text)
    return (0 if verdict.fit else 1), [verdict.reason]
