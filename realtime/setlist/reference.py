"""The setlist reference of docs/setlist.md as Markdown, made from the schema and the tables of names."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from realtime.isf.library import ShaderLibrary
from realtime.paint.style.styles import STYLES
from realtime.scenery.generators import source_names
from realtime.scenery.palettes import PALETTES
from realtime.setlist.schema import RouteModel, SceneLook, SceneModel, SetlistModel, SongModel

# What a table of keys is headed with → its model.
TABLES: dict[str, type[BaseModel]] = {
    "The file": SetlistModel,
    "`[[song]]`": SongModel,
    "`[[song.scene]]`": SceneModel,
    "`[[song.scene]]` and `[defaults]`": SceneLook,
    "A route": RouteModel,
}


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The keys of a table as they are written; a scene's are those that [defaults] may not have."""
    elsewhere = SceneLook.model_fields if model is SceneModel else {}
    return {field.alias or name: field for name, field in model.model_fields.items() if name not in elsewhere}


def setlist_markdown() -> str:
    """A table of keys for each table of the file."""
    parts = []
    for heading, model in TABLES.items():
        rows = []
        for key, field in keys_of(model).items():
            examples = "<br>".join(f"`{one}`" for one in field.examples or ())
            rows.append((f"`{key}`", examples, f"{field.description}{_limits(field)}"))
        parts.append(f"### {heading}\n\n{_table(('key', 'example', 'what it says'), rows)}")
    return "\n".join(parts)


def sources_markdown(library: ShaderLibrary | None = None) -> str:
    """The generators that a scene's `source` may name."""
    library = library or ShaderLibrary()
    rows = ((f"`{name}`", library.description(name, "generator").description) for name in source_names())
    return _table(("source", "what it shows"), rows)


def shaders_markdown(kind: str, library: ShaderLibrary | None = None) -> str:
    """The shaders of a kind (filter, transition) that ship, with what their headers say."""
    library = library or ShaderLibrary()
    rows = ((f"`{name}`", library.description(name, kind).description) for name in library.names(kind))
    return _table((kind, "what it does"), rows)


def styles_markdown() -> str:
    """The styles of the built-in painter."""
    return _table(("style", "how it looks"), ((f"`{style.name}`", style.look) for style in STYLES))


def palettes_markdown() -> str:
    """The palettes, with their four colours."""
    rows = []
    for name, colours in PALETTES.items():
        written = ("".join(f"{round(255 * float(part)):02x}" for part in colour) for colour in colours)
        rows.append((f"`{name}`", " ".join(f"`#{one}`" for one in written)))
    return _table(("palette", "its colours, dark to light"), rows)


def _limits(field: FieldInfo) -> str:
    """` From 0 to 60.`, or nothing for a key without both limits."""
    limits = {
        name: getattr(one, name) for one in field.metadata for name in ("ge", "le") if hasattr(one, name)
    }
    return f" From {limits['ge']} to {limits['le']}." if len(limits) == 2 else ""


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
