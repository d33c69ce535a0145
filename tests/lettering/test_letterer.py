"""What is written over a film: when, where, whole in every shape, and in Korean."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from realtime.errors import UserError
from realtime.lettering.letterer import Letterer, check_lettering
from realtime.lettering.lettering import Lettering
from tests.called import called
from tests.songs import beats, write_wav

SHAPES = [(320, 180), (180, 320), (240, 240)]
WORDS = Lettering(
    title="A Title That Is Longer Than Any Poster",
    artist="이하늘",
    lines=(
        (10.0, "비 오는 서울의 밤 우산 하나로 걷던 우리 둘의 발자국 소리"),
        (14.0, "Donaudampfschifffahrtsgesellschaft"),
    ),
    credits=("Song: 이하늘", "Film: me"),
    end=60.0,
)


def written(lettering: Lettering, size: tuple[int, int], time: float) -> np.ndarray:
    """Where letters stand: bool (H, W)."""
    grey = np.full((size[1], size[0], 4), 90, np.uint8)
    Letterer(lettering, size).lay(grey, time)
    return grey[..., :3].min(axis=-1) > 160


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("time", [3.0, 12.0, 15.0, 57.0])
def test_no_letter_is_cut_off_in_any_shape(size, time):
    letters = written(WORDS, size, time)
    rows, columns = np.flatnonzero(letters.any(axis=1)), np.flatnonzero(letters.any(axis=0))
    edge = round(0.05 * min(size))
    assert len(rows) > 6 and len(columns) > 20
    assert rows[0] >= edge and rows[-1] < size[1] - edge
    assert columns[0] >= edge and columns[-1] < size[0] - edge


def test_each_line_has_its_time_and_place():
    shown = [written(WORDS, (320, 180), time).any() for time in (0.2, 3.0, 8.0, 12.0, 30.0, 57.0, 59.9)]
    assert shown == [False, True, False, True, False, True, False]
    assert not np.array_equal(written(WORDS, (320, 180), 12.0), written(WORDS, (320, 180), 15.0))
    middles = []
    for place in ("top", "middle", "bottom"):
        letters = written(Lettering(lines=((1.0, "one line"),), place=place, end=9.0), (320, 180), 3.0)
        middles.append(np.flatnonzero(letters.any(axis=1)).mean() / 180)
    assert middles[0] < 0.25 < middles[1] < 0.7 < middles[2]


def test_a_logo_keeps_its_shape_and_its_holes(tmp_path):
    logo = Image.new("RGBA", (80, 40), (255, 0, 0, 255))
    logo.paste((0, 0, 0, 0), (20, 10, 60, 30))
    logo.save(tmp_path / "logo.png")
    picture = np.full((360, 640, 4), 90, np.uint8)
    Letterer(Lettering(logo=tmp_path / "logo.png"), (640, 360)).lay(picture, 5.0)
    red = (picture[..., 0] > 200) & (picture[..., 1] < 40)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert columns[0] > 320 and rows[-1] < 180
    assert (columns[-1] - columns[0]) / (rows[-1] - rows[0]) == pytest.approx(2.0, abs=0.15)
    assert not red[(rows[0] + rows[-1]) // 2, (columns[0] + columns[-1]) // 2]


def test_a_file_that_is_no_font_is_told(tmp_path):
    (tmp_path / "no.ttf").write_text("none")
    with pytest.raises(UserError, match=r"Cannot read the font .*no\.ttf"):
        check_lettering(Lettering(title="a", face=tmp_path / "no.ttf"))


def test_a_film_has_its_title(cut_setlist, tmp_path: Path):
    song = write_wav(tmp_path / "song.wav", beats(3.0))
    arguments = ("--size", "160x96", "--fps", "5", "--painter", "plain", "--workers", "1")
    films = []
    for name, more in (("plain", ()), ("titled", ("--title", "밤바다", "--artist", "me"))):
        out = tmp_path / f"{name}.mp4"
        done = called("film", song, "--setlist", cut_setlist, *arguments, *more, "-o", out)
        assert done.returncode == 0, done.stderr
        films.append(last_picture(out))
    changed = np.abs(films[0] - films[1]).max(axis=-1) > 60
    assert 40 < changed.sum() < 0.5 * changed.size


def last_picture(path: Path) -> np.ndarray:
    import av

    with av.open(str(path)) as movie:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in movie.decode(video=0)][-1]
