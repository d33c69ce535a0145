"""Fits the weights of `realtime.audio.beat_kinds`: `python -m benchmarks.fit_beat_kinds`.

Only synthetic music is heard: every genre of `benchmarks.groove_genres` and every scene of
`benchmarks.music`, all weighted alike, at seeds that no figure is taken from. In stretches of four and eight
seconds the true beat competes with the half-beat, the quarters, the thirds, tempos at simple ratios and
tempos at none; the weights make the true one probable (maximum mutual information). Needs torch.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from benchmarks.groove_genres import GENRES, groove
from benchmarks.music import RATE, SCENES, WIDER, Music, scene
from realtime.audio import beat_kinds
from realtime.audio.beat_kinds import KINDS, PHASE_BINS, PLACES, TRAITS, places, traits
from realtime.audio.beat_tracker import PREFERRED_TEMPO, PREFERRED_WIDTH_OCTAVES
from realtime.audio.energy import Loudness
from realtime.audio.novelty import Novelty, Spectra
from realtime.audio.rhythm import ANALYSIS_DELAY_S

GENRE_SEEDS, SCENE_SEEDS = range(100, 124), range(100, 112)
STRETCHES_S = ((8.0, 5.0), (4.0, 7.0))
"""Length of a stretch, and from the start of one to that of the next."""
QUIET_S = 0.2
ITERATIONS, BATCH, RATE_OF_LEARNING, DECAY = 900, 384, 0.05, 0.0003
WORST_LOSS = 10.0
"""A stretch that says the opposite of the truth may not rule the fit."""
_THIRDS = (0.0, 1 / 3, 2 / 3)
_QUARTERS = (0.0, 0.25, 0.5, 0.75)
_OTHER = {
    1.0: (0.0, 0.5, 0.25, 0.75, 1 / 3, 2 / 3, 0.12, 0.88),
    2.0: (0.0, 0.5),
    0.5: _QUARTERS,
    3.0: (0.0, 0.5),
    1 / 3: (*_THIRDS, 1 / 6, 0.5, 5 / 6),
    1.5: _QUARTERS,
    2 / 3: _THIRDS,
    4 / 3: _QUARTERS,
    0.75: _QUARTERS,
    **{ratio: (0.0,) for ratio in (1.13, 0.88, 1.27, 0.79, 1.41, 0.71, 1.62, 0.62)},
}
RIVALS = np.array([(ratio, phase) for ratio, phases in _OTHER.items() for phase in phases])
"""Tempo over the true one, and phase at the true beat; the first is the truth."""


def training_music() -> Iterator[Music]:
    for seed, name in itertools.product(GENRE_SEEDS, GENRES):
        yield groove(name, seed)
    for seed, name in itertools.product(SCENE_SEEDS, SCENES | WIDER):
        yield scene(name, seed)


def heard(music: Music) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times (frames,) s, traits (frames, traits), for how long it was quiet (frames,) s."""
    spectra, loudness = Spectra(RATE), Loudness()
    novelty_of = Novelty(spectra.frequencies)
    times, rows, quiet = [], [], []
    for first in range(0, len(music.samples), RATE // 100):
        part = music.samples[first : first + RATE // 100]
        loudness.hear(float(part @ part) / len(part), len(part) / RATE)
        for offset, magnitudes in spectra(part):
            times.append(first / RATE + offset)
            rows.append(traits(novelty_of(magnitudes)))
            quiet.append(loudness.quiet_s)
    return np.array(times), np.array(rows, dtype=np.float32), np.array(quiet)


def stretches(music: Music) -> Iterator[tuple[np.ndarray, np.ndarray, float]]:
    """For each stretch: what the weights apply to (rivals, odd or even beat, places, traits), the log prior
    of each rival's tempo, and the stretch's weight."""
    times, heard_traits, quiet = heard(music)
    position = np.interp(times - ANALYSIS_DELAY_S, music.beats, np.arange(len(music.beats)))
    belongs = places().astype(np.float32)
    for length, hop in STRETCHES_S:
        for start in np.arange(music.beats[0] + 0.5, music.beats[-1] - length, hop):
            inside = np.flatnonzero((times >= start) & (times < start + length))
            if quiet[inside].max() > QUIET_S:
                continue
            there = position[inside] * RIVALS[:, :1] + RIVALS[:, 1:]
            bins = (there % 1.0 * PHASE_BINS + 0.5).astype(int) % PHASE_BINS
            odd = (np.floor(there + 0.5 / PHASE_BINS) % 2).astype(np.float32)
            sums = np.empty((len(RIVALS), 2, belongs.shape[1], TRAITS), dtype=np.float32)
            for rival in range(len(RIVALS)):
                here = belongs[bins[rival]]
                sums[rival, 1] = (here * odd[rival][:, None]).T @ heard_traits[inside]
                sums[rival, 0] = here.T @ heard_traits[inside] - sums[rival, 1]
            tempo = 60.0 / length * (position[inside[-1]] - position[inside[0]]) * RIVALS[:, 0]
            octaves = np.log2(tempo / PREFERRED_TEMPO) / PREFERRED_WIDTH_OCTAVES
            prior = np.where((tempo > 40.0) & (tempo < 222.0), -0.5 * octaves**2, -50.0)
            yield sums, prior.astype(np.float32), length


def fit(sums: np.ndarray, priors: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weights (kinds, places, traits) under which the truth is most probable."""
    import torch

    chance = torch.Generator().manual_seed(0)
    data, prior, share = (torch.from_numpy(a) for a in (sums, priors, weight.astype(np.float32)))
    weights = 0.02 * torch.randn(len(KINDS), 1 + len(PLACES), TRAITS, generator=chance)
    weights[:, 1, :4] += 0.3
    weights[:, 3, :4] += 0.1
    weights.requires_grad_()
    optimiser = torch.optim.Adam([weights])
    for iteration in range(ITERATIONS):
        cosine = 0.5 * (1.0 + np.cos(np.pi * iteration / ITERATIONS))
        optimiser.param_groups[0]["lr"] = RATE_OF_LEARNING * min(1.0, (iteration + 1) / 20) * cosine + 1e-4
        batch = torch.randperm(len(data), generator=chance)[:BATCH]
        by_kind = torch.einsum("nrqpt,kpt->nrqk", data[batch], weights)
        # A kind that another follows begins with the even or with the odd beat.
        paths = [by_kind[:, :, 0, kind] + by_kind[:, :, 1, after] for kind, after in enumerate(KINDS)]
        score = torch.logsumexp(torch.stack(paths, dim=-1), dim=-1) + prior[batch]
        wrong = (-torch.log_softmax(score, dim=1)[:, 0]).clamp(max=WORST_LOSS)
        loss = (wrong * share[batch]).mean() + DECAY * weights.square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return weights.detach().numpy()


def write(weights: np.ndarray, path: Path) -> None:
    """The weights as a table in the source, in hundredths."""
    lines = [
        '"""Weights of `beat_kinds` in hundredths, a line for each kind and place; written by',
        '`benchmarks/fit_beat_kinds.py`."""',
        "",
        "WEIGHTS = (",
    ]
    for kind, rows in enumerate(np.rint(100.0 * weights).astype(int).tolist()):
        lines.append(f"    # Kind {kind}.")
        lines += ["    " + " ".join(f"{number}," for number in row) for row in rows]
    path.write_text("\n".join([*lines, ")  # fmt: skip", ""]))


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(beat_kinds.__file__).with_name("beat_weights.py"),
    help="Where the table goes.",
)
def main(output: Path) -> None:
    """Fit the beat model's weights on synthetic music."""
    sums, priors, weight, names = [], [], [], []
    for music in training_music():
        for found, prior, length in stretches(music):
            sums.append(found)
            priors.append(prior)
            weight.append(length)
            names.append(music.name)
    by_name: Counter[str] = Counter()
    for name, length in zip(names, weight, strict=True):
        by_name[name] += length
    share = np.array(weight) / np.array([by_name[name] for name in names])
    write(fit(np.stack(sums), np.stack(priors), share / share.mean()), output)


if __name__ == "__main__":
    main()
