"""What a control does follows from its row: made-up rows, and the program's own."""

from __future__ import annotations

import pytest

from realtime.audio.features import Features
from realtime.camera import Motion
from realtime.control.parameters import PARAMETERS, Parameter
from realtime.control.table import ParameterTable
from realtime.live.operator_gains import OperatorGains
from realtime.mapping.look import Look
from realtime.stage.post import POST_INPUTS

heard, played = OperatorGains().heard, OperatorGains().played


def _row(name: str, acts: str, on: str, default: float = 0.0) -> Parameter:
    return Parameter(name, "float", "made up", default, -4.0, 4.0, acts=acts, on=(on,))


def _values(**changed: float):
    table = ParameterTable()
    for name, value in changed.items():
        assert table.set(name.replace("__", "."), value)
    return table.acting()


def test_a_colour_is_the_hands_as_a_whole_once_a_part_of_it_is_moved():
    names = [f"post.Glow.tint.{part}" for part in "rgb"]
    rows = [
        Parameter(name, "float", "", 1.0, 0.0, 1.0, acts="set", on=(name,), second=after)
        for name, after in zip(names, [*names[1:], ""], strict=True)
    ]
    orange, blue = (dict(zip(names, colour, strict=True)) for colour in ((1.0, 0.5, 0.0), (0.0, 0.0, 1.0)))
    desk, look, table = OperatorGains(rows), Look(inputs=orange), ParameterTable(tuple(rows))
    assert desk.played(look, table.acting()).inputs == orange
    for name, value in blue.items():
        table.set(name, value)
    assert desk.played(look, table.acting()).inputs == blue, "its blue is at rest at 1, the scene has none"
    table.reset()
    assert desk.played(look, table.acting()).inputs == orange
    table.set(names[0], 0.5)
    assert desk.played(look, table.acting()).inputs == dict(zip(names, (0.5, 1.0, 1.0), strict=True))


def test_a_row_of_each_kind_does_what_it_says_and_nothing_at_rest():
    rows = (
        _row("tint", "offset", "post.bloom"),
        _row("size", "gain", "post.bloom", 1.0),
        _row("fixed", "set", "source.hue", 0.25),
    )
    desk, look = OperatorGains(rows), Look(inputs={"post.bloom": 0.5, "post.wave": 0.1})
    rest = ParameterTable(rows).acting()
    assert desk.played(look, rest) == look
    moved = desk.played(look, {**rest, "tint": 0.5, "size": 2.0, "fixed": 0.75})
    assert moved.inputs == {"post.bloom": 2.0, "post.wave": 0.1, "source.hue": 0.75}, (
        "in the order of the rows"
    )
    untold = desk.played(Look(), {**rest, "tint": 0.5})
    assert untold.inputs == {"post.bloom": POST_INPUTS["bloom"].default + 0.5}, "added to the value at rest"


def test_a_row_on_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"parameter tint acts on post\.blooom"):
        OperatorGains((_row("tint", "offset", "post.blooom"),))


def test_the_programs_own_rows_rest_at_their_defaults():
    for row in PARAMETERS:
        if row.on:
            assert row.default == row.rest, row.name
            assert row.acts in ("gain", "offset"), row.name
        assert (row.kind in ("trigger", "index", "text")) == (row.acts == "command"), row.name


def test_sensitivities_scale_what_is_heard_and_stay_within_full_level():
    features = Features(level=0.4, bass=0.4, treble=0.4, brightness=0.4)
    assert heard(features, _values()) is features
    louder = heard(features, _values(audio__gain=2.0, audio__bass=0.5, audio__treble=4.0))
    assert (louder.level, louder.bass, louder.treble) == (0.8, 0.4, 1.0)
    assert louder.brightness == 0.4


def test_strength_noise_and_mixes_are_scaled_moved_and_held():
    look = Look(strength=0.5, noise=0.1, style_mix=0.9)
    hand = played(look, _values(strength__gain=1.5, strength__offset=0.1, noise__gain=2.0, style__mix=0.5))
    assert hand.strength == pytest.approx(0.85)
    assert hand.noise == pytest.approx(0.2)
    assert hand.style_mix == 1.0


def test_weights_of_prompts_are_moved_and_held():
    look = Look(weights={"prompt_1": 0.25})
    hand = played(look, _values(prompt__1=0.5, prompt__2=0.25, prompt__3=-0.5))
    assert hand.weights == {"prompt_1": 0.75, "prompt_2": 0.25, "prompt_3": 0.0}
    assert played(look, _values(prompt__1=1.0)).weights["prompt_1"] == 1.0


def test_speed_scales_the_camera_with_what_the_hand_adds_and_the_source():
    look = Look(motion=Motion(zoom=0.2, yaw=4.0), inputs={"source.speed": 2.0})
    hand = played(look, _values(motion__gain=0.5, motion__zoom=0.1, speed=3.0))
    assert hand.motion.zoom == pytest.approx(0.6) and hand.motion.yaw == pytest.approx(6.0)
    assert hand.inputs["source.speed"] == 6.0
    assert played(Look(), _values(speed=0.0)).inputs["source.speed"] == 0.0
