"""Fits the guard's opinion: adapters of the encoder's upper layers and a linear head, all at once.

The head is linear in what the encoder says, in the runs of letters of a text and in the counts of words in
doubt, as `realtime.guard.opinion` has it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import click
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from scipy.sparse import csr_array
from torch import Tensor, nn

from realtime.guard.encoder_file import EncoderFile
from realtime.guard.opinion import GRAMS
from training.encoder_net import Layer, batches, mean_of, padded
from training.lay_encoder_graph import ADAPTED, LAYERS

EPOCHS = 2
ADAPTER_RATE, HEAD_RATE, GRAM_RATE, COUNT_RATE = 2e-3, 3e-3, 4e-3, 1e-2
DECAY = {"adapters": 0.05, "head": 0.1, "grams": 0.1, "counts": 0.0}
GRAM_SCALE = 10.0
DROPPED = 0.1
"""The share of the encoder's numbers that is left out at random."""
_SURE = 0.98
"""The head is not to be surer than that."""
_WARM_UP = 50
_TOLD_EACH = 50

Head = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Material:
    """All sentences. states: of each, what the lower layers say, float16 (tokens, width); means: (n, width)
    what is said of all of it before anything is adapted; letters: (n, GRAMS); counts: (n, kinds of words);
    unfit: bool (n,)."""

    states: list[NDArray[np.float16]]
    means: NDArray[np.float32]
    letters: csr_array
    counts: NDArray[np.float32]
    unfit: NDArray[np.bool_]


class OpinionNet(nn.Module):
    """The logarithm of the odds that a text is unfit."""

    def __init__(self, file: EncoderFile, material: Material) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(file, number) for number in ADAPTED)
        first = np.array([_mean(state) for state in material.states])
        said = np.hstack([first, material.means])
        self.mean, self.scale = torch.from_numpy(said.mean(0)), torch.from_numpy(said.std(0))
        self.head = nn.Linear(said.shape[1], 1)
        self.grams = nn.EmbeddingBag(GRAMS, 1, mode="sum")
        self.counts = nn.Linear(material.counts.shape[1], 1, bias=False)
        for weights in (self.head.weight, self.grams.weight, self.counts.weight):
            nn.init.zeros_(weights)

    def says(self, x: Tensor, mask: Tensor) -> Tensor:
        """(texts, numbers) of the states that the lower layers gave."""
        means = [mean_of(x, mask)]
        for layer in self.layers:
            x = layer(x, mask)
        return torch.cat([*means, mean_of(x, mask)], -1)

    def forward(self, material: Material, chosen: NDArray[np.int64]) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            said = self.says(*padded(material.states, chosen))
        # Each layer's numbers count by half, so that the step is the same for one layer or two.
        normed = F.dropout(
            (said.float() - self.mean) / self.scale / math.sqrt(len(LAYERS)), DROPPED, self.training
        )
        letters = material.letters[chosen]
        places, starts = (
            torch.from_numpy(letters.indices).long(),
            torch.from_numpy(letters.indptr[:-1]).long(),
        )
        by_letters = self.grams(places, starts, per_sample_weights=torch.from_numpy(letters.data))
        by_counts = self.counts(torch.from_numpy(material.counts[chosen]))
        found: Tensor = (self.head(normed) + by_letters * GRAM_SCALE + by_counts).squeeze(-1)
        return found


def _mean(state: NDArray[np.float16]) -> NDArray[np.float32]:
    mean = state.astype(np.float32).mean(0)
    return mean / np.linalg.norm(mean)


def fitted(file: EncoderFile, material: Material, chosen: NDArray[np.int64]) -> OpinionNet:
    """A network that was fitted to the chosen sentences; the same each time on one kind of processor."""
    torch.manual_seed(1)
    rng = np.random.default_rng(0)
    net = OpinionNet(file, material)
    adapters = [weights for weights in net.layers.parameters() if weights.requires_grad]
    groups = {
        "adapters": (adapters, ADAPTER_RATE),
        "head": (list(net.head.parameters()), HEAD_RATE),
        "grams": (list(net.grams.parameters()), GRAM_RATE),
        "counts": (list(net.counts.parameters()), COUNT_RATE),
    }
    optimiser = torch.optim.AdamW(
        [
            {"params": weights, "lr": rate, "weight_decay": DECAY[name]}
            for name, (weights, rate) in groups.items()
        ]
    )
    lengths = np.array([len(material.states[i]) for i in chosen])
    steps = EPOCHS * sum(1 for _ in batches(lengths))
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min((step + 1) / _WARM_UP, 0.51 + 0.5 * math.cos(math.pi * min(step / steps, 1.0))),
    )
    done, lost = 0, 0.0
    for _ in range(EPOCHS):
        for places in batches(lengths, rng):
            batch = chosen[places]
            wanted = torch.from_numpy(np.where(material.unfit[batch], _SURE, 1.0 - _SURE)).float()
            loss = F.binary_cross_entropy_with_logits(net(material, batch), wanted)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(adapters, 1.0)
            optimiser.step()
            pace.step()
            done, lost = done + 1, lost + float(loss.detach())
            if done % _TOLD_EACH == 0:
                click.echo(f"{done} of {steps} steps, loss {lost / _TOLD_EACH:.3f}", err=True)
                lost = 0.0
    return net.eval()


def scores(net: OpinionNet, material: Material, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """(len(chosen),): > 0 where a text looks unfit."""
    found = np.zeros(len(chosen))
    with torch.no_grad():
        for places in batches(np.array([len(material.states[i]) for i in chosen])):
            found[places] = net(material, chosen[places]).numpy()
    return found


def said(net: OpinionNet, material: Material) -> NDArray[np.float32]:
    """(n, numbers): what the adapted encoder says of each sentence."""
    found = np.zeros((len(material.states), len(net.mean)), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for chosen in batches(np.array([len(state) for state in material.states])):
            found[chosen] = net.says(*padded(material.states, chosen)).float().numpy()
    return found


def head_of(net: OpinionNet) -> Head:
    """The numbers of `opinion.npz` that say whether a text is unfit, but for what the counts are of."""
    numbers = {
        name: values.detach().numpy() for name, values in net.named_parameters() if values.requires_grad
    }
    return {
        "mean": net.mean.numpy(),
        "scale": net.scale.numpy(),
        "weights": numbers["head.weight"][0] / np.float32(math.sqrt(len(LAYERS))),
        "constant": np.float32(numbers["head.bias"][0]),
        "counts": numbers["counts.weight"][0],
        "gram_weights": (numbers["grams.weight"][:, 0] * GRAM_SCALE).astype(np.float16),
    }


def adapters_of(net: OpinionNet) -> Head:
    """The numbers of `adapters.npz`: NAME.down (rank, columns), NAME.up (rows, rank)."""
    return {
        f"l{number}.{name}.{side}": getattr(part, side).detach().numpy().astype(np.float16)
        for number, layer in zip(ADAPTED, net.layers, strict=True)
        for name, part in layer.parts.items()  # type: ignore[union-attr, operator]
        if part.adapted
        for side in ("down", "up")
    }
