"""What the first pictures of a scene look like: a real show on the virtual clock."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest

from realtime.options import ShowOptions
from realtime.show import build

FPS = 10.0
_SETLIST = """
name = "s"
[[song]]
name = "a"
[[song.scene]]
name = "colours"
prompt = "ink"
base = { post.saturation = 1.0, source.rain = 0.0 }
after = "3 seconds"
[[song.scene]]
name = "grey"
prompt = "a street in the rain"
base = { post.saturation = 0.0 }
transition = TRANSITION
"""


@pytest.fixture
def shows(tmp_path):
    """Makes a show whose second scene comes in by this transition."""
    with ExitStack() as stack:

        def make(transition: str):
            setlist = tmp_path / "set.toml"
            setlist.write_text(_SETLIST.replace("TRANSITION", transition))
            options = ShowOptions(source="demo", setlist=setlist, painter="shader", size=(96, 54), fps=FPS)
            options = replace(options, headless=True, realtime=False, osc_in=None, osc_out=())
            return build(options, lambda line: None, stack)

        yield make


def _colourfulness(show, seconds: float) -> list[float]:
    """Of each frame from the first of the second scene on: mean spread of red, green and blue."""
    spreads = []
    while not spreads or len(spreads) < seconds * FPS:
        show.step(show.frame_index / FPS)
        if show.playhead.index == 1:
            spreads.append(float(np.ptp(show.stage.picture()[..., :3].astype(int), axis=2).mean()))
    return spreads


def test_a_scene_that_cuts_in_is_itself_from_its_first_frame(shows):
    assert max(_colourfulness(shows('"cut"'), 1.5)) < 8.0


def test_a_scene_that_fades_in_takes_its_values_on_within_a_second(shows):
    spreads = _colourfulness(shows('{ shader = "dissolve", beats = 4 }'), 1.5)
    assert spreads[1] > 15.0
    assert max(spreads[11:]) < 8.0


def test_the_operators_cut_is_a_cut_in_its_values_and_for_the_painter_too(shows):
    show = shows('{ shader = "dissolve", beats = 4 }')
    show.table.set("transition.beats", 0)
    assert max(_colourfulness(show, 1.5)) < 8.0
    assert show.anacrusis.subject.cut


def test_what_a_scene_holds_at_rest_leaves_the_next_ones_first_frame_alone(shows, monkeypatch):
    """No rain in the first scene's picture; the second scene's words say rain, and nothing gainsays them."""
    show = shows('{ shader = "dissolve", beats = 4 }')
    asked, ask = [], show.anacrusis.ask

    def noted(*given, **named):
        if (request := ask(*given, **named)) is not None:
            asked.append(request)
        return request

    monkeypatch.setattr(show.anacrusis, "ask", noted)
    while show.playhead.index == 0 or show.frame_index < 40:
        show.step(show.frame_index / FPS)
    first, second = ([one for one in asked if word in one.subject.prompt] for word in ("ink", "street"))
    assert first and second
    assert all(one.inputs["rain"] == 0.0 for one in first)
    assert all("rain" not in one.inputs for one in second)
