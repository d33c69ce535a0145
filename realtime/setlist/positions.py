"""Where every key of a TOML file stands, so that an error can point at it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
Position = tuple[int, int]

_LANGUAGE = Language(tree_sitter_toml.language())
_KEYS = ("bare_key", "quoted_key", "dotted_key")


class Positions:
    """(line, column), both from 1, of the keys, tables and list items of one TOML text."""

    def __init__(self, text: str) -> None:
        self._lines = text.encode().split(b"\n")
        self._found: dict[Path, Position] = {(): (1, 1)}
        self._table_arrays: dict[Path, int] = {}
        root = Parser(_LANGUAGE).parse(text.encode()).root_node
        for node in root.children:
            if node.type == "pair":
                self._pair((), node)
            elif node.type in ("table", "table_array_element"):
                self._table(node)

    def __getitem__(self, path: Path) -> Position:
        """Position of `path`, or of the nearest thing that holds it."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def _table(self, node: Node) -> None:
        header = next(child for child in node.children if child.type in _KEYS)
        path: Path = ()
        keys = list(_key_parts(header))
        for depth, key in enumerate(keys):
            path = (*path, key)
            if node.type == "table_array_element" and depth == len(keys) - 1:
                self._table_arrays[path] = self._table_arrays.get(path, 0) + 1
                self._mark(path, header)
            if path in self._table_arrays:
                path = (*path, self._table_arrays[path] - 1)
        self._mark(path, header)
        for child in node.children:
            if child.type == "pair":
                self._pair(path, child)

    def _pair(self, path: Path, node: Node) -> None:
        key, value = node.named_children[0], node.named_children[-1]
        for part in _key_parts(key):
            path = (*path, part)
            self._mark(path, key)
        self._value(path, value)

    def _value(self, path: Path, node: Node) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._pair(path, child)
        elif node.type == "array":
            items = (child for child in node.named_children if child.type != "comment")
            for index, child in enumerate(items):
                self._mark((*path, index), child)
                self._value((*path, index), child)

    def _mark(self, path: Path, node: Node) -> None:
        row, byte = node.start_point
        column = len(self._lines[row][:byte].decode(errors="replace"))
        self._found.setdefault(path, (row + 1, column + 1))


def _key_parts(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _key_parts(child)
    elif node.type == "quoted_key":
        yield next(iter(tomllib.loads(f"{_text(node)} = 0")))
    else:
        yield _text(node)


def _text(node: Node) -> str:
    if node.text is None:  # only a tree that was edited has nodes without text
        raise ValueError(f"a key without text at {node.start_point}")
    return node.text.decode()


def dotted(path: Path) -> str:
    """`song[1].scene[2].routes[1].curve`, lists counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def texts(data: object, keys: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """(path, text) of every string that stands under one of `keys`, at any depth."""
    items = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        here = (*path, key)
        if isinstance(value, str) and any(part in keys for part in here):
            yield here, value
        else:
            yield from texts(value, keys, here)
