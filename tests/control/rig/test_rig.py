"""Decks, DJ programs and OSC lead the beat: packets as their formats are published, real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from contextlib import ExitStack

import pytest
from pythonosc.osc_message_builder import build_msg
from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from realtime.clock import VirtualClock, WallClock
from realtime.control.osc import open_osc
from realtime.control.rig.buttons import Buttons
from realtime.control.rig.dj_link import Decks, DjLink, read_beat
from realtime.control.rig.followed import check_followed, open_followed
from realtime.control.rig.os2l import SERVICE, JsonStream, Os2l
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.control.tempo_lead import TempoLead
from realtime.errors import UserError
from tests.panel.served import wait_until


def _head(kind: int, device: int, length: int) -> bytes:
    return (
        b"Qspt1WmJOL"
        + bytes((kind,))
        + b"CDJ-2000nexus".ljust(20, b"\0")
        + b"\1\0"
        + struct.pack(">BH", device, length)
    )


def beat_packet(device: int, bpm: float, in_bar: int, pitch_percent: float = 0.0) -> bytes:
    """Beat packet of 0x60 bytes: times of coming beats, padding, pitch, tempo, beat in bar."""
    times = [round(60000.0 / bpm * beats) for beats in (1, 2, 5 - in_bar, 4, 9 - in_bar, 8)]
    pitch = round(0x100000 * (1.0 + pitch_percent / 100.0))
    rest = struct.pack(">6I", *times) + b"\xff" * 24 + struct.pack(">I", pitch) + b"\0\0"
    rest += struct.pack(">HB", round(100 * bpm), in_bar) + b"\0\0" + bytes((device,))
    return _head(0x28, device, 0x3C) + rest


def on_air_packet(*channels: int) -> bytes:
    return _head(0x03, 0x21, 9) + bytes(n in channels for n in range(1, 5)) + bytes(5)


def test_a_beat_packet_says_deck_tempo_and_place_in_the_bar():
    packet = beat_packet(2, 128.0, 3, pitch_percent=-6.0)
    assert len(packet) == 0x60
    beat = read_beat(packet)
    assert (beat.device, beat.in_bar) == (2, 3) and beat.tempo == pytest.approx(120.32, abs=0.01)
    wrong = [packet[:-1], packet[:0x5C] + b"\0" + packet[0x5D:], b"x" + packet[1:], on_air_packet(1), b""]
    assert [read_beat(one) for one in wrong] == [None] * 5


def _decks():
    announced: list[tuple] = []
    return Decks(lambda *report: announced.append(report)), announced


def test_the_deck_that_began_leads_until_it_is_silent():
    decks, announced = _decks()
    for n in range(8):
        decks.take(beat_packet(1, 120.0, n % 4 + 1), 0.5 * n)
        decks.take(beat_packet(2, 130.0, 2), 0.5 * n + 0.2)
    assert decks.leader == 1 and {tempo for _, tempo, _, _ in announced} == {120.0}
    decks.take(beat_packet(2, 130.0, 3), 6.0)
    assert decks.leader == 2 and (announced[-1][1], announced[-1][2] % 4) == (130.0, 2.0)


def test_a_deck_that_is_faded_over_gives_the_lead_away():
    decks, _ = _decks()
    leaders = []
    for time_s, on_air in ((0.0, (1,)), (0.5, (1, 2)), (1.0, (2,)), (1.5, ()), (2.0, (2,))):
        decks.take(on_air_packet(*on_air), time_s)
        decks.take(beat_packet(1, 120.0, 1), time_s)
        decks.take(beat_packet(2, 121.0, 1), time_s + 0.1)
        leaders.append(decks.leader)
    assert leaders == [1, 1, 2, 2, 2]


def test_a_mixer_that_counts_by_itself_leads_nobody():
    decks, announced = _decks()
    for n in range(4):
        decks.take(beat_packet(0x21, 120.0, n + 1), 0.5 * n)
    assert announced == [] and decks.leader is None


@pytest.fixture
def stack():
    with ExitStack() as stack:
        yield stack


class _Heard:
    def __init__(self) -> None:
        self.clock = WallClock()
        self.announced: list[tuple] = []
        self.lead = TempoLead(lambda *report: self.announced.append(report), self.clock)


def test_decks_are_heard_in_the_network_beside_another_listener_and_named(stack):
    heard = _Heard()
    link = DjLink(heard.lead.follow, heard.clock, port=0)
    stack.callback(link.close)
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    beside = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    beside.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    beside.bind(("", link.port))
    for packet in (b"", b"rubbish", beat_packet(3, 127.0, 2, 1.0)):
        udp.sendto(packet, ("127.255.255.255", link.port))
    wait_until(lambda: heard.announced)
    assert heard.announced[0][1] == pytest.approx(128.27, abs=0.01) and heard.announced[0][2:] == (1.0, 4)
    assert heard.lead.leader == "Pro DJ Link (deck 3)"


def test_a_lead_that_falls_silent_is_none():
    clock, announced = VirtualClock(), []
    lead = TempoLead(lambda *report: announced.append(report), clock)
    report = lead.follow("Pro DJ Link", lambda: " (deck 1)")
    report(0.0, 120.0, 0.0, 4)
    assert lead.leader == "Pro DJ Link (deck 1)"
    lead.follow("OS2L")(0.1, 90.0, 0.0, 4)
    assert len(announced) == 1, "the first one leads"
    clock.set(2.5)
    assert lead.leader == ""


def test_json_is_cut_out_of_a_stream_however_it_arrives():
    beats = [{"evt": "beat", "pos": n, "name": "}{ 등대"} for n in range(5)]
    text = "".join(json.dumps(beat, ensure_ascii=False) + " " * n for n, beat in enumerate(beats))
    for size in (1, 7, 1000):
        stream, found = JsonStream(), []
        for at in range(0, len(text), size):
            found += stream.feed(text[at : at + size])
        assert found == beats
    stream = JsonStream()
    assert list(stream.feed("{" * 70_000)) == [] and list(stream.feed('{"evt": 1}')) == [{"evt": 1}]


def test_a_dj_program_leads_over_os2l(stack):
    heard = _Heard()
    server = Os2l(heard.lead.follow, heard.clock, "127.0.0.1", 0)
    stack.callback(server.close)
    dj = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30.0))
    for message in (
        '{"evt":"beat","change":true,"pos":148,"bpm":124.5,"strength":87.2}',
        '{"evt":"btn","name":"black","state":"on"}{"evt":"beat","pos":"x","bpm":[]}[1]{"evt":3} nonsense ',
        '{"evt":"beat","change":false,"pos":149,"bpm":124.5,"strength":4}',
    ):
        dj.sendall(message.encode())
    wait_until(lambda: len(heard.announced) >= 2)
    assert [(tempo, position % 4, bar) for _, tempo, position, bar in heard.announced] == [
        (124.5, 0.0, 4),
        (124.5, 1.0, 4),
    ]
    assert heard.lead.leader == "OS2L"


def test_buttons_of_a_dj_program_press_the_controls_they_are_named_after(stack):
    heard, table = _Heard(), ParameterTable()
    server = Os2l(heard.lead.follow, heard.clock, "127.0.0.1", 0, Buttons(table, Senders().command(None)))
    stack.callback(server.close)
    dj = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30.0))
    pressed = [
        *(("scene.next", "on"), ("scene.next", "off"), ("scene.go 3", "on"), ("scene.go 3", "off")),
        *(("금빛 먹", "on"), ("금빛 먹", "off"), ("prompt 등대", "on"), ("strength.gain 1.5", "on")),
        *(("freeze", "on"), ("blackout", "on"), ("blackout", "off")),
    ]
    for name, state in pressed:
        text = json.dumps({"evt": "btn", "name": name, "page": "", "state": state}, ensure_ascii=False)
        for byte in text.encode():  # a letter may come in two pieces
            dj.sendall(bytes((byte,)))
    dj.sendall(b'{"evt":"btn","name":7}{"evt":"cmd","id":1,"param":50.0}{"evt":"btn","name":"hud"}')
    wait_until(lambda: table.get("hud"))
    assert (table.get("freeze"), table.get("blackout"), table.get("strength.gain")) == (True, False, 1.5)
    assert [(one.name, one.value) for one in table.commands()] == [
        ("scene.next", None),
        ("scene.go", 3),
        ("scene.go", "금빛 먹"),
        ("prompt", "등대"),
    ]
    assert table.rejections.count == 0


def test_buttons_count_from_this_machine_and_from_where_osc_is_heard():
    table = ParameterTable()
    for at, host, counts in (
        (("127.0.0.1", 7700), "192.168.1.20", False),
        (None, "192.168.1.20", False),
        (("0.0.0.0", 7700), "192.168.1.21", False),
        (("0.0.0.0", 7700), "192.168.1.20", True),
        (None, "::ffff:127.0.0.1", True),
    ):
        table.set("freeze", False)
        Buttons(table, Senders(["192.168.1.20"]).command(at)).press("freeze", True, "OS2L", host)
        assert table.get("freeze") is counts, (at, host)
    assert table.rejections.count == 3


def test_dj_programs_find_it_by_mdns(stack):
    heard = _Heard()
    server = Os2l(heard.lead.follow, heard.clock, "127.0.0.1", 0)
    stack.callback(server.close)

    async def find() -> AsyncServiceInfo | None:
        browser = AsyncZeroconf(interfaces=["127.0.0.1"])
        try:
            end = time.monotonic() + 30.0
            info = None
            while info is None and time.monotonic() < end:
                info = await browser.async_get_service_info(SERVICE, f"Anacrusis.{SERVICE}", 1000)
            return info
        finally:
            await browser.async_close()

    info = asyncio.run(find())
    assert info is not None and info.port == server.port


def test_the_beat_of_another_program_leads_over_osc(stack):
    heard, table, lines = _Heard(), ParameterTable(), []
    followed = open_followed(["osc:/bpm,/beat"], heard.lead, heard.clock, 4, stack)
    osc = open_osc(table, heard.clock, ("127.0.0.1", 0), (), (), lines.append, stack, followed.takes)
    assert followed.names == ("OSC /beat",)
    udp = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    for address, *values in (("/bpm", 128.0), ("/beat", 2), ("/beat", 0.0), ("/bpm", "x"), ("/beat", 3)):
        udp.sendto(build_msg(address, values).dgram, osc.at)
        time.sleep(0.2)
    wait_until(lambda: len(heard.announced) >= 2)
    assert [(tempo, position % 4) for _, tempo, position, _ in heard.announced] == [
        (128.0, 1.0),
        (128.0, 2.0),
    ]
    assert heard.lead.leader == "OSC /beat" and table.rejections.count == 0


def test_pulses_alone_lead_when_their_tempo_is_learned(stack):
    heard = _Heard()
    take = open_followed(["osc:/kick"], heard.lead, heard.clock, 3, stack).takes["/kick"]
    for n in range(8):
        take([1.0] if n % 2 else [], 0.5 * n)
        take([0.0], 0.5 * n + 0.1)
    assert len(heard.announced) == 6
    assert heard.announced[-1][1:] == (pytest.approx(120.0), 7.0, 3)


def test_what_cannot_be_followed_is_one_clear_sentence():
    for right in ("djlink", "os2l", "os2l:9997", "os2l:127.0.0.1:9997", "osc:/bpm,/beat", "osc:/live/박자"):
        assert check_followed(right) == right
    for wrong in ("", "link", "osc:", "osc:beat", "osc:/a,/b,/c", "osc:/bpm, /beat", "osc:/*", "os2l:x"):
        with pytest.raises(UserError):
            check_followed(wrong)
