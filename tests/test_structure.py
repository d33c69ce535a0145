"""Which part of the program may know which: imports run one way, and nowhere in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "realtime"

# From the ground up. A part knows those below it only, for type hints too. New parts take the lowest place
# that they can: what stands low can be used, understood and tested with little else.
ORDER = (
    "no_telemetry",
    "errors",
    "arrays",
    "eyes",
    "resources",
    "command_name",
    "notice",
    "did_you_mean",
    "files",
    "picture_file",
    "say",
    "clock",
    "camera",
    "smoothstep",
    "fonts",
    "lettering",
    "interrupts",
    "processes",
    "ending",
    "options",
    "guard",
    "audio",
    "isf",
    "mapping",
    "scenery",
    "setlist",
    "control",
    "paint",
    "stage",
    "record",
    "output",
    "vocabulary",
    "keyframes",
    "live",
    "panel",
    "doctor",
    "render",
    "author",
    "show",
    "film",
    "cli",
    "commands",
)
# What a reader may rely on whatever else moves.
KNOW_NOTHING_OF = {
    part: {"stage", "live", "show", "film", "render"}
    for part in ("audio", "mapping", "setlist", "paint", "control")
}


@cache
def _modules() -> dict[str, Path]:
    paths = sorted(PACKAGE.rglob("*.py"))
    names = [path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".") for path in paths]
    return {name.removesuffix(".__init__"): path for name, path in zip(names, paths, strict=True)}


@cache
def _imports() -> dict[str, set[str]]:
    """Module → the modules of this package that it imports, wherever in its file."""
    return {name: set(_imported(path)) - {name} for name, path in _modules().items()}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full here"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                name = inner if inner in _modules() else node.module
                if name in _modules():
                    yield name
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in _modules())


def _part(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _arrows() -> set[tuple[str, str, str]]:
    """(importing part, imported part, how), for imports from one part into another."""
    return {
        (_part(module), _part(other), f"{module} imports {other}")
        for module, others in _imports().items()
        for other in others
        if _part(module) != _part(other) and _part(module) and _part(other)
    }


def test_no_import_runs_in_a_circle():
    try:
        TopologicalSorter(_imports()).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_every_part_has_its_place():
    assert {_part(module) for module in _modules()} - {""} == set(ORDER)


def test_imports_run_downwards_only():
    wrong = [how for part, other, how in _arrows() if ORDER.index(other) > ORDER.index(part)]
    assert sorted(wrong) == []


def test_what_hears_maps_and_paints_knows_nothing_of_what_shows_it():
    wrong = [how for part, other, how in _arrows() if other in KNOW_NOTHING_OF.get(part, ())]
    assert sorted(wrong) == []
    assert any(part == "show" and other == "stage" for part, other, _ in _arrows()), "imports are found"
