"""A route that was changed in a show is in the file afterwards, and nothing else in it has moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from realtime.errors import UserError
from realtime.mapping.route_words import changed_route
from realtime.options import BLOCKLIST
from realtime.resources import setlist as shipped
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import read_text
from realtime.setlist.rewrite import rewritten
from realtime.setlist.values import UNCHECKED

TEXT = """\
# My evening.
name = "evening"   # of today
[defaults]
use = ["kick"]
routes = [{ from = "bass", to = "zoom" }]  # everywhere
[routes]
kick = [
  # The light.
  { from = "beat", to = "post.flash", curve = "power", exponent = 1.4, range = [0.0, 0.38] }, # on the beat
  { from = "beat", to = "strength", range = [0.9, 0.5], release = 0.2 },
]

[[song]]
name = "a"
[[song.scene]]
name = "one"

[[song.scene.routes]]   # its own
from = "treble"         # hats
to = "post.grain"
curve = "softplus"      # only the loud ones
knee = 0.35

[[song.scene]]
name = "two"
"""


def scenes_of(text: str):
    setlist, problems = read_text(text, "x.toml", Blocklist.load(BLOCKLIST), UNCHECKED)
    assert setlist is not None and not problems
    return setlist.scenes


def test_each_route_knows_its_place_and_scenes_share_those_of_sets():
    one, two = scenes_of(TEXT)
    assert [route.place for route in one.routes] == [
        ("routes", "kick", 0),
        ("routes", "kick", 1),
        ("defaults", "routes", 0),
        ("song", 0, "scene", 0, "routes", 0),
    ]
    assert [route.place for route in two.routes] == [route.place for route in one.routes][:3]


def test_changes_are_written_where_the_routes_stand_and_comments_stay():
    flash, strength, zoom, grain = scenes_of(TEXT)[0].routes
    changed = [
        changed_route(flash, "curve=points points=0.4:0.1,0.8:0.5"),
        changed_route(strength, "range=0.875,0.51234567 release=0 attack=0.05"),
        changed_route(zoom, "curve=smoothstep"),
        changed_route(grain, "knee=0.5 softness=0.1"),
    ]
    new = rewritten(TEXT, {route.place: route for route in changed})
    assert new == TEXT.replace(
        'curve = "power", exponent = 1.4, range = [0.0, 0.38]',
        'curve = "points", points = [[0.4, 0.1], [0.8, 0.5]], range = [0.0, 0.38]',
    ).replace("range = [0.9, 0.5], release = 0.2", "range = [0.875, 0.5123], attack = 0.05").replace(
        'to = "zoom" }', 'to = "zoom", curve = "smoothstep", range = [0.0, 1.0] }'
    ).replace("knee = 0.35\n", "knee = 0.5\nsoftness = 0.1\nrange = [0.0, 1.0]\n")
    again = scenes_of(new)[0].routes
    assert again[0] == changed[0] and again[2:] == (changed[2], changed[3])


@pytest.mark.parametrize("name", ["club", "concert", "exhibition"])
def test_every_route_of_the_setlists_that_ship_can_be_written_back(name):
    text = shipped(f"{name}.toml").read_text(encoding="utf-8")
    scenes = scenes_of(text)
    changed = {
        route.place: replace(route, curve="sigmoid", options={"steepness": 12.0})
        for scene in scenes
        for route in scene.routes
    }
    new = rewritten(text, changed)
    assert all(route.curve == "sigmoid" for scene in scenes_of(new) for route in scene.routes)
    comments = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in new.splitlines() if line.lstrip().startswith("#")] == comments


def test_a_file_that_has_changed_is_left_alone():
    flash = scenes_of(TEXT)[0].routes[0]
    change = {flash.place: changed_route(flash, "exponent=2")}
    for other in (TEXT.replace("kick", "kicks"), TEXT.replace("post.flash", "post.bloom"), "name = 3", "x ="):
        with pytest.raises(UserError, match=r"changed|TOML"):
            rewritten(other, change)
