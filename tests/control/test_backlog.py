"""What waits to be carried out: senders take turns, and of a value only the newest waits."""

import subprocess
import sys
import time

from pythonosc.udp_client import SimpleUDPClient

from realtime.control.backlog import MOST_OF_ONE, MOST_SENDERS, Backlog
from realtime.control.osc_in import OscServer
from realtime.control.table import ParameterTable
from tests.songs import PROJECT

ONE, TWO = ("127.0.0.1", 1), ("127.0.0.1", 2)
PATIENCE_S = 60.0
FLOOD = """
import os, socket, sys
udp, parent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), os.getppid()
while os.getppid() == parent:
    for number in range(100):
        try:
            udp.sendto(bytes([number]) * 40, ("127.0.0.1", int(sys.argv[1])))
        except OSError:
            pass
"""


def value(name, number):
    return b"/value/" + name + b"\0\0\0\0,i\0\0" + bytes([0, 0, 0, number])


def of(backlog):
    found = []
    while backlog:
        packet, address, _ = backlog.next()
        found.append((packet, address))
    return found


def test_senders_take_turns_and_each_keeps_its_order():
    backlog = Backlog(lambda head: False)
    for number in range(3):
        assert backlog.add((b"/a" + bytes([number]), ONE, 0.0))
    assert backlog.add((b"/b", TWO, 0.0))
    assert of(backlog) == [(b"/a\0", ONE), (b"/b", TWO), (b"/a\1", ONE), (b"/a\2", ONE)]


def test_of_a_value_the_newest_waits_in_the_place_of_the_newest():
    backlog = Backlog(lambda head: head.startswith(b"/value"))
    for packet in (value(b"x", 1), b"/press", value(b"y", 2), value(b"x", 3), b"/press"):
        backlog.add((packet, ONE, 0.0))
    backlog.add((value(b"x", 4), TWO, 0.0))
    ours = [packet for packet, address in of(backlog) if address == ONE]
    assert ours == [b"/press", value(b"y", 2), value(b"x", 3), b"/press"]


def test_there_is_room_for_so_many_of_one_sender_and_so_many_senders():
    backlog = Backlog(lambda head: head.startswith(b"/value"))
    for number in range(MOST_OF_ONE):
        assert backlog.room(ONE) == MOST_OF_ONE - number
        backlog.add((b"/press", ONE, 0.0))
    assert backlog.room(ONE) == 0 and backlog.room(TWO) == MOST_OF_ONE
    assert backlog.add((value(b"x", 1), ONE, 0.0))
    for port in range(2, MOST_SENDERS + 1):
        assert backlog.add((b"/press", ("127.0.0.1", port), 0.0))
    stranger = ("127.0.0.1", 999)
    assert backlog.room(stranger) == 0 and not backlog.add((value(b"x", 1), stranger, 0.0))
    while backlog:
        backlog.next()
    assert backlog.room(stranger) == MOST_OF_ONE


def test_who_floods_with_rubbish_loses_his_own_and_not_what_others_send():
    table = ParameterTable()
    server = OscServer(table, port=0)
    flood = subprocess.Popen([sys.executable, "-c", FLOOD, str(server.port)], cwd=PROJECT)
    try:
        end = time.monotonic() + PATIENCE_S
        while "more comes than can be carried out" not in table.rejections.notice:
            assert time.monotonic() < end, "nothing was dropped"
            time.sleep(0.01)
        hand, wanted = SimpleUDPClient("127.0.0.1", server.port), 0.0
        while table.get("strength.gain") != wanted:
            assert time.monotonic() < end, "a hand was not heard"
            wanted = round(wanted % 1.5 + 0.1, 3)
            hand.send_message("/anacrusis/strength/gain", wanted)
            time.sleep(0.05)
    finally:
        flood.kill()
        flood.wait()
        server.close()
