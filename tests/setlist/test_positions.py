"""Every key of a TOML file is found at its line and column."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from realtime.setlist.positions import Positions, dotted, texts

TEXT = """\
name = "x"
[routes]
kick = [
  { from = "a" },
  # between
  { to = "b", range = [0, 1] },
]
[[song]]
name = "하나"
"q k".'z' = 1
[[song.scene]]
base.post.grain = 0.1
[song.scene.base]
zoom = 1
[[song.scene]]
name = { a = { b = 2 } }
[[song]]
  [[song.scene]]
  prompt = '가'
"""


def test_keys_are_found_through_tables_arrays_and_dots():
    positions = Positions(TEXT)
    assert positions[("name",)] == (1, 1)
    assert positions[("routes", "kick")] == (3, 1)
    assert positions[("routes", "kick", 0, "from")] == (4, 5)
    assert positions[("routes", "kick", 1, "range", 1)] == (6, 27)
    assert positions[("song", 0, "name")] == (9, 1)
    assert positions[("song", 0, "q k", "z")] == (10, 1)
    assert positions[("song", 0, "scene", 0, "base", "post", "grain")] == (12, 1)
    assert positions[("song", 0, "scene", 0, "base", "zoom")] == (14, 1)
    assert positions[("song", 0, "scene", 1, "name", "a", "b")] == (16, 16)
    assert positions[("song", 1, "scene", 0, "prompt")] == (19, 3)


def test_what_is_missing_is_placed_at_what_would_hold_it():
    positions = Positions(TEXT)
    assert positions[("song", 1, "scene", 0, "name")] == (18, 5)
    assert positions[("nothing",)] == (1, 1)


def test_columns_count_letters_not_bytes():
    positions = Positions('a = { "가나" = 1, b = 2 }\n')
    assert positions[("a", "b")] == (1, 17)


def _leaves(data, path=()):
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from _leaves(value, (*path, key))


KEY = st.from_regex(r"[a-z]{1,4}", fullmatch=True)
VALUE = st.recursive(
    st.integers(0, 9) | KEY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3),
    max_leaves=8,
)


def _toml(value) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[ " + ", ".join(map(_toml, value)) + " ]"
    return repr(value) if isinstance(value, int) else f'"{value}"'


@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=4))
def test_every_key_and_item_of_any_file_has_a_place_of_its_own(data):
    text = "\n".join(f"{key} = {_toml(value)}" for key, value in data.items())
    assert tomllib.loads(text) == data
    positions = Positions(text)
    places = [positions[path] for path in _leaves(data)]
    assert len(set(places)) == len(places)
    for path in _leaves(data):
        line, column = positions[path]
        if isinstance(path[-1], str):
            assert text.split("\n")[line - 1][column - 1 :].startswith(path[-1])


def test_paths_are_written_with_lists_counted_from_one():
    assert dotted(("song", 0, "scene", 1, "routes", 0, "to")) == "song[1].scene[2].routes[1].to"


def test_texts_are_found_at_any_depth():
    data = {"defaults": {"prompt": "a"}, "song": [{"scene": [{"negative": ["b"], "name": "n", "prompt": 3}]}]}
    assert list(texts(data, ("prompt", "negative"))) == [
        (("defaults", "prompt"), "a"),
        (("song", 0, "scene", 0, "negative", 0), "b"),
    ]
