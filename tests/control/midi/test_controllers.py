"""Controllers at another program's ports, over a real JACK server that needs no hardware."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.clock import WallClock
from realtime.control.midi.clock_out import ClockOut
from realtime.control.midi.controllers import Controllers
from realtime.control.midi.lights import Stand
from realtime.control.midi.ports import plain, way_back
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from synthetic_music.wav import write_wav
from tests.control.command_values import command_values
from tests.missing import missing

PROJECT = Path(__file__).resolve().parents[3]

# A program of its own: it opens ports called sys.argv[1], sends what it is told on stdin, one message a line,
# and prints what it is sent; `tempo N` plays a clock of N bpm until the next line.
SENDER = """
import sys, threading, time, rtmidi, mido
port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, sys.argv[1])
port.open_virtual_port("out")
lights = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, sys.argv[1])
lights.ignore_types(sysex=False, timing=False)
lights.set_callback(lambda event, _: print(*event[0], flush=True))
lights.open_virtual_port("lights")
tempo, one_by_one = [0.0], threading.Lock()
def send(message):
    with one_by_one:
        try:
            port.send_message(message)
        except Exception as error:  # a busy machine's server has not taken the last ones yet
            print(error, file=sys.stderr)
def clock():
    due = time.perf_counter()
    while True:
        if not tempo[0]:
            time.sleep(0.005); due = time.perf_counter(); continue
        send([0xF8])
        due += 60.0 / tempo[0] / 24
        time.sleep(max(due - time.perf_counter(), 0))
threading.Thread(target=clock, daemon=True).start()
print("ready", flush=True)
for line in sys.stdin:
    if line.startswith("tempo"):
        tempo[0] = float(line.split()[1])
    else:
        send(mido.Message.from_str(line.strip()).bytes())
"""


@pytest.fixture(scope="module")
def jack() -> Iterator[None]:
    """A JACK server of these tests' own, on the dummy driver."""
    if shutil.which("jackd") is None:
        missing("jackd is missing: sudo apt install jackd2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", f"anacrusis-{os.getpid()}")
        patch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
        server = subprocess.Popen(
            ["jackd", "--no-realtime", "-d", "dummy", "-r", "44100", "-p", "256"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with device("first"):
                pass  # it is up now
            yield
        finally:
            server.terminate()
            server.wait()


class Device:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.received: list[tuple[int, ...]] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, *lines: str) -> None:
        for line in lines:
            self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        for line in self._process.stdout:
            self.received.append(tuple(map(int, line.split())))


@contextmanager
def device(name: str) -> Iterator[Device]:
    """A device that is plugged in, and unplugged at the end."""
    end = time.monotonic() + 60.0
    while True:
        process = subprocess.Popen(
            [sys.executable, "-c", SENDER, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if process.stdout.readline() == "ready\n":
            break
        # The server is not up yet.
        process.wait()
        assert time.monotonic() < end, "the JACK server did not start"
    try:
        yield Device(process)
    finally:
        process.kill()
        process.wait()


def eventually(holds, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@contextmanager
def controllers(
    *names: str, table: ParameterTable | None = None, folder: Path | None = None, received: list | None = None
) -> Iterator[Controllers]:
    """Those of a show, with maps of the user in `folder`; received: takes the tempo of their clock."""

    def follow(name: str):
        return lambda *report: received.append(report) if received is not None else None

    made = Controllers(
        names, table or ParameterTable(), follow, WallClock(), folder=folder or Path("/nowhere")
    )
    try:
        yield made
    finally:
        made.close()
        made.close()


def test_knobs_pads_and_programs_of_a_real_port_reach_the_table(jack):
    table = ParameterTable()
    with device("Pads") as pads, controllers("pads", table=table) as midi:
        assert midi.names == ("Pads:out",) and midi.notices == ()

        # JACK carries nothing for the first moments of a new connection, and on a busy machine not all.
        def commands_of_one_go() -> list[tuple[str, object]]:
            pads.send(
                *(f"control_change control=1 value={value}" for value in (40, 80, 127)),
                "note_on note=36 velocity=90",
                "note_off note=36",
                "note_on note=39 velocity=90",
                "note_on note=39 velocity=0",
                "program_change program=2",
            )
            commands: list[tuple[str, object]] = []
            eventually(
                lambda: commands.extend(command_values(table)) or ("scene.go", 3) in commands, seconds=2.0
            )
            return commands

        expected = [("tempo.tap", None), ("scene.next", None), ("scene.go", 3)]
        assert eventually(lambda: commands_of_one_go() == expected)
        assert eventually(lambda: table.get("strength.gain") == 2.0)


def sources(midi: Controllers) -> list[str]:
    return [one.source for one in midi.state.assigned]


def test_a_controller_is_taught_lit_and_known_again_after_it_was_unplugged(jack, tmp_path):
    """One that nobody named: it comes while the show runs, and has no map."""
    table, folder = ParameterTable(), tmp_path / "midi"
    with controllers(table=table, folder=folder) as midi:
        with device("Box") as box:
            assert eventually(lambda: "Box:out" in midi.names)

            def moved() -> bool:
                box.send("control_change control=21 value=64", "control_change control=21 value=65")
                return eventually(lambda: midi.state.moved == "CC 21, channel 1 of Box:out", seconds=2.0)

            assert eventually(moved), "what plays nothing is shown"
            assert table.get("speed") == 1.0
            midi.assign("speed")
            assert eventually(lambda: midi.state.assigned)
            assert midi.state.moved == "" and midi.state.assigned[0].target == "speed"

            # What the knob sent may still be on its way, and would be learned.
            def taught() -> bool:
                midi.learn("freeze")
                box.send("note_on note=40 velocity=9", "note_off note=40")
                return eventually(lambda: "note 40, channel 1" in sources(midi), seconds=2.0)

            assert eventually(taught)
            midi.learn("nonsense")
            assert eventually(lambda: any("nothing to learn" in notice for notice in midi.notices))
        assert eventually(lambda: midi.notices[:1] == ("MIDI Box:out is unplugged",))
        assert len(list(folder.iterdir())) == 1
        path = next(folder.iterdir())
        # Lights are what an editor is for: the file is read again, here as the device comes back.
        path.write_text("light = { on = 5 }\n" + path.read_text())
        with device("Box") as box:
            assert eventually(lambda: "Box:out" in midi.names and "unplugged" not in "".join(midi.notices))

            # JACK may lose what is sent in its first moments.
            def followed() -> bool:
                table.set("freeze")
                return eventually(
                    lambda: (144, 40, 5) in box.received and (144, 40, 0) in box.received, seconds=1.0
                )

            assert eventually(followed), "its light follows whoever moves the switch"
            midi.forget("freeze")
            assert eventually(lambda: "note 40, channel 1" not in sources(midi))


GENERIC_MODE = (0xF0, 0x47, 0x7F, 0x29, 0x60, 0x00, 0x04, 0x40)


def test_a_controller_with_a_shipped_map_is_set_up_lit_and_left_dark(jack):
    table = ParameterTable()
    with device("APC40 mkII") as apc:

        def played_and_left() -> bool:
            with controllers(table=table) as midi:
                assert eventually(lambda: "APC40 mkII:out" in midi.names)
                assert midi.state.devices == (("APC40 mkII:out", "Akai APC40 mkII", True),)
                table.set("blackout", True)
                assert eventually(lambda: (144, 93, 1) in apc.received)
                midi.show(Stand(BeatClock(), 3, 4, 12, ()))
                assert eventually(lambda: {(144, 34, 21), (144, 35, 9), (144, 33, 1)} <= set(apc.received))
                table.set("motion.zoom", 2.0)
                assert eventually(lambda: (176, 53, 127) in apc.received)
            return eventually(lambda: any(one[:8] == GENERIC_MODE for one in apc.received), seconds=1.0)

        # JACK may lose the last message of a connection that closes.
        assert eventually(played_and_left)
        assert (144, 93, 0) in apc.received


def test_a_controller_unplugged_while_a_pad_is_held_lets_go_of_it(jack, tmp_path):
    (tmp_path / "pads.toml").write_text(
        'device = "Pads"\ncontrol = [{ note = 40, to = "blackout", kind = "momentary" }]'
    )
    table = ParameterTable()
    with controllers(table=table, folder=tmp_path):
        with device("Pads") as pads:
            assert eventually(lambda: pads.send("note_on note=40 velocity=9") or table.get("blackout"))
        assert eventually(lambda: table.get("blackout") is False)


def test_the_clock_of_a_real_port_is_followed(jack):
    received: list[tuple[float, ...]] = []
    with device("Sequencer") as sequencer, controllers("Sequencer", received=received) as midi:
        sequencer.send("tempo 140")
        assert eventually(lambda: any("press play" in notice for notice in midi.notices))
        assert received == []

        # JACK may lose the message, and a busy machine may need a while to be sure of the tempo.
        def counted_from_the_start() -> bool:
            received.clear()
            sequencer.send("start")
            return eventually(lambda: received, seconds=8.0) and received[0][2] < 3.0

        assert eventually(counted_from_the_start, 160.0), "beats are not counted from the start"
        # The song's beats go with the time; a busy machine sends and hears some of them late.
        assert eventually(
            lambda: (
                len(received) >= 12
                and received[-1][1] == pytest.approx(140.0, rel=0.03)
                and rate(received[-12:]) == pytest.approx(140.0, rel=0.05)
            ),
            160.0,
        )


def test_the_time_code_of_a_real_port_says_where_the_song_is(jack):
    with device("Deck") as deck, controllers("Deck") as midi:
        pieces = [
            f"quarter_frame frame_type={piece} frame_value={5 if piece == 2 else 0}" for piece in range(8)
        ]
        assert eventually(lambda: deck.send(*pieces) or midi.song_time is not None)
        assert midi.song_time.seconds == pytest.approx(5.0, abs=0.1)


def test_the_beat_goes_out_to_a_real_port(jack):
    with device("Lamps") as lamps:
        # JACK may lose the last message of a connection that closes.
        def played_and_stopped() -> bool:
            out, before = ClockOut("lamps", WallClock()), lamps.received.count((0xF8,))
            # Each beat is a "one": the next start is never far.
            out.publish(BeatClock(period=0.3, beats_per_bar=1, confidence=1.0))
            assert eventually(lambda: lamps.received.count((0xF8,)) > before + 24)
            out.close()
            out.close()
            return eventually(lambda: (0xFC,) in lamps.received, seconds=1.0)

        assert eventually(played_and_stopped)
        assert (0xFA,) in lamps.received
    with pytest.raises(UserError, match="no MIDI output"):
        ClockOut("Lamsp", WallClock())


def rate(reports: list[tuple[float, ...]]) -> float:
    """Song beats a minute between the first and the last of some reports."""
    (first_time, _, first_beat, _), (last_time, _, last_beat, _) = reports[0], reports[-1]
    return (last_beat - first_beat) / (last_time - first_time) * 60.0


def test_a_wrong_name_is_told_with_the_names_there_are(jack):
    with device("Pads"), pytest.raises(UserError, match="There is: Pads:out"), controllers("Pasd"):
        pass


def test_no_midi_at_all_is_one_clear_sentence(monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-none")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    with pytest.raises(UserError, match="no MIDI"), controllers("Pads"):
        pass


@pytest.mark.parametrize(
    ("port", "name"),
    [
        ("APC40 mkII:APC40 mkII MIDI 1 24:0", "APC40 mkII MIDI 1"),
        ("Launchpad Mini MK3:Launchpad Mini MK3 LPMiniMK3 MI 28:1", "Launchpad Mini MK3 LPMiniMK3 MI"),
        ("Pads:out", "Pads:out"),
        ("X-TOUCH MINI 0", "X-TOUCH MINI 0"),
    ],
)
def test_a_port_is_known_again_whatever_numbers_it_has(port, name):
    assert plain(port) == name


def test_the_lights_are_on_the_port_that_the_knobs_are_on():
    outputs = ["Midi Through:Midi Through Port-0 14:0", "A:A DAW 20:0", "A:A MIDI 20:1", "Box:lights"]
    assert way_back("A:A MIDI 20:1", outputs) == "A:A MIDI 20:1"
    assert way_back("A:A MIDI 24:1", outputs) == "A:A MIDI 20:1"
    assert way_back("Box:out", outputs) == "Box:lights"
    assert way_back("Other:out", outputs) is None


def test_a_show_beats_with_the_sequencer_and_obeys_the_pads(jack, tmp_path, request):
    """The whole program on silence, where every beat is the sequencer's own."""
    silence, trace = tmp_path / "silence.wav", Trace(tmp_path / "trace.jsonl")
    write_wav(silence, np.zeros(44100 * 300), 44100)
    with device("Sequencer") as sequencer:
        sequencer.send("tempo 140", "start")
        show = subprocess.Popen(
            [
                *(sys.executable, PROJECT / "live.py", "show", silence, "--midi", "sequencer"),
                *("--headless", "--size", "96x64", "--painter", "shader", "--fps", "20"),
                *("--osc", "off", "--osc-out", "off", "--output", "none", "--trace", trace.path),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        request.addfinalizer(show.kill)
        assert any("follows: MIDI Sequencer:out" in line for line in show.stderr)

        # JACK carries nothing for the first moments of a new connection, and on a busy machine not all:
        # so all is sent until it came. The show came in while the song was running: only the next start tells
        # it where "one" is. The pads: next scene, and the head-up display that names who leads. Each start
        # begins anew, and a slow machine needs many bars to be sure of the beat.
        patience_s = itertools.chain((8.0, 16.0, 32.0), itertools.repeat(64.0))

        def obeyed() -> bool:
            sequencer.send("start", "note_on note=39 velocity=90", "note_on note=43 velocity=90")
            return eventually(
                lambda: any(row["scene"] >= 2 and row["confidence"] > 0.5 for row in trace.rows()),
                seconds=next(patience_s),
            )

        assert eventually(obeyed, 160.0), (
            "the pads were not obeyed or the beat of the sequencer not taken over"
        )
        since = trace.rows()[-1]["time"]
        assert eventually(lambda: off_the_beat(trace.rows(), since) < 0.15, 160.0)
        show.send_signal(signal.SIGINT)
        _, complaints = show.communicate(timeout=60)
    assert show.returncode == 0 and "frame failed" not in complaints, complaints


class Trace:
    """A trace that is being written. Only what is new is read: the show needs the machine for itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: list[dict] = []
        self._read = 0

    def rows(self) -> list[dict]:
        """One for each whole line."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._read)
                whole = file.read().rpartition(b"\n")[0]
            if whole:
                self._read += len(whole) + 1
                self._rows += map(json.loads, whole.split(b"\n"))
        return self._rows


def off_the_beat(rows: list[dict], since: float) -> float:
    """By how many beats the shown phase went astray over half a second, in the last 40 frames that were led;
    1 where there are fewer after `since`, when the last message was sent."""
    led = [row for row in rows if row["time"] > since and row["confidence"] > 0.5][-40:]
    if len(led) < 40:
        return 1.0
    # Whatever frames a busy machine left out.
    phases, times = (np.array([row[name] for row in led]) for name in ("beat_phase", "time"))
    off = phases[10:] - phases[:-10] - (times[10:] - times[:-10]) * 140.0 / 60.0
    return float(np.median(np.abs((off + 0.5) % 1.0 - 0.5)))
