"""Inputs of every type, played by name: of one shader or of all, from setlists, and pictures into filters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from realtime.isf.library import ShaderLibrary
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.setlist.scene import Scene, Transition
from realtime.stage.shader_check import shader_faults
from realtime.stage.stage import Stage
from realtime.vocabulary import input_limits, known_names, shader_inputs

INPUTS = [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "mask", "TYPE": "image"},
    {"NAME": "tint", "TYPE": "color", "DEFAULT": [1, 1, 1, 1]},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5]},
    {"NAME": "mode", "TYPE": "long", "VALUES": [0, 3], "LABELS": ["off", "on"], "DEFAULT": 0},
    {"NAME": "negative", "TYPE": "bool", "DEFAULT": False},
    {"NAME": "level", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "contrast", "TYPE": "float", "MIN": 0.0, "MAX": 9.0, "DEFAULT": 1.0},
]
BODY = """void main() {
    vec3 c = tint.rgb * level * contrast * (mode == 3 ? 0.5 : 1.0) * step(centre.x, isf_FragNormCoord.x);
    c *= IMG_THIS_PIXEL(mask).rgb;
    gl_FragColor = vec4(negative ? 1.0 - c : c, 1.0);
}"""
SETLIST = """name = "n"
[[song]]
name = "s"
[[song.scene]]
name = "a"
post = ["All Types"]
[song.scene.base.post.All_Types]
BASE
"""


@pytest.fixture
def library(tmp_path: Path) -> ShaderLibrary:
    (tmp_path / "All Types.fs").write_text(f"/*{json.dumps({'INPUTS': INPUTS})}*/\n{BODY}")
    return ShaderLibrary([tmp_path])


@pytest.fixture
def read(library: ShaderLibrary, tmp_path: Path):
    """The scene with these lines under its base, or the lines of what is wrong with them."""

    def make(base: str) -> Scene | list[str]:
        text = SETLIST.replace("BASE", base)
        path = tmp_path / "set.toml"
        setlist, problems = read_text(text, path, Blocklist.load(BLOCKLIST), known_names(library))
        return [one.text for one in problems] if setlist is None or problems else setlist.scenes[0]

    return make


@pytest.fixture
def seen(window, library, plain, shot, flat):
    """The mean colour of a white picture behind the filter, with a scene's base."""

    def take(scene: Scene, **inputs: float) -> list[float]:
        stage = Stage(window.context, window.framebuffer, library, waits=True)
        stage.show_frame(flat(255, 255, 255))
        view = {"inputs": plain.inputs | scene.base | inputs, "images": scene.images, "filters": scene.post}
        picture = shot(stage, plain, **view)
        assert not stage.errors
        stage.release()
        return list(np.round(picture.mean((0, 1)) / 255, 2))

    return take


def test_a_setlist_plays_inputs_of_every_type(read, seen, tmp_path) -> None:
    assert seen(read("")) == [0.5, 0.5, 0.5]
    assert seen(read('tint = "#ff8000"\ncentre = [0.0, 0.5]')) == [1.0, 0.5, 0.0]
    assert seen(read('centre = [0, 0]\nmode = "on"')) == [0.5, 0.5, 0.5]
    assert seen(read("centre.x = 0.0\nnegative = true")) == [0.0, 0.0, 0.0]
    assert seen(read('tint = "neon:2"'))[0] == pytest.approx(0.5 * 0xE0 / 255, abs=0.01)
    Image.new("RGB", (8, 8), (0, 255, 128)).save(tmp_path / "mask.png")
    assert seen(read('mask = "still:mask.png"\ncentre.x = 0')) == [0.0, 1.0, 0.5]
    assert seen(read('mask = "scene"\ncentre.x = 0')) == [1.0, 1.0, 1.0]
    assert seen(read('mask = "feedback"\ncentre.x = 0')) == [0.0, 0.0, 0.0]


def test_what_is_written_wrongly_is_told(read) -> None:
    for base, words in (
        ('tint = "reddish"', "unknown palette|no palette|There is no palette"),
        ('mode = "of"', "one of 'off', 'on'"),
        ("centre = [1]", r"\[0.5, 0.5\]"),
        ('mask = "still:nowhere.png"', "there is no picture file"),
        ('mask = "mask.png"', "must be one picture"),
        ('mask = "generator:nothing"', "unknown source shader"),
        ('level = "loud"', "must be a number"),
    ):
        (problem,) = read(base)
        assert re.search(words, problem), problem


def test_a_shaders_own_name_goes_before_the_sound_and_the_finish(read, seen, library) -> None:
    """`level` has a range, so it is a control; `contrast` is the finish's, but for its own name."""
    white = read("centre.x = 0")
    assert seen(white, **{"post.level": 0.5}) == [0.5, 0.5, 0.5]
    assert seen(white, **{"post.level": 0.5, "post.All_Types.level": 0.25}) == [0.25, 0.25, 0.25]
    assert seen(white, **{"post.All_Types.contrast": 0.2}) == [0.2, 0.2, 0.2]
    limits = input_limits(library)
    assert limits["post.All_Types.contrast"] == (0.0, 9.0, 1.0)
    assert limits["post.contrast"][1] == 2.0
    assert limits["post.All_Types.tint.g"] == (0.0, 1.0, 1.0)
    help_lines = {row.name: row.help for row in shader_inputs(library)}
    assert "3 on" in help_lines["post.All_Types.mode"]


def test_limits_of_one_name_take_in_all_shaders_that_have_it(library, tmp_path) -> None:
    wide = [INPUTS[0], {"NAME": "level", "TYPE": "float", "MIN": -8.0, "MAX": 2.0}]
    (tmp_path / "wide.fs").write_text(f"/*{json.dumps({'INPUTS': wide})}*/\nvoid main() {{}}")
    library.scan()
    limits = input_limits(library)
    assert limits["post.level"][:2] == (-8.0, 4.0)
    assert limits["post.wide.level"][:2] == (-8.0, 2.0) and limits["post.All_Types.level"][:2] == (0.0, 4.0)


def test_check_tells_shaders_that_do_not_work(library, tmp_path) -> None:
    (tmp_path / "bad.fs").write_text(f"/*{json.dumps({'INPUTS': INPUTS})}*/\nvoid main() {{ nothing; }}")
    (tmp_path / "worse.fs").write_text("/*{*/\nvoid main() {}")
    library.scan()
    scenes = [Scene("a", post=("All Types", "bad", "worse"), transition=Transition("none", 0.0))]
    assert sorted(one.partition(": ")[0] for one in shader_faults(library, scenes)) == [
        f"{tmp_path}/bad.fs:2",
        f"{tmp_path}/worse.fs:1",
    ]
