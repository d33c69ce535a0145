"""The setlist reference of docs/setlist.md as Markdown, made from the schema."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from realtime.setlist.schema import (
    LayerModel,
    LetteringModel,
    RouteModel,
    SceneLook,
    SceneModel,
    SetlistModel,
    SongModel,
)

# What a table of keys is headed with → its model.
TABLES: dict[str, type[BaseModel]] = {
    "The file": SetlistModel,
    "`[[song]]`": SongModel,
    "`lettering` of a `[[song]]`": LetteringModel,
    "`[[song.scene]]`": SceneModel,
    "`[[song.scene]]` and `[defaults]`": SceneLook,
    "A route": RouteModel,
    "`[[layer]]`": LayerModel,
}


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a table as they are written; a scene's are those that [defaults] may not have."""
    elsewhere = SceneLook.model_fields if model is SceneModel else {}
    return {field.alias or name: field for name, field in model.model_fields.items() if name not in elsewhere}


def setlist_markdown() -> str:
    """A table of keys for each table of the file."""
    return tables_markdown({heading: keys_of(model) for heading, model in TABLES.items()})


def tables_markdown(tables: Mapping[str, Mapping[str, FieldInfo]]) -> str:
    """A table for each heading: its keys, with examples and what they say."""
    parts = []
    for heading, fields in tables.items():
        rows = []
        for key, field in fields.items():
            examples = "<br>".join(f"`{one}`" for one in field.examples or ())
            rows.append(f"| `{key}` | {examples} | {field.description}{_limits(field)} |\n")
        head = "| key | example | what it says |\n| --- | --- | --- |\n"
        parts.append(f"### {heading}\n\n{head}{''.join(rows)}")
    return "\n".join(parts)


def _limits(field: FieldInfo) -> str:
    """` From 0 to 60.`, or nothing for a key without both limits."""
    limits = {
        name: getattr(one, name) for one in field.metadata for name in ("ge", "le") if hasattr(one, name)
    }
    return f" From {limits['ge']} to {limits['le']}." if len(limits) == 2 else ""
