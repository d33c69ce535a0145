"""Sizes of passes: small arithmetic such as `max($WIDTH / 2.0, 1)`, read without `eval`."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.FloorDiv: operator.floordiv,
    ast.BitXor: operator.pow,
}
_UNARY: dict[type[ast.unaryop], Callable[[float], float]] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": round,
    "abs": abs,
    "sqrt": math.sqrt,
    "pow": math.pow,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "clamp": lambda value, low, high: min(max(value, low), high),
    "mod": math.fmod,
}
_PREFIX = "isf__"
_BARE = re.compile(r"(?<![$\w])(WIDTH|HEIGHT)\b")


class Expression:
    """A size that may use $WIDTH, $HEIGHT, $WIDTH_NAME and $HEIGHT_NAME of an image input, and the shader's
    own numbers by $name; WIDTH and HEIGHT may stand without their $.

    Raises ValueError, in words, when the text is no such expression.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            bare = _BARE.sub(r"$\1", text.strip().rstrip(";"))
            self._tree = ast.parse(bare.replace("$", _PREFIX), mode="eval").body
        except SyntaxError:
            raise ValueError(f"{text!r} is not an expression") from None
        self.names = frozenset(
            node.id.removeprefix(_PREFIX)
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name) and node.id.startswith(_PREFIX)
        )
        self._check(self._tree)

    def _check(self, node: ast.AST) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return
        if isinstance(node, ast.Name) and node.id.startswith(_PREFIX):
            return
        if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
            self._check(node.left)
            self._check(node.right)
        elif isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
            self._check(node.operand)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _FUNCTIONS:
            for argument in node.args:
                self._check(argument)
        else:
            raise ValueError(
                f"{self.text!r} may use numbers, $names, + - * / % ^ and {', '.join(sorted(_FUNCTIONS))} only"
            )

    def pixels(self, values: Mapping[str, float]) -> int:
        """The value as a size in pixels, 1..16384; 1 where it has none (a division by zero)."""
        try:
            value = float(self._value(self._tree, values))
        except (ArithmeticError, ValueError, TypeError):
            return 1
        return max(1, min(16384, int(value))) if math.isfinite(value) else 1

    def _value(self, node: ast.AST, values: Mapping[str, float]) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return node.value
        if isinstance(node, ast.Name):
            return values.get(node.id.removeprefix(_PREFIX), 0.0)
        if isinstance(node, ast.BinOp):
            return _BINARY[type(node.op)](self._value(node.left, values), self._value(node.right, values))
        if isinstance(node, ast.UnaryOp):
            return _UNARY[type(node.op)](self._value(node.operand, values))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return _FUNCTIONS[node.func.id](*(self._value(argument, values) for argument in node.args))
        raise TypeError(f"{ast.dump(node)} was not checked")
