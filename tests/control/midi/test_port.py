"""MIDI from another program's port, over a real JACK server that needs no hardware."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import mido
import numpy as np
import pytest

from realtime.clock import WallClock
from realtime.control.midi.bindings import CONTROLLERS, NOTES, PROGRAM, MidiBindings, share
from realtime.control.midi.port import MidiIn
from realtime.control.parameters import PARAMETERS
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from synthetic_music.wav import write_wav
from tests.control.orders import orders

PROJECT = Path(__file__).resolve().parents[3]

# A program of its own: it opens a port called sys.argv[1] and sends what it is told on stdin, one
# message a line; `tempo N` plays a clock of N bpm until the next line.
SENDER = """
import sys, threading, time, rtmidi, mido
port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, sys.argv[1])
port.open_virtual_port("out")
tempo = [0.0]
def clock():
    due = time.perf_counter()
    while True:
        if not tempo[0]:
            time.sleep(0.005); due = time.perf_counter(); continue
        port.send_message([0xF8])
        due += 60.0 / tempo[0] / 24
        time.sleep(max(due - time.perf_counter(), 0))
threading.Thread(target=clock, daemon=True).start()
print("ready", flush=True)
for line in sys.stdin:
    if line.startswith("tempo"):
        tempo[0] = float(line.split()[1])
    else:
        port.send_message(mido.Message.from_str(line.strip()).bytes())
"""


@pytest.fixture(scope="module")
def jack() -> Iterator[None]:
    """A JACK server of these tests' own, on the dummy driver."""
    if shutil.which("jackd") is None:
        text = "jackd is missing: sudo apt install jackd2"
        if os.environ.get("CI"):
            pytest.fail(text)
        pytest.skip(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", f"anacrusis-{os.getpid()}")
        patch.setenv("JACK_NO_AUDIO_RESERVATION", "1")
        server = subprocess.Popen(
            ["jackd", "--no-realtime", "-d", "dummy", "-r", "44100", "-p", "256"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            server.terminate()
            server.wait()


class Device:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def send(self, *lines: str) -> None:
        for line in lines:
            self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


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
        process.communicate()


def eventually(holds, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def ignore(*_: float) -> None:
    pass


def test_knobs_pads_and_programs_of_a_real_port_reach_the_table(jack):
    table = ParameterTable()
    with device("Pads") as pads:
        midi = MidiIn("pads", table, ignore, WallClock())
        assert midi.name == "Pads:out" and midi.notice == ""

        # JACK carries nothing for the first moments of a new connection, and on a busy machine not all.
        def commands_of_one_go() -> list[tuple[str, object]]:
            pads.send(
                "control_change control=1 value=127",
                "control_change control=7 value=64",
                "note_on note=36 velocity=90",
                "note_off note=36",
                "note_on note=39 velocity=90",
                "program_change program=2",
            )
            commands: list[tuple[str, object]] = []
            eventually(lambda: commands.extend(orders(table)) or ("scene.go", 3) in commands, seconds=2.0)
            return commands

        expected = [("tempo.tap", None), ("scene.next", None), ("scene.go", 3)]
        assert eventually(lambda: commands_of_one_go() == expected)
        assert table.get("strength.gain") == 2.0 and table.get("master") == 0.5
        midi.close()
        midi.close()


def test_the_clock_of_a_real_port_is_followed(jack):
    told = []
    with device("Sequencer") as sequencer:
        midi = MidiIn("Sequencer", ParameterTable(), lambda *report: told.append(report), WallClock())
        sequencer.send("tempo 140")
        assert eventually(lambda: "press play" in midi.notice)
        assert told == []

        # JACK may lose the message, and a busy machine may need a while to be sure of the tempo.
        def counted_from_the_start() -> bool:
            told.clear()
            sequencer.send("start")
            return eventually(lambda: told, seconds=2.0) and told[0][2] < 3.0

        assert eventually(counted_from_the_start), "beats are not counted from the start"
        # The song's beats go with the time; a busy machine sends and hears some of them late.
        assert eventually(
            lambda: (
                len(told) >= 12
                and told[-1][1] == pytest.approx(140.0, rel=0.03)
                and rate(told[-12:]) == pytest.approx(140.0, rel=0.05)
            )
        )
        midi.close()


def rate(reports: list[tuple[float, ...]]) -> float:
    """Song beats a minute between the first and the last of some reports."""
    (first_time, _, first_beat, _), (last_time, _, last_beat, _) = reports[0], reports[-1]
    return (last_beat - first_beat) / (last_time - first_time) * 60.0


def test_a_device_that_was_unplugged_is_taken_again(jack):
    table = ParameterTable()
    with device("Pads"):
        midi = MidiIn("Pads", table, ignore, WallClock())
    assert eventually(lambda: "unplugged" in midi.notice)
    with device("Pads") as pads:
        assert eventually(lambda: midi.notice == "")

        def turned_down() -> bool:
            pads.send("control_change control=1 value=0")
            return eventually(lambda: table.get("strength.gain") == 0.0, seconds=2.0)

        assert eventually(turned_down)
        midi.close()


def test_a_wrong_name_is_told_with_the_names_there_are(jack):
    with device("Pads"), pytest.raises(UserError, match="There is: Pads:out"):
        MidiIn("Pasd", ParameterTable(), ignore, WallClock())


def test_no_midi_at_all_is_one_clear_sentence(monkeypatch):
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "there-is-none")
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    with pytest.raises(UserError, match="no MIDI"):
        MidiIn("Pads", ParameterTable(), ignore, WallClock())


def test_every_binding_names_a_row_of_a_fitting_kind():
    kinds = {row.name: row.kind for row in PARAMETERS}
    commands = {row.name for row in PARAMETERS if row.is_command}
    assert all(name not in commands for name in CONTROLLERS.values())
    assert all(kinds[name] in ("bool", "trigger") for name in NOTES.values())
    assert kinds[PROGRAM] == "index"


def test_a_channel_of_ones_own_keeps_a_sequencers_notes_out():
    table = ParameterTable()
    bindings = MidiBindings(table, channel=16)
    for channel in (0, 9, 15):
        bindings.apply(mido.Message("note_on", note=39, channel=channel))
    bindings.apply(mido.Message("clock"))
    assert orders(table) == [("scene.next", None)]


def test_a_knob_in_its_notch_rests_and_reaches_both_ends():
    table = ParameterTable()
    bindings = MidiBindings(table)
    for value, expected in ((127, 2.0), (64, 0.0), (0, -2.0)):
        bindings.apply(mido.Message("control_change", control=16, value=value))
        assert table.get("motion.zoom") == expected
    assert all(share(value) < share(value + 1) for value in range(127))


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
        # it where "one" is. The pads: next scene, and the head-up display that names who leads.
        def obeyed() -> bool:
            sequencer.send("start", "note_on note=39 velocity=90", "note_on note=43 velocity=90")
            return eventually(
                lambda: any(row["scene"] >= 2 and row["confidence"] > 0.5 for row in trace.rows()),
                seconds=2.0,
            )

        assert eventually(obeyed), "the pads were not obeyed or the beat of the sequencer not taken over"
        since = trace.rows()[-1]["time"]
        assert eventually(lambda: off_the_beat(trace.rows(), since) < 0.15)
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
