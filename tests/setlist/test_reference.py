"""What the reference of setlists says of each key is true."""

from __future__ import annotations

import pytest
from PIL import Image

from realtime.isf.library import ShaderLibrary
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.setlist.reference import TABLES, keys_of, setlist_markdown
from realtime.setlist.schema import (
    LetteringModel,
    RouteModel,
    SceneLook,
    SceneModel,
    SetlistModel,
    SongModel,
)
from realtime.vocabulary import known_names
from tests.songs import beats, write_wav

EXAMPLES = [
    pytest.param(model, key, example, id=f"{model.__name__}.{key}: {example}")
    for model in TABLES.values()
    for key, field in keys_of(model).items()
    for example in field.examples
]


def setlist_with(model: type, key: str, example: str) -> str:
    """A setlist that has `key` in the table of `model`, and what else must be there."""
    route = {"from": '"bass"', "to": '"zoom"'} | ({key: example} if model is RouteModel else {})
    scene = {"name": '"a"', "routes": f"[{inline(route)}]"}
    scene |= {key: example} if model in (SceneModel, SceneLook) else {}
    song = {"name": '"s"', "scene": f"[{inline(scene)}]"} | ({key: example} if model is SongModel else {})
    song |= {"lettering": inline({key: example})} if model is LetteringModel else {}
    file = {"name": '"n"', "song": f"[{inline(song)}]", "routes": f"{{ kick = [{inline(route)}] }}"}
    file |= {key: example} if model is SetlistModel else {}
    return "\n".join(f"{name} = {value}" for name, value in file.items())


def inline(table: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{name} = {value}" for name, value in table.items()) + " }"


@pytest.mark.parametrize(("model", "key", "example"), EXAMPLES)
def test_every_example_can_be_written_as_it_stands(model, key, example, tmp_path, names):
    write_wav(tmp_path / "song.wav", beats(0.1))
    for name in ("cover.png", "logo.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    (tmp_path / "song.lrc").write_text("[00:01.00]a line\n")
    (tmp_path / "Nanum.ttf").write_bytes(b"")
    text = setlist_with(model, key, example)
    setlist, problems = read_text(text, tmp_path / "x.toml", Blocklist.load(BLOCKLIST), names)
    assert setlist is not None and problems == [], text


@pytest.fixture(scope="module")
def names():
    return known_names(ShaderLibrary())


def test_every_key_is_explained():
    for model in TABLES.values():
        for key, field in keys_of(model).items():
            assert field.description and field.description.endswith("."), f"{model.__name__}.{key}"
            assert field.examples, f"{model.__name__}.{key}"


def test_limits_are_those_of_the_check():
    (attack,) = [line for line in setlist_markdown().splitlines() if line.startswith("| `attack`")]
    assert attack.endswith("From 0 to 60. |")
