"""The ear's networks in torch, and how they become the ONNX graphs that a show steps and a film runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper
from torch import Tensor, nn

from realtime.audio.beat.band_input import INPUTS

DENSE, CELLS = 48, (72, 56)
FELT = sum(CELLS)
SONG_DENSE, SONG_CELLS, SONG_HIDDEN = 64, 72, 48
SONG_SHARE = 0.65
"""Of the network that hears whole songs, where others stand beside it."""


class EarNetModel(nn.Module):
    """inputs (batch, steps, INPUTS) → logits (batch, steps, 2) of a beat and of a bar's first."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(INPUTS, DENSE)
        self.first = nn.GRU(DENSE, CELLS[0], batch_first=True)
        self.second = nn.GRU(CELLS[0], CELLS[1], batch_first=True)
        self.out = nn.Linear(FELT, 2)

    def felt(self, inputs: Tensor) -> Tensor:
        """(batch, steps, FELT): what both layers remember."""
        first, _ = self.first(torch.relu(self.dense(inputs)))
        second, _ = self.second(first)
        return torch.cat([first, second], -1)

    def forward(self, inputs: Tensor) -> Tensor:
        logits: Tensor = self.out(self.felt(inputs))
        return logits


class SongNetModel(nn.Module):
    """Hears a whole song: it goes back through what `EarNetModel` felt and was told."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(FELT + INPUTS, SONG_DENSE)
        self.back = nn.GRU(SONG_DENSE, SONG_CELLS, batch_first=True)
        self.hidden = nn.Linear(FELT + SONG_CELLS, SONG_HIDDEN)
        self.out = nn.Linear(SONG_HIDDEN, 2)

    def forward(self, inputs: Tensor, felt: Tensor) -> Tensor:
        """(batch, steps, INPUTS), (batch, steps, FELT) → logits (batch, steps, 2)."""
        seen = torch.relu(self.dense(torch.cat([felt, inputs], -1)))
        back, _ = self.back(seen.flip(1))
        both = torch.cat([felt, back.flip(1)], -1)
        logits: Tensor = self.out(torch.relu(self.hidden(both)))
        return logits


def from_onnx(path: Path) -> list[EarNetModel]:
    """The networks whose graph `graph` wrote."""
    constants = {c.name: numpy_helper.to_array(c) for c in onnx.load(path).graph.initializer}
    prefixes = sorted(name.removesuffix("dense.W") for name in constants if name.endswith("dense.W"))
    return [_model(constants, prefix) for prefix in prefixes]


def _model(constants: dict[str, np.ndarray], prefix: str) -> EarNetModel:
    model = EarNetModel()
    state = {"dense.weight": constants[f"{prefix}dense.W"].T, "dense.bias": constants[f"{prefix}dense.b"]}
    state |= {"out.weight": constants[f"{prefix}out.W"].T, "out.bias": constants[f"{prefix}out.b"]}
    for name in ("first", "second"):
        state[f"{name}.weight_ih_l0"] = _gates(constants[f"{prefix}{name}.W"][0])
        state[f"{name}.weight_hh_l0"] = _gates(constants[f"{prefix}{name}.R"][0])
        of_input, of_state = np.split(constants[f"{prefix}{name}.B"][0], 2)
        state[f"{name}.bias_ih_l0"], state[f"{name}.bias_hh_l0"] = _gates(of_input), _gates(of_state)
    model.load_state_dict({name: torch.tensor(value) for name, value in state.items()})
    return model


def _gates(matrix: np.ndarray) -> np.ndarray:
    """torch has reset, update, new; ONNX update, reset, new: the one from the other."""
    first, second, new = np.split(matrix, 3)
    return np.concatenate([second, first, new])


class _Graph:
    """Nodes and constants of a graph that is being written."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._direction = self.constant("direction", np.array([1], dtype=np.int64))

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def linear(self, layer: nn.Linear, name: str, inputs: str) -> str:
        weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        scored = self.node("MatMul", [inputs, self.constant(f"{name}.W", weight.T)], f"{name}.scored")
        return self.node("Add", [scored, self.constant(f"{name}.b", bias)], f"{name}.shifted")

    def recur(
        self, layer: nn.GRU, name: str, inputs: str, state: str = "", after: str = "", back: bool = False
    ) -> str:
        """state: the input that holds what is remembered, none: nothing; after: where it goes."""
        weights = {key: value.detach().numpy() for key, value in layer.state_dict().items()}
        w, r = (_gates(weights[f"weight_{which}_l0"])[None] for which in ("ih", "hh"))
        b = np.concatenate([_gates(weights[f"bias_{which}_l0"]) for which in ("ih", "hh")])[None]
        parts = [self.constant(f"{name}.{key}", value) for key, value in (("W", w), ("R", r), ("B", b))]
        self.nodes.append(
            helper.make_node(
                "GRU", [inputs, *parts, "", state], [f"{name}.by_direction", after],
                hidden_size=layer.hidden_size, linear_before_reset=1,
                direction="reverse" if back else "forward",
            )
        )  # fmt: skip
        return self.node("Squeeze", [f"{name}.by_direction", self._direction], f"{name}.steps")

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]) -> ModelProto:
        whole = helper.make_graph(self.nodes, "ear", inputs, outputs, self.constants)
        made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        checker.check_model(made)
        return made

    def felt(self, model: EarNetModel, name: str, states: bool) -> str:
        """`EarNetModel.felt`; states: does it go on from what is remembered?"""
        layer = self.node("Relu", [self.linear(model.dense, f"{name}dense", "inputs")], f"{name}layer0")
        steps = []
        for number, recurrent in enumerate((model.first, model.second)):
            state, after = (f"{name}hidden{number}{end}" if states else "" for end in ("", "_after"))
            layer = self.recur(recurrent, f"{name}{('first', 'second')[number]}", layer, state, after)
            steps.append(layer)
        return self.node("Concat", steps, f"{name}felt", axis=-1)

    def mean(self, logits: list[str], shares: list[float]) -> str:
        scaled = [
            self.node(
                "Mul",
                [one, self.constant(f"share{number}", np.array(share, dtype=np.float32))],
                f"part{number}",
            )
            for number, (one, share) in enumerate(zip(logits, shares, strict=True))
        ]
        return self.node("Sum", scaled, "logits")


_INPUTS = helper.make_tensor_value_info("inputs", TensorProto.FLOAT, ("steps", 1, INPUTS))
_LOGITS = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ("steps", 1, 2))


def graph(models: list[EarNetModel]) -> ModelProto:
    """inputs (steps, 1, INPUTS), states (1, 1, cells) of each layer of each network → logits (steps, 1, 2),
    the mean of all; states after."""
    made = _Graph()
    names = [f"n{number}." for number in range(len(models))]
    logits = [
        made.linear(model.out, f"{name}out", made.felt(model, name, states=True))
        for model, name in zip(models, names, strict=True)
    ]
    made.mean(logits, [1.0 / len(models)] * len(models))
    states, after = (
        [
            helper.make_tensor_value_info(f"{name}hidden{number}{end}", TensorProto.FLOAT, (1, 1, cells))
            for name in names
            for number, cells in enumerate(CELLS)
        ]
        for end in ("", "_after")
    )
    return made.model([_INPUTS, *states], [_LOGITS, *after])


def song_graph(model: EarNetModel, song: SongNetModel, beside: list[EarNetModel]) -> ModelProto:
    """inputs (steps, 1, INPUTS) → logits (steps, 1, 2), with the future in view; beside: networks that look
    back only and have a smaller say."""
    made = _Graph()
    felt = made.felt(model, "n0.", states=False)
    seen = made.node("Concat", [felt, "inputs"], "seen", axis=-1)
    dense = made.node("Relu", [made.linear(song.dense, "song.dense", seen)], "song.layer0")
    back = made.recur(song.back, "song.back", dense, back=True)
    both = made.node("Concat", [felt, back], "both", axis=-1)
    hidden = made.node("Relu", [made.linear(song.hidden, "song.hidden", both)], "song.layer1")
    logits, shares = [made.linear(song.out, "song.out", hidden)], [1.0]
    for number, other in enumerate(beside, 1):
        name = f"n{number}."
        logits.append(made.linear(other.out, f"{name}out", made.felt(other, name, states=False)))
        shares = [SONG_SHARE, *[(1.0 - SONG_SHARE) / len(beside)] * number]
    made.mean(logits, shares)
    return made.model([_INPUTS], [_LOGITS])
