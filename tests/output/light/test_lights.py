"""Lights: what a desk and a node on this machine get by real UDP, and that none of it can harm."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from stupidArtnet import StupidArtnet, StupidArtnetServer

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.eyes.sight import luminance
from realtime.eyes.transitions import Transitions, with_means
from realtime.output.light.artnet import artdmx, read_artdmx
from realtime.output.light.desk import ArtNetDesk
from realtime.output.light.fixture import Fixture
from realtime.output.light.lights import Lights
from realtime.output.light.sending import ArtNet, Sacn
from realtime.output.light.universe import SIZE, Universe
from realtime.output.output import Shown, Wanted
from realtime.output.worker import WorkerOutput

HERE = "127.0.0.1"
RGB = ("red", "green", "blue")


def until(true: Callable[[], bool]) -> None:
    for _ in range(3000):  # not by the clock: the whole machine may stand still meanwhile
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((HERE, 0))
        return probe.getsockname()[1]


def flat(*rgb: int) -> np.ndarray:
    picture = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    picture[..., :3] = rgb
    return picture


@pytest.fixture
def halves() -> np.ndarray:
    """Red on the left, blue on the right."""
    picture = flat(255, 0, 0)
    picture[:, SIZE[0] // 2 :, :3] = 0, 0, 255
    return picture


# What is sent


def test_a_strip_divides_its_part_of_the_picture(halves):
    universe = Universe([Fixture("strip", 3, RGB, count=4), Fixture("right", 20, RGB, at=(0.5, 0, 0.5, 1))])
    levels = universe.levels(halves, Shown())
    assert len(levels) == 22 and levels[:2] == b"\0\0"
    assert levels[2:14] == bytes([255, 0, 0] * 2 + [0, 0, 255] * 2)
    assert levels[19:22] == bytes([0, 0, 255])


def test_a_strip_may_run_down_and_its_fixtures_may_stand_apart():
    picture = flat(0, 0, 0)
    picture[: SIZE[1] // 2, :, :3] = 255
    levels = Universe([Fixture("", 1, ("grey",), count=2, step=3, down=True)]).levels(picture, Shown())
    assert levels == bytes([255, 0, 0, 0])


@pytest.mark.parametrize(("gamma", "level"), [(1.0, 55), (2.2, 127)])
def test_levels_are_light_as_the_fixture_answers_them(gamma, level):
    universe = Universe([Fixture("", 1, ("white",), gamma=gamma)])
    assert abs(universe.levels(flat(128, 128, 128), Shown())[0] - level) <= 1


def test_fixed_channels_stay_and_light_of_the_sound_obeys_master_and_blackout():
    universe = Universe([Fixture("", 1, ("200", "level", "one"), most=0.5)])
    heard = replace(Features(), level=0.5)
    for number, (light, wanted) in enumerate(
        [(1.0, (200, 64, 128)), (0.5, (200, 32, 64)), (0.0, (200, 0, 0))]
    ):
        levels = universe.levels(flat(0, 0, 0), Shown(time=2.0 * number, features=heard, light=light))
        assert np.abs(np.array(list(levels)) - wanted).max() <= 1


def test_a_frozen_picture_holds_the_lights_but_black_is_black():
    universe = Universe([Fixture("", 1, ("one", "red"))])
    assert universe.levels(flat(255, 0, 0), Shown()) == bytes([255, 255])
    assert universe.levels(flat(0, 0, 0), Shown(time=1.0, frozen=True)) == bytes([255, 255])
    assert universe.levels(flat(0, 0, 0), Shown(time=2.0, frozen=True, light=0.0)) == bytes(2)


def most_transitions(levels: list[float], rate: float) -> int:
    """Within any second, of linear light 0..1."""
    watch, most = Transitions(), 0
    for number, level in enumerate(levels):
        field = np.zeros((2, 18, 32), np.float32)
        field[0] = level
        watch.add(number / rate, with_means(field))
        most = max(most, int(watch.count.max()))
    return most


def test_a_small_part_that_strobes_does_not_strobe_a_room():
    part = Fixture("", 1, ("white",), at=(0.0, 0.0, 0.1, 0.1))
    universe, sent = Universe([part]), []
    for number in range(160):
        picture = flat(60, 60, 60)
        picture[:8, :13, :3] = 255 * (number // 2 % 2)
        sent.append(universe.levels(picture, Shown(time=number / 40))[0] / 255)
    asked = [float(number // 2 % 2) for number in range(160)]
    assert most_transitions(asked, 40) > 12 and most_transitions(sent, 40) <= 6
    assert float(luminance(flat(255, 255, 255)).mean()) > 0.99


def test_a_signal_that_strobes_does_not_strobe_a_room():
    universe, sent = Universe([Fixture("", 1, ("double", "0"))]), []
    clock = BeatClock(period=60 / 174, confidence=1.0)
    for number in range(200):
        shown = Shown(time=number / 40, features=replace(Features(), clock=clock))
        sent.append(universe.levels(flat(0, 0, 0), shown)[0] / 255)
    assert max(sent) > 0.05, "a beat is still seen"
    assert most_transitions(sent, 40) <= 6


# By UDP


@pytest.fixture
def node() -> Iterator[StupidArtnetServer]:
    server = StupidArtnetServer(port=free_port())
    yield server
    server.close()


def test_a_node_gets_what_is_seen_and_darkness_at_the_end(node, halves):
    listener = node.register_listener(universe=5)
    lights = Lights(
        lambda: ArtNet(5, HERE, node.port), [Fixture("", 1, RGB), Fixture("", 5, RGB, at=(0.6, 0, 0.4, 1))]
    )
    output = WorkerOutput("lights", lights, Wanted(SIZE, stretched=True), 1000.0)

    def heard() -> list[int]:
        output.take(halves, Shown())
        return list(node.get_buffer(listener) or [])[4:7]

    until(lambda: heard() == [0, 0, 255])
    output.close()
    until(lambda: list(node.get_buffer(listener))[:7] == [0] * 7)
    assert not output.error


def test_an_sacn_receiver_gets_levels_name_and_priority():
    import sacn

    got: list[sacn.DataPacket] = []
    port = free_port()
    receiver = sacn.sACNreceiver(bind_address=HERE, bind_port=port)
    receiver.register_listener("universe", got.append, universe=7)
    receiver.start()
    sender = Sacn(7, HERE, port, priority=150)
    try:

        def heard() -> bool:
            sender.send(bytes([1, 2, 3]))
            return bool(got)

        until(heard)
    finally:
        sender.close()
        receiver.stop()
    assert got[0].dmxData[:4] == (1, 2, 3, 0) and got[0].priority == 150 and got[0].sourceName == "Anacrusis"


def test_packets_that_are_broken_or_of_others_are_left_alone():
    packet = artdmx(0x1234, bytes([9, 8, 7]), 1)
    assert read_artdmx(packet) == (0x1234, bytes([9, 8, 7, 0])), "an even number of channels"
    assert read_artdmx(packet[:-3]) is None and read_artdmx(packet[:17]) is None
    assert read_artdmx(b"Art-Net\0" + bytes(20)) is None and read_artdmx(b"") is None


# The desk


@pytest.fixture
def table() -> ParameterTable:
    return ParameterTable()


def test_a_desk_plays_controls_and_lets_other_hands_have_them(table):
    channels = {"master": 1, "blackout": 2, "scene.go": 3, "tempo.tap": 4}
    desk = ArtNetDesk(table, 2, channels, HERE, 0)
    sender = StupidArtnet(HERE, universe=2, packet_size=8, port=desk.port)

    def send(*levels: int) -> None:
        sender.send(bytearray([*levels, *bytes(8 - len(levels))]))

    try:
        until(lambda: (send(51, 0, 5, 255), table.get("master") == 0.2)[1])
        assert not table.commands(), "how it stands at first is no press"
        table.set("master", 1.0)
        until(lambda: (send(51, 200, 5, 255), table.get("blackout") is True)[1])
        assert table.get("master") == 1.0, "it did not move"
        orders = []

        def played() -> bool:
            send(51, 200, 7, 0)
            orders.extend(table.commands())
            send(51, 200, 7, 255)
            return {"scene.go", "tempo.tap"} <= {order.name for order in orders}

        until(played)
        assert [order.value for order in orders if order.name == "scene.go"] == [7]
    finally:
        desk.close()
        sender.close()


def test_a_desk_that_may_not_send_is_not_obeyed_and_slips_are_told(table):
    with pytest.raises(UserError, match=r"mastr"):
        ArtNetDesk(table, 0, {"mastr": 1}, HERE, 0)
    desk = ArtNetDesk(table, 0, {"master": 1}, HERE, 0)
    try:
        with pytest.raises(UserError, match="cannot listen"):
            ArtNetDesk(table, 0, {"master": 1}, HERE, desk.port)
    finally:
        desk.close()
