"""The ear's network in torch, and how it becomes the ONNX graph that a show steps."""

from __future__ import annotations

import numpy as np
import torch
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper
from torch import Tensor, nn

from realtime.audio.beat.band_input import INPUTS

DENSE, CELLS = 48, (72, 56)


class EarNetModel(nn.Module):
    """told (batch, steps, INPUTS) → logits (batch, steps, 2) of a beat and of a bar's first."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = nn.Linear(INPUTS, DENSE)
        self.first = nn.GRU(DENSE, CELLS[0], batch_first=True)
        self.second = nn.GRU(CELLS[0], CELLS[1], batch_first=True)
        self.out = nn.Linear(sum(CELLS), 2)

    def forward(self, told: Tensor) -> Tensor:
        first, _ = self.first(torch.relu(self.dense(told)))
        second, _ = self.second(first)
        logits: Tensor = self.out(torch.cat([first, second], -1))
        return logits


def graph(model: EarNetModel) -> ModelProto:
    """told (steps, 1, INPUTS), hidden0, hidden1 (1, 1, cells) → logits (steps, 1, 2), states after."""
    weights = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    constants = []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def gates(matrix: np.ndarray) -> np.ndarray:
        """torch has reset, update, new; ONNX update, reset, new."""
        reset, update, new = np.split(matrix, 3)
        return np.concatenate([update, reset, new])

    direction = constant("direction", np.array([1], dtype=np.int64))
    nodes = [
        helper.make_node("MatMul", ["told", constant("dense.W", weights["dense.weight"].T)], ["dense"]),
        helper.make_node("Add", ["dense", constant("dense.b", weights["dense.bias"])], ["shifted"]),
        helper.make_node("Relu", ["shifted"], ["layer0"]),
    ]
    states, after = [], []
    for layer, (name, cells) in enumerate(zip(("first", "second"), CELLS, strict=True)):
        w, r = (gates(weights[f"{name}.weight_{which}_l0"])[None] for which in ("ih", "hh"))
        b = np.concatenate([gates(weights[f"{name}.bias_{which}_l0"]) for which in ("ih", "hh")])[None]
        parts = [constant(f"{name}.{kind}", value) for kind, value in (("W", w), ("R", r), ("B", b))]
        hidden = f"hidden{layer}"
        nodes += [
            helper.make_node(
                "GRU", [f"layer{layer}", *parts, "", hidden], [f"by_direction{layer}", f"{hidden}_after"],
                hidden_size=cells, linear_before_reset=1,
            ),
            helper.make_node("Squeeze", [f"by_direction{layer}", direction], [f"layer{layer + 1}"]),
        ]  # fmt: skip
        states.append(helper.make_tensor_value_info(hidden, TensorProto.FLOAT, (1, 1, cells)))
        after.append(helper.make_tensor_value_info(f"{hidden}_after", TensorProto.FLOAT, (1, 1, cells)))
    nodes += [
        helper.make_node("Concat", ["layer1", "layer2"], ["both"], axis=-1),
        helper.make_node("MatMul", ["both", constant("out.W", weights["out.weight"].T)], ["scored"]),
        helper.make_node("Add", ["scored", constant("out.b", weights["out.bias"])], ["logits"]),
    ]
    told = helper.make_tensor_value_info("told", TensorProto.FLOAT, ("steps", 1, INPUTS))
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ("steps", 1, 2))
    whole = helper.make_graph(nodes, "ear", [told, *states], [logits, *after], constants)
    made = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(made)
    return made
