"""What docs/shaders.md says of generators is true: its example, and the keys of a header."""

from __future__ import annotations

import re
from contextlib import closing

from realtime.isf.library import ShaderLibrary
from realtime.isf.program import IsfProgram
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.resources import SHADERS
from realtime.scenery.generators import Generators
from realtime.stage.egl_window import EglWindow
from tests.test_docs import PROJECT, blocks, text_of


def test_the_generator_of_the_shader_page_is_called_by_its_words(tmp_path):
    (tmp_path / "bands.fs").write_text(
        blocks(PROJECT / "docs" / "shaders.md", "glsl")[1][1], encoding="utf-8"
    )
    generators = Generators(ShaderLibrary((SHADERS, tmp_path)))
    assert generators.errors == {}
    interpreter = PromptInterpreter(generators)
    for prompt in ("soft bands of light", "부드러운 블라인드"):
        recipe = interpreter.interpret(Subject(prompt=prompt))
        assert recipe.source == "bands"
        assert dict(recipe.traits)["soft"] == 1.0
    with closing(EglWindow((8, 8))) as window:
        IsfProgram(window.context, tmp_path / "bands.fs")


def test_every_key_of_a_generators_header_is_in_its_table(tmp_path):
    table = text_of("docs/shaders.md").split('All keys under `"ANACRUSIS"`')[1]
    wrong = tmp_path / "wrong.fs"
    wrong.write_text('/*{"ANACRUSIS": {"no_such_key": 1}}*/ void main() {}')
    (error,) = Generators(ShaderLibrary((tmp_path,))).errors.values()
    known = re.search(r"known: (.*)\.", str(error))
    assert known, error
    assert set(re.findall(r"^\| `(\w+)` ", table, re.MULTILINE)) == set(known[1].split(", "))
