"""Fits the weights of `realtime.audio.beat.observation_model`: `python -m training.fit_observation_model`.

Only synthetic music is heard: every genre of `synthetic_music.groove_genres` and every scene of
`synthetic_music.music`, all weighted alike, at seeds that no figure is taken from. In stretches of four and
eight seconds the true beat competes with the half-beat, the quarters, the thirds, tempos at simple ratios and
tempos at none; the weights make the true one probable (maximum mutual information). In speech, applause and
other sound without a beat no beat may seem more probable than another. As masters differ in how plainly each
group of bands is heard, the groups' loudness is drawn anew whenever a stretch is used.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from realtime.audio.beat import observation_model
from realtime.audio.beat.follower import ANALYSIS_DELAY_S
from realtime.audio.beat.observation_model import KINDS, PHASE_BINS, PLACES, TRAITS, places, traits
from realtime.audio.beat.tracker import PREFERRED_TEMPO, PREFERRED_WIDTH_OCTAVES
from realtime.audio.feature.loudness import Loudness
from realtime.audio.feature.novelty import GROUPS, Novelty, Spectra
from synthetic_music.beatless import SOUNDS, sound
from synthetic_music.groove_genres import GENRES, groove
from synthetic_music.music import SCENES, WIDER, scene
from synthetic_music.score import RATE, Music

GENRE_SEEDS, SCENE_SEEDS, SOUND_SEEDS = range(100, 118), range(100, 106), range(100, 108)
STRETCHES_S = ((8.0, 5.0), (4.0, 7.0))
"""Length of a stretch, and from the start of one to that of the next."""
QUIET_S = 0.2
ITERATIONS, BATCH, RATE_OF_LEARNING = 800, 512, 0.05
DECAY_TO_MEAN, DECAY_OF_MEAN = 1e-4, 1e-5
"""Kinds that nothing speaks for are like the mean of all."""
APART, LATER = 300, 1.0
"""For so many iterations each kind keeps to its own music; later other music costs it this much (natural
logarithm). Else two of them soon take it all."""
MERCY = 10.0
"""A stretch that says the opposite of the truth may not rule the fit: losses above this count ever less."""
GROUP_GAIN, GROUP_LOST, AS_IS = 0.5, 0.2, 0.1
"""Deviation of a group's loudness (natural logarithm), the chance that it is not heard at all, and the share
of stretches that are left as they are."""
NO_BEAT_SHARE = 0.4
"""Of a sound without a beat, where a genre has 1."""
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
_FLOOR = (
    "four_floor disco dembow chip arpeggio march metal percussion house gap ramp breakdown "
    "off_beat_heavy pumped ska oom_pah double_time reggae offbeat"
)
_NO_DRUMS = "plucked_pads solo_piano strings strummed fingerpicked orchestra mingled pads piano"
_THREES_AND_SYNCOPES = (
    "shuffle jazz six_eight waltz fast_waltz latin bossa samba random_groove random funk fusion"
)
_KICK_SNARE = "rock drum_and_bass breakbeat boom_bap trap half_time soul ballad hiphop"
FIRST_MUSIC = tuple(
    frozenset(music.split())
    for music in (_FLOOR, _NO_DRUMS, _THREES_AND_SYNCOPES, _KICK_SNARE)
    for _turn in range(2)
)
"""What each kind learns at first."""


@dataclass(frozen=True)
class Heard:
    """What the tracker hears of a piece. times: (frames,) s; novelty: (frames, groups); quiet: (frames,) s,
    for how long nothing was heard; beats: (n,) s, the true ones."""

    times: np.ndarray
    novelty: np.ndarray
    quiet: np.ndarray
    beats: np.ndarray


@dataclass(frozen=True)
class Stretch:
    """sums: (rivals, even or odd beat, places × traits), what the weights apply to; prior: (rivals,), log, of
    their tempos; truth: (rivals,), probabilities; source: the function that made it."""

    source: str
    music: str
    seconds: float
    sums: np.ndarray
    prior: np.ndarray
    truth: np.ndarray


Make = Callable[[str, int], Music]


def beatless(name: str, seed: int) -> Music:
    """A sound without a beat; those it is given mean nothing."""
    samples = sound(name, seed, 30.0)
    beats = np.arange(0.0, 30.0, 0.55)
    return Music(name, samples, beats, np.ones(len(beats), dtype=int), 4)


def training_music() -> Iterator[tuple[Make, str, int]]:
    yield from ((groove, *which) for which in itertools.product(GENRES, GENRE_SEEDS))
    yield from ((scene, *which) for which in itertools.product(SCENES | WIDER, SCENE_SEEDS))
    yield from ((beatless, *which) for which in itertools.product(SOUNDS, SOUND_SEEDS))


def heard(music: Music) -> Heard:
    spectra, loudness = Spectra(RATE), Loudness()
    novelty_of = Novelty(spectra.frequencies)
    times, novelty, quiet = [], [], []
    for first in range(0, len(music.samples), RATE // 100):
        part = music.samples[first : first + RATE // 100]
        loudness.hear(float(part @ part) / len(part), len(part) / RATE)
        for offset, magnitudes in spectra(part):
            times.append(first / RATE + offset)
            novelty.append(novelty_of(magnitudes))
            quiet.append(loudness.quiet_s)
    return Heard(np.array(times), np.array(novelty, dtype=np.float32), np.array(quiet), music.beats)


def kept(folder: Path, make: Make, name: str, seed: int) -> Heard:
    """As heard before, if it is in this folder."""
    path = folder / f"{make.__name__}_{name}_{seed}.npz"
    if path.exists():
        return Heard(**np.load(path))
    new = heard(make(name, seed))
    np.savez(path, times=new.times, novelty=new.novelty, quiet=new.quiet, beats=new.beats)
    return new


def stretches(
    source: str, music: str, piece: Heard, rivals: np.ndarray = RIVALS, any_is_true: bool = False
) -> Iterator[Stretch]:
    times, beats = piece.times, piece.beats
    heard_traits = np.array([traits(novelty) for novelty in piece.novelty], dtype=np.float32)
    position = np.interp(times - ANALYSIS_DELAY_S, beats, np.arange(len(beats)))
    belongs = places().astype(np.float32)
    for length, hop in STRETCHES_S:
        for start in np.arange(beats[0] + 0.5, beats[-1] - length, hop):
            inside = np.flatnonzero((times >= start) & (times < start + length))
            if piece.quiet[inside].max() > QUIET_S:
                continue
            there = position[inside] * rivals[:, :1] + rivals[:, 1:]
            bins = (there % 1.0 * PHASE_BINS + 0.5).astype(int) % PHASE_BINS
            odd = (np.floor(there + 0.5 / PHASE_BINS) % 2).astype(np.float32)
            sums = np.empty((len(rivals), 2, belongs.shape[1], TRAITS), dtype=np.float32)
            for rival in range(len(rivals)):
                here = belongs[bins[rival]]
                sums[rival, 1] = (here * odd[rival][:, None]).T @ heard_traits[inside]
                sums[rival, 0] = here.T @ heard_traits[inside] - sums[rival, 1]
            tempo = 60.0 / length * (position[inside[-1]] - position[inside[0]]) * rivals[:, 0]
            octaves = np.log2(tempo / PREFERRED_TEMPO) / PREFERRED_WIDTH_OCTAVES
            prior = np.where((tempo > 40.0) & (tempo < 222.0), -0.5 * octaves**2, -50.0).astype(np.float32)
            truth = _log_sum(prior)[1] if any_is_true else np.eye(1, len(rivals), dtype=np.float32)[0]
            yield Stretch(source, music, length, sums.reshape(len(rivals), 2, -1), prior, truth)


def stretches_without_beat(music: str, seed: int, piece: Heard) -> Iterator[Stretch]:
    """Beats at any tempo and phase, one as true as the other."""
    chance = np.random.default_rng([seed, *music.encode()])
    rivals = np.stack([np.exp2(chance.uniform(-1, 1, len(RIVALS))), chance.random(len(RIVALS))], axis=1)
    return stretches(beatless.__name__, music, piece, rivals, any_is_true=True)


@dataclass(frozen=True)
class Batch:
    """Stretches side by side. own: (batch, kinds), 0 for a kind whose music it is, else below."""

    sums: np.ndarray
    prior: np.ndarray
    truth: np.ndarray
    share: np.ndarray
    own: np.ndarray


def loss_and_slope(weights: np.ndarray, batch: Batch) -> tuple[float, np.ndarray]:
    """How improbable the truth is, and its derivative by the weights (kinds, places × traits)."""
    sums, truth, share = batch.sums, batch.truth, batch.share
    flat = sums.reshape(-1, sums.shape[-1])
    by_kind = (flat @ weights.T).reshape(*sums.shape[:3], len(KINDS))
    # A kind that another follows begins with the even or with the odd beat.
    paths = by_kind[:, :, 0] + by_kind[:, :, 1][..., KINDS]
    paths[:, 0] += batch.own
    score, kind_share = _log_sum(paths)
    total, rival_share = _log_sum(score + batch.prior)
    least = -(truth * np.log(np.maximum(truth, 1e-30))).sum(axis=1)
    wrong = np.maximum(total - (truth * (score + batch.prior)).sum(axis=1) - least, 0.0)
    slope = (rival_share - truth) * (share / (1.0 + wrong / MERCY) / len(share))[:, None]
    slope = slope[..., None] * kind_share
    back = np.empty_like(by_kind)
    back[:, :, 0] = slope
    back[:, :, 1][..., KINDS] = slope
    loss = float(np.mean(share * MERCY * np.log1p(wrong / MERCY)))
    return loss, back.reshape(-1, len(KINDS)).T @ flat


def other_master(chance: np.random.Generator, count: int) -> np.ndarray:
    """Factors (count, places × traits): each group of bands louder or softer, or not heard at all."""
    gain = np.exp(GROUP_GAIN * chance.standard_normal((count, GROUPS)))
    gain *= chance.random((count, GROUPS)) > GROUP_LOST
    gain[: int(AS_IS * count)] = 1.0
    of_traits = np.array([traits(groups) for groups in gain], dtype=np.float32)
    return np.tile(of_traits, (1, 1 + len(PLACES)))


def _log_sum(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of the sum of exponentials along the last axis, and the share of each."""
    most = scores.max(axis=-1, keepdims=True)
    shares = np.exp(scores - most)
    total = shares.sum(axis=-1, keepdims=True)
    return (most + np.log(total))[..., 0], shares / total


def fit(found: list[Stretch], progress: Callable[[str], None] = lambda _line: None) -> np.ndarray:
    """Weights (kinds, places, traits) under which the truth is most probable."""
    chance = np.random.default_rng(0)
    sums = np.stack([stretch.sums for stretch in found])
    prior = np.stack([stretch.prior for stretch in found])
    truth = np.stack([stretch.truth for stretch in found])
    share, own = _shares(found), _own(found)
    weights = (0.02 * chance.standard_normal((len(KINDS), 1 + len(PLACES), TRAITS))).astype(np.float32)
    weights[:, 1, :GROUPS] += 0.3
    weights[:, 3, :GROUPS] += 0.1
    weights = weights.reshape(len(KINDS), -1)
    average, square = np.zeros_like(weights), np.zeros_like(weights)
    for iteration in range(ITERATIONS):
        some = chance.choice(len(found), min(BATCH, len(found)), replace=False)
        colour = other_master(chance, len(some))[:, None, None]
        kinds = own[some] if iteration < APART else np.maximum(own[some], -LATER)
        batch = Batch(sums[some] * colour, prior[some], truth[some], share[some], kinds)
        loss, slope = loss_and_slope(weights, batch)
        mean = weights.mean(axis=0)
        slope += 2.0 * (DECAY_TO_MEAN * (weights - mean) + DECAY_OF_MEAN * mean)
        # Adam (Kingma & Ba 2015), slower and slower.
        average += 0.1 * (slope - average)
        square += 0.001 * (slope**2 - square)
        fair = np.sqrt(1.0 - 0.999 ** (iteration + 1)) / (1.0 - 0.9 ** (iteration + 1))
        cosine = 0.5 * (1.0 + np.cos(np.pi * iteration / ITERATIONS))
        rate = RATE_OF_LEARNING * min(1.0, (iteration + 1) / 20) * cosine
        weights -= np.float32(rate * fair) * average / (np.sqrt(square) + 1e-8)
        if iteration % 100 == 99:
            progress(f"{iteration + 1} of {ITERATIONS}: {loss:.3f}")
    return weights.reshape(len(KINDS), 1 + len(PLACES), TRAITS)


def _shares(found: list[Stretch]) -> np.ndarray:
    """Every genre and scene counts alike, and in it every second."""
    seconds: Counter[tuple[str, str]] = Counter()
    for stretch in found:
        seconds[stretch.source, stretch.music] += stretch.seconds
    share = np.array([s.seconds / seconds[s.source, s.music] for s in found], dtype=np.float32)
    share /= share.mean()
    share[[s.source == beatless.__name__ for s in found]] *= NO_BEAT_SHARE
    return share


def _own(found: list[Stretch]) -> np.ndarray:
    allowed = [[s.source == beatless.__name__ or s.music in first for first in FIRST_MUSIC] for s in found]
    return np.where(allowed, 0.0, -1e4).astype(np.float32)


def write(weights: np.ndarray, path: Path) -> None:
    """The weights as a table in the source, in hundredths."""
    lines = [
        '"""Weights of `observation_model` in hundredths, a line for each kind and place; written by',
        '`training/fit_observation_model.py`."""',
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
    default=Path(observation_model.__file__).with_name("observation_weights.py"),
    help="Where the table goes.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for what was heard: a second fit need not make the music again.",
)
def main(output: Path, keep: Path | None) -> None:
    """Fit the beat model's weights on synthetic music."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    found: list[Stretch] = []
    for make, name, seed in training_music():
        piece = heard(make(name, seed)) if keep is None else kept(keep, make, name, seed)
        if make is beatless:
            found += stretches_without_beat(name, seed, piece)
        else:
            found += stretches(make.__name__, name, piece)
    write(fit(found, click.echo), output)


if __name__ == "__main__":
    main()
