"""Deck B in a show on the virtual clock: its scenes, its painter, its fader."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.control.command import Command
from realtime.control.table import ParameterTable
from realtime.live.anacrusis import Anacrusis
from realtime.live.hud_text import hud_lines
from realtime.live.operator_gains import OperatorGains
from realtime.live.second_deck import UNSEEN_S, Restraint, SecondDeck, fade_of
from realtime.mapping.mapper import Mapper
from realtime.paint.frame import FrameRequest
from realtime.paint.run.inline import InlinePaintLoop
from realtime.panel.messages import operator_state
from realtime.scenery.layers import SOLOS
from realtime.setlist.change_rules import Rule
from realtime.setlist.playhead import Playhead
from realtime.setlist.scene import Scene, Setlist, Song, Transition
from realtime.stage.view import View
from tests.panel.states import state_of

FPS = 30
SCENES = (
    Scene("sea", prompt="a sea", advance=Rule("bars", 2)),
    Scene("rain", prompt="rain", post=("echo",), transition=Transition("push", 4), advance=Rule("bars", 2)),
    Scene("dust", prompt="dust"),
)


class Easel:
    """A painter that notes what it is asked."""

    name, note, size = "easel", "", (16, 9)

    def __init__(self) -> None:
        self.asked: list[FrameRequest] = []

    def paint(self, request: FrameRequest) -> np.ndarray:
        self.asked.append(request)
        return np.full((9, 16, 4), len(self.asked) % 256, np.uint8)

    def close(self) -> None:
        """Nothing to give back."""


class Wall:
    """Takes frames in place of a stage."""

    def __init__(self) -> None:
        self.shown: list[int] = []

    def show_frame(self, frame, fade_s=None, deck=0) -> None:
        self.shown.append(deck)


class Desk:
    """Deck B with an easel, a wall and a table."""

    def __init__(self) -> None:
        self.table, self.easel, self.wall = ParameterTable(), Easel(), Wall()
        playhead = Playhead(Setlist("evening", (Song("song", SCENES),)))
        anacrusis = Anacrusis(InlinePaintLoop(self.easel, 0.05, 20.0), playhead.scene)
        self.deck = SecondDeck(playhead, anacrusis, Mapper(playhead.scene), self.table)
        self.deck.follow_rows(OperatorGains(self.table.parameters.values()))
        self.frame = 0

    def play(self, seconds: float) -> None:
        for _ in range(round(seconds * FPS)):
            now = self.frame / FPS
            clock = BeatClock(period=0.5, confidence=0.9)
            for command in self.table.commands():
                self.deck.carry_out(command, now, clock, 0)
            values = self.table.snapshot()
            self.deck.step(now, 1 / FPS, Features(clock=clock), values, self.wall, 0.0)
            self.frame += 1

    @property
    def fade(self) -> float:
        return fade_of(self.table.snapshot())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_deck_that_is_not_seen_is_painted_once_a_second_and_one_that_is_all_the_time(desk) -> None:
    desk.play(10.0)
    assert len(desk.easel.asked) == pytest.approx(10.0 / UNSEEN_S, abs=2)
    desk.table.set("deck.fade", 0.1)
    before = len(desk.easel.asked)
    desk.play(2.0)
    assert len(desk.easel.asked) - before > 15
    assert set(desk.wall.shown) == {1}


def test_a_scene_that_is_put_on_it_is_painted_at_once(desk) -> None:
    desk.play(3.1)
    desk.table.set("deck.scene", "dust")
    desk.play(0.2)
    assert desk.easel.asked[-1].subject.prompt == "dust"
    desk.table.set("deck.previous")
    desk.play(0.2)
    assert desk.easel.asked[-1].subject.prompt == "rain"


def test_its_scenes_go_on_by_themselves_only_if_they_are_to(desk) -> None:
    desk.play(9.0)
    assert desk.deck.playhead.index == 0
    desk.table.set("deck.auto", True)
    desk.play(3.0)
    assert desk.deck.playhead.index == 1


def test_a_scene_that_there_is_not_is_told(desk) -> None:
    assert "no such scene" in desk.deck.carry_out(Command("deck.scene", 9, 0.0, ""), 0.0, BeatClock(), 0)
    assert "no such scene" in desk.deck.carry_out(Command("deck.scene", "fog", 0.0, ""), 0.0, BeatClock(), 0)


def test_cut_and_cross_take_the_fader_to_the_other_end(desk) -> None:
    desk.table.set("deck.cut")
    desk.play(0.1)
    assert desk.fade == 1.0
    desk.table.set("deck.beats", 4.0)  # two seconds
    desk.table.set("deck.cross")
    desk.play(1.0)
    assert desk.fade == pytest.approx(0.5, abs=0.05)
    desk.play(1.2)
    assert desk.fade == 0.0


def test_a_hand_on_the_fader_takes_it_over(desk) -> None:
    desk.table.set("deck.cross")
    desk.play(1.0)
    desk.table.set("deck.fade", 0.9)
    desk.play(1.0)
    assert desk.fade == pytest.approx(0.9)


def test_solo_of_a_deck_is_seen_whatever_the_fader_says(desk) -> None:
    desk.table.set("solo", "b")
    assert desk.fade == 1.0
    desk.table.set("deck.fade", 0.7)
    desk.table.set("solo", SOLOS.index("a"))
    assert desk.fade == 0.0


def test_the_view_has_both_scenes_and_the_mix(desk) -> None:
    desk.table.set("deck.scene", 2)
    desk.table.set("deck.fade", 0.25)
    desk.play(1.0)
    view = desk.deck.view(View(filters=("poster",)), desk.table.snapshot())
    assert (view.filters, view.second.filters) == (("poster",), ("echo",))
    assert (view.fade, view.mix) == (0.25, "fade")
    desk.table.set("deck.mix", "as the scene says")
    assert desk.deck.view(View(), desk.table.snapshot()).mix == "push"
    desk.table.set("deck.mix", "multiply")
    assert desk.deck.view(View(), desk.table.snapshot()).mix == "multiply"


def test_restraint_forgets_a_clock_that_was_set_back() -> None:
    restraint = Restraint()
    restraint.asked(100.0, 0)
    assert not restraint.allows(100.5, False, 0)
    assert restraint.allows(100.5, True, 0) and restraint.allows(100.5, False, 1)
    assert restraint.allows(3.0, False, 0)


def test_the_operator_sees_what_is_on_deck_b() -> None:
    table = ParameterTable()
    table.set("deck.fade", 0.5)
    state = state_of(table, second=2)
    line = next(line for line in hud_lines(state) if "deck A" in line)
    assert "B: 3 third" in line and "▮▯" in line
    assert operator_state(state)["state"]["second"] == 2
    assert not any("deck A" in line for line in hud_lines(state_of(table)))
