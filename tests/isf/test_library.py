"""Shaders by name, and files that change while the show runs."""

from __future__ import annotations

import os

import numpy as np
import pytest

from realtime.errors import UserError
from realtime.isf.library import LiveProgram, ShaderLibrary
from realtime.isf.pictures import texture_of
from realtime.isf.program import IsfProgram
from realtime.resources import shader_folders

RED = "/*{}*/\nvoid main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }"
GREEN = RED.replace("1.0, 0.0, 0.0", "0.0, 1.0, 0.0")


def write(path, text: str, age: int) -> None:
    path.write_text(text)
    os.utime(path, ns=(age, age))


def test_a_users_shader_hides_ours_and_a_wrong_name_gets_a_suggestion(tmp_path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours / "filters", theirs):
        folder.mkdir(parents=True)
    filter_text = '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/'
    (ours / "filters" / "kaleido.fs").write_text(filter_text)
    (theirs / "kaleido.fs").write_text(filter_text)
    (theirs / "broken.fs").write_text("/*{*/")
    library = ShaderLibrary([ours, theirs])
    assert library.names("filter") == ["kaleido"]
    assert library.path("kaleido").parent == theirs
    with pytest.raises(UserError, match="did you mean 'kaleido'"):
        library.path("kaliedo", "filter")
    (theirs / "source").mkdir()
    (theirs / "source" / "kaleido.fs").write_text(RED)  # a source of that name is another shader
    library.scan()
    assert library.path("kaleido", "filter").parent == theirs
    assert library.path("kaleido", "generator").parent.name == "source"
    with pytest.raises(UserError, match="no transition 'kaleido'"):
        library.path("kaleido", "transition")
    with pytest.raises(UserError, match=r"broken\.fs:1"):
        library.path("broken")


def test_an_edited_file_replaces_the_program_and_a_broken_one_does_not(context, tmp_path, pixels) -> None:
    path = tmp_path / "a.fs"
    write(path, RED, 1_000)
    live = LiveProgram(context, path)
    assert not live.reload_if_changed()
    write(path, RED.replace("vec4", "vex4"), 2_000)
    assert not live.reload_if_changed()
    assert live.error.line == 2 and "vex4" in live.error.message
    assert pixels(live.program)[0, 0, :2].tolist() == [1.0, 0.0]
    write(path, GREEN, 3_000)
    assert live.reload_if_changed()
    assert live.error is None
    assert pixels(live.program)[0, 0, :2].tolist() == [0.0, 1.0]


def test_a_header_in_the_middle_of_an_edit_does_not_change_the_shader(context, tmp_path, pixels) -> None:
    path = tmp_path / "a.fs"
    whole = '/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"}, {"NAME": "a", "TYPE": "float"}]}*/\n'
    body = "void main() { gl_FragColor = vec4(1.0, 0.0, 0.0, 1.0); }"
    write(path, whole + body, 1_000)
    library, live = ShaderLibrary([tmp_path]), LiveProgram(context, path)
    # Mended it would be a generator.
    half = whole.replace('{"NAME": "inputImage", "TYPE": "image"}, ', '{"NAME": "inputImage", "TYPE": ')
    write(path, half + body, 2_000)
    library.scan()
    assert not live.reload_if_changed() and "not JSON" in live.error.message
    assert library.names("filter") == ["a"] and "a" in library.errors
    assert len(library.description("a").inputs) == 2
    write(path, whole + body.replace("1.0, 0.0, 0.0", "0.0, 1.0, 0.0"), 3_000)
    library.scan()
    assert live.reload_if_changed() and live.error is None and not library.errors


def test_a_header_that_never_was_json_follows_its_file(context, tmp_path) -> None:
    path = tmp_path / "a.fs"
    sloppy = '/*{"INPUTS": [{"NAME": "a" "TYPE": "float"}]}*/\nvoid main() { gl_FragColor = vec4(a); }'
    write(path, sloppy, 1_000)
    live = LiveProgram(context, path)
    write(path, sloppy.replace("vec4(a)", "vec4(a * a)"), 2_000)
    assert live.reload_if_changed()


def test_every_shader_that_ships_compiles(context) -> None:
    library = ShaderLibrary()
    assert not library.errors
    names = library.names()
    assert len(library.names("filter")) >= 27 and len(library.names("transition")) >= 17
    for name in names:
        program = IsfProgram(context, library.path(name))
        program.render((32, 18), time=1.0, time_delta=0.1, frame_index=3, inputs={})
        program.release()
    assert all(library.path(name).is_relative_to(shader_folders()[0]) for name in names)


def test_every_transition_begins_with_the_old_picture_and_ends_with_the_new(context) -> None:
    library = ShaderLibrary()
    random = np.random.default_rng(1)
    pictures = [random.integers(0, 256, (18, 32, 4), dtype=np.uint8) | [0, 0, 0, 255] for _ in range(2)]
    textures = [texture_of(context, picture.astype(np.uint8)) for picture in pictures]
    for name in library.names("transition"):
        program = IsfProgram(context, library.path(name))
        for frame, (progress, picture) in enumerate(zip((0.0, 1.0), pictures, strict=True)):
            inputs = {"startImage": textures[0], "endImage": textures[1], "progress": progress}
            drawn = program.render((32, 18), time=progress, time_delta=0.1, frame_index=frame, inputs=inputs)
            levels = np.frombuffer(drawn.read(), np.uint8).reshape(18, 32, 4)[::-1, :, :3].astype(float)
            assert np.abs(levels - picture[..., :3]).mean() < 1.5, f"{name} at {progress}"
        program.release()
