"""The guard's sentence encoder in torch, so that its upper layers can be adapted to judging texts.

The network is that of BERT (Devlin et al. 2019). What is adapted is added to a layer's matrices as a product
of two thin ones (LoRA, Hu et al. 2022): the weights themselves are the package's own and stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from realtime.guard.encoder import LAYERS, PARTS, columns
from realtime.guard.encoder_file import EncoderFile

ADAPTED = range(4, LAYERS[-1])
"""The layers that are adapted, from 0."""
RANK = 8
"""Columns of a thin matrix."""
BATCH = 64
MOST_TOKENS = 64
"""Of one sentence: the guard cuts longer texts into clauses."""

States = Sequence[NDArray[np.floating]]
"""Of each text float (tokens, width)."""


class Product(nn.Module):
    """x times a matrix of a layer plus its bias and, where the layer is adapted, x times the thin ones."""

    def __init__(self, file: EncoderFile, layer: int, part: str) -> None:
        super().__init__()
        name, width, adapted = f"l{layer}.{part}", columns(file, part), layer in ADAPTED
        bias = torch.tensor(file.plain(f"{name}.b"))
        weight = torch.from_numpy(file.rows(f"{name}.w", width, list(range(len(bias)))))
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = nn.Parameter(bias, requires_grad=False)
        self.adapted = adapted
        if adapted:
            self.down = nn.Parameter(torch.randn(RANK, width) / math.sqrt(width))
            self.up = nn.Parameter(torch.zeros(len(bias), RANK))

    def forward(self, x: Tensor) -> Tensor:
        found = F.linear(x, self.weight, self.bias)
        return found + F.linear(F.linear(x, self.down), self.up) if self.adapted else found


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, file: EncoderFile, number: int) -> None:
        super().__init__()
        self.number, self.heads = number, file.heads
        self.parts = nn.ModuleDict({part: Product(file, number, part) for part in PARTS})
        self.norms = nn.ModuleDict({name: _norm(file, f"l{number}.{name}") for name in ("aln", "oln")})

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (texts, tokens, width); mask: bool, the same without the last."""
        texts, tokens, width = x.shape
        asked = [
            self.parts[name](x).view(texts, tokens, self.heads, -1).transpose(1, 2)
            for name in ("q", "k", "v")
        ]
        seen = F.scaled_dot_product_attention(*asked, attn_mask=mask[:, None, None])
        x = self.norms["aln"](x + self.parts["ao"](seen.transpose(1, 2).reshape(texts, tokens, width)))
        found: Tensor = self.norms["oln"](x + self.parts["fo"](F.gelu(self.parts["fi"](x))))
        return found


class Upper(nn.Module):
    """The adapted layers."""

    def __init__(self, file: EncoderFile) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(file, number) for number in ADAPTED)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(texts, numbers): what LAYERS say of all tokens, one behind the other."""
        means = [_mean_of(x, mask)] if ADAPTED[0] in LAYERS else []
        for number, layer in zip(ADAPTED, self.layers, strict=True):
            x = layer(x, mask)
            if number + 1 in LAYERS:
                means.append(_mean_of(x, mask))
        return torch.cat(means, -1)

    def adapters(self) -> dict[str, NDArray[np.float16]]:
        """NAME.down (columns, rank) and NAME.up (rank, rows) of each adapted matrix."""
        return {
            f"l{number}.{name}.{side}": getattr(part, side).detach().numpy().T.astype(np.float16)
            for number, layer in zip(ADAPTED, self.layers, strict=True)
            for name, part in layer.parts.items()
            for side in ("down", "up")
        }


def _norm(file: EncoderFile, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(file.width, file.epsilon)
    norm.weight.data = torch.tensor(file.plain(f"{name}.w"))
    norm.bias.data = torch.tensor(file.plain(f"{name}.b"))
    return norm.requires_grad_(False)


def _mean_of(x: Tensor, mask: Tensor) -> Tensor:
    """(texts, width), of length 1: the mean of all tokens."""
    chosen = mask[..., None]
    return F.normalize((x * chosen).sum(1) / chosen.sum(1), dim=-1)


def batches(
    lengths: NDArray[np.int64], rng: np.random.Generator | None = None
) -> Iterator[NDArray[np.int64]]:
    """Which texts go together: those of about one length. rng: in another order each time."""
    jitter = 0.0 if rng is None else rng.random(len(lengths)) * 3.0
    order = np.argsort(lengths + jitter, kind="stable")
    parts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    if rng is not None:
        rng.shuffle(parts)
    yield from parts


def padded(states: States, chosen: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """(states of the chosen texts, mask)."""
    lengths = [len(states[i]) for i in chosen]
    x = np.zeros((len(chosen), max(lengths), states[0].shape[1]), np.float32)
    for row, i in enumerate(chosen):
        x[row, : len(states[i])] = states[i]
    return torch.from_numpy(x), torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]


def lower_states(file: EncoderFile, texts: Sequence[list[int]]) -> States:
    """What the layers below the adapted ones say of each token of texts in tokens: float16."""
    places = file.plain("emb.pos").reshape(-1, file.width) + file.plain("emb.type")[: file.width]
    norm = _norm(file, "emb.ln")
    layers = [Layer(file, number) for number in range(ADAPTED[0])]
    cut = [tokens[:MOST_TOKENS] for tokens in texts]
    states = [
        (file.rows("emb.word", file.width, tokens) + places[: len(tokens)]).astype(np.float16)
        for tokens in cut
    ]
    with torch.no_grad():
        for chosen in batches(np.array([len(tokens) for tokens in cut])):
            x, mask = padded(states, chosen)
            x = norm(x)
            for layer in layers:
                x = layer(x, mask)
            for row, i in enumerate(chosen):
                states[i] = x[row, : len(cut[i])].half().numpy()
    return states
