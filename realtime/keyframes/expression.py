"""Arithmetic of schedules, as numexpr has it, walked over Python's own syntax tree.

numexpr itself compiles its text with Python's `eval`; settings files come from anybody, so only what
stands in the tables below is ever carried out.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from realtime.did_you_mean import nearest, suggest

LONGEST = 4000


def _modulo(x: Any, y: Any) -> Any:
    """numexpr's %: the sign is the divisor's."""
    return x - y * np.floor(x / y)


_FUNCTIONS_OF: dict[int, dict[str, Callable[..., Any]]] = {
    1: {
        "sin": np.sin,
        "cos": np.cos,
        "tan": np.tan,
        "arcsin": np.arcsin,
        "arccos": np.arccos,
        "arctan": np.arctan,
        "sinh": np.sinh,
        "cosh": np.cosh,
        "tanh": np.tanh,
        "arcsinh": np.arcsinh,
        "arccosh": np.arccosh,
        "arctanh": np.arctanh,
        "exp": np.exp,
        "expm1": np.expm1,
        "log": np.log,
        "log10": np.log10,
        "log1p": np.log1p,
        "sqrt": np.sqrt,
        "abs": np.abs,
        "floor": np.floor,
        "ceil": np.ceil,
    },
    2: {
        "arctan2": np.arctan2,
        "fmod": np.fmod,
        "min": np.minimum,
        "max": np.maximum,
        "minimum": np.minimum,
        "maximum": np.maximum,
    },
    3: {"where": np.where},
}
"""By how many values they take."""
FUNCTIONS = {
    name: (function, count) for count, table in _FUNCTIONS_OF.items() for name, function in table.items()
}
"""Name → function, and how many values it takes."""
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.true_divide,
    ast.Mod: _modulo,
    ast.Pow: np.power,
    ast.BitAnd: np.logical_and,
    ast.BitOr: np.logical_or,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: np.logical_not,
    ast.Not: np.logical_not,
}


class ExpressionError(ValueError):
    """What is wrong with an expression; `column` counts from 0 within its text."""

    def __init__(self, reason: str, column: int = 0) -> None:
        super().__init__(reason)
        self.column = column


class Expression:
    """An expression such as `0.5+0.2*sin(t/5)`, checked when it is made. Raises ExpressionError."""

    def __init__(self, text: str, variables: tuple[str, ...] = ("t", "s", "max_f")) -> None:
        self.text = text
        self._variables = variables
        if len(text) > LONGEST:
            raise ExpressionError(f"is longer than {LONGEST} characters")
        # Spaces in front would be indentation to Python.
        self._indent = len(text) - len(text.lstrip())
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
            self._check(self._tree)
        except SyntaxError as error:
            column = self._indent + max(0, (error.offset or 1) - 1)
            raise ExpressionError("is not arithmetic that can be read", column) from None
        except (ValueError, RecursionError, MemoryError) as error:
            if isinstance(error, ExpressionError):
                raise
            raise ExpressionError("is not arithmetic that can be read") from None

    def values(self, variables: Mapping[str, float | np.ndarray]) -> np.ndarray:
        """float64 for every frame of the variables' arrays, NaN where it has no value, such as a root of a
        negative number; raises ExpressionError if one is infinite."""
        with np.errstate(all="ignore"):
            result = np.asarray(self._walk(self._tree, variables), dtype=np.float64)
        if np.isinf(result).any():
            raise ExpressionError("gives no finite number", self._indent)
        return result

    def _walk(self, node: ast.expr, variables: Mapping[str, float | np.ndarray]) -> Any:
        match node:
            case ast.Constant(value=int() | float() as value):
                return np.float64(value)
            case ast.Name(id=name):
                return variables[name]
            case ast.UnaryOp(op=op, operand=operand):
                return _OPERATORS[type(op)](self._walk(operand, variables))
            case (
                ast.BinOp(left=left, op=op, right=right)
                | ast.Compare(left=left, ops=[op], comparators=[right])
            ):
                return _OPERATORS[type(op)](self._walk(left, variables), self._walk(right, variables))
            case ast.BoolOp(op=op, values=parts):
                join = np.logical_and if isinstance(op, ast.And) else np.logical_or
                result = self._walk(parts[0], variables)
                for part in parts[1:]:
                    result = join(result, self._walk(part, variables))
                return result
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return FUNCTIONS[name][0](*(self._walk(argument, variables) for argument in arguments))
        raise ExpressionError("is not arithmetic that can be read", self._column(node))

    def _check(self, node: ast.expr) -> None:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                if not abs(value) < 1e300:
                    raise ExpressionError("has a number that is too large", self._column(node))
                return
            case ast.Name(id=name):
                if name not in self._variables:
                    known = (*self._variables, *FUNCTIONS)
                    raise ExpressionError(
                        f"has an unknown name {name!r}{suggest(map(repr, nearest(name, known)))}",
                        self._column(node),
                    )
                return
            case ast.UnaryOp() | ast.BinOp():
                if type(node.op) not in _OPERATORS:
                    hint = "; a power is written **" if isinstance(node.op, ast.BitXor) else ""
                    raise ExpressionError(f"has an operator that is not known here{hint}", self._column(node))
                parts = [node.operand] if isinstance(node, ast.UnaryOp) else [node.left, node.right]
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
                parts = [left, right]
            case ast.BoolOp(values=parts):
                pass
            case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
                if name not in FUNCTIONS:
                    raise ExpressionError(
                        f"has an unknown function {name!r}{suggest(map(repr, nearest(name, FUNCTIONS)))}",
                        self._column(node),
                    )
                if len(parts) != FUNCTIONS[name][1]:
                    count = FUNCTIONS[name][1]
                    raise ExpressionError(
                        f"gives {name} {len(parts)} values, and it takes {count}", self._column(node)
                    )
            case _:
                raise ExpressionError("is not arithmetic that can be read", self._column(node))
        for part in parts:
            self._check(part)

    def _column(self, node: ast.expr) -> int:
        return self._indent + node.col_offset
