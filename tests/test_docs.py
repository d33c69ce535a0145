"""README.md, CONTRIBUTING.md and docs/ say what the program does: tables, commands, links and examples."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import click
import pytest

from docs.tables import PAGES, TABLES, renewed, rooms
from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import BANDS, Features
from realtime.cli import COMMANDS, app
from realtime.control.osc_feed import OscFeed
from realtime.control.osc_message import PREFIX
from realtime.isf.include import resolve
from realtime.isf.inputs import INPUT_TYPES
from realtime.isf.library import ShaderLibrary
from realtime.isf.parse import ShaderError
from realtime.isf.program import IsfProgram
from realtime.options import BLOCKLIST
from realtime.resources import SHADERS
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.setlist.values import Names
from realtime.stage.egl_window import EglWindow
from realtime.stage.sound_inputs import SOUND_INPUTS
from realtime.vocabulary import known_names
from tests.songs import PROJECT, beats, write_wav

BY_NAME = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
BLOCK = re.compile(r"^```(\S*)[ \t]*([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[tuple[str, str]]:
    """(words after the language, content) of the fenced blocks of a page."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(mark, content) for its_language, mark, content in found if its_language == language]


RUN = [
    pytest.param(content, id=f"{page.name}-{number}")
    for page in PAGES
    for number, (mark, content) in enumerate(blocks(page, "sh"))
    if mark == "run"
]


@BY_NAME
def test_tables_are_the_programs_own(page):
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text, "run .venv/bin/python -m docs.tables"


def test_every_table_stands_on_a_page():
    pages = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in TABLES if f"<!-- {name} -->" not in pages] == []


def test_every_folder_with_code_says_in_one_sentence_what_lives_there():
    code = {
        path.parent
        for top in ("realtime", "synthetic_music", "training", "benchmarks")
        for path in (PROJECT / top).rglob("*.py")
    }
    sentences = dict(rooms())
    assert set(sentences) == {folder.relative_to(PROJECT).as_posix() for folder in code}
    for folder, sentence in sentences.items():
        assert re.fullmatch(r"[A-Z].*[^.]\.", sentence), f"{folder}/__init__.py: {sentence!r}"


@BY_NAME
def test_links_lead_somewhere(page):
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\((?!http)([^)]+)\)", text):
        file, _, place = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), link
        if place:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


@BY_NAME
def test_files_that_are_named_exist(page):
    for name in re.findall(
        r"`((?:realtime|shaders|setlists|docs|examples|tests)/[\w./-]*)`", page.read_text("utf-8")
    ):
        assert (PROJECT / name).exists(), name


@BY_NAME
def test_every_command_is_marked_as_run_or_not_run(page):
    for mark, content in blocks(page, "sh"):
        assert mark in ("run", "not-run"), content
    # What stands outside of fences is not run: no command may hide there.
    assert not re.search(
        r"^ {4,}.*(live\.py|make |pip )", BLOCK.sub("", page.read_text("utf-8")), re.MULTILINE
    )


@BY_NAME
def test_every_command_that_is_named_exists(page):
    named = set(re.findall(r"live\.py ([a-z][a-z-]*)\b", page.read_text("utf-8")))
    assert named - {"card"} <= set(COMMANDS)


@BY_NAME
def test_commands_and_options_exist(page):
    """Also of what is not run."""
    for _, content in blocks(page, "sh"):
        for line in content.splitlines():
            words = shlex.split(line, comments=True)
            at = next((n for n, word in enumerate(words) if word in ("live.py", "./live.py")), None)
            if at is None:
                continue
            given = words[at + 1 :]
            name = given[0] if given and given[0] in COMMANDS else "show"
            command = app.get_command(click.Context(app), name)
            known = {"-h", "--help", *(one for parameter in command.params for one in parameter.opts)}
            assert {word for word in given if re.fullmatch(r"--?[a-z][a-z-]*", word)} <= known, line


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A folder like a checkout after `make setup`, with a song; what commands write stays in it."""
    folder = tmp_path_factory.mktemp("checkout")
    for entry in PROJECT.iterdir():
        if entry.name not in (".git", ".venv", "out"):
            (folder / entry.name).symlink_to(entry)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    write_wav(folder / "song.wav", beats(6.0))
    return folder


@pytest.mark.parametrize("content", RUN)
def test_commands_that_are_marked_as_run_do_run(content, checkout):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", content],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_osc_out_sends_is_in_its_table():
    feed, sent = OscFeed(), set()
    clock = BeatClock(confidence=1.0)
    for tick in range(400):
        now = 0.01 * tick
        heard = Features(time=now, clock=clock, last_onset=(now,) * len(BANDS))
        sent |= {address for address, _ in feed.messages(now, heard, (1, "Rain"))}
    table = text_of("docs/osc-and-midi.md").split("## OSC out")[1].split("\n## ")[0]
    assert set(re.findall(rf"`({PREFIX}/[\w/]+)`", table)) == sent


def test_inputs_that_the_sound_fills_are_in_their_table():
    text = text_of("docs/shaders.md")
    table = text.split("## Inputs that the sound fills")[1].split("\nWith ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == set(SOUND_INPUTS)
    for kind in INPUT_TYPES:
        assert f"`{kind}`" in text


def test_files_to_include_are_in_their_table():
    rows = re.findall(r"^\| `(\w+\.glsl)` \| ([^|]*) \|([^|]*)\|", text_of("docs/shaders.md"), re.MULTILINE)
    assert [name for name, _, _ in rows] == sorted(path.name for path in (SHADERS / "include").iterdir())
    for name, functions, inputs in rows:
        path = SHADERS / "include" / name
        code = resolve(path.read_text(encoding="utf-8"), path, (SHADERS,)).code
        for function, takes in re.findall(r"`(\w+)\((.*?)\)`", functions):
            declared = re.search(rf"^\w+ {function}\(([^)]*)\) {{", code, re.MULTILINE)
            assert declared and [one.split()[-1] for one in declared[1].split(", ")] == takes.split(", ")
        words = re.findall(r"\w+", re.sub(r"//[^\n]*", "", code))
        needed = [one for one in ("seed", "octave", "zoom") if one in words]
        assert re.findall(r"\w+", inputs) == needed, name


def test_the_filter_of_the_shader_page_works_and_its_slip_is_named(tmp_path):
    code = blocks(PROJECT / "docs" / "shaders.md", "glsl")[0][1]
    path = tmp_path / "redder.fs"
    path.write_text(code)
    with closing(EglWindow((8, 8))) as window:
        assert IsfProgram(window.context, path).description.kind == "filter"
        path.write_text(code.replace("redder * bass", "readder * bass"))
        with pytest.raises(ShaderError) as slip:
            IsfProgram(window.context, path)
    assert f"my-shaders/redder.fs:{slip.value.line}: " in text_of("docs/shaders.md")
    library = ShaderLibrary((SHADERS, tmp_path))
    assert "post.redder" in known_names(library).inputs


def test_the_setlist_of_its_page_is_right():
    (_, example), (_, scene) = blocks(PROJECT / "docs" / "setlist.md", "toml")
    setlist, problems = read_text(example, "x.toml", Blocklist.load(BLOCKLIST), names())
    assert problems == []
    assert [scene.palette for scene in setlist.scenes] == ["neon", "neon"]
    assert [len(scene.routes) for scene in setlist.scenes] == [2, 2]
    _, problems = read_text(
        f'name = "x"\n[[song]]\nname = "s"\n{scene}', "x.toml", Blocklist.load(BLOCKLIST), names()
    )
    assert problems == []


@cache
def names() -> Names:
    return known_names(ShaderLibrary())


def test_make_targets_exist():
    makefile, workflow = text_of("Makefile"), text_of(".github/workflows/test.yml")
    assert "make test" in workflow
    commands = [content for page in PAGES for _, content in blocks(page, "sh")]
    for target in re.findall(r"\bmake ([a-z]+)", "\n".join([workflow, *commands])):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
