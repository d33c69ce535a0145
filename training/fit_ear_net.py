"""Fits the ear's networks: `python -m training.fit_ear_net MATERIAL CHECKPOINT`, MATERIAL as
`lay_ear_material`, `lay_composed` and `label_recordings` lay it.

The one that a show steps and, upon what that one feels, the one that hears a whole song are fitted together.
Of networks to begin with (`--start`) a copy is fitted on, and they stay beside it with a say of their own:
what they learned from material that is no more at hand is not forgotten.

Every batch is drawn from its number alone, and what was interrupted goes on from its last checkpoint. Pieces
are played faster and slower, in other keys, dull, thin and noisy. Two thirds of each kind are learned from;
`judge_ear_net` hears the last third. The networks that have come out are written as ONNX.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch
from onnx import save
from torch import nn

from realtime.audio.beat.band_input import BANDS, FRAMES_A_STEP, INPUTS, PITCHES
from realtime.audio.feature.novelty import FRAMES_PER_SECOND
from training.ear_material import held_back
from training.ear_net_model import EarNetModel, SongNetModel, from_onnx, graph, song_graph

ACTIVATION_DELAY_S, ACTIVATED_WITHIN_S = 0.03, 0.03
"""From a beat to the end of the window at which it is to be inputs, and how far from there it fades."""
SHARES = {
    "recording": 0.24,
    "band": 0.22,
    "people": 0.13,
    "score": 0.13,
    "module": 0.06,
    "groove": 0.08,
    "scene": 0.03,
    "deep": 0.05,
    "sound": 0.08,
}
"""Of each batch; kinds are named so, or begin so."""
BATCH, STEPS_OF_PIECE = 32, 512
LEARNING_RATE, SONG_RATE, WARM_UP, FIRST_STEPS = 3e-3, 3e-3, 60, 15
_FROM_A_NETWORK = 0.4
"""Of the rate, where a network that was fitted before is fitted on."""
BEAT_WEIGHT, ONE_WEIGHT, ONE_SHARE = 3.0, 6.0, 0.6
SAVE_EVERY = 100
_LAG_FRAMES = 4
_FULL = 6.0
_FULL_LOG = math.log1p(_FULL)


@dataclass(frozen=True)
class Heard:
    """times: (frames,) s; bands, pitches: uint8 (frames, BANDS), (frames, PITCHES); beats, ones: s; known:
    (m, 2) s, none: always."""

    name: str
    times: np.ndarray
    bands: np.ndarray
    pitches: np.ndarray
    beats: np.ndarray
    ones: np.ndarray
    ones_known: bool
    known: np.ndarray

    @property
    def kind(self) -> str:
        return self.name.rsplit("-", 1)[0]

    @property
    def group(self) -> str:
        return self.kind.split("_", 1)[0]


@dataclass(frozen=True)
class Sample:
    """inputs: float32 (steps, INPUTS); wanted: probabilities, and weight: both float32 (steps, 2)."""

    inputs: np.ndarray
    wanted: np.ndarray
    weight: np.ndarray


def material(folder: Path, held: bool) -> list[Heard]:
    """What is held back, or the rest."""
    found = []
    for path in sorted(folder.glob("*.npz")):
        if held_back(int(path.stem.rsplit("-", 1)[1])) == held:
            with np.load(path) as laid:
                known = laid["known"] if "known" in laid else np.zeros((0, 2))
                found.append(
                    Heard(
                        path.stem,
                        laid["times"],
                        laid["bands"],
                        laid["pitches"],
                        laid["beats"],
                        laid["ones"],
                        bool(laid["ones_known"]),
                        known,
                    )
                )
    return found


def inputs_and_wanted(piece: Heard, first: int, frames: int, rng: np.random.Generator | None) -> Sample:
    """From frame `first` on; rng: for another tempo, key and sound, none for the piece as it is."""
    places = first + np.arange(frames + _LAG_FRAMES) - _LAG_FRAMES + 0.0
    if rng is not None and rng.random() < 0.6:
        places = first + (places - first) * math.exp(rng.uniform(-0.2, 0.2))
    places = np.clip(places, 0, len(piece.times) - 1.001)
    before = places.astype(int)
    share = (places - before)[:, None].astype(np.float32)
    bands, pitches = (
        (levels[before] * (1.0 - share) + levels[before + 1] * share) / np.float32(255.0)
        for levels in (piece.bands, piece.pitches)
    )
    times = np.interp(places, np.arange(len(piece.times)), piece.times)[_LAG_FRAMES:]
    rate = float(np.median(np.diff(times))) * FRAMES_PER_SECOND
    if rng is not None:
        bands, pitches = _other_sound(rng, bands, pitches)
    rises = _rises(bands)
    second = slice(1, None, FRAMES_A_STEP)
    steps = frames // FRAMES_A_STEP
    inputs = np.empty((steps, INPUTS), dtype=np.float32)
    inputs[:, :BANDS] = bands[_LAG_FRAMES:][second]
    inputs[:, BANDS : 2 * BANDS] = rises[second]
    inputs[:, 2 * BANDS : 3 * BANDS] = rises[::FRAMES_A_STEP]
    inputs[:, 3 * BANDS :] = pitches[_LAG_FRAMES:][second]
    times = times[second]
    wanted = np.stack([_wanted(times, piece.beats, rate), _wanted(times, piece.ones, rate)], axis=1)
    weight = np.ones((steps, 2), dtype=np.float32)
    if len(piece.known):
        inside = np.any([(times >= begin + 0.1) & (times < end - 0.1) for begin, end in piece.known], axis=0)
        weight[~inside] = 0.0
    if not piece.ones_known:
        weight[:, 1] = 0.0
    return Sample(inputs, wanted, weight)


def _other_sound(
    rng: np.random.Generator, bands: np.ndarray, pitches: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """In another key, and where some bands are too soft to count, lost or full of noise."""
    pitches = np.roll(pitches, int(rng.integers(PITCHES)), axis=1)
    if rng.random() < 0.3:
        return bands, pitches
    levels = np.expm1(bands * _FULL_LOG) / _FULL
    place = np.linspace(-1.0, 1.0, BANDS)
    gain = np.exp(
        rng.normal(0.0, 0.8) * place
        + rng.normal(0.0, 0.4) * np.cos(np.pi * place)
        + rng.normal(0.0, 0.15, BANDS)
    )
    levels = levels * np.minimum(gain, 1.0).astype(np.float32)
    if rng.random() < 0.12:
        levels[:, int(rng.integers(8, BANDS)) :] = 0.0
    if rng.random() < 0.08:
        levels[:, : int(rng.integers(1, 7))] *= np.float32(0.05)
    if rng.random() < 0.25:
        noise = float(np.exp(rng.uniform(math.log(0.003), math.log(0.1))))
        levels = levels + noise * np.abs(rng.standard_normal(levels.shape)).astype(np.float32)
    return np.log1p(_FULL * levels.astype(np.float32)) / np.float32(_FULL_LOG), pitches


def _rises(bands: np.ndarray) -> np.ndarray:
    """(frames + lag, BANDS) → (frames, BANDS), as `Novelty.risen` has them."""
    old = bands[:-_LAG_FRAMES]
    strongest = old.copy()
    np.maximum(strongest[:, 1:], old[:, :-1], out=strongest[:, 1:])
    np.maximum(strongest[:, :-1], old[:, 1:], out=strongest[:, :-1])
    return np.maximum(bands[_LAG_FRAMES:] - strongest, 0.0)


def _wanted(times: np.ndarray, beats: np.ndarray, rate: float) -> np.ndarray:
    """1 where a beat is to be inputs, fading to 0 around."""
    if not len(beats):
        return np.zeros(len(times), dtype=np.float32)
    after = (times - ACTIVATION_DELAY_S * rate)[:, None] - _nearest(times, beats)[:, None]
    near: np.ndarray = np.clip(1.0 - np.abs(after[:, 0]) / (ACTIVATED_WITHIN_S * rate), 0.0, 1.0).astype(
        np.float32
    )
    return near


def _nearest(times: np.ndarray, beats: np.ndarray) -> np.ndarray:
    right = np.clip(np.searchsorted(beats, times - ACTIVATION_DELAY_S), 1, max(1, len(beats) - 1))
    if len(beats) < 2:
        return np.full(len(times), beats[0])
    left = beats[right - 1]
    closer = np.abs(times - ACTIVATION_DELAY_S - left) < np.abs(times - ACTIVATION_DELAY_S - beats[right])
    nearest: np.ndarray = np.where(closer, left, beats[right])
    return nearest


def batch(pieces: dict[str, dict[str, list[Heard]]], number: int) -> list[Sample]:
    """The same number gives the same batch. pieces: by group and kind."""
    rng = np.random.default_rng([number, 11])
    groups = [group for group in SHARES if group in pieces]
    shares = np.array([SHARES[group] for group in groups])
    frames = STEPS_OF_PIECE * FRAMES_A_STEP
    samples = []
    for group in rng.choice(groups, BATCH, p=shares / shares.sum()):
        kinds = list(pieces[group])
        of_kind = pieces[group][kinds[int(rng.integers(len(kinds)))]]
        piece = of_kind[int(rng.integers(len(of_kind)))]
        last = max(1, int(len(piece.times) - 1.25 * frames))
        samples.append(inputs_and_wanted(piece, _LAG_FRAMES + int(rng.integers(last)), frames, rng))
    return samples


def loss_of(logits: torch.Tensor, samples: list[Sample]) -> torch.Tensor:
    wanted = torch.from_numpy(np.stack([sample.wanted for sample in samples]))
    weight = torch.from_numpy(np.stack([sample.weight for sample in samples]))
    weight[:, :FIRST_STEPS] = 0.0
    positive = torch.tensor([BEAT_WEIGHT, ONE_WEIGHT])
    loss = nn.functional.binary_cross_entropy_with_logits(
        logits, wanted, weight=weight, pos_weight=positive, reduction="none"
    )
    beat, one = loss.sum(dim=(0, 1)) / weight.sum(dim=(0, 1)).clamp(min=1.0)
    return beat + ONE_SHARE * one


def by_group(pieces: Iterable[Heard]) -> dict[str, dict[str, list[Heard]]]:
    found: dict[str, dict[str, list[Heard]]] = {}
    for piece in pieces:
        found.setdefault(piece.group, {}).setdefault(piece.kind, []).append(piece)
    return found


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.option("--steps", default=3000, show_default=True, help="Batches in all.")
@click.option(
    "--start", type=click.Path(path_type=Path, exists=True), help="A network's ONNX file to begin with."
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where the ONNX files go.")
def main(folder: Path, checkpoint: Path, steps: int, start: Path | None, output: Path | None) -> None:
    """Fit, or go on fitting."""
    torch.set_num_threads(1)
    torch.manual_seed(7)
    pieces = by_group(material(folder, held=False))
    click.echo(str({group: sum(map(len, kinds.values())) for group, kinds in pieces.items()}))
    beside = from_onnx(start) if start is not None else []
    model, song = copy.deepcopy(beside[-1]) if beside else EarNetModel(), SongNetModel()
    rates = (LEARNING_RATE * (_FROM_A_NETWORK if start is not None else 1.0), SONG_RATE)
    parts = zip((model, song), rates, strict=True)
    optimizer = torch.optim.Adam([{"params": part.parameters(), "lr": rate} for part, rate in parts])
    done = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        song.load_state_dict(state["song"])
        optimizer.load_state_dict(state["optimizer"])
        done = state["done"]
    losses: list[tuple[float, float]] = []
    started = time.process_time()
    for number in range(done, steps):
        share = min(1.0, (number + 1) / WARM_UP) * (
            0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * number / steps))
        )
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * share
        samples = batch(pieces, number)
        inputs = torch.from_numpy(np.stack([sample.inputs for sample in samples]))
        felt = model.felt(inputs)
        live, whole = loss_of(model.out(felt), samples), loss_of(song(inputs, felt.detach()), samples)
        optimizer.zero_grad()
        (live + whole).backward()
        for part in (model, song):
            nn.utils.clip_grad_norm_(part.parameters(), 1.0)
        optimizer.step()
        losses.append((live.item(), whole.item()))
        if (number + 1) % 25 == 0:
            means = " ".join(f"{mean:.4f}" for mean in np.mean(losses[-25:], axis=0))
            click.echo(f"{number + 1}: {means}, {time.process_time() - started:.0f} s of processor time")
        if (number + 1) % SAVE_EVERY == 0 or number + 1 == steps:
            pieces = by_group(material(folder, held=False))
            unfinished = checkpoint.with_suffix(".part")
            torch.save(
                {
                    "model": model.state_dict(),
                    "song": song.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "done": number + 1,
                },
                unfinished,
            )
            unfinished.rename(checkpoint)
            if output is not None:
                save(graph([*beside, model]), output / "ear_net.onnx")
                save(song_graph(model, song, beside), output / "ear_net_song.onnx")


if __name__ == "__main__":
    main()
