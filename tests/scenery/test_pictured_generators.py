"""Generators that show pictures: what a setlist names for their image inputs, else the last painting."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from realtime import resources
from realtime.isf.library import ShaderLibrary
from realtime.live.anacrusis import subject_of
from realtime.paint.prompt import PromptInterpreter
from realtime.resources import SHADERS
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_stage import Layer, SourceStage
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_setlist
from realtime.vocabulary import known_names

BLOCKLIST = Blocklist.load(resources.setlist("blocklist.toml"))
BODY = "void main() { gl_FragColor = vec4(IMG_THIS_PIXEL(photo).rgb, 1.0); }"


@pytest.fixture
def library(tmp_path):
    head = {"INPUTS": [{"NAME": "photo", "TYPE": "image"}]}
    (tmp_path / "Wall.fs").write_text(f"/*{json.dumps(head)}*/\n{BODY}")
    Image.new("RGB", (16, 9), (200, 100, 0)).save(tmp_path / "orange.png")
    return ShaderLibrary((SHADERS, tmp_path))


def _setlist(folder, picture):
    path = folder / "set.toml"
    path.write_text(
        'name = "W"\n[[song]]\nname = "S"\n[[song.scene]]\nname = "A"\nprompt = "a wall"\nsource = "Wall"\n'
        f'base = {{ source.Wall.photo = "{picture}" }}\n'
    )
    return path


def test_a_setlist_names_what_an_image_input_of_a_generator_shows(tmp_path, context, library):
    generators = Generators(library)
    read, slips = read_setlist(_setlist(tmp_path, "still:orange.png"), BLOCKLIST, known_names(library))
    assert not slips
    subject = subject_of(read.scenes[0], 1)
    (layer,) = PromptInterpreter(generators).mixture(subject, None, 1.0, 0.0, 0.0).layers
    stage = SourceStage(context, (16, 8), generators)
    assert list(stage.render(layer, 1.0, 0.1, {}).read()[:3]) == [200, 100, 0]


def test_without_one_it_shows_the_last_painting_and_black_before_the_first(context, library):
    stage = SourceStage(context, (16, 8), Generators(library))
    layer = Layer("Wall", 1, PALETTES["neon"], 1.0)
    assert list(stage.render(layer, 1.0, 0.1, {}).read()[:3]) == [0, 0, 0]
    stage.last = np.full((8, 16, 4), (10, 200, 30, 255), np.uint8)
    assert list(stage.render(layer, 1.1, 0.1, {}).read()[:3]) == [10, 200, 30]


@pytest.mark.parametrize("picture", ["generator:city", "scene"])
def test_a_picture_that_the_painter_cannot_have_is_told(tmp_path, library, picture):
    _, slips = read_setlist(_setlist(tmp_path, picture), BLOCKLIST, known_names(library))
    assert "still:" in slips[0].text
