"""A wall clock that is set while timed messages wait does not keep them back."""

from __future__ import annotations

import socket
import time

from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from realtime.control.osc_in import OscServer
from realtime.control.table import ParameterTable

PATIENCE_S = 60.0


def test_a_clock_set_back_by_an_hour_delays_nothing(monkeypatch):
    real, back = time.time, 0.0
    monkeypatch.setattr(time, "time", lambda: real() - back)
    table = ParameterTable()
    server = OscServer(table, port=0)
    try:
        bundle = OscBundleBuilder(time.time() + 0.4)
        message = OscMessageBuilder("/anacrusis/master")
        message.add_arg(0.25)
        bundle.add_content(message.build())
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(bundle.build().dgram, ("127.0.0.1", server.port))
        end = time.monotonic() + PATIENCE_S
        while not server._waiting and table.get("master") != 0.25 and time.monotonic() < end:
            time.sleep(0.002)
        back = 3600.0
        while table.get("master") != 0.25:
            assert time.monotonic() < end, "it waits for the clock"
            time.sleep(0.005)
    finally:
        server.close()
