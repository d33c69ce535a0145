"""The README says what the program does, no more: its tables are the program's own (see also test_docs)."""

import re
from pathlib import Path

from realtime.cli import COMMANDS
from realtime.control.keyboard import keys_markdown
from realtime.control.parameters import parameter_table_markdown

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTROLS = (PROJECT / "docs" / "controls.md").read_text(encoding="utf-8")


def test_the_table_of_controls_is_the_programs_own():
    assert parameter_table_markdown() in CONTROLS, "run .venv/bin/python -m docs.tables"
    assert "](docs/controls.md)" in README


def test_the_table_of_keys_is_the_programs_own():
    assert keys_markdown() in README, "run .venv/bin/python -m docs.tables"


def test_every_command_that_it_names_exists():
    named = set(re.findall(r"live\.py ([a-z]+)\b", README))
    assert named - {"card"} <= set(COMMANDS)


def test_every_file_that_it_names_exists():
    for name in re.findall(r"(?:setlists|realtime|shaders|docs)/[\w./-]+\w", README):
        assert (PROJECT / name).exists(), name
    for name in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (PROJECT / name).exists(), name


def test_make_targets_exist():
    makefile = (PROJECT / "Makefile").read_text()
    for target in re.findall(r"make ([a-z]+)\b", README):
        assert re.search(rf"^{target}:", makefile, re.M), target
