"""Values sent back, over real UDP and TCP: everybody is sent what they do not know, and nobody an echo."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
from contextlib import ExitStack

import pytest
from pythonosc.osc_message_builder import build_msg

from realtime.clock import WallClock
from realtime.control.osc import open_osc
from realtime.control.osc_packet import decode
from realtime.control.osc_stream import OscStream, framed
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from tests.control.test_osc import _tool as tool

PATIENCE_S = 30.0


class _Show:
    """A table with OSC before it."""

    def __init__(self, stack: ExitStack, targets=(), allowed=()) -> None:
        self.table = ParameterTable()
        self.lines: list[str] = []
        self.osc = open_osc(
            self.table, WallClock(), ("127.0.0.1", 0), targets, allowed, self.lines.append, stack
        )
        self.at = self.osc.at


class _Program:
    """Sends and listens at one UDP port."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((host, 0))
        self.address = self.udp.getsockname()

    def say(self, show: _Show, name: str, *values: object) -> None:
        self.udp.sendto(build_msg(f"/anacrusis/{name}", values).dgram, show.at)

    def heard(self, enough=lambda received: received, seconds: float = PATIENCE_S) -> list[tuple]:
        """What is received until it is `enough`, or until nothing has come for `seconds`."""
        received: list[tuple] = []
        while not enough(received):
            self.udp.settimeout(seconds)
            try:
                packet = self.udp.recv(65535)
            except TimeoutError:
                break
            received += _decoded(packet)
        return received

    def quiet(self, seconds: float = 0.6) -> bool:
        return self.heard(seconds=seconds) == []


def _decoded(packet: bytes) -> list[tuple]:
    return [(address.removeprefix("/anacrusis/"), *arguments) for _, address, arguments in decode(packet)]


@pytest.fixture
def stack():
    with ExitStack() as stack:
        yield stack


def test_a_question_is_answered_to_whoever_asks(stack):
    show, asking, other = _Show(stack), _Program(), _Program()
    other.say(show, "speed")
    assert other.heard() == [("speed", 1.0)]
    asking.say(show, "strength/gain")
    assert asking.heard() == [("strength/gain", 1.0)]
    assert other.quiet(0.1)


def test_what_another_hand_changes_is_told_and_what_one_turns_oneself_is_not(stack):
    show, tablet, desk = _Show(stack), _Program(), _Program("127.0.0.2")
    tablet.say(show, "hud")
    assert tablet.heard() == [("hud", 1)], "who turns a switch over does not know which way"
    desk.say(show, "speed", 2.0)
    assert tablet.heard() == [("speed", 2.0)]
    for value in (0.5, 0.6, 0.7):
        desk.say(show, "strength/gain", value)
        time.sleep(0.02)
    received = tablet.heard(lambda received: received and received[-1][1] == pytest.approx(0.7))
    assert {name for name, _ in received} == {"strength/gain"}
    assert desk.quiet()
    show.table.set("master", 0.5)  # a key, MIDI, the panel
    assert tablet.heard() == [("master", 0.5)] and desk.heard() == [("master", 0.5)]


def test_many_changes_are_told_as_the_newest(stack):
    show, tablet = _Show(stack), _Program()
    tablet.say(show, "speed")
    tablet.heard()
    for step in range(3000):
        show.table.set("strength.gain", step / 3000)
    show.table.set("strength.gain", 1.75)
    received = tablet.heard(lambda received: received and received[-1] == ("strength/gain", 1.75))
    assert len(received) < 300


def test_a_value_that_was_not_taken_as_sent_is_corrected_when_the_hand_rests(stack):
    show, tablet = _Show(stack), _Program()
    tablet.say(show, "speed", 99.0)
    assert tablet.heard() == [("speed", 3.0)]
    tablet.say(show, "scene/bars", 2.4)
    assert tablet.heard() == [("scene/bars", 2)]
    tablet.say(show, "add/speed", -1.0)
    assert tablet.heard() == [("speed", 2.0)]


def test_osc_out_is_told_values_and_answers_to_its_own_machine(stack):
    away = _Program("127.0.0.3")
    near = _Program()
    show = _Show(stack, targets=[away.address, near.address])
    hand = _Program()
    hand.say(show, "speed", 2.0)
    assert away.heard(lambda received: ("speed", 2.0) in received)
    assert near.heard(lambda received: ("speed", 2.0) in received), "another program of the same machine"
    assert hand.quiet()
    hand.say(show, "values")
    for one in (hand, near):
        assert one.heard(lambda received: ("speed", 2.0) in received and received[-1][0] == "snapshot/beats")
    assert away.quiet(0.2)
    near.say(show, "speed", 0.5)  # it sends from where it listens
    assert away.heard() == [("speed", 0.5)] and near.quiet()


def _connected(show: _Show) -> socket.socket:
    return socket.create_connection(show.at, timeout=PATIENCE_S)


def _read(tcp: socket.socket, stream: OscStream, enough) -> list[tuple]:
    received: list[tuple] = []
    while not enough(received):
        data = tcp.recv(65535)
        assert data, "it was closed"
        stream.feed(data, lambda packet: received.extend(_decoded(packet)))
    return received


@pytest.mark.parametrize("framing", ["slip", "size"])
def test_tcp_carries_what_udp_carries_both_ways(stack, framing):
    show = _Show(stack)
    with _connected(show) as one, _connected(show) as other:
        # 219/255 and others have bytes that SLIP must escape.
        data = b"".join(
            framed(build_msg(f"/anacrusis/{name}", [value]).dgram, framing)
            for name, value in (("prompt", "등대 À"), ("speed", 0.8588235), ("strength/gain", "?"))
        )
        for byte in range(0, len(data), 7):
            one.sendall(data[byte : byte + 7])
        stream = OscStream()
        assert _read(one, stream, lambda received: received) == [("strength/gain", 1.0)]
        assert stream.framing == framing
        assert show.table.get("speed") == pytest.approx(0.8588235)
        assert [(one.name, one.value) for one in show.table.commands()] == [("prompt", "등대 À")]
        other.sendall(framed(build_msg("/anacrusis/master", [0.25]).dgram, framing))
        assert _read(one, stream, lambda received: received) == [("master", 0.25)]
    assert show.table.rejections.count == 0


def test_liblo_is_understood_over_tcp(stack):
    show = _Show(stack)
    url = f"osc.tcp://127.0.0.1:{show.at[1]}"
    subprocess.run([tool("oscsend"), url, "/anacrusis/speed", "f", "2.5"], check=True, timeout=60)
    end = time.monotonic() + PATIENCE_S
    while show.table.get("speed") != 2.5:
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_rubbish_over_tcp_costs_its_own_connection_only(stack):
    show = _Show(stack)
    with _connected(show) as good, _connected(show) as bad, _connected(show) as worse:
        bad.sendall(b"GET / HTTP/1.1\r\n" * 20_000)
        worse.sendall(b"\0\xff\xff\xff" * 10)
        for closed in (bad, worse):
            with contextlib.suppress(ConnectionError):
                assert closed.recv(1) == b""
        good.sendall(framed(b"nonsense", "slip") + framed(build_msg("/anacrusis/speed", ["?"]).dgram, "slip"))
        assert _read(good, OscStream(), lambda received: received) == [("speed", 1.0)]
    assert show.table.rejections.count == 3


def test_only_those_who_are_allowed_may_send(stack):
    show = _Show(stack, allowed=("192.168.7.0/24",))
    near = _Program()
    near.say(show, "speed", 2.0)
    near.say(show, "speed", "?")
    assert ("speed", 2.0) in near.heard(), "this machine always may"
    senders = Senders(("192.168.7.0/24", "10.0.0.5", "fd00::/8", "localhost"))
    allowed = ("192.168.7.9", "10.0.0.5", "::ffff:10.0.0.5", "fd00::1%eth0", "127.0.0.1", "::1")
    assert all(map(senders.may, allowed))
    assert not any(map(senders.may, ("192.168.8.9", "10.0.0.6", "fe80::1", "nonsense", "")))
    assert Senders().may("192.168.8.9")
    with pytest.raises(UserError, match=r"192\.168\.1\.0/24"):
        Senders(("no such host",))


def test_a_port_that_tcp_cannot_have_leaves_udp(stack):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        table, lines = ParameterTable(), []
        osc = open_osc(table, WallClock(), taken.getsockname()[:2], (), (), lines.append, stack)
    assert osc.at is not None and "only over UDP" in lines[-1]
