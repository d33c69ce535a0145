"""Routes that were changed in a show, written into the text of their setlist; everything else in it stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from realtime.errors import UserError
from realtime.mapping.route import Place, Route
from realtime.mapping.route_words import as_keys


def rewritten(text: str, changed: Mapping[Place, Route]) -> str:
    """The text of a setlist with these routes in the places where they stand, its comments and order kept.

    Raises UserError where another route stands there now.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import InlineTable

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UserError(f"The setlist's file is not valid TOML any more: {error}") from error
    for place, route in changed.items():
        holder: Any = document
        try:
            for key in place[:-1]:
                holder = holder[key]
            table = holder[place[-1]]
            same = (table["from"], table["to"]) == (route.source, route.target)
        except (KeyError, IndexError, TypeError):
            same = False
        if not same:
            raise UserError("The setlist's file has been changed: read it again first.")
        keys = {"from": route.source, "to": route.target, **as_keys(route)}
        if isinstance(table, InlineTable):
            # A comment at its end is the list's, which keeps it.
            holder[place[-1]] = _inline(keys)
        else:
            _write(table, keys)
    return tomlkit.dumps(document)


def _inline(keys: Mapping[str, object]) -> Any:
    """A table in one line, as it is written by hand."""
    import tomlkit

    inner = ", ".join(f"{key} = {tomlkit.item(value).as_string()}" for key, value in keys.items())
    return tomlkit.parse(f"route = {{ {inner} }}")["route"]


def _write(table: Any, keys: Mapping[str, object]) -> None:
    for key in [key for key in table if key not in keys]:
        del table[key]
    for key, value in keys.items():
        if key not in table or table[key] != value:
            table[key] = value
