"""A controller that sends faster than hands can, over this machine's MIDI or a JACK server of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

NAME, ELSEWHERE = "storm", "elsewhere"
"""What its port is called, and that of another one to which the show does not listen."""
SPEED = 74
"""The knob of the usual map that plays `speed`."""
_SERVER_S = 10.0
_SENDER = """
import sys, threading, time, rtmidi
def opened(name):
    try:
        port = rtmidi.MidiOut(name=name)
    except Exception:
        port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name)
    port.open_virtual_port("out")
    return port
ports = {name: opened(name) for name in sys.argv[1:]}
knobs = (1, 10, 11, 16, 17, 18, 19, 71, 74, 91, 93, 100)
storm = [None, 0.0]
def blow():
    sent, began = 0, time.perf_counter()
    while True:
        name, rate = storm
        if name is None:
            sent, began = 0, time.perf_counter()
        else:
            while sent < (time.perf_counter() - began) * rate:
                step = sent // len(knobs) % 254
                ports[name].send_message([0xB0, knobs[sent % len(knobs)], min(step, 253 - step)])
                sent += 1
        time.sleep(0.001)
threading.Thread(target=blow, daemon=True).start()
print("ready", flush=True)
for line in sys.stdin:
    name, number = line.split()
    if name == "knob":
        ports[sys.argv[1]].send_message([0xB0, int(number), 127])
    else:
        storm[:] = (name if float(number) else None), float(number)
"""


class MidiStorm:
    """A program of its own with two ports, which sends what it is told."""

    def __init__(self, stack: ExitStack) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _SENDER, NAME, ELSEWHERE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        stack.callback(self._process.wait)
        stack.callback(self._process.kill)
        assert self._process.stdout is not None
        self.is_there = self._process.stdout.readline() == "ready\n"

    @contextmanager
    def blowing(self, port: str, rate: float) -> Iterator[None]:
        """Twelve knobs sweep to and fro, so many messages a second."""
        self._say(f"{port} {rate}")
        try:
            yield
        finally:
            self._say(f"{port} 0")

    def turn(self, knob: int) -> None:
        """That knob to its upper end."""
        self._say(f"knob {knob}")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


def opened(stack: ExitStack) -> MidiStorm | None:
    """None where there is neither MIDI nor JACK, or the extra `midi` is missing."""
    if not Path("/dev/snd/seq").exists() and sys.platform.startswith("linux"):
        program = shutil.which("jackd")
        if program is None:
            return None
        os.environ.setdefault("JACK_DEFAULT_SERVER", f"anacrusis-bench-{os.getpid()}")
        os.environ.setdefault("JACK_NO_AUDIO_RESERVATION", "1")
        server = subprocess.Popen(
            [program, "--no-realtime", "-d", "dummy", "-r", "44100", "-p", "256"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # After PortAudio, which also finds this server, has let it go.
        atexit.register(server.wait)
        atexit.register(server.terminate)
    end = time.monotonic() + _SERVER_S
    while time.monotonic() < end:
        storm = MidiStorm(stack)
        if storm.is_there:
            return storm
        time.sleep(0.5)
    return None
