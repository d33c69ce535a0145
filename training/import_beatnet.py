"""Makes the ear's second opinion from BeatNet's weights: `python -m training.import_beatnet BEATNET/models`.

BeatNet (Heydari, Cwitkowitz & Duan 2021, CC BY 4.0) is on PyPI; its own requirements are out of date, and
only its weights are of use: `pip download --no-deps BeatNet==1.1.3`, unzip the wheel, give its folder
`BeatNet/models`. Of its networks the convolution, the linear layer and the two LSTMs become an ONNX graph
that is stepped, with its states as inputs and outputs and with weights of eight bits.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
import numpy as np
import torch
from onnx import ModelProto, TensorProto, checker, helper, numpy_helper, save
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

from realtime.audio.beat import beatnet
from realtime.audio.beat.beatnet_input import INPUTS

KERNEL, CHANNELS, CELLS, LAYERS = 10, 2, 150, 2
_POOLED = (INPUTS - KERNEL + 1) // 2


def graph(networks: list[dict[str, np.ndarray]]) -> ModelProto:
    """told (steps, 1, INPUTS), states (1, 1, CELLS) of each layer of each network → logits (steps, 1, 3) of
    beat, downbeat, neither: the mean of all networks."""
    parts = [_Part(f"n{number}.", weights) for number, weights in enumerate(networks)]
    mean = [
        helper.make_node("Sum", [part.logits for part in parts], ["summed"]),
        helper.make_node("Mul", ["summed", "share"], ["logits"]),
    ]
    share = numpy_helper.from_array(np.array(1.0 / len(parts), dtype=np.float32), "share")
    told = helper.make_tensor_value_info("told", TensorProto.FLOAT, ("steps", 1, INPUTS))
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ("steps", 1, 3))
    whole = helper.make_graph(
        [node for part in parts for node in part.nodes] + mean,
        "beatnet",
        [told, *(state for part in parts for state in part.states)],
        [logits, *(state for part in parts for state in part.after)],
        [constant for part in parts for constant in part.constants] + [share],
    )
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return model


class _Part:
    """One network as nodes of the graph; every name begins with `prefix`."""

    def __init__(self, prefix: str, weights: dict[str, np.ndarray]) -> None:
        self._prefix = prefix
        self.constants: list[TensorProto] = []
        self.states, self.after = [], []
        self.logits = prefix + "logits"
        c, p = self._constant, prefix
        flat = c("flat", np.array([-1, 1, CHANNELS * _POOLED], dtype=np.int64))
        w = weights
        self.nodes = [
            helper.make_node(
                "Conv", ["told", c("conv.W", w["conv1.weight"]), c("conv.b", w["conv1.bias"])], [p + "seen"]
            ),
            helper.make_node("Relu", [p + "seen"], [p + "rectified"]),
            helper.make_node("MaxPool", [p + "rectified"], [p + "pooled"], kernel_shape=[2], strides=[2]),
            helper.make_node("Reshape", [p + "pooled", flat], [p + "flattened"]),
            helper.make_node(
                "MatMul", [p + "flattened", c("narrow.W", w["linear0.weight"].T)], [p + "narrowed"]
            ),
            helper.make_node("Add", [p + "narrowed", c("narrow.b", w["linear0.bias"])], [p + "layer0"]),
        ]
        for layer in range(LAYERS):
            self._recur(layer, weights)
        self.nodes += [
            helper.make_node(
                "MatMul", [f"{p}layer{LAYERS}", c("out.W", w["linear.weight"].T)], [p + "scored"]
            ),
            helper.make_node("Add", [p + "scored", c("out.b", w["linear.bias"])], [self.logits]),
        ]

    def _constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), self._prefix + name))
        return self._prefix + name

    def _recur(self, layer: int, weights: dict[str, np.ndarray]) -> None:
        p = self._prefix
        w, r = (_gates(weights[f"lstm.weight_{which}_l{layer}"])[None] for which in ("ih", "hh"))
        b = np.concatenate([_gates(weights[f"lstm.bias_{which}_l{layer}"]) for which in ("ih", "hh")])[None]
        names = [
            self._constant(f"lstm{layer}.{kind}", value) for kind, value in (("W", w), ("R", r), ("B", b))
        ]
        direction = self._constant(f"direction{layer}", np.array([1], dtype=np.int64))
        own = [f"{p}hidden{layer}", f"{p}cell{layer}"]
        after = [f"{state}_after" for state in own]
        self.nodes += [
            helper.make_node(
                "LSTM",
                [f"{p}layer{layer}", *names, "", *own],
                [f"{p}by_direction{layer}", *after],
                hidden_size=CELLS,
            ),
            helper.make_node("Squeeze", [f"{p}by_direction{layer}", direction], [f"{p}layer{layer + 1}"]),
        ]
        for names_of, infos in ((own, self.states), (after, self.after)):
            infos += [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, (1, 1, CELLS)) for name in names_of
            ]


def _gates(matrix: np.ndarray) -> np.ndarray:
    """torch has input, forget, cell, output; ONNX input, output, forget, cell."""
    enters, forget, cell, leaves = np.split(matrix, 4)
    return np.concatenate([enters, leaves, forget, cell])


def log_odds(session: InferenceSession, told: np.ndarray) -> np.ndarray:
    """told: float32 (steps, INPUTS) → (steps, 2), natural log-odds of a beat and of a bar's first."""
    states = {state.name: np.zeros(state.shape, np.float32) for state in session.get_inputs()[1:]}
    logits = session.run(["logits"], {"told": told[:, None, :], **states})[0][:, 0]
    beat, downbeat, neither = logits.T
    return np.stack([np.logaddexp(beat, downbeat) - neither, downbeat - np.logaddexp(beat, neither)], axis=1)


@click.command()
@click.argument("models", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--number",
    "numbers",
    type=click.IntRange(1, 3),
    multiple=True,
    default=(2,),
    show_default=True,
    help="Which of its networks; of several, the mean.",
)
@click.option("--output", type=click.Path(path_type=Path), default=beatnet.WEIGHTS, help="Where it goes.")
def main(models: Path, numbers: tuple[int, ...], output: Path) -> None:
    """Make the ear's second opinion from BeatNet's weights."""
    networks = []
    for number in numbers:
        state = torch.load(models / f"model_{number}_weights.pt", weights_only=True, map_location="cpu")
        networks.append({name: value.numpy() for name, value in state.items()})
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        save(graph(networks), whole)
        quantize_dynamic(whole, output, weight_type=QuantType.QInt8, op_types_to_quantize=["LSTM", "MatMul"])


if __name__ == "__main__":
    main()
