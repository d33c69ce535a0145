"""What the operator is told, and what the operator's hand does: a real show on the virtual clock."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest

from realtime.live.hud_text import hud_lines
from realtime.live.losses import LossLog
from realtime.options import ShowOptions
from realtime.show import build

FPS = 5.0


@pytest.fixture
def show(tmp_path):
    filters = tmp_path / "filters"
    filters.mkdir()
    # A filter of the artist's own, on show from the start.
    (filters / "tint.fs").write_text(_tint("vec3(1.0)"))
    setlist = tmp_path / "set.toml"
    setlist.write_text(
        'name = "s"\n[[song]]\nname = "a"\n'
        '[[song.scene]]\nname = "금빛 먹"\nprompt = "ink"\npost = ["tint"]\n'
        '[[song.scene]]\nname = "second"\nprompt = "the sea"\n'
    )
    options = ShowOptions(
        source="demo", setlist=setlist, painter="shader", size=(160, 96), fps=FPS, headless=True
    )
    options = replace(options, realtime=False, osc_in=None, osc_out=(), shader_folders=(tmp_path,))
    with ExitStack() as stack:
        yield build(options, lambda line: None, stack)


def _tint(colour: str) -> str:
    return (
        '/*{"ISFVSN": "2", "INPUTS": [{"NAME": "inputImage", "TYPE": "image"}]}*/\n'
        f"void main() {{\n    gl_FragColor = IMG_THIS_PIXEL(inputImage) * vec4({colour}, 1.0);\n}}\n"
    )


def _play(show, seconds: float) -> float:
    """Play on; gives the time of the last frame."""
    for _ in range(max(round(seconds * FPS), 1)):
        show.step(show.frame_index / FPS)
    return (show.frame_index - 1) / FPS


def _printed(show, now: float) -> str:
    return " ".join(hud_lines(show.state(now)))


def _picture(show) -> np.ndarray:
    width, height = show.stage.size
    return show.stage.read_frame(np.zeros((height, width, 4), np.uint8)).copy()


def test_beat_scene_and_painter_stand_in_the_first_lines(show):
    beat, levels, scene, painter, *rest = hud_lines(show.state(_play(show, 4.0)))
    assert "bpm" in beat and ("●" in beat)
    assert all(name in levels for name in ("bass", "mid", "treble"))
    assert scene.startswith("scene 1/2  금빛 먹") and "second" in scene
    assert "shader" in painter and "frames/s, drawn in" in painter
    assert rest == []


def test_what_one_forgets_is_written_large(show):
    for name, value in (("blackout", 1), ("freeze", 1), ("master", 0.4), ("show.auto", 0)):
        show.table.set(name, value)
    printed = _printed(show, _play(show, 0.5))
    assert all(word in printed for word in ("BLACKOUT", "FROZEN", "MASTER 40%", "scenes only by hand"))


def test_what_the_hand_has_moved_and_typed_stands_there(show):
    assert "strength.gain" not in _printed(show, _play(show, 0.5))
    for name, value in (("strength.gain", 1.4), ("motion.zoom", -0.5), ("prompt", "등대와 바다")):
        show.table.set(name, value)
    printed = _printed(show, _play(show, 0.5))
    assert "strength.gain 1.4×" in printed and "motion.zoom -0.5 1/s" in printed
    assert "prompt: 등대와 바다" in printed
    show.table.set("scene.next")
    assert "등대" not in _printed(show, _play(show, 0.5))


def test_a_long_prompt_and_moved_gains_hide_nothing_that_is_wrong(show):
    now = _play(show, 0.5)
    state = replace(show.state(now), prompt="fog over the harbour " * 43, notices=("The sound is gone.",))
    state = replace(state, values={**state.values, "strength.gain": 1.4})
    lines = hud_lines(state)
    prompt = next(n for n, line in enumerate(lines) if line.startswith("prompt: fog"))
    assert lines.index("The sound is gone.") < prompt
    assert lines[prompt + 2].endswith("…") and lines[prompt + 3] == "strength.gain 1.4×" == lines[-1]


def test_who_pressed_q_is_told_what_one_more_will_do_even_without_the_display(show, monkeypatch):
    seen = []
    # However long a busy machine takes for a frame.
    monkeypatch.setattr("realtime.control.keyboard.QUIT_WITHIN_S", 600.0)
    monkeypatch.setattr(show.stage, "overlay", lambda view: seen.append(view.hud))
    show.table.set("hud", 0)
    _play(show, 0.1)
    show._keyboard.press("q", time.perf_counter())
    _play(show, 0.1)
    show._keyboard.press("b", time.perf_counter())
    _play(show, 0.1)
    assert seen == [(), ("q once more: quit",), ()]


def test_the_trace_has_the_strength_of_the_picture_on_the_screen(show, monkeypatch):
    rows, asked = [], {}
    ask = show.anacrusis.ask

    def noted(*given, **named):
        if (request := ask(*given, **named)) is not None:
            asked[request.id] = request.strength
        return request

    monkeypatch.setattr(show.anacrusis, "ask", noted)
    for beat in range(30):
        show.table.set("strength.offset", 0.02 * beat - 0.3)
        _play(show, 0.1)
        rows.append(show._trace_row(show.frame_index / FPS, show.ear.features))
    painted = [row for row in rows if row.frame is not None]
    assert len({row.strength for row in painted}) > 10
    assert all(row.strength == asked[row.frame] for row in painted)


def test_a_refused_prompt_is_named_with_its_rule_until_it_is_old_news(show, caplog):
    show.table.set("prompt", "a bloody corpse")
    printed = _printed(show, _play(show, 0.5))
    assert '"gore"' in printed
    assert "corpse" not in printed and "blood" not in printed, "what was refused is not written on the wall"
    assert "a bloody corpse" in caplog.text and "bloody" in caplog.text
    show.commands.apply(40.0, show.ear.features.clock)
    assert "gore" not in _printed(show, 40.0)


def test_bad_input_and_a_lost_sound_card_are_told(show):
    show.table.set("strenght.gain", 1)
    show.ear._source.fault = "USB Audio: the sound card has gone (since 23:15:00)"
    printed = _printed(show, _play(show, 0.5))
    assert "refused so far: 1" in printed and "'strength.gain'" in printed
    assert "strenght.gain" not in printed, "a stranger's words are not written on the wall"
    assert "the sound card has gone (since 23:15:00)" in printed


def test_what_is_lost_on_the_way_is_counted_on_the_display_and_in_the_log(show, monkeypatch, caplog):
    assert "so far" not in _printed(show, _play(show, 0.5))
    monkeypatch.setattr(type(show.ear._source), "losses", {"dropouts of the sound card": 3, "others": 0})
    printed = _printed(show, _play(show, 0.2))
    assert "so far: 3 dropouts of the sound card" in printed and "others" not in printed
    log = LossLog()
    for now, count in ((0.0, 3), (5.0, 4), (11.0, 4), (30.0, 4)):
        log.note(now, {"dropouts of the sound card": count})
    lines = [record.getMessage() for record in caplog.records if "dropouts" in record.getMessage()]
    assert lines == ["so far: 3 dropouts of the sound card", "so far: 4 dropouts of the sound card"]


def test_a_broken_shader_leaves_the_last_good_one_on_and_is_told_with_its_line(show, tmp_path, caplog):
    path = tmp_path / "filters" / "tint.fs"
    _play(show, 3.0)
    before = _picture(show)
    assert before[..., :3].mean() > 5
    path.write_text(_tint("vec3(nonsense)"))
    show.stage.reload_shaders()
    now = _play(show, 0.1)
    printed = _printed(show, now)
    assert "tint.fs:3" in printed and "nonsense" in printed
    assert "tint.fs:3" in caplog.text, "the log says so too"
    assert np.abs(_picture(show).astype(int) - before)[..., :3].mean() < 20, "the picture goes on"

    path.write_text(_tint("vec3(1.0, 0.0, 0.0)"))
    show.stage.reload_shaders()
    assert "tint.fs" not in _printed(show, _play(show, 0.1))
    picture = _picture(show).astype(int)
    assert picture[..., 1].mean() < 5 < picture[..., 0].mean(), "the mended one is on, under film grain"


def test_a_filter_dropped_in_during_the_show_can_be_used_after_a_reload(show, tmp_path):
    _play(show, 2.0)
    (tmp_path / "filters" / "late.fs").write_text(_tint("vec3(0.0, 1.0, 0.0)"))
    setlist = tmp_path / "set.toml"
    setlist.write_text(setlist.read_text().replace('post = ["tint"]', 'post = ["late"]'))
    show.table.set("scene.reload")
    end = time.monotonic() + 20.0
    while "read again" not in (printed := _printed(show, _play(show, 0.2))):
        assert time.monotonic() < end, printed
    _play(show, 2.5)
    picture = _picture(show).astype(int)
    assert picture[..., 0].mean() < 5 < picture[..., 1].mean()
