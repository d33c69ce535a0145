"""A setlist that a test writes, loads and spoils."""

import pytest

from realtime.errors import UserError
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.values import Names

BLOCKLIST = Blocklist({"house": {"english": ["clown"], "korean": ["광대"]}})
NAMES = {
    "styles": ["woodcut", "lava", "starry_swirl"],
    "palettes": ["neon", "dusk"],
    "sources": ["tunnel", "ink"],
    "transitions": ["dissolve", "ink_spread"],
    "filters": ["kaleido", "ripple"],
    "inputs": ["post.bloom", "source.glow"],
}

GOOD = """\
name = "Evening"
loop = false

[defaults]
prompt = "a quiet sea"
use = ["kick"]
after = "8 bars"
base = { strength = 0.7, post.bloom = 0.3 }

[routes]
kick = [
  { from = "onset.bass", to = "source.glow", curve = "power", exponent = 2.5, range = [0, 1], release = 0.2 },
]
calm = []

[[song]]
name = "One"

[[song.scene]]
name = "a"
style = { woodcut = 0.75, lava = 0.25 }
palette = "neon"
source = "tunnel"
seed = 7

[[song.scene]]
name = "b"
prompt = "밤의 바다"
negative = "text"
prompt_b = "stars"
prompts = ["a red desert", "사막"]
style = "lava"
style_b = "starry_swirl"
use = ["calm"]
routes = [ { from = "bass", to = "zoom", range = [0, 0.1] } ]
base.strength = 0.5
base.zoom = 0.05
post = ["kaleido"]
transition = { shader = "ink_spread", beats = 8 }
after = "30 s"

[[song]]
name = "Two"
[[song.scene]]
name = "a"
transition = "cut"
after = "operator"
"""


def load(tmp_path, text: str, **names):
    path = tmp_path / "set.toml"
    path.write_text(text, encoding="utf-8")
    return load_setlist(path, BLOCKLIST, Names(**{**NAMES, **names}))


def refused(tmp_path, text: str) -> list[str]:
    """The lines of the error, without the path."""
    with pytest.raises(UserError) as error:
        load(tmp_path, text)
    lines = str(error.value).split("\n")
    assert all(line.startswith(f"{tmp_path / 'set.toml'}:") for line in lines)
    return [line.removeprefix(f"{tmp_path / 'set.toml'}:") for line in lines]


def scene_with(line: str) -> str:
    """A sound setlist with `line` as its line 5."""
    return f'name = "n"\n[[song]]\nname = "s"\n[[song.scene]]\n{line}\nname = "a"\n'
