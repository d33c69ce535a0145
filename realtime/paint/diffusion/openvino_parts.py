"""Cutting a frame step's graph where OpenVINO treats its parts differently.

With bf16 asked for, OpenVINO rounds everything that lies before the last convolution, the camera's
coordinates too: eight bits of mantissa move pixels by up to a pixel. And what depends on the prompt alone
(the keys and values of every cross-attention) need not be computed again for every frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import openvino

SELDOM, BEFORE, NETWORK = "prompt", "picture", "network"
ORDER = (SELDOM, BEFORE, NETWORK)
# From the first of these on the graph is a network, and may be bf16.
_HEAVY = {"Convolution", "ConvolutionBackpropData", "GroupConvolution", "MatMul"}


@dataclass(slots=True)
class Part:
    """A piece of the graph: its OpenVINO model, and a name for every input and output, in the model's order.

    kind: SELDOM (depends on seldom changed inputs alone), BEFORE (before any network: stays float32)
    or NETWORK. Names are the graph's own, or those of cuts, which are alike on both sides.
    """

    kind: str
    model: openvino.Model | None = None
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


def split(model: openvino.Model, inputs: set[str], outputs: set[str], seldom: set[str]) -> list[Part]:
    """The parts of an `openvino.Model`, which is taken apart, in the order in which they run.

    inputs, outputs: the graph's own names; seldom: inputs that keep their value for many frames.
    """
    import openvino
    from openvino import opset13 as ops

    ordered = model.get_ordered_ops()
    kinds = _kinds(ordered, seldom)
    parts = {kind: Part(kind) for kind in ORDER}
    parameters: dict[str, list] = {kind: [] for kind in ORDER}
    results: dict[str, list] = {kind: [] for kind in ORDER}
    cuts: dict[tuple[str, str], object] = {}  # (cut's name, part that takes it) → its parameter there
    for op in ordered:
        kind = kinds.get(op.get_name())
        if kind is None:
            continue
        if op.get_type_name() == "Parameter":
            continue
        for port in op.inputs():
            source = port.get_source_output()
            node = source.get_node()
            origin = kinds.get(node.get_name())
            if node.get_type_name() == "Parameter":
                # Each part has its own copy of an input.
                name = _name(source.get_names(), inputs)
            elif origin is None or origin == kind:
                continue
            else:
                name = f"{node.get_friendly_name()}.{source.get_index()}"
                if name not in parts[origin].outputs:
                    parts[origin].outputs.append(name)
                    results[origin].append(ops.result(source, name=f"{name}.out"))
            if (name, kind) not in cuts:
                # Names that are the same every time: OpenVINO's engine cache knows a model by them too.
                parameter = ops.parameter(source.get_partial_shape(), source.get_element_type(), name=name)
                cuts[name, kind] = parameter.output(0)
                parts[kind].inputs.append(name)
                parameters[kind].append(parameter)
            port.replace_source_output(cuts[name, kind])
        if op.get_type_name() == "Result":
            parts[kind].outputs.append(_name(op.output(0).get_names(), outputs))
            results[kind].append(op)
    made = []
    for kind in ORDER:
        if results[kind]:
            parts[kind].model = openvino.Model(results[kind], parameters[kind], kind)
            made.append(parts[kind])
    return made


def _kinds(ordered: list, seldom: set[str]) -> dict[str, str]:
    """Operation → its part; what depends on no input is in none, and goes with what uses it."""
    kinds: dict[str, str] = {}
    for op in ordered:
        if op.get_type_name() == "Parameter":
            kinds[op.get_name()] = SELDOM if op.output(0).get_names() & seldom else BEFORE
            continue
        found = {kinds.get(port.get_source_output().get_node().get_name()) for port in op.inputs()} - {None}
        if not found:
            continue
        if NETWORK in found or (BEFORE in found and op.get_type_name() in _HEAVY):
            kinds[op.get_name()] = NETWORK
        else:
            kinds[op.get_name()] = BEFORE if BEFORE in found else SELDOM
    return kinds


def _name(names: set[str], own: set[str]) -> str:
    """OpenVINO may rename an input: find it by all of its names."""
    for name in names:
        if name in own:
            return name
    raise LookupError(f"it renamed the graph's {sorted(names)}")
