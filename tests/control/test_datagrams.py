"""A command that came by UDP counts from when it came to the machine, however late its thread was waked."""

import selectors
import socket
import sys
import time

import pytest
from pythonosc.udp_client import SimpleUDPClient

from realtime.control import osc_in
from realtime.control.datagrams import Datagrams
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


@pytest.fixture
def noting():
    """The system notes times: it begins to a moment after the first socket has asked for it."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(PATIENCE_S)
        datagrams, age_s, end = Datagrams(udp, 64), 0.0, time.monotonic() + PATIENCE_S
        while age_s < LATE_S / 2:
            assert time.monotonic() < end, "no times are noted"
            sender.sendto(b"now?", udp.getsockname())
            time.sleep(LATE_S)
            age_s = datagrams.take()[2]
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
            udp.settimeout(PATIENCE_S)
            datagrams = Datagrams(udp, 64)
            monkeypatch.setattr(time, "time", lambda wrong_s=wrong_s: real() + wrong_s)
            sender.sendto(b"here", udp.getsockname())
            packet, _, age_s = datagrams.take()
            assert (packet, age_s) == (b"here", 0.0)
