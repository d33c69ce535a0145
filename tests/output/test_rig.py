"""Rig files: what they say, and every slip with its line."""

from __future__ import annotations

import pytest

from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.output.listing import format_outputs
from realtime.output.rig import read_rig
from realtime.output.screen.tuning import TunedScreen, screen_rows
from realtime.stage.displays import Display

LIGHT = '[[light]]\nprotocol = "sacn"\nuniverse = 1\n[[light.fixture]]\n'


@pytest.fixture
def written(tmp_path):
    def write(text: str):
        path = tmp_path / "rig.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_an_empty_rig_has_no_outputs(written):
    rig = read_rig(written("# nothing yet\n"))
    assert not rig.light and rig.desk is None


def test_lights_and_a_desk(written):
    rig = read_rig(
        written("""
[[light]]
protocol = "artnet"
host = "10.0.0.20"
universe = 0
[[light.fixture]]
address = 1
channels = ["red", "green", "blue", "beat", 255]
count = 4
at = [0, 0, 1, 0.5]

[desk]
universe = 1
channels = { master = 1, "scene.go" = 2 }
""")
    )
    fixture = rig.light[0].fixture[0].fixture()
    assert fixture.channels == ("red", "green", "blue", "beat", "255") and fixture.last == 20
    assert rig.desk.channels == {"master": 1, "scene.go": 2}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[[light]\n", 1, "not valid TOML"),
        ("[[ligt]]\nuniverse = 1\n", 1, 'did you mean "light"'),
        (
            '[[light]]\nprotocol = "artnet"\nuniverse = 0\nfixture = [{ address = 1, channels = [1] }]\n',
            1,
            "host",
        ),
        ('[[light]]\nprotocol = "dmx"\nuniverse = 0\n', 2, "artnet"),
        (
            LIGHT + 'address = 1\nchannels = ["rad"]\n',
            6,
            'did you mean "red"',
        ),
        (
            LIGHT + 'address = 400\ncount = 60\nchannels = ["red", "green", "blue"]\n',
            5,
            "its last channel would be 579",
        ),
        (
            LIGHT + 'address = 1\nat = [0.5, 0, 0.6, 1]\nchannels = ["red"]\n',
            6,
            "not within the picture",
        ),
        ("[desk]\nuniverse = 1\nchannels = { master = 600 }\n", 3, "at most 512"),
    ],
)
def test_slips_are_told_with_their_line(written, text, line, message):
    with pytest.raises(UserError) as slip:
        read_rig(written(text))
    assert f"rig.toml:{line}:" in str(slip.value) and message in str(slip.value), slip.value


SCREENS = """
size = [1280, 360]
[[screen]]
name = "left"
display = "HDMI-1"
crop = [0, 0, 0.55, 1]
blend = { right = 0.18 }
corners = [[0.1, 0], [0.9, 0], [1, 1], [0, 1]]
[[screen]]
name = "right"
window = [640, 360]
mask = "mask.png"
mesh = [[[0, 0], [1, 0]], [[0, 0.5], [1, 0.4]], [[0, 1], [1, 1]]]
[operator]
"""


def test_screens_and_their_maps(written, tmp_path):
    (tmp_path / "mask.png").write_bytes(b"")
    rig = read_rig(written(SCREENS))
    left, right = (one.map() for one in rig.screen)
    assert rig.size == (1280, 360) and left.blend == (0.0, 0.0, 0.18, 0.0) and left.corners[1] == (0.9, 0.0)
    assert right.mask == tmp_path / "mask.png" and len(right.mesh) == 3 and rig.operator.fps == 15.0


def test_a_screen_is_pinned_while_the_show_plays_but_never_crossed(written, tmp_path):
    (tmp_path / "mask.png").write_bytes(b"")
    maps = {one.name: one.map() for one in read_rig(written(SCREENS)).screen}
    table, seen = ParameterTable(screen_rows(maps)), []
    screen = TunedScreen("left", maps["left"], seen.append)
    screen.take(table.snapshot())
    assert seen == [maps["left"]], "as the file says"
    table.set("screen.left.top_left_x", 0.2)
    table.set("screen.left.blend_right", 0.25)
    screen.take(table.snapshot())
    assert seen[-1].corners[0] == (0.2, 0.0) and seen[-1].blend == (0.0, 0.0, 0.25, 0.0)
    assert seen[-1].crop == maps["left"].crop
    table.set("screen.left.top_left_x", 1.5)
    screen.take(table.snapshot())
    assert len(seen) == 2, "corners that cross are not followed"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[screen]]\nname = "Left wall"\n', 2, "pattern"),
        ('[[screen]]\nname = "a"\n[[screen]]\nname = "a"\n', 4, "already"),
        ('[[screen]]\nname = "a"\nrotate = 45\n', 3, "90"),
        ('[[screen]]\nname = "a"\nmask = "none.png"\n', 3, "there is no picture"),
        ('[[screen]]\nname = "a"\ncorners = [[0, 0], [1, 0], [0, 1], [1, 1]]\n', 3, "cross"),
        ('[[screen]]\nname = "a"\nmesh = [[[0, 0], [1, 0]], [[0, 1]]]\n', 3, "equally many"),
        ('[[screen]]\nname = "a"\nblend = { lefd = 0.1 }\n', 3, 'did you mean "left"'),
        ('[[video]]\nto = "ndi"\nsize = [641, 360]\n', 3, "even"),
        ('[[video]]\nto = "hdmi"\n', 2, "ndi"),
        ("[operator]\nwindow = [1]\n", 2, ""),
    ],
)
def test_slips_of_screens_and_video(written, text, line, message):
    with pytest.raises(UserError) as slip:
        read_rig(written(text))
    assert f"rig.toml:{line}:" in str(slip.value) and message in str(slip.value), slip.value


def test_devices_lists_displays_and_what_may_take_the_picture():
    listed = format_outputs([Display("HDMI-1", 0, 0, 1920, 1080, True)])
    assert "0  HDMI-1 1920×1080 at 0,0" in listed and '"ndi"  NDI: ' in listed
    assert "none here" in format_outputs([])
