"""Stems beside a song: read, followed by routes at their own times, told when they are missing."""

from pathlib import Path

import numpy as np
import pytest

from realtime.audio.features import Features
from realtime.audio.stems import Stems, read_stems, stem_name
from realtime.errors import UserError
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.mapping.signals import find_signal
from realtime.setlist.scene import Scene
from synthetic_music.wav import write_wav

RATE = 8000


@pytest.fixture
def stems(tmp_path: Path) -> Path:
    """Drums in the first second, vocals in the second one."""
    folder = tmp_path / "stems"
    folder.mkdir()
    tone = 0.3 * np.sin(2.0 * np.pi * 220.0 * np.arange(RATE) / RATE)
    quiet = np.zeros(RATE)
    for name, parts in (("Drums", (tone, quiet)), ("Lead Vocals", (quiet, tone))):
        write_wav(folder / f"{name}.wav", np.concatenate(parts).astype(np.float32), RATE)
    (folder / "notes.txt").write_text("no sound")
    return folder


def test_a_route_follows_the_stem_that_it_names(stems):
    heard = read_stems([stems])
    assert heard.names == ("drums", "lead_vocals")
    scene = Scene("a", routes=(Route("stem.lead_vocals", "zoom", range=(0.0, 0.4)),))
    mapper = Mapper(scene)
    zooms = [mapper.look(Features(time=t, stems=heard), t).motion.zoom for t in (0.5, 1.5, 2.5)]
    assert zooms == pytest.approx([0.0, 0.4, 0.0], abs=0.03)
    assert Mapper(scene).look(Features(), 1.5).motion.zoom == 0.0


def test_stems_that_are_missing_are_told(stems):
    messages: list[str] = []
    Stems({}).check(("vocals",), messages.append)
    assert "vocals" in messages[0] and "--stems" in messages[0]
    with pytest.raises(UserError, match="lead_vocals"):
        read_stems([stems]).check(("vocals",), messages.append)
    with pytest.raises(UserError, match="no sound file"):
        read_stems([_empty(stems)])


def _empty(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def test_names_of_files_are_names_of_stems():
    assert stem_name(Path("Lead Vocals (v2).wav")) == "lead_vocals_v2"
    assert stem_name(Path("보컬.wav")) == "보컬"
    assert find_signal("stem.보컬").name == "stem.보컬"
    with pytest.raises(UserError):
        find_signal("stem.")


def test_the_option_takes_several_words(tmp_path):
    import click
    from click.testing import CliRunner

    from realtime.commands.types import STEMS

    for name in ("a.wav", "b.wav", "c.wav"):
        (tmp_path / name).write_bytes(b"")

    @click.command()
    @click.argument("song")
    @STEMS
    @click.option("--loud", is_flag=True)
    def made(song, stems, loud):
        click.echo(f"{song} {[one.name for one in stems]} {loud}")

    a, b, c = (str(tmp_path / name) for name in ("a.wav", "b.wav", "c.wav"))
    result = CliRunner().invoke(made, ["song", "--stems", a, b, "--loud", "--stems", c])
    assert result.output == "song ['a.wav', 'b.wav', 'c.wav'] True\n"
