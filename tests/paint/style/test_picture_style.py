"""Any picture as a style: what is painted has its colours and its hand, and setlists name it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from realtime.errors import UserError
from realtime.live.anacrusis import with_prompt
from realtime.options import BLOCKLIST
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.style.engine import StylePainter
from realtime.scenery.style_picture import style_picture
from realtime.scenery.styles import style_mix
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.style_image import in_style_of, style_pictures

PROMPT = "a lighthouse by the sea at night"


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    """Orange paper with blue and black cut-outs."""
    picture = Image.new("RGB", (300, 200), (240, 130, 30))
    draw = ImageDraw.Draw(picture)
    for x in range(0, 300, 40):
        draw.polygon([(x, 20), (x + 30, 60), (x + 5, 90)], fill=(30, 50, 160))
        draw.polygon([(x, 120), (x + 35, 150), (x + 10, 190)], fill=(15, 15, 20))
    path = tmp_path / "cover.png"
    picture.save(path)
    return path


@pytest.fixture(scope="module")
def painter():
    made = StylePainter((256, 144), canvas=(256, 144))
    yield made
    made.close()


def _painted(painter: StylePainter, style: tuple[tuple[str, float], ...], palette: str = "") -> np.ndarray:
    subject = Subject(PROMPT, style=style, palette=palette, seed=3, cut=True)
    request = FrameRequest(1, 1.0, subject, strength=1.0, noise=0.0, source_time=5.0)
    painter.paint(FrameRequest(0, 0.9, Subject("", seed=8, cut=True)))
    return painter.paint(request)[..., :3].astype(int)


def test_a_picture_gives_its_colours_and_its_hand(painter, tmp_path):
    fire = Image.merge(
        "RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256))]
    )
    fire.save(tmp_path / "fire.png")
    name = f"picture:{tmp_path / 'fire.png'}"
    plain, own = _painted(painter, (("impressionist", 1.0),)), _painted(painter, ((name, 1.0),))
    # What was a blue night is fire.
    assert (plain[..., 0] - plain[..., 2]).mean() < 0 < (own[..., 0] - own[..., 2]).mean()
    only_colours = _painted(painter, (("impressionist", 1.0),), palette=name)
    assert np.abs(only_colours - own).mean() > 3.0


def test_a_picture_blends_with_styles_and_pictures(painter, cover, tmp_path):
    name, other = f"picture:{cover}", f"picture:{tmp_path / 'grey.png'}"
    Image.linear_gradient("L").save(tmp_path / "grey.png")
    ends = [_painted(painter, ((style, 1.0),), "gold") for style in (name, "woodcut")]
    half = _painted(painter, ((name, 0.5), ("woodcut", 0.5)), "gold")
    apart = np.abs(ends[0] - ends[1]).mean()
    assert all(np.abs(half - end).mean() < 0.8 * apart for end in ends)
    two = _painted(painter, ((name, 0.5), (other, 0.5)), "gold")
    assert np.abs(two - ends[0]).mean() > 0.5 and two.shape == half.shape
    mix = style_mix(((name, 1.0), ("lava", 3.0)))
    assert mix.pictures == {name: 0.25} and mix.weights.sum() == 0.75


def test_a_palette_of_a_picture_goes_from_dark_to_light(cover):
    colours = style_picture(f"picture:{cover}").colours
    luma = colours @ [0.299, 0.587, 0.114]
    assert colours.shape == (4, 3) and (np.diff(luma) > 0).all() and luma[0] < 0.1 and luma[3] > 0.8
    assert colours.min() >= 0.0 and colours.max() <= 1.0
    assert colours[1, 2] > colours[1, 0] and colours[2, 0] > colours[2, 2]  # blue below, orange above


def test_a_picture_that_is_taken_away_stays_in_the_show(painter, cover):
    style = ((f"picture:{cover}", 1.0),)
    before = _painted(painter, style)
    cover.write_bytes(b"half a file")
    assert np.array_equal(_painted(painter, style), before)
    cover.unlink()
    assert np.array_equal(_painted(painter, style), before)


def test_a_setlist_names_a_picture_beside_it(cover, tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        'name = "a"\n[[song]]\nname = "b"\n[[song.scene]]\nname = "c"\nprompt = "the sea"\n'
        'style = { "picture:cover.png" = 0.7, lava = 0.3 }\npalette = "picture:cover.png"\n',
        encoding="utf-8",
    )
    setlist = load_setlist(path, Blocklist.load(BLOCKLIST))
    name = f"picture:{cover}"
    assert setlist.scenes[0].style == ((name, 0.7), ("lava", 0.3)) and setlist.scenes[0].palette == name
    assert style_pictures(setlist) == [name]
    # A typed prompt is another subject, by the same artist.
    assert with_prompt(setlist.scenes[0], "a forest", None).style == ((name, 0.7),)
    cover.unlink()
    with pytest.raises(UserError, match=r"own\.toml:7:\d+: .*there is no picture .*cover\.png"):
        load_setlist(path, Blocklist.load(BLOCKLIST))


def test_one_picture_is_the_style_of_all_scenes(cover):
    setlist = load_setlist(Path("setlists/club.toml"), Blocklist.load(BLOCKLIST))
    name = f"picture:{cover}"
    for own, scene in zip(setlist.scenes, in_style_of(setlist, cover).scenes, strict=True):
        assert scene.style == ((name, 1.0),) and scene.palette == name and scene.prompt == own.prompt
        # What `style_mix` leads to is the scene's own, in part.
        assert {style for style, _ in scene.style_b} == {
            name,
            *(style for style, _ in own.style_b or own.style),
        }
    broken = cover.with_name("broken.png")
    broken.write_bytes(b"no picture")
    with pytest.raises(UserError, match=r"Cannot read the picture"):
        in_style_of(setlist, broken)
