"""Shaders that share code by `#include`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from realtime.isf.library import LiveProgram
from realtime.isf.parse import ShaderError
from realtime.isf.program import IsfProgram

MAIN = '/*{}*/\n#include "tint.glsl"\nvoid main() { gl_FragColor = vec4(tint(), 1.0); }\n'
RED, GREEN, BLUE = (f"vec3 tint() {{ return vec3({c}); }}\n" for c in ("1, 0, 0", "0, 1, 0", "0, 0, 1"))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Shader folders, whose later ones hide the earlier: (ours, the user's, where the shader is)."""
    ours, users, here = (tmp_path / name for name in ("ours", "users", "users/sources"))
    for folder in (ours / "include", users / "include", here):
        folder.mkdir(parents=True)
    (here / "main.fs").write_text(MAIN)
    return ours, users, here


def colour(context, folders, pixels) -> list[float]:
    ours, users, here = folders
    program = IsfProgram(context, here / "main.fs", folders=(ours, users))
    return pixels(program)[0, 0, :3].tolist()


def test_a_file_beside_the_shader_goes_before_the_users_and_that_before_ours(context, folders, pixels):
    ours, users, here = folders
    (ours / "include" / "tint.glsl").write_text(RED)
    assert colour(context, folders, pixels) == [1.0, 0.0, 0.0]
    (users / "include" / "tint.glsl").write_text(GREEN)
    assert colour(context, folders, pixels) == [0.0, 1.0, 0.0]
    (here / "tint.glsl").write_text(BLUE)
    assert colour(context, folders, pixels) == [0.0, 0.0, 1.0]


def test_includes_include_each_other_and_each_is_taken_in_once(context, folders, pixels):
    ours, users, here = folders
    (users / "include" / "tint.glsl").write_text(
        '#include "shade.glsl"\n#include "shade.glsl"\n#include "tint.glsl"\n' + RED
    )
    (ours / "include" / "shade.glsl").write_text('#version 120\n#include "tint.glsl"\nfloat shade = 0.5;\n')
    (here / "main.fs").write_text(MAIN.replace("tint()", "tint() * shade"))
    assert colour(context, folders, pixels)[0] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("comment", ["// {}", "/*\n{}\n*/", "/* {} */"])
def test_what_is_commented_out_is_not_included(context, folders, pixels, comment):
    _, _, here = folders
    text = comment.format('#include "nowhere.glsl"')
    (here / "main.fs").write_text(MAIN.replace('#include "tint.glsl"', f"{text}\n{BLUE}"))
    assert colour(context, folders, pixels) == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(("file", "line"), [("inner.glsl", 3), ("tint.glsl", 5), ("main.fs", 4)])
def test_a_compilers_message_names_the_file_and_line_that_it_is_about(context, folders, file, line):
    ours, users, here = folders
    texts = {
        "inner.glsl": "\n\nvec3 third = vec3(0.0);\n",
        "tint.glsl": '\n#include "inner.glsl"\n\n\nvec3 tint() { return third + vec3(0.5); }\n',
        "main.fs": MAIN.replace("vec4(tint()", "\nvec4(tint() + vec3(0.1)"),
    }
    texts[file] = texts[file].replace("vec3(0.", "vex3(0.")
    for name, text in texts.items():
        (here / name).write_text(text)
    with pytest.raises(ShaderError, match="vex3") as caught:
        IsfProgram(context, here / "main.fs", folders=(ours, users))
    assert (caught.value.path, caught.value.line) == (here / file, line)
    assert ("included by" in str(caught.value)) == (file != "main.fs") and "main.fs" in str(caught.value)


def test_a_file_that_is_not_there_is_an_error_at_the_line_that_includes_it(context, folders):
    ours, users, here = folders
    with pytest.raises(ShaderError, match=r'main\.fs:2: there is no "tint\.glsl" to include') as caught:
        IsfProgram(context, here / "main.fs", folders=(ours, users))
    assert str(users / "include") in str(caught.value)
    (here / "tint.glsl").write_text("\n\n  # include <gone.glsl>\n")
    with pytest.raises(ShaderError, match=r"tint\.glsl:3: #include must be followed by"):
        IsfProgram(context, here / "main.fs", folders=(ours, users))


def test_an_included_file_that_changes_reloads_its_users(context, folders, pixels):
    ours, users, here = folders

    def write(path: Path, text: str, age: int) -> None:
        path.write_text(text)
        os.utime(path, ns=(age, age))

    write(ours / "include" / "tint.glsl", RED, 1_000)
    live = LiveProgram(context, here / "main.fs", (ours, users))
    assert not live.reload_if_changed()
    write(ours / "include" / "tint.glsl", RED.replace("vec3(", "vex3("), 2_000)
    assert not live.reload_if_changed()
    assert live.error.path == ours / "include" / "tint.glsl" and live.error.line == 1
    write(ours / "include" / "tint.glsl", GREEN, 3_000)
    assert live.reload_if_changed() and live.error is None
    assert pixels(live.program)[0, 0, :3].tolist() == [0.0, 1.0, 0.0]
    # A file of that name that appears before it is found first from then on.
    write(here / "tint.glsl", BLUE, 4_000)
    assert live.reload_if_changed()
    assert pixels(live.program)[0, 0, :3].tolist() == [0.0, 0.0, 1.0]


def test_a_vertex_shader_may_include_too(context, folders, pixels):
    ours, users, here = folders
    (here / "main.fs").write_text(
        "/*{}*/\nvarying vec3 seen;\nvoid main() { gl_FragColor = vec4(seen, 1.0); }\n"
    )
    (here / "main.vs").write_text(
        '#include "tint.glsl"\nvarying vec3 seen;\nvoid main() { isf_vertShaderInit(); seen = tint(); }\n'
    )
    (here / "tint.glsl").write_text(GREEN)
    assert colour(context, folders, pixels) == [0.0, 1.0, 0.0]
    (here / "tint.glsl").write_text("\n" + GREEN.replace("return", "retur"))
    with pytest.raises(ShaderError) as caught:
        IsfProgram(context, here / "main.fs", folders=(ours, users))
    assert (caught.value.path, caught.value.line) == (here / "tint.glsl", 2)
