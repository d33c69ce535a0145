"""Rig files: what they say, and every slip with its line."""

from __future__ import annotations

import pytest

from realtime.errors import UserError
from realtime.output.rig import read_rig

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
    ("text", "line", "said"),
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
def test_slips_are_told_with_their_line(written, text, line, said):
    with pytest.raises(UserError) as slip:
        read_rig(written(text))
    assert f"rig.toml:{line}:" in str(slip.value) and said in str(slip.value), slip.value
