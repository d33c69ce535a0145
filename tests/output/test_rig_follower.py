"""A rig's file that is edited during a show."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from realtime.control.parameters import PARAMETERS
from realtime.control.table import ParameterTable
from realtime.output import rig_follower
from realtime.output.outputs import Outputs
from realtime.output.rig import read_rig
from realtime.output.rig_follower import RigFollower
from realtime.output.rigged import OpenRig
from realtime.output.screen.tuning import screen_rows
from realtime.stage.egl_window import EglWindow
from realtime.stage.screen_map import ScreenMap
from tests.output.test_outputs import Drawn, until

SIZE = (64, 36)
LIGHT = """
[[light]]
name = "{name}"
protocol = "artnet"
universe = {universe}
host = "127.0.0.1"
port = {port}
[[light.fixture]]
address = 1
channels = [{level}]
"""


class OwnWindow:
    """A show's window that remembers its map."""

    def __init__(self) -> None:
        self.mapping = ScreenMap()

    def follow(self, mapping: ScreenMap) -> None:
        self.mapping = mapping


class Followed:
    """A rig's file that is followed, with the outputs that it opens."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        path.write_text(text, encoding="utf-8")
        rig = read_rig(path)
        self.table = ParameterTable((*PARAMETERS, *screen_rows(rig.maps)))
        self.main = OwnWindow()
        opened = OpenRig(rig, SIZE, self.main)
        self._window = EglWindow(SIZE)
        self.outputs = Outputs(self._window.context, Drawn(self._window), (), True, opened)
        self.follower = self.outputs.follower = RigFollower(path, rig, opened, self.table)

    def write(self, text: str) -> None:
        self._path.write_text(text, encoding="utf-8")

    def step(self) -> None:
        """What the loop does each frame."""
        self.outputs.follow(self.table.snapshot())

    def until(self, true) -> None:
        def looked() -> bool:
            self.step()
            return true()

        until(looked)

    def close(self) -> None:
        self.follower.close()
        self.outputs.close()
        self.outputs.release()
        self._window.close()


@pytest.fixture
def followed(tmp_path, monkeypatch):
    monkeypatch.setattr(rig_follower, "LOOK_EVERY_S", 0.01)
    opened: list[Followed] = []

    def make(text: str) -> Followed:
        opened.append(Followed(tmp_path / "rig.toml", text))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


def lights(*rows: tuple[str, int, int], port: int = 6454) -> str:
    return "".join(
        LIGHT.format(name=name, universe=universe, level=level, port=port) for name, universe, level in rows
    )


def test_outputs_that_stay_go_on_and_only_the_others_are_closed_and_opened(followed):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as node:
        node.bind(("127.0.0.1", 0))
        port = node.getsockname()[1]
        show = followed(lights(("front", 0, 10), ("back", 1, 20), port=port))
        front, back = show.outputs.all
        show.write(lights(("front", 0, 10), ("floor", 2, 30), port=port))
        show.until(lambda: show.outputs.all[-1].name.endswith("(floor)"))
    assert show.outputs.all[0] is front and back not in show.outputs.all
    assert not back._thread.is_alive() and front._thread.is_alive()
    assert show.outputs.notices == []


def test_a_slip_is_named_with_its_line_and_changes_nothing(followed):
    show = followed(lights(("front", 0, 10)))
    before = show.outputs.all
    show.write("[[screen]]\nnome = 'left'\n" + lights(("front", 0, 10)))
    show.until(lambda: bool(show.outputs.notices))
    assert 'goes on: rig.toml:1:3: screen[1]: the key "name" is missing' in show.outputs.notices[0]
    assert show.outputs.all == before
    show.write(lights(("front", 0, 10)))
    show.until(lambda: not show.outputs.notices)
    assert show.outputs.all == before


def test_corners_and_masks_of_the_shows_own_window_are_taken_up(followed):
    show = followed('[[screen]]\nname = "wall"\n')
    show.step()
    show.table.set("screen.wall.top_left_x", 0.2)
    show.until(lambda: show.main.mapping.corners[0] == (0.2, 0.0))
    show.write('[[screen]]\nname = "wall"\nrotate = 180\ncorners = [[0.1, 0], [1, 0], [1, 1], [0, 1]]\n')
    show.until(lambda: show.main.mapping.rotate == 180 and show.main.mapping.corners[0] == (0.1, 0.0))
    assert show.table.get("screen.wall.top_left_x") == pytest.approx(0.1)
    # What is not written differently stays as a hand has moved it.
    show.table.set("screen.wall.blend_left", 0.3)
    show.write('[[screen]]\nname = "wall"\nmirror = true\ncorners = [[0.1, 0], [1, 0], [1, 1], [0, 1]]\n')
    show.until(lambda: show.main.mapping.mirror and show.main.mapping.blend[0] == pytest.approx(0.3))


def test_screens_bring_their_controls_and_take_them_away(followed):
    show = followed("")
    show.write('[[screen]]\nname = "dome"\n')
    show.until(lambda: "screen.dome.gamma" in show.table.parameters)
    assert "master" in show.table.parameters
    show.write("")
    show.until(lambda: "screen.dome.gamma" not in show.table.parameters)
    show.until(lambda: show.main.mapping == ScreenMap())


def test_a_desk_that_cannot_be_heard_leaves_the_old_one(followed):
    desk = '[desk]\nuniverse = 1\nlisten = "127.0.0.1"\nport = {}\nchannels = {{ {} = 1 }}\n'
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    show = followed(desk.format(port, "master"))
    show.write(desk.format(port, "mistress"))
    show.until(lambda: bool(show.outputs.notices))
    assert "mistress" in show.outputs.notices[0]
    assert show.follower.desk is not None and show.follower.desk.port == port
    show.write(desk.format(port, "blackout"))
    show.until(lambda: not show.outputs.notices)
    assert show.follower.desk.port == port


def test_what_cannot_be_opened_is_named_and_the_file_is_followed_on(followed, monkeypatch):
    show = followed("")

    def full(self, rig):
        raise OSError("no memory is left")

    with monkeypatch.context() as patch:
        patch.setattr(OpenRig, "change", full)
        show.write('[[screen]]\nname = "wall"\n')
        show.until(lambda: bool(show.outputs.notices))
    assert "no memory is left" in show.outputs.notices[0]
    show.write('[[screen]]\nname = "wall"\nmirror = true\n')
    show.until(lambda: show.main.mapping.mirror and not show.outputs.notices)


def test_what_cannot_change_while_it_plays_is_named(followed):
    show = followed('[[screen]]\nname = "wall"\ndisplay = "0"\n')
    show.write('[[screen]]\nname = "wall"\ndisplay = "1"\nmirror = true\n')
    show.until(lambda: show.main.mapping.mirror and bool(show.outputs.notices))
    assert "next time" in show.outputs.notices[0]
