"""Writes the tables of README.md, CONTRIBUTING.md and docs/ anew from the program's own.

.venv/bin/python -m docs.tables

A table stands between `<!-- NAME -->` and `<!-- end of NAME -->`, NAME being one of TABLES.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from realtime.audio.features import Features
from realtime.control.keyboard import keys_markdown
from realtime.control.midi.kinds import kinds_markdown as midi_kinds_markdown
from realtime.control.midi.map_files import generic_markdown, shipped_markdown
from realtime.control.osc_feed import sent_markdown
from realtime.control.parameters import parameter_table_markdown
from realtime.isf.library import ShaderLibrary
from realtime.mapping.reference import reference_markdown
from realtime.mapping.signals import SIGNALS
from realtime.output.rig_schema import rig_markdown
from realtime.paint.diffusion.kinds import KINDS
from realtime.resources import SHADERS
from realtime.scenery.palettes import PALETTES
from realtime.scenery.styles import STYLES
from realtime.setlist.reference import setlist_markdown
from realtime.vocabulary import shader_inputs

PROJECT = Path(__file__).resolve().parents[1]
ROUTES = PROJECT / "docs" / "routes.md"
PAGES = (PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *sorted((PROJECT / "docs").glob("*.md")))
_PLACE = re.compile(r"<!-- (?P<name>[a-z -]+) -->\n(?P<body>.*?)<!-- end of (?P=name) -->", re.DOTALL)
_MARK = re.compile(r"<!-- (?:end of )?([a-z -]+) -->")


def rooms() -> Iterator[tuple[str, str]]:
    """(folder below the project, first sentence of its docstring) of every folder with code."""
    for top in ("realtime", "synthetic_music", "training", "benchmarks"):
        for path in sorted((PROJECT / top).rglob("__init__.py")):
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            first = re.match(r".*?\.(?=\s|$)|.*", " ".join(said.split()))
            yield path.parent.relative_to(PROJECT).as_posix(), first[0] if first else ""


def rooms_markdown(depth: int) -> str:
    """The folders of the program down to `depth` folders deep, and those beside it down to one less."""
    rows = (
        (f"`{folder}/`", said)
        for folder, said in rooms()
        if folder.count("/") < depth - (not folder.startswith("realtime"))
    )
    return _table(("folder", "what lives there"), rows)


def features_markdown(title: str) -> str:
    """The audio features, as they are called by whoever gets them by their names."""
    features = [signal for signal in SIGNALS.values() if hasattr(Features(), signal.name)]
    rows = ((f"`{signal.name}`", signal.help) for signal in features)
    return _table((title, "what it says, 0 … 1"), rows)


def sources_markdown() -> str:
    """The generators that ship, which a scene's `source` may name."""
    return _shaders("generator", ShaderLibrary((SHADERS / "sources",)), ("source", "what it shows"))


def filters_markdown() -> str:
    """The filters that ship, which a scene's `post` may name."""
    return _shaders("filter", ShaderLibrary((SHADERS,)), ("filter", "what it does"))


def transitions_markdown() -> str:
    """The transitions that ship."""
    return _shaders("transition", ShaderLibrary((SHADERS,)), ("transition", "how the new picture comes"))


def _shaders(kind: str, library: ShaderLibrary, head: tuple[str, str]) -> str:
    rows = ((f"`{name}`", library.description(name, kind).description) for name in library.names(kind))
    return _table(head, rows)


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


def kinds_markdown() -> str:
    """The kinds of diffusion models, with what suits each."""
    head = ("`--kind`", "what it is", "steps", "guidance")
    rows = (
        (
            f"`{kind.name}`",
            kind.what,
            str(kind.steps),
            "none" if kind.guidance == "none" else f"{kind.scale:g}",
        )
        for kind in KINDS.values()
    )
    return _table(head, rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


TABLES: dict[str, Callable[[], str]] = {
    "rooms": partial(rooms_markdown, 2),
    "all rooms": partial(rooms_markdown, 9),
    "keys": keys_markdown,
    "main keys": partial(keys_markdown, decks=False),
    "parameters": parameter_table_markdown,
    "midi": generic_markdown,
    "midi kinds": midi_kinds_markdown,
    "midi maps": shipped_markdown,
    "osc feed": sent_markdown,
    "shader features": partial(features_markdown, "input"),
    "setlist keys": setlist_markdown,
    "rig keys": rig_markdown,
    "sources": sources_markdown,
    "filters": filters_markdown,
    "transitions": transitions_markdown,
    "styles": styles_markdown,
    "palettes": palettes_markdown,
    "kinds": kinds_markdown,
}


def renewed(text: str) -> str:
    """A page with its tables as the program has them now. Raises KeyError for a table that is not in TABLES,
    ValueError for one whose end is not marked."""

    def written(place: re.Match[str]) -> str:
        name = place["name"]
        return f"<!-- {name} -->\n\n{TABLES[name]()}\n<!-- end of {name} -->"

    marks = [mark[1] for mark in _MARK.finditer(text)]
    if marks != [name for place in _PLACE.finditer(text) for name in (place["name"],) * 2]:
        raise ValueError(f"a table's beginning or end is not marked: {marks}")
    return _PLACE.sub(written, text)


def routes() -> str:
    """The text of ROUTES, which is a table as a whole."""
    return reference_markdown(shader_inputs(ShaderLibrary((SHADERS,))))


def main() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if (new := renewed(text)) != text:
            page.write_text(new, encoding="utf-8")
            print(f"written: {page.relative_to(PROJECT)}")
    ROUTES.write_text(routes(), encoding="utf-8")


if __name__ == "__main__":
    main()
