"""What the guard is worth on texts that it was never fitted to: `python -m training.judge_held_out`.

`training/held_out/SET/HALF.tsv` has lines of kind, language and text; characters that cannot be seen are
written as Python writes them (`\\u200b`). Nothing is fitted to them or changed for their sake, and no
sentence of `training/prompts` may be one of them. Each set was written without looking at the sentences of
its day, before the opinion was fitted anew, and judged for the first time after it.
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import numpy as np

from realtime.guard.opinion import load_opinion
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist

HELD_OUT = Path(__file__).resolve().parent / "held_out"
SETS = ("first", "second", "third")
FINE_HALF = "fine"
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")


class HeldOut(NamedTuple):
    """One text. half: `unfit`, `evasions` or `fine`; kind: what it is, or by which means it evades."""

    half: str
    kind: str
    language: str
    text: str


def held_out(name: str) -> Iterator[HeldOut]:
    """All texts of one of SETS, in order."""
    for path in sorted((HELD_OUT / name).glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, language, text = line.split("\t")
            yield HeldOut(path.stem, kind, language, _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text))


@click.command()
@click.option("--set", "name", type=click.Choice(SETS), default=SETS[-1], help="Which texts.")
@click.option("--venue", default="", help="How strict, as a setlist says it.")
@click.option("--wrong", is_flag=True, help="List what is judged wrongly, too.")
def main(name: str, venue: str, wrong: bool) -> None:
    """Judge the texts and print the share that is refused, by kind and language."""
    listed = Blocklist.load(BLOCKLIST, None, venue)
    judged = Blocklist.load(BLOCKLIST, load_opinion(), venue)
    judged.check("a first text")
    refused: dict[tuple[str, str, str], list[tuple[bool, bool]]] = defaultdict(list)
    took = []
    for given in held_out(name):
        began = time.process_time()
        both = not judged.check(given.text).fit
        took.append(time.process_time() - began)
        pair = not listed.check(given.text).fit, both
        for kind, language in ((given.kind, given.language), (given.kind, "all"), ("all", "all")):
            refused[given.half, kind, language].append(pair)
        if wrong and both == (given.half == FINE_HALF):
            click.echo(f"wrong: {given.half} {given.kind} {given.language}: {given.text}")
    click.echo("| half | kind | language | texts | list alone refuses | with the opinion |")
    click.echo("| --- | --- | --- | --: | --: | --: |")
    for (half, kind, language), pairs in sorted(refused.items()):
        alone, both_ = np.mean(pairs, axis=0)
        click.echo(f"| {half} | {kind} | {language} | {len(pairs)} | {alone:.1%} | {both_:.1%} |")
    middle, high = np.quantile(took, (0.5, 0.99))
    click.echo(f"Processor time a text: p50 {middle * 1e3:.1f} ms, p99 {high * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
