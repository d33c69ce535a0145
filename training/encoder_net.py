"""The lower layers of the guard's sentence encoder in torch, so that its upper ones can be adapted.

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

from realtime.guard.encoder_file import EncoderFile
from training.lay_encoder_graph import ADAPTED, ADAPTED_PARTS, LAST

RANK = 8
BATCH = 64
_MOST_TOKENS = 64
"""Of one sentence: the guard cuts longer texts into clauses."""


class Product(nn.Module):
    """x times a matrix plus its bias. adapted: plus x times the two thin ones."""

    def __init__(self, file: EncoderFile, name: str, columns: int, adapted: bool) -> None:
        super().__init__()
        bias = torch.tensor(file.plain(f"{name}.b"))
        rows = list(range(len(bias)))
        weight = torch.from_numpy(file.rows(f"{name}.w", columns, rows))
        self.weight = nn.Parameter(weight, requires_grad=False)
        self.bias = nn.Parameter(bias, requires_grad=False)
        self.adapted = adapted
        if adapted:
            self.down = nn.Parameter(torch.randn(RANK, columns) / math.sqrt(columns))
            self.up = nn.Parameter(torch.zeros(len(rows), RANK))

    def forward(self, x: Tensor) -> Tensor:
        found = F.linear(x, self.weight, self.bias)
        return found + F.linear(F.linear(x, self.down), self.up) if self.adapted else found


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self, file: EncoderFile, number: int) -> None:
        super().__init__()
        self.heads = file.heads
        parts = {
            name: file.inner if name == "fo" else file.width for name in ("q", "k", "v", "ao", "fi", "fo")
        }
        adapted = number in ADAPTED
        self.parts = nn.ModuleDict(
            {
                name: Product(file, f"l{number}.{name}", columns, adapted and name in ADAPTED_PARTS)
                for name, columns in parts.items()
            }
        )
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
        return self.norms["oln"](x + self.parts["fo"](F.gelu(self.parts["fi"](x))))


def _norm(file: EncoderFile, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(file.width, file.epsilon)
    norm.weight.data = torch.tensor(file.plain(f"{name}.w"))
    norm.bias.data = torch.tensor(file.plain(f"{name}.b"))
    return norm.requires_grad_(False)


def mean_of(x: Tensor, mask: Tensor) -> Tensor:
    """(texts, width), of length 1: the mean of all tokens."""
    chosen = mask[..., None]
    return F.normalize((x.float() * chosen).sum(1) / chosen.sum(1), dim=-1)


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


def padded(states: Sequence[NDArray[np.float16]], chosen: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """(states of the chosen texts, mask)."""
    lengths = [len(states[i]) for i in chosen]
    x = np.zeros((len(chosen), max(lengths), states[0].shape[1]), np.float32)
    for row, i in enumerate(chosen):
        x[row, : len(states[i])] = states[i]
    return torch.from_numpy(x), torch.arange(max(lengths))[None] < torch.tensor(lengths)[:, None]


def lower_states(
    file: EncoderFile, texts: Sequence[list[int]]
) -> tuple[list[NDArray[np.float16]], NDArray[np.float32]]:
    """(what the layers below the adapted ones say of each token, (texts, width) what the last one says of
    all before anything is adapted) of texts in tokens."""
    texts = [tokens[:_MOST_TOKENS] for tokens in texts]
    places = file.plain("emb.pos").reshape(-1, file.width) + file.plain("emb.type")[: file.width]
    norm = _norm(file, "emb.ln")
    layers = nn.ModuleList(Layer(file, number) for number in range(LAST))
    words = [
        (file.rows("emb.word", file.width, tokens) + places[: len(tokens)]).astype(np.float32)
        for tokens in texts
    ]
    states: list[NDArray[np.float16]] = [np.empty(0, np.float16)] * len(texts)
    means = np.zeros((len(texts), file.width), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for chosen in batches(np.array([len(tokens) for tokens in texts])):
            x, mask = padded(words, chosen)  # type: ignore[arg-type]
            x = norm(x)
            for number, layer in enumerate(layers):
                if number == ADAPTED[0]:
                    for row, i in enumerate(chosen):
                        states[i] = x[row, : len(texts[i])].half().numpy()
                x = layer(x, mask)
            means[chosen] = mean_of(x, mask).numpy()
    return states, means
