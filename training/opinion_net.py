"""The guard's opinion as one network in torch, and how it is fitted: `training.fit_opinion` does it.

It is what `realtime.guard.opinion` reckons: the encoder, whose upper layers are adapted
(`training.encoder_net`), and a head that is linear in what these say, in the runs of letters and in the
counts of words in doubt. A second head, which names the kind, is fitted along: to tell gore from hatred, the
encoder must learn what they are.
"""

from __future__ import annotations

import math

import click
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from realtime.guard.encoder_file import EncoderFile
from realtime.guard.opinion import GRAMS
from training.encoder_net import States, Upper, batches, padded
from training.lay_encoder_graph import LAYERS
from training.sentences import Sentences

EPOCHS = 2
RATES = {"adapters": 2e-3, "heads": 3e-3, "grams": 4e-3, "counts": 1e-2}
DECAY = {"adapters": 0.05, "heads": 0.1, "grams": 0.1, "counts": 0.0}
GRAM_SCALE = 10.0
"""Letters count for so much more than the encoder's numbers, so that they take larger steps."""
KIND_SHARE = 0.3
"""Of the loss: what is lost by naming the wrong kind."""
DROPPED = 0.1
"""The share of the encoder's numbers that is left out at random."""
_SURE, _KIND_SMOOTHED = 0.98, 0.05
"""The heads are not to be surer than that."""
_WARM_UP, _LAST_PACE = 50, 0.01
_LARGEST_STEP = 1.0
_FOR_SCALE = 1500
"""Sentences from which it is seen how large the encoder's numbers are."""
_REPORTED_EACH = 50
_NO_KIND = -1


class OpinionNet(nn.Module):
    """Gives (the logarithm of the odds that a text is unfit, those of each kind)."""

    def __init__(self, file: EncoderFile, states: States, counted: int, kinds: int) -> None:
        """states: some, to see how large the numbers are; counted, kinds: how many of each there are."""
        super().__init__()
        self.upper = Upper(file)
        with torch.no_grad():
            lengths = np.array([len(state) for state in states])
            says = torch.cat([self.upper(*padded(states, chosen)) for chosen in batches(lengths)])
        self.mean, self.scale = says.mean(0), says.std(0) * math.sqrt(len(LAYERS))
        self.head, self.kind = nn.Linear(says.shape[1], 1), nn.Linear(says.shape[1], kinds)
        self.grams = nn.EmbeddingBag(GRAMS, 1, mode="sum")
        self.counts = nn.Linear(counted, 1, bias=False)
        for weights in (self.head.weight, self.kind.weight, self.grams.weight, self.counts.weight):
            nn.init.zeros_(weights)

    def forward(
        self, states: States, sentences: Sentences, chosen: NDArray[np.int64]
    ) -> tuple[Tensor, Tensor]:
        says = (self.upper(*padded(states, chosen)) - self.mean) / self.scale
        says = F.dropout(says, DROPPED, self.training)
        letters = sentences.letters[chosen]
        by_letters = self.grams(
            torch.from_numpy(letters.indices).long(),
            torch.from_numpy(letters.indptr[:-1]).long(),
            per_sample_weights=torch.from_numpy(letters.data),
        )
        by_counts = self.counts(torch.from_numpy(sentences.counts[chosen]))
        unfit: Tensor = (self.head(says) + by_letters * GRAM_SCALE + by_counts).squeeze(-1)
        return unfit, self.kind(says)

    def numbers(self) -> dict[str, NDArray[np.generic]]:
        """Those of `opinion.npz`, but for the names of what they belong to."""
        plain = {name: weights.detach().numpy() for name, weights in self.named_parameters()}
        return {
            "mean": self.mean.numpy(),
            "scale": self.scale.numpy(),
            "weights": plain["head.weight"][0],
            "constant": plain["head.bias"][0],
            "counts": plain["counts.weight"][0],
            "gram_weights": (plain["grams.weight"][:, 0] * GRAM_SCALE).astype(np.float16),
            "kind_weights": plain["kind.weight"],
            "kind_constants": plain["kind.bias"],
        }


def fitted(file: EncoderFile, states: States, sentences: Sentences, chosen: NDArray[np.int64]) -> OpinionNet:
    """A network that was fitted to the chosen sentences; the same each time on one kind of processor."""
    torch.manual_seed(1)
    rng = np.random.default_rng(0)
    some = rng.choice(chosen, min(_FOR_SCALE, len(chosen)), replace=False)
    net = OpinionNet(file, [states[i] for i in some], len(sentences.counted), len(sentences.kinds))
    adapters = [weights for weights in net.upper.parameters() if weights.requires_grad]
    groups = {
        "adapters": adapters,
        "heads": [*net.head.parameters(), *net.kind.parameters()],
        "grams": list(net.grams.parameters()),
        "counts": list(net.counts.parameters()),
    }
    optimiser = torch.optim.AdamW(
        [
            {"params": weights, "lr": RATES[name], "weight_decay": DECAY[name]}
            for name, weights in groups.items()
        ]
    )
    lengths = np.array([len(states[i]) for i in chosen])
    steps = EPOCHS * sum(1 for _ in batches(lengths))
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    kinds = {kind: number for number, kind in enumerate(sentences.kinds)}
    kind = np.array([kinds.get(example.kind, _NO_KIND) for example in sentences.given])
    done, lost = 0, 0.0
    for _ in range(EPOCHS):
        for places in batches(lengths, rng):
            batch = chosen[places]
            wanted = torch.from_numpy(np.where(sentences.unfit[batch], _SURE, 1.0 - _SURE)).float()
            unfit, named = net(states, sentences, batch)
            loss = F.binary_cross_entropy_with_logits(unfit, wanted) + KIND_SHARE * F.cross_entropy(
                named, torch.from_numpy(kind[batch]), ignore_index=_NO_KIND, label_smoothing=_KIND_SMOOTHED
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(adapters, _LARGEST_STEP)
            optimiser.step()
            pace.step()
            done, lost = done + 1, lost + float(loss.detach())
            if done % _REPORTED_EACH == 0:
                click.echo(f"{done} of {steps} steps, loss {lost / _REPORTED_EACH:.3f}", err=True)
                lost = 0.0
    return net.eval()


def _pace(step: int, steps: int) -> float:
    """Of the rates: rises at first, then falls as a cosine."""
    falling = _LAST_PACE + (1.0 - _LAST_PACE) * 0.5 * (1.0 + math.cos(math.pi * min(step / steps, 1.0)))
    return min((step + 1) / _WARM_UP, falling)
