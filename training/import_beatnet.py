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
from onnx import TensorProto, checker, helper, numpy_helper, save
from onnxruntime import InferenceSession
from onnxruntime.quantization import QuantType, quantize_dynamic

from realtime.audio.beat import beatnet
from realtime.audio.beat.beatnet_input import INPUTS

KERNEL, CHANNELS, CELLS, LAYERS = 10, 2, 150, 2
_POOLED = (INPUTS - KERNEL + 1) // 2


def graph(weights: dict[str, np.ndarray]):
    """told (steps, 1, INPUTS), states (LAYERS, 1, CELLS) → logits (steps, 1, 3): beat, downbeat, neither."""
    constants = []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def gates(matrix: np.ndarray) -> np.ndarray:
        """torch has input, forget, cell, output; ONNX input, output, forget, cell."""
        enters, forget, cell, leaves = np.split(matrix, 4)
        return np.concatenate([enters, leaves, forget, cell])

    direction = constant("direction", np.array([1], dtype=np.int64))
    flat = constant("flat", np.array([-1, 1, CHANNELS * _POOLED], dtype=np.int64))
    nodes = [
        helper.make_node("Conv", ["told", constant("conv.W", weights["conv1.weight"]),
                                  constant("conv.b", weights["conv1.bias"])], ["seen"]),
        helper.make_node("Relu", ["seen"], ["rectified"]),
        helper.make_node("MaxPool", ["rectified"], ["pooled"], kernel_shape=[2], strides=[2]),
        helper.make_node("Reshape", ["pooled", flat], ["flattened"]),
        helper.make_node("MatMul", ["flattened", constant("narrow.W", weights["linear0.weight"].T)],
                         ["narrowed"]),
        helper.make_node("Add", ["narrowed", constant("narrow.b", weights["linear0.bias"])], ["layer0"]),
    ]  # fmt: skip
    states, after = [], []
    for layer in range(LAYERS):
        w, r = (gates(weights[f"lstm.weight_{which}_l{layer}"])[None] for which in ("ih", "hh"))
        b = np.concatenate([gates(weights[f"lstm.bias_{which}_l{layer}"]) for which in ("ih", "hh")])[None]
        own = [f"hidden{layer}", f"cell{layer}"]
        names = [constant(f"lstm{layer}.{kind}", value) for kind, value in (("W", w), ("R", r), ("B", b))]
        nodes += [
            helper.make_node(
                "LSTM", [f"layer{layer}", *names, "", *own],
                [f"by_direction{layer}", *(f"{state}_after" for state in own)], hidden_size=CELLS,
            ),
            helper.make_node("Squeeze", [f"by_direction{layer}", direction], [f"layer{layer + 1}"]),
        ]  # fmt: skip
        states += [helper.make_tensor_value_info(state, TensorProto.FLOAT, (1, 1, CELLS)) for state in own]
        after += [
            helper.make_tensor_value_info(f"{state}_after", TensorProto.FLOAT, (1, 1, CELLS)) for state in own
        ]
    nodes += [
        helper.make_node(
            "MatMul", [f"layer{LAYERS}", constant("out.W", weights["linear.weight"].T)], ["scored"]
        ),
        helper.make_node("Add", ["scored", constant("out.b", weights["linear.bias"])], ["logits"]),
    ]
    told = helper.make_tensor_value_info("told", TensorProto.FLOAT, ("steps", 1, INPUTS))
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ("steps", 1, 3))
    whole = helper.make_graph(nodes, "beatnet", [told, *states], [logits, *after], constants)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    checker.check_model(model)
    return model


def log_odds(session: InferenceSession, told: np.ndarray) -> np.ndarray:
    """told: float32 (steps, INPUTS) → (steps, 2), natural log-odds of a beat and of a bar's first."""
    states = {state.name: np.zeros(state.shape, np.float32) for state in session.get_inputs()[1:]}
    logits = session.run(["logits"], {"told": told[:, None, :], **states})[0][:, 0]
    beat, downbeat, neither = logits.T
    return np.stack([np.logaddexp(beat, downbeat) - neither, downbeat - np.logaddexp(beat, neither)], axis=1)


@click.command()
@click.argument("models", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--number", type=click.IntRange(1, 3), default=1, show_default=True, help="Which of its networks."
)
@click.option("--output", type=click.Path(path_type=Path), default=beatnet.WEIGHTS, help="Where it goes.")
def main(models: Path, number: int, output: Path) -> None:
    """Make the ear's second opinion from BeatNet's weights."""
    state = torch.load(models / f"model_{number}_weights.pt", weights_only=True, map_location="cpu")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        save(graph({name: value.numpy() for name, value in state.items()}), whole)
        quantize_dynamic(whole, output, weight_type=QuantType.QInt8, op_types_to_quantize=["LSTM", "MatMul"])


if __name__ == "__main__":
    main()
