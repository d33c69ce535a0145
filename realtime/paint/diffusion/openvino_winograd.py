"""Convolutions with fewer multiplications, written in OpenVINO's own operations, weights and all.

Where a CPU's multiplying units are the limit, products are traded for additions (Winograd's minimal filters;
Lavin & Gray, arXiv:1509.09308). Exact but for rounding. OpenVINO keeps pictures channels-last, so rows can be
taken apart and put together again in that order without moving anything; what follows is written around that.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino
from openvino import opset13 as ops

# Additions cost as much for narrow layers as for wide ones: inputs · outputs / (inputs + outputs) from which
# the products saved are worth more; and pixels from which multiplying, not reading the weights, is the limit.
_LEAST_WIDTH = 150
_LEAST_PIXELS = 64
# Of channels, where a picture is turned to channels-last: OpenVINO has a fast way for this form.
_GROUPS = 32
_ROWS, _COLUMNS = 2, 3  # axes of a kernel (outputs, inputs, rows, columns)
_BEFORE, _AFTER = 3, 0  # places in a transposed kernel of what the neighbours give to a pixel


def has_matrix_unit() -> bool:
    """True on CPUs that multiply so fast (AMX) that additions would be the limit."""
    known = Path("/proc/cpuinfo")
    return known.is_file() and " amx_bf16" in known.read_text(encoding="utf-8", errors="replace")


def multiply_less(model: openvino.Model) -> int:
    """Rewrite the wide convolutions of a float32 `model` in place; gives how many."""
    count = 0
    for op in model.get_ordered_ops():
        rewritten = None
        if op.get_type_name() == "Convolution":
            rewritten = _by_pairs_of_rows(op)
        elif op.get_type_name() == "ConvolutionBackpropData":
            rewritten = _by_differences(op)
        if rewritten is not None:
            op.output(0).replace(rewritten.output(0))
            count += 1
    return count


def _by_pairs_of_rows(op):
    """A 3×3 convolution, F(2, 3) along the rows: four products for two rows of output instead of six."""
    picture, kernel = op.input_value(0), op.input_value(1)
    asked = op.get_attributes()
    plain = all(list(asked[name]) == [1, 1] for name in ("strides", "pads_begin", "pads_end", "dilations"))
    if not plain or not _is_wide(picture, kernel, (3, 3)):
        return None
    outputs, inputs = _shape(kernel)[:2]
    height, width = _shape(picture)[2:]
    if height % 2 or inputs % _GROUPS or height * width < _LEAST_PIXELS:
        return None
    first, middle, last = (_slice(kernel, _ROWS, i, i + 1) for i in range(3))
    ends, centre = (ops.multiply(each, _number(0.5)) for each in (ops.add(first, last), middle))
    kernels = (first, ops.add(ends, centre), ops.subtract(ends, centre), last)

    grouped = _reshape(picture, 1, _GROUPS, inputs // _GROUPS, height * width)
    rows = _reshape(_turn(grouped, 0, 3, 1, 2), height, width * inputs)
    rows = _pad(rows, 1, 0)
    above, even, odd, below = (_slice(rows, 0, i, i + height - 1, 2) for i in range(4))
    sums = (
        ops.subtract(above, odd),
        ops.add(even, odd),
        ops.subtract(odd, even),
        ops.subtract(below, even),
    )
    half = height // 2
    a, b, c, d = (
        _convolution(_picture(each, half, width, inputs), taps, columns=1)
        for each, taps in zip(sums, kernels, strict=True)
    )
    pairs = ops.concat([ops.add(a, ops.add(b, c)), ops.add(d, ops.subtract(b, c))], 3)
    return _picture(_turn(pairs, 0, 2, 3, 1), height, width, outputs)


def _by_differences(op):
    """Doubling and 3×3 convolution as one 4×4 transposed one (`lean.EnlargingConvolution`): nine products a
    pixel instead of sixteen.

    Along one axis, with taps v, w, x: v·p₋ + (w + x)·p = (v + w + x)·p + v·(p₋ − p), and so for the other
    neighbour: the product of p itself serves both.
    """
    picture, kernel = op.input_value(0), op.input_value(1)
    asked = op.get_attributes()
    plain = all(
        list(asked[name]) == [wanted, wanted]
        for name, wanted in (("strides", 2), ("pads_begin", 1), ("pads_end", 1), ("dilations", 1))
    )
    if not plain or not _is_wide(picture, kernel, (4, 4)) or not _doubles(kernel):
        return None
    inputs, outputs = _shape(kernel)[:2]
    height, width = _shape(picture)[2:]
    kernel = _turn(kernel, 1, 0, 2, 3)

    def product(rows, row: int | None, column: int | None):
        """With the taps at one place of a neighbour along an axis, or (None) the sum of all of them."""
        taps = kernel
        for axis, place in ((_ROWS, row), (_COLUMNS, column)):
            if place is None:
                taps = ops.add(_slice(taps, axis, 1, 2), _slice(taps, axis, 3, 4))
            else:
                taps = _slice(taps, axis, place, place + 1)
        if (row == _BEFORE) != (column == _BEFORE):  # the differences are "this less the one before"
            taps = ops.negative(taps)
        return _convolution(_picture(rows, height, width, inputs), taps)

    rows = _reshape(_turn(picture, 0, 2, 3, 1), height, width * inputs)
    down, across = _differences(rows, 0, 1), _differences(rows, 1, inputs)
    both = _differences(down, 1, inputs)

    def of_row(differences, i: int):
        return _slice(differences, 0, i, i + height)

    def of_column(differences, j: int):
        return _slice(differences, 1, j * inputs, (j + width) * inputs)

    own = product(rows, None, None)
    sideways = [product(of_column(across, j), None, place) for j, place in enumerate((_BEFORE, _AFTER))]
    doubled = []
    for i, row in enumerate((_BEFORE, _AFTER)):
        upright = ops.add(own, product(of_row(down, i), row, None))
        pixels = [
            ops.add(product(of_column(of_row(both, i), j), row, column), ops.add(upright, sideways[j]))
            for j, column in enumerate((_BEFORE, _AFTER))
        ]
        doubled.append(ops.concat(pixels, 1))
    return _picture(_turn(ops.concat(doubled, 3), 0, 2, 3, 1), 2 * height, 2 * width, outputs)


def _is_wide(picture, kernel, size: tuple[int, int]) -> bool:
    """Shapes and float32 weights known beforehand, one picture, `size` taps, channels enough."""
    shapes = (picture.get_partial_shape(), kernel.get_partial_shape())
    constant = kernel.get_node().get_type_name() == "Constant"
    if any(shape.is_dynamic for shape in shapes) or not constant or _shape(picture)[0] != 1:
        return False
    first, second, *taps = _shape(kernel)
    typed = kernel.get_element_type() == openvino.Type.f32
    return typed and tuple(taps) == size and first * second / (first + second) >= _LEAST_WIDTH


def _doubles(kernel) -> bool:
    """True when 4×4 weights are 3×3 ones after doubling: along both axes w₀ + w₂ = w₁ + w₃."""
    weights = kernel.get_node().data
    tolerance = 1e-4 * float(np.abs(weights).max())
    for axis in (_ROWS, _COLUMNS):
        w0, w1, w2, w3 = np.moveaxis(weights, axis, 0)
        if np.abs(w0 + w2 - w1 - w3).max() > tolerance:
            return False
    return True


def _differences(rows, axis: int, step: int):
    """Each less the one before it, one more than there are; outside is zero."""
    padded = _pad(rows, *((step, 0) if axis == 0 else (0, step)))
    end = _shape(padded)[axis]
    return ops.subtract(_slice(padded, axis, step, end), _slice(padded, axis, 0, end - step))


def _picture(rows, height: int, width: int, channels: int):
    """(1, channels, height, width) from channels-last rows: in OpenVINO's memory it is the same."""
    return _turn(_reshape(rows, 1, height, width, channels), 0, 3, 1, 2)


def _convolution(picture, kernel, columns: int = 0):
    return ops.convolution(picture, kernel, [1, 1], [0, columns], [0, columns], [1, 1])


def _shape(output) -> list[int]:
    output = output if isinstance(output, openvino.Output) else output.output(0)
    return list(output.get_partial_shape().to_shape())


def _slice(output, axis: int, start: int, stop: int, step: int = 1):
    return ops.slice(output, *(_integers(each) for each in (start, stop, step, axis)))


def _pad(rows, above: int, aside: int):
    """Zeros around a matrix, as many on either side."""
    return ops.pad(rows, *(_integers(above, aside) for _ in range(2)), "constant", _number(0.0))


def _reshape(output, *shape: int):
    return ops.reshape(output, _integers(*shape), False)


def _turn(output, *axes: int):
    return ops.transpose(output, _integers(*axes))


def _integers(*values: int):
    return ops.constant(np.array(values, np.int64))


def _number(value: float):
    return ops.constant(np.float32(value))
