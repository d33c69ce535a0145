"""A command that came by UDP counts from when it came to the machine, however late its thread was waked."""

import select
import selectors
import socket
import sys
import time
from contextlib import ExitStack

import pytest
from pythonosc.udp_client import SimpleUDPClient

from realtime.control import datagrams, osc_in
from realtime.control.datagrams import age_s, taker
from realtime.control.osc_in import OscServer
from realtime.control.table import ParameterTable

LATE_S = 0.08
CLOCKS_APART_S = 0.002
PATIENCE_S = 60.0


class WakedLate(selectors.DefaultSelector):
    def select(self, timeout=None):
        found = super().select(timeout)
        if found:
            time.sleep(LATE_S)
        return found


def next_of(udp, take):
    assert select.select([udp], [], [], PATIENCE_S)[0]
    return take.take(1)[0]


@pytest.fixture
def noting():
    """The system notes times: it begins to a moment after the first socket has asked for it."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        take, came, end = taker(udp, 64), 0.0, time.monotonic() + PATIENCE_S
        while age_s(came) < LATE_S / 2:
            assert time.monotonic() < end, "no times are noted"
            sender.sendto(b"now?", udp.getsockname())
            time.sleep(LATE_S)
            came = next_of(udp, take)[2]
        yield


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux notes when a packet came")
@pytest.mark.usefixtures("noting")
def test_a_tap_counts_from_when_it_came_though_the_thread_is_waked_late(monkeypatch):
    monkeypatch.setattr(osc_in.selectors, "DefaultSelector", WakedLate)
    table = ParameterTable()
    server = OscServer(table, port=0)
    try:
        client = SimpleUDPClient("127.0.0.1", server.port)
        before = table.now
        client.send_message("/anacrusis/tempo/tap", [])
        after = table.now
        end = time.monotonic() + PATIENCE_S
        while not (taps := table.commands()):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.005)
    finally:
        server.close()
    assert table.now > after + LATE_S
    assert before - CLOCKS_APART_S < taps[0].time < after + CLOCKS_APART_S


def test_a_clock_that_was_set_meanwhile_makes_nothing_old_or_early(monkeypatch):
    real = time.time
    for wrong_s in (-3600.0, 3600.0):
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        ):
            udp.bind(("127.0.0.1", 0))
            udp.setblocking(False)
            take = taker(udp, 64)
            monkeypatch.setattr(time, "time", lambda wrong_s=wrong_s: real() + wrong_s)
            sender.sendto(b"here", udp.getsockname())
            packet, _, came = next_of(udp, take)
            assert (packet, age_s(came)) == (b"here", 0.0)


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
@pytest.mark.parametrize("many", [True, False])
def test_all_that_has_come_is_taken_whole_and_in_order_with_its_sender(family, many, monkeypatch):
    if not many:
        monkeypatch.setattr(datagrams.sys, "platform", "elsewhere")
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    with socket.socket(family, socket.SOCK_DGRAM) as udp, ExitStack() as stack:
        udp.bind((host, 0))
        udp.setblocking(False)
        take = taker(udp, 64)
        assert take.take(10) == []
        senders = [stack.enter_context(socket.socket(family, socket.SOCK_DGRAM)) for _ in range(2)]
        for number in range(200):
            senders[number % 2].sendto(bytes([number % 256]) * (number % 60), udp.getsockname())
        found = take.take(1)
        while more := take.take(200):
            found += more
        names = [sender.getsockname() for sender in senders]
        assert [packet for packet, _, _ in found] == [bytes([n % 256]) * (n % 60) for n in range(200)]
        assert [address[1] for _, address, _ in found] == [names[n % 2][1] for n in range(200)]
        assert {address[0] for _, address, _ in found} == {host}
        udp.sendto(b"answer", found[-1][1])
        assert senders[1].recv(64) == b"answer"
        senders[0].sendto(b"x" * 100, udp.getsockname())
        assert next_of(udp, take)[0] == b"x" * 64


@pytest.mark.parametrize("many", [True, False])
def test_of_a_batch_only_the_last_of_what_is_alike_and_replaceable_is_given(many, monkeypatch):
    if not many:
        monkeypatch.setattr(datagrams.sys, "platform", "elsewhere")

    def message(address, types, content):
        return b"".join(part + bytes(4 - len(part) % 4) for part in (address, types)) + content

    speed, other = message(b"/speed", b",f", b"1234"), message(b"/speed", b",f", b"5678")
    asked, both = message(b"/speed", b"", b"")[:8], message(b"/speed", b",ff", b"12345678")
    press, long = message(b"/press", b",f", b"1234"), message(b"/" + b"s" * 200, b",f", b"1234")
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two,
    ):
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        take = taker(udp, 256, lambda head: head.startswith((speed[:12], long[:120])))
        for packet in (speed, press, asked, both, press, long, speed, other, b"", asked, long, speed[:9]):
            one.sendto(packet, udp.getsockname())
        two.sendto(speed, udp.getsockname())
        one.sendto(b"/x", udp.getsockname())
        for _ in range(2):  # what an earlier batch has left in the buffers is no part of a later one
            given = [(packet, address[1]) for packet, address, _ in take.take(100)]
            ours, theirs = one.getsockname()[1], two.getsockname()[1]
            kept = [press, asked, both, press, long, other, b"", asked, long, speed[:9]]
            assert given == [*((packet, ours) for packet in kept), (speed, theirs), (b"/x", ours)]
            assert take.came == 14 and take.take(100) == [] and take.came == 0
            for packet in (speed, press, asked, both, press, long, speed, other, b"", asked, long, speed[:9]):
                one.sendto(packet, udp.getsockname())
            two.sendto(speed, udp.getsockname())
            one.sendto(b"/x", udp.getsockname())


@pytest.mark.parametrize("many", [True, False])
def test_of_what_is_not_void_as_much_is_given_as_its_sender_has_room_for(many, monkeypatch):
    if not many:
        monkeypatch.setattr(datagrams.sys, "platform", "elsewhere")
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two,
    ):
        for each in (udp, one, two):
            each.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        full = two.getsockname()
        take = taker(udp, 64, lambda head: head[:2] == b"/v", lambda address: 0 if address == full else 2)
        for packet in (b"/a", b"/v", b"/b", b"/c", b"/v", b"/d"):
            one.sendto(packet, udp.getsockname())
            two.sendto(packet, udp.getsockname())
        given = [(packet, address) for packet, address, _ in take.take(100)]
        ours = one.getsockname()
        assert given == [(b"/a", ours), (b"/b", ours), (b"/v", ours), (b"/v", full)]
        assert (take.came, take.dropped) == (12, 6)
        one.sendto(b"/a", udp.getsockname())
        assert next_of(udp, take)[0] == b"/a" and take.dropped == 0


def test_what_the_network_refuses_is_an_error_and_what_comes_later_is_taken():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.connect(("127.0.0.1", 9))  # where nobody listens
        udp.setblocking(False)
        take = taker(udp, 64)
        udp.send(b"is somebody there?")
        with pytest.raises(ConnectionRefusedError):
            next_of(udp, take)
        assert take.take(1) == []
