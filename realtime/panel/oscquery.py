"""OSCQuery: the controls as a tree of JSON, so that other programs list them by themselves.

https://github.com/Vidvox/OSCQueryProposal
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Mapping
from typing import Any

from realtime.control.osc_dispatch import method_addresses
from realtime.control.parameters import Parameter
from realtime.control.table import Values

Node = dict[str, Any]

_COMMANDS = ("LISTEN", "PATH_ADDED", "PATH_REMOVED", "PATH_CHANGED")
EXTENSIONS = ("ACCESS", "VALUE", "RANGE", "DESCRIPTION", "CLIPMODE", *_COMMANDS)
_ATTRIBUTES = frozenset({"FULL_PATH", "CONTENTS", "TYPE", *EXTENSIONS} - {*_COMMANDS})
_READ_WRITE, _WRITE, _NOTHING = 3, 2, 0


def tree(parameters: Collection[Parameter], values: Values, scene_count: int | None = None) -> Node:
    """The whole address space. scene_count: how far `scene.go` reaches; None: not known."""
    root = _container("/", "Anacrusis")
    addresses = method_addresses(parameters)
    for row in parameters:
        address = addresses[row.name]
        *containers, name = address.strip("/").split("/")
        node = root
        for depth, container in enumerate(containers, 1):
            path = "/" + "/".join(containers[:depth])
            node = node["CONTENTS"].setdefault(container, _container(path, ""))
        node["CONTENTS"][name] = _method(row, address, values, scene_count)
    return root


def find(root: Node, path: str) -> Node | None:
    """The node at `path`, or None."""
    node = root
    for part in path.strip("/").split("/") if path.strip("/") else ():
        inner = node.get("CONTENTS", {}).get(part)
        if inner is None:
            return None
        node = inner
    return node


def asked_attribute(query: str) -> str | None:
    """The attribute that a query string names (`VALUE`, `VALUE=`), "" for an empty one, None for nonsense."""
    name = query.partition("=")[0]
    return name if not name or name in _ATTRIBUTES else None


def host_info(name: str, osc: tuple[str, int] | None, reached: tuple[str, int]) -> Node:
    """osc: address to which OSC goes, None where there is none; reached: that of this server as the asking
    program has it."""
    info: Node = {
        "NAME": name,
        "EXTENSIONS": dict.fromkeys(EXTENSIONS, True),
        "WS_IP": reached[0],
        "WS_PORT": reached[1],
    }
    if osc is not None:
        info |= {"OSC_IP": osc[0], "OSC_PORT": osc[1], "OSC_TRANSPORT": "UDP"}
    return info


def _container(path: str, description: str) -> Node:
    return {"FULL_PATH": path, "DESCRIPTION": description, "ACCESS": _NOTHING, "CONTENTS": {}}


def _method(row: Parameter, address: str, values: Values, scene_count: int | None) -> Node:
    unit = f" ({row.unit})" if row.unit else ""
    node: Node = {
        "FULL_PATH": address,
        "DESCRIPTION": row.help + unit,
        "ACCESS": _WRITE if row.is_command else _READ_WRITE,
        "TYPE": _type(row, values),
    }
    if row.kind in ("float", "int", "index"):
        high = scene_count if row.name == "scene.go" and scene_count else row.high
        node["RANGE"] = [{"MIN": row.low, "MAX": high}]
        node["CLIPMODE"] = ["none" if row.kind == "index" else "both"]
    if not row.is_command:
        node["VALUE"] = [values[row.name]]
    return node


def _type(row: Parameter, values: Values) -> str:
    if row.kind == "bool":
        return "T" if values[row.name] else "F"
    return {"float": "f", "int": "i", "index": "i", "text": "s", "trigger": "I"}[row.kind]


def tree_changes(before: Mapping[str, Parameter], after: Mapping[str, Parameter]) -> list[str]:
    """What is sent to those who have read the tree where its rows have changed: a command for each path, and
    PATH_CHANGED for the whole of what came or went, for those who know that one only."""
    old, new = method_addresses(before.values()), method_addresses(after.values())
    removed = [path for name, path in old.items() if new.get(name) != path]
    added = [path for name, path in new.items() if old.get(name) != path]
    changes = [("PATH_REMOVED", path) for path in removed] + [("PATH_ADDED", path) for path in added]
    changes += [("PATH_CHANGED", new[name]) for name, row in after.items() if before.get(name, row) != row]
    if removed or added:
        whole = posixpath.commonpath([posixpath.dirname(path) for path in (*removed, *added)])
        changes.append(("PATH_CHANGED", whole))
    return [json.dumps({"COMMAND": command, "DATA": path}) for command, path in changes]


def changed(before: Values, after: Values) -> Mapping[str, Any]:
    """The values of `after` that are not those of `before`."""
    return {name: value for name, value in after.items() if before.get(name) != value}
