"""OSC over real UDP, with foreign programs (liblo's oscsend and oscdump) at the other end."""

import contextlib
import itertools
import os
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import replace

import pytest
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.udp_client import SimpleUDPClient

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import Features
from realtime.clock import WallClock
from realtime.control.osc_in import OscServer
from realtime.control.osc_out import OscOut, parse_address
from realtime.control.parameters import PARAMETERS
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from tests.control.command_values import command_values
from tests.missing import missing


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        missing(f"{name} is missing: apt install liblo-tools")
    return path


@pytest.fixture
def table():
    return ParameterTable()


@pytest.fixture
def server(table):
    server = OscServer(table, port=0)
    yield server
    server.close()


def _oscsend(server: OscServer, *arguments: str) -> None:
    subprocess.run([_tool("oscsend"), "127.0.0.1", str(server.port), *arguments], check=True)


def _until(condition, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_oscsend_sets_floats_ints_and_switches(table, server):
    _oscsend(server, "/anacrusis/strength/gain", "f", "1.5")
    _oscsend(server, "/anacrusis/tempo/nudge_ms", "i", "-40")
    _oscsend(server, "/anacrusis/blackout", "T")
    _oscsend(server, "/anacrusis/norm/motion/rotation", "f", "0.75")
    _until(lambda: table.version >= 4)
    assert table.get("strength.gain") == 1.5
    assert table.get("tempo.nudge_ms") == -40.0
    assert table.get("blackout") is True
    assert table.get("motion.rotation") == 90.0


def test_oscsend_sends_prompts_and_scene_commands(table, server):
    _oscsend(server, "/anacrusis/prompt", "s", "바다 위의 달, ink wash")
    _oscsend(server, "/anacrusis/scene/go", "i", "3")
    _oscsend(server, "/anacrusis/scene/next")
    commands = []
    _until(lambda: commands.extend(command_values(table)) or len(commands) == 3)
    assert commands == [("prompt", "바다 위의 달, ink wash"), ("scene.go", 3), ("scene.next", None)]


def test_every_row_can_be_reached(table, server):
    client = SimpleUDPClient("127.0.0.1", server.port)
    values = {"float": 0.5, "int": 1, "bool": True, "trigger": 1.0, "index": 2, "text": "rain"}
    for row in PARAMETERS:
        if row.name != "reset":
            client.send_message(f"/anacrusis/{row.address}", values[row.kind])
    client.send_message("/anacrusis/hud", False)
    _until(lambda: table.get("prompt.mix") == 0.5 and table.get("hud") is False)
    assert table.rejections.count == 0
    assert {name for name, _ in command_values(table)} == {
        row.name for row in PARAMETERS if row.is_command and row.name != "reset"
    }


def _bundle(time_tag: float, *messages: tuple[str, float]) -> bytes:
    bundle = OscBundleBuilder(time_tag)
    for address, value in messages:
        builder = OscMessageBuilder(address)
        builder.add_arg(value)
        bundle.add_content(builder.build())
    return bundle.build().dgram


def _send(server: OscServer, packet: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(packet, ("127.0.0.1", server.port))


def test_bundles_are_carried_out_together(table, server):
    _send(server, _bundle(IMMEDIATELY, ("/anacrusis/master", 0.5), ("/anacrusis/speed", 2.0)))
    _until(lambda: table.version == 2)
    assert (table.get("master"), table.get("speed")) == (0.5, 2.0)


def test_a_time_tag_ahead_is_waited_for_while_others_go_on(table, server):
    due = time.time() + 0.4
    _send(server, _bundle(due, ("/anacrusis/master", 0.25)))
    _send(server, _bundle(IMMEDIATELY, ("/anacrusis/speed", 2.0)))
    _until(lambda: table.get("speed") == 2.0)
    assert table.get("master") == 1.0 or time.time() >= due
    _until(lambda: table.get("master") == 0.25)
    assert time.time() >= due - 0.01


def test_a_sender_whose_clock_is_wrong_is_still_obeyed(table, server):
    _send(server, _bundle(time.time() + 3600.0, ("/anacrusis/master", 0.25)))
    _send(server, _bundle(time.time() - 3600.0, ("/anacrusis/speed", 0.25)))
    _until(lambda: table.get("master") == 0.25 and table.get("speed") == 0.25)


def _elements(*parts: bytes) -> bytes:
    return b"#bundle\0" + bytes(7) + b"\1" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _message(address: str, *values: object) -> bytes:
    builder = OscMessageBuilder(f"/anacrusis/{address}")
    for value in values:
        builder.add_arg(value)
    return builder.build().dgram


def test_a_message_that_cannot_be_read_costs_its_bundle_nothing_else(table, server):
    cut_off = b"/anacrusis/master\0\0\0,f\0\0"
    inner = _elements(b"rubbish\0", _message("react/gain", 2.0))
    packet = _elements(_message("master", 0.5), cut_off, inner, _message("speed", 2.0))
    _send(server, packet + (400).to_bytes(4, "big") + b"/cut")
    _until(lambda: table.get("speed") == 2.0)
    assert (table.get("master"), table.get("react.gain")) == (0.5, 2.0)
    _until(lambda: table.rejections.count == 3)


def test_an_address_pattern_is_for_all_that_match(table, server):
    _send(server, _message("post/{bloom,wave}", 2.0))
    _send(server, _message("norm/motion/pan_?", 1.0))
    _send(server, _message("audio/[!g]*", 0.5))
    _send(server, _message("nothing/*", 0.5))
    _send(server, _message("scene/[nx-z]ext"))
    _send(server, _message("post/[", 0.5))
    _until(lambda: table.rejections.count == 2)
    values = table.snapshot()
    assert {name for name, value in values.items() if name.startswith("post.") and value == 2.0} == {
        "post.bloom",
        "post.wave",
    }
    assert values["motion.pan_x"] == values["motion.pan_y"] == 2.0
    assert values["audio.gain"] == 1.0
    assert {values[f"audio.{band}"] for band in ("bass", "low_mid", "high_mid", "treble")} == {0.5}
    assert command_values(table) == [("scene.next", None)]


def test_an_xy_pad_sets_two_rows_that_go_together(table, server):
    _send(server, _message("motion/pan_x", 0.5, -0.25))
    _send(server, _message("norm/motion/yaw", 0.75, 0.25))
    _send(server, _message("tempo/low", 80, 160))
    _send(server, _message("motion/pan_x", 1.0, 1.0, 1.0))
    _send(server, _message("motion/pan_y", 1.0, 1.0))
    _until(lambda: table.rejections.count == 2)
    assert (table.get("motion.pan_x"), table.get("motion.pan_y")) == (0.5, -0.25)
    assert (table.get("motion.yaw"), table.get("motion.tilt")) == (30.0, -30.0)
    assert (table.get("tempo.low"), table.get("tempo.high")) == (80.0, 160.0)


def test_a_clock_that_is_ahead_is_named_once_and_obeyed_at_once(table, server, caplog):
    for number in range(5):
        _send(server, _bundle(time.time() + 0.8 + number, ("/anacrusis/master", number / 4)))
        _until(lambda number=number: table.get("master") == number / 4)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 1 and "the clock of 127.0.0.1 is 0." in lines[0]
    assert table.rejections.count == 0


def test_a_timed_command_has_the_time_of_its_tag(server, table):
    sent, due = table.now, time.time() + 0.3
    _send(server, _bundle(due, ("/anacrusis/tempo/tap", 1.0)))
    commands = []
    _until(lambda: commands.extend(table.commands()) or commands)
    assert sent + 0.29 < commands[0].time < sent + 5.0
    assert commands[0].sender.startswith("127.0.0.1:")


def test_rubbish_is_counted_and_the_server_lives_on(table, server):
    nested = b"#bundle\0" + bytes(7) + b"\1"
    for _ in range(3000):
        if len(nested) > 60000:
            break
        nested = b"#bundle\0" + bytes(7) + b"\1" + len(nested).to_bytes(4, "big") + nested
    rubbish = [
        b"\0",
        b"#bundle\0garbage",
        b"/anacrusis/master\0\0\0,f\0\0",
        b"/anacrusis/prompt\0\0\0,s\0\0\xff\xfe\xfd\0",
        os.urandom(512),
        nested,
    ]
    for packet in rubbish:
        _send(server, packet)
    client = SimpleUDPClient("127.0.0.1", server.port)
    client.send_message("/anacrusis/nowhere", 1.0)
    client.send_message("/anacrusis/master", [0.1, 0.2])
    client.send_message("/anacrusis/master", "loud")
    client.send_message("/anacrusis/master", float("nan"))
    client.send_message("/anacrusis/speed", 0.5)
    _until(lambda: table.get("speed") == 0.5)
    assert table.get("master") == 1.0
    assert command_values(table) == []
    assert table.rejections.count == 10


def test_of_a_burst_of_fader_moves_the_last_holds(table, server):
    client = SimpleUDPClient("127.0.0.1", server.port)
    for step in range(2000):
        client.send_message("/anacrusis/master", step / 2000)
        if step % 100 == 99:
            time.sleep(0.005)
    client.send_message("/anacrusis/master", 0.75)
    _until(lambda: table.get("master") == 0.75)
    assert 2 <= table.version <= 2001 and table.rejections.count == 0


def test_what_a_later_message_does_not_make_void_is_carried_out_in_order(table, server):
    """Hundreds at once: changes add up, switches and pads are not numbers of their own."""
    client = SimpleUDPClient("127.0.0.1", server.port)
    for _ in range(100):
        client.send_message("/anacrusis/motion/zoom", 9.0)
        client.send_message("/anacrusis/motion/zoom", 0.5)
        client.send_message("/anacrusis/motion/zoom", "+0.25")
        client.send_message("/anacrusis/add/motion/zoom", -0.5)
        client.send_message("/anacrusis/motion/pan_x", [0.5, 0.25])
        client.send_message("/anacrusis/motion/pan_x", 0.75)
        client.send_message("/anacrusis/freeze", "toggle")
        time.sleep(0.0005)
    client.send_message("/anacrusis/master", 0.5)
    _until(lambda: table.get("master") == 0.5)
    values = table.snapshot()
    assert (values["motion.zoom"], values["motion.pan_x"], values["motion.pan_y"]) == (0.25, 0.75, 0.25)
    assert values["freeze"] is False and table.rejections.count == 0


def test_a_port_in_use_is_one_clear_sentence(table, server):
    with pytest.raises(UserError, match=rf"127\.0\.0\.1:{server.port}.*choose another"):
        OscServer(table, port=server.port)


def test_it_listens_on_loopback_only_and_frees_its_port(table):
    server = OscServer(table, port=0)
    assert server.host == "127.0.0.1"
    server.close()
    server.close()
    OscServer(table, port=server.port).close()


class _Dump:
    """oscdump in a process of its own, which listens from the start on."""

    def __init__(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._process = subprocess.Popen(
            [_tool("oscdump"), "-L", str(self.port)], stdout=subprocess.PIPE, text=True
        )
        self._lines: list[list[str]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._client = SimpleUDPClient("127.0.0.1", self.port)
        _until(lambda: self._hears("/listening"), seconds=60.0)

    def values(self, address: str) -> list[list[str]]:
        """What the messages to /anacrusis/`address` carried, as it was printed."""
        return [line[2:] for line in list(self._lines) if line[0] == f"/anacrusis/{address}"]

    def stop(self) -> None:
        """Hear all that was sent before, then end."""
        _until(lambda: self._hears("/all"), seconds=60.0)
        self._process.terminate()
        self._process.wait(timeout=10)
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.append(line.split()[1:])

    def _hears(self, address: str) -> bool:
        # The system refuses to send as long as nobody listens there.
        with contextlib.suppress(ConnectionRefusedError):
            self._client.send_message(address, 1)
        time.sleep(0.05)
        return any(line[0] == address for line in list(self._lines))


class _Stepping:
    """A clock that goes on by 5 ms a look: it leaves nobody behind, however seldom they come to look."""

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        self.time += 0.005
        return self.time


def test_oscdump_hears_beat_bar_tempo_levels_onsets_and_scene():
    dump = _Dump()
    clock = _Stepping()
    out = OscOut([("127.0.0.1", dump.port)], clock)
    features = Features(
        level=0.5, bass=0.75, clock=BeatClock(period=0.1, anchor=0.05, beats_per_bar=4, confidence=0.9)
    )
    out.publish(features, 2, "Neon rain")
    _until(lambda: clock.time >= 0.4, seconds=60.0)
    hit = replace(features, last_onset=(-1e9, -1e9, -1e9, clock.time), onset_strength=(0.0, 0.0, 0.0, 0.625))
    out.publish(hit, 3, "Han river")
    _until(lambda: clock.time >= 1.2, seconds=60.0)
    out.close()
    dump.stop()
    values = dump.values
    beats = [int(value[0]) for value in values("beat")]
    assert 10 <= len(beats) <= 13
    assert all(after == before % 4 + 1 for before, after in itertools.pairwise(beats))
    assert [int(value[0]) for value in values("bar")] == list(range(1, 1 + beats.count(1)))
    assert float(values("tempo")[0][0]) == pytest.approx(600.0)
    assert {value[0] for value in values("bass")} == {"0.750000"}
    assert 20 <= len(values("level")) <= 40
    assert [float(value[0]) for value in values("onset/treble")] == [0.625]
    scenes = [" ".join(value) for value in values("scene")]
    assert scenes[0] == '2 "Neon rain"' and scenes[-1] == '3 "Han river"'


def test_a_listener_that_is_away_does_not_disturb_the_others():
    dump = _Dump()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    out = OscOut([("127.0.0.1", nobody), ("127.0.0.1", dump.port)], WallClock())
    out.publish(Features(level=0.5), 1, "one")
    _until(lambda: len(dump.values("level")) >= 10, seconds=60.0)
    out.close()
    dump.stop()


def test_targets_are_read_from_text():
    assert parse_address("7000") == ("127.0.0.1", 7000)
    assert parse_address("192.168.1.20:7000") == ("192.168.1.20", 7000)
    assert parse_address("[::1]:7000") == ("::1", 7000)
    for wrong in ("", "studio", "studio:", "studio:70000", "studio:-1", ":0"):
        with pytest.raises(UserError, match="host:port"):
            parse_address(wrong)


def test_an_unknown_host_is_one_clear_sentence():
    with pytest.raises(UserError, match="OSC cannot send"):
        OscOut([("no such host", 7000)], WallClock())


def test_a_clock_that_fails_for_a_moment_does_not_silence_osc_out():
    class Flaky(WallClock):
        calls = 0

        def now(self) -> float:
            self.calls += 1
            if self.calls < 20:
                raise OSError("the sound card was unplugged")
            return super().now()

    dump = _Dump()
    out = OscOut([("127.0.0.1", dump.port)], Flaky())
    out.publish(Features(level=0.5), 1, "one")
    _until(lambda: len(dump.values("level")) >= 5, seconds=60.0)
    out.close()
    assert out.failed == 19
    dump.stop()
