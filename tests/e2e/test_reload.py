"""A setlist that is read again is on the wall at once, and one that cannot be read costs the show nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from pythonosc.udp_client import SimpleUDPClient

from realtime.options import ShowOptions
from realtime.show import build

PROJECT = Path(__file__).resolve().parents[2]
FPS = 5.0
HEAD = 'name = "s"\n[[song]]\nname = "a"\n'


def scene(name: str, prompt: str = "ink", zoom: float = 0.1) -> str:
    return f'[[song.scene]]\nname = "{name}"\nprompt = "{prompt}"\nbase = {{ zoom = {zoom} }}\n'


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "set.toml"
    path.write_text(HEAD + scene("one") + scene("two", "the sea", 0.2) + scene("three", "a tree", 0.3))
    return path


@pytest.fixture
def show(path):
    options = ShowOptions(
        source="demo", setlist=path, painter="shader", size=(160, 96), fps=FPS, headless=True
    )
    options = replace(options, realtime=False, osc_in=None, osc_out=())
    with ExitStack() as stack:
        yield build(options, lambda line: None, stack)


def play(show, frames: int = 3) -> None:
    for _ in range(frames):
        show.step(show.frame_index / FPS)


def begin(show, number: int) -> None:
    show.table.set("scene.go", number)
    play(show, 10)


def mapped(show) -> tuple[str, float, str, float, str]:
    """(scene, zoom at rest) of the display's mapper and of the painter's, and the prompt that is painted."""
    display, painter = show.mapper.scene, show.anacrusis._mapper.scene
    return (
        *(display.name, display.base["zoom"]),
        *(painter.name, painter.base["zoom"]),
        show.anacrusis.subject.prompt,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            scene("zero") + scene("one") + scene("two", "snow", 0.5) + scene("three"),
            ("two", 0.5, "two", 0.5, "snow"),
            id="changed",
        ),
        pytest.param(
            scene("one") + scene("second", "snow", 0.5) + scene("three"),
            ("second", 0.5, "second", 0.5, "snow"),
            id="renamed",
        ),
        pytest.param(
            scene("one") + scene("three", "a tree", 0.3), ("three", 0.3, "three", 0.3, "a tree"), id="deleted"
        ),
    ],
)
def test_both_mappers_take_up_what_was_read_again(show, path, text, expected):
    begin(show, 2)
    assert mapped(show) == ("two", 0.2, "two", 0.2, "the sea")
    path.write_text(HEAD + text)
    show.table.set("scene.reload")
    play(show)
    assert mapped(show) == expected


FILTER = """/*{"INPUTS": [{"NAME": "inputImage", "TYPE": "image"},
{"NAME": "amount", "TYPE": "float", "MIN": 2.0, "MAX": 8.0, "DEFAULT": 4.0}]}*/
void main() { gl_FragColor = IMG_THIS_PIXEL(inputImage) * amount / 8.0; }
"""


def test_a_shader_that_a_reload_brings_has_its_controls_and_limits_at_once(path, tmp_path):
    folder = tmp_path / "shaders"
    folder.mkdir()
    options = ShowOptions(
        source="demo", setlist=path, painter="shader", size=(160, 96), fps=FPS, headless=True
    )
    options = replace(options, realtime=False, osc_in=None, osc_out=(), shader_folders=(folder,))
    with ExitStack() as stack:
        show = build(options, lambda line: None, stack)
        play(show)
        name = "post.dropped.amount"
        (folder / "dropped.fs").write_text(FILTER)
        route = (
            'post = ["dropped"]\nroutes = [{ from = "bar", to = "dropped.amount", range = [0.0, 90.0] }]\n'
        )
        path.write_text(HEAD + scene("one") + route.replace("dropped.amount", name) + scene("two"))
        show.table.set("scene.reload")
        play(show)
        assert show.table.get(name) == 4.0
        seen = set()
        for _ in range(10):
            play(show, 1)
            seen.add(show.mapper.look(show.ear.features, show.frame_index / FPS, 1.0).inputs[name])
        assert min(seen) >= 2.0 and max(seen) <= 8.0, "a route keeps within the shader's limits"
        show.table.set(name, 3.0)
        play(show)
        assert not show.stage.errors
        path.write_text(HEAD + scene("one") + scene("two"))
        show.table.set("scene.reload")
        play(show)
        assert name not in show.table.parameters and not show.table.set(name, 5.0)


def test_a_route_is_changed_while_it_plays_and_saved_with_the_comments_of_its_file(show, path):
    """In every scene that has it from the same place, in display and painter, without a new picture."""
    shared = '[routes]\nturn = [{ from = "bar", to = "rotation", range = [3.0, 9.0] }] # slow\n'
    used = 'use = ["turn"]\n'
    path.write_text(HEAD.replace("[[song]]", f"{shared}[[song]]") + scene("one") + used + scene("two") + used)
    show.table.set("scene.reload")
    play(show)
    generation = show.anacrusis.subject.generation
    show.table.set("route", "1 curve=power exponent=3 range=0,30")
    play(show)
    for mapper in (show.mapper, show.anacrusis._mapper):
        assert mapper.scene.routes[0].options == {"exponent": 3.0}
    assert [one.routes[0].range for one in show.playhead.scenes] == [(0.0, 30.0)] * 2
    assert show.anacrusis.subject.generation == generation
    state = show.state(1.0)
    assert state.routes_changed == 1 and len(state.route_levels) == 1
    show.table.set("route.save")
    play(show)
    assert 'curve = "power", exponent = 3.0, range = [0.0, 30.0] }] # slow' in path.read_text()
    assert show.state(1.0).routes_changed == 0 and "saved in set.toml" in show.commands.notice
    show.table.set("route", "1 range=0,1")
    play(show)
    show.table.set("scene.reload")
    play(show)
    assert show.mapper.scene.routes[0].range == (0.0, 30.0), "what is not saved is gone"


def test_changes_of_routes_that_make_no_sense_change_nothing(show, path):
    before = path.read_text()
    for words in ("1 curve=power", "one", "0 curve=power", "99999 x=y", ""):
        show.table.set("route", words)
        play(show, 1)
        assert "refused" in show.commands.notice
    show.table.set("route.save")
    play(show)
    assert path.read_text() == before and "nothing to save" in show.commands.notice


def test_a_setlist_that_was_edited_meanwhile_is_not_overwritten(show, path):
    text = path.read_text() + 'routes = [{ from = "bass", to = "zoom" }]\n'
    path.write_text(text)
    show.table.set("scene.reload")
    begin(show, 3)
    show.table.set("route", "1 curve=smoothstep")
    play(show)
    path.write_text(text.replace("bass", "treble"))
    show.table.set("route.save")
    play(show)
    assert "smoothstep" not in path.read_text() and "not saved" in show.commands.notice
    assert show.mapper.scene.routes[0].curve == "smoothstep" and show.state(1.0).routes_changed == 1


def test_an_edited_route_changes_no_picture_and_an_edited_prompt_does(show, path):
    begin(show, 2)
    generation = show.anacrusis.subject.generation
    path.write_text(path.read_text().replace("0.2", "0.6"))
    show.table.set("scene.reload")
    play(show)
    assert show.mapper.scene.base["zoom"] == 0.6 and show.anacrusis.subject.generation == generation
    path.write_text(path.read_text().replace("the sea", "snow"))
    show.table.set("scene.reload")
    play(show)
    assert show.anacrusis.subject.generation == generation + 1


def test_a_broken_setlist_changes_nothing_and_is_told_without_its_words(show, path, caplog):
    begin(show, 2)
    path.write_text(HEAD + scene("one", "a bloody corpse") + scene("two", zoom=99.0))
    show.table.set("scene.reload")
    play(show)
    assert mapped(show) == ("two", 0.2, "two", 0.2, "the sea")
    assert 'line 6 breaks the rule "gore"' in show.commands.notice and "blood" not in show.commands.notice
    assert "bloody" in caplog.text, "the log has all of it"
    path.write_bytes(b"\xff\xfe\x00")
    show.table.set("scene.reload")
    play(show)
    assert "the file cannot be read" in show.commands.notice and "UTF-8" in caplog.text


class Running:
    """A show in a process of its own, and its log."""

    def __init__(self, setlist: Path, port: int) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, PROJECT / "live.py", "show", "demo", "--headless", "--size", "96x64"),
                *("--painter", "shader", "--fps", "20", "--setlist", setlist, "--osc", str(port)),
                *("--osc-out", "off", "--output", "none", "--record", setlist.with_suffix(".mp4")),
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
        self.client = SimpleUDPClient("127.0.0.1", port)
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        self.lines.extend(iter(self.process.stderr.readline, ""))

    def until(self, words: str, address: str = "") -> None:
        """Wait for a line of the log; with an address, send it again and again meanwhile."""
        end = time.monotonic() + 60.0
        while not any(words in line for line in tuple(self.lines)):
            assert time.monotonic() < end and self.process.poll() is None, self.lines
            if address:
                self.client.send_message(address, [])
            time.sleep(0.1)
        self.lines.clear()

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        self.process.wait(timeout=60)
        self._reader.join()
        return self.process.returncode


def test_a_pipe_that_nobody_writes_to_is_given_up_and_later_reloads_do_not_wait_for_it(path, unused_udp_port):
    show = Running(path, unused_udp_port)
    try:
        show.until("painting with")
        text = path.read_text()
        path.unlink()
        os.mkfifo(path)
        show.until("could not be read within 5 s", "/anacrusis/scene/reload")
        path.unlink()
        path.write_text(text)
        show.until("The setlist was read again", "/anacrusis/scene/reload")
    finally:
        show.process.kill()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_the_end_does_not_wait_for_a_pipe_that_nobody_writes_to(path, unused_udp_port, number):
    show = Running(path, unused_udp_port)
    try:
        show.until("painting with")
        path.unlink()
        os.mkfifo(path)
        show.client.send_message("/anacrusis/scene/reload", [])
        time.sleep(1.0)
        assert show.end(number) == 0
        assert any("recorded" in line for line in show.lines), "the recording was closed"
    finally:
        show.process.kill()


def test_a_show_under_nohup_outlives_its_terminal(path, unused_udp_port):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        show = Running(path, unused_udp_port)
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        show.until("painting with")
        show.process.send_signal(signal.SIGHUP)
        show.until("The setlist was read again", "/anacrusis/scene/reload")
        assert show.end(signal.SIGTERM) == 0
    finally:
        show.process.kill()


@pytest.fixture
def unused_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
