"""From a song and an idea to a setlist, and from that to a film."""

import tomllib

import av
import numpy as np
import pytest

from realtime.author.art_styles import ART_STYLES, find_art_style
from realtime.isf.library import ShaderLibrary
from realtime.live.anacrusis import subject_of
from realtime.options import BLOCKLIST
from realtime.paint.prompt import PromptInterpreter
from realtime.scenery.generators import Generators
from realtime.scenery.palettes import PALETTES
from realtime.scenery.styles import STYLES_BY_NAME
from realtime.setlist.blocklist import Blocklist
from realtime.vocabulary import load_checked

PROMPTS = PromptInterpreter(Generators())


@pytest.fixture(scope="module")
def blocklist():
    return Blocklist.load(BLOCKLIST)


def loaded(path, blocklist):
    return load_checked(path, blocklist, ShaderLibrary())


def painted(scene):
    """The source that is seen: the scene's own, or what its words lead to."""
    return PROMPTS.interpret(subject_of(scene, 1)).source


def test_the_styles_are_many_fit_and_paintable(blocklist):
    assert len(ART_STYLES) >= 60
    assert len({style.ko for style in ART_STYLES.values()}) == len(ART_STYLES)
    for style in ART_STYLES.values():
        assert blocklist.check(style.fragment).fit
        assert all(name in STYLES_BY_NAME for name, _ in style.styles)
        assert style.palette in PALETTES and style.source in PROMPTS.generators
        assert find_art_style(style.ko) is find_art_style(style.en) is style


def test_a_song_with_parts_gets_a_scene_for_each(formed_song, tmp_path, run_live, blocklist):
    out = tmp_path / "formed.toml"
    result = run_live(
        "new", formed_song, "-o", out, "--yes", "--story", "a lighthouse over the sea", "--lang", "en"
    )
    assert result.returncode == 0, result.stderr
    scenes = loaded(out, blocklist).scenes
    assert len(scenes) >= 3
    assert all("a lighthouse over the sea" in scene.prompt for scene in scenes)
    assert len({scene.palette for scene in scenes}) >= 2 and len({painted(scene) for scene in scenes}) >= 2
    assert run_live("check", out).returncode == 0
    lengths = [amount for _, amount in (scene.advance for scene in scenes[:-1])]
    starts = np.cumsum(lengths)
    assert all(min(abs(starts - edge)) < 2.5 for edge in (16.0, 32.0, 48.0))


def test_korean_words_comments_and_names(formed_song, tmp_path, run_live, blocklist):
    out = tmp_path / "밤.toml"
    result = run_live(
        *("new", formed_song, "-o", out, "--yes", "--lang", "ko", "--title", "밤바다"),
        *("--story", "0:00 등대가 있는 밤바다", "--story", "0:32 벚꽃이 흩날리는 봄날"),
        *("--style", "수묵화", "--mood", "차분한", "--camera", "맴돌기", "--reactivity", "높음"),
    )
    assert result.returncode == 0, result.stderr
    text = out.read_text(encoding="utf-8")
    assert "메모장으로 열어" in text and "2023년 연구" in text
    scenes = loaded(out, blocklist).scenes
    assert "등대가 있는 밤바다" in scenes[0].prompt and "벚꽃이 흩날리는 봄날" in scenes[-1].prompt
    assert any(route.target == "rotation" for route in scenes[0].routes)
    assert "r = 1.09" in text, "the study's value for high"


def test_lyrics_become_prompts(formed_song, tmp_path, run_live, blocklist):
    lyrics = tmp_path / "song.lrc"
    lyrics.write_text("[00:17.0]rain upon the city\n[00:50.0]flowers in the garden\n", encoding="utf-8")
    out = tmp_path / "sung.toml"
    assert run_live("new", formed_song, "-o", out, "--yes", "--lyrics", lyrics).returncode == 0
    scenes = loaded(out, blocklist).scenes
    sung = {
        painted(scene): scene.prompt
        for scene in scenes
        if "rain upon" in scene.prompt or "flowers" in scene.prompt
    }
    assert set(sung) == {"city", "rose"}, "words choose the picture"


@pytest.mark.parametrize(
    "more, words",
    [
        (["--story", "a bloody corpse"], ["refused"]),
        (["--style", "wodcut"], ["woodcut"]),
        (["--style", "etchings of ships"], ["`live.py styles`"]),
        (["--mood", "clam"], ["calm"]),
        (["--palette", "neo"], ["neon"]),
        (["--camera", "push"], ["push_in"]),
        (["--first-image", "nowhere.png"], ["nowhere.png"]),
        (["-o", "no/where/bad.toml"], ["there is no folder"]),
        (["-o", "bad.mp4"], [".toml"]),
    ],
)
def test_what_is_not_fit_or_not_there_is_refused(short_song, tmp_path, run_live, more, words):
    out = tmp_path / "bad.toml"
    result = run_live("new", short_song, "-o", out, "--yes", *more)
    assert result.returncode == 2, result.stderr
    assert all(word in result.stderr for word in words) and "Traceback" not in result.stderr
    assert not out.exists()


def test_every_camera_and_reactivity_gives_a_setlist_that_loads(formed_song, tmp_path, blocklist):
    from dataclasses import replace

    from realtime.author.brief import CAMERAS, MOODS, REACTIVITIES, Idea
    from realtime.author.new_setlist import LISTEN_FPS
    from realtime.author.scene_plan import plan_scenes
    from realtime.author.setlist_toml import setlist_text
    from realtime.keyframes.song import analyse

    song = analyse(formed_song, LISTEN_FPS)
    ideas = [replace(Idea("t"), camera=camera, reactivity="low") for camera in CAMERAS]
    ideas += [replace(Idea("t"), mood=mood, reactivity="none", language="ko") for mood in MOODS]
    ideas += [replace(Idea('quote " and \\'), reactivity=reactivity) for reactivity in REACTIVITIES]
    for number, idea in enumerate(ideas):
        path = tmp_path / f"{number}.toml"
        path.write_text(
            setlist_text(song, idea, plan_scenes(song, idea, PROMPTS), PROMPTS, path), encoding="utf-8"
        )
        assert tomllib.loads(path.read_text(encoding="utf-8"))["name"] == idea.title
        loaded(path, blocklist)


def test_a_setlist_that_somebody_worked_on_is_kept_and_said_where(short_song, tmp_path, run_live):
    out = tmp_path / "내 노래.toml"
    again = ("new", short_song, "-o", out, "--yes", "--story", "the sea")
    assert "내 노래.1.toml" not in run_live(*again).stdout + run_live(*again).stdout, "nothing was changed"
    worked_on = out.read_text(encoding="utf-8").replace("the sea", "a deer in the snow")
    out.write_text(worked_on, encoding="utf-8")
    assert "내 노래.1.toml" in run_live(*again).stdout
    assert (tmp_path / "내 노래.1.toml").read_text(encoding="utf-8") == worked_on
    assert "the sea" in out.read_text(encoding="utf-8")
    assert "check '내 노래.toml'" in worked_on, "a name with a space can be typed as it stands"


def test_other_words_in_the_file_lead_to_another_picture(formed_song, tmp_path, run_live, blocklist):
    out = tmp_path / "song.toml"
    assert run_live("new", formed_song, "-o", out, "--yes", "--story", "the sea at night").returncode == 0
    first = loaded(out, blocklist).scenes[0]
    text = out.read_text(encoding="utf-8").replace(first.prompt, "a forest in autumn", 1)
    out.write_text(text.replace(', "travel"]', ', "orbit"]', 1), encoding="utf-8")
    changed = loaded(out, blocklist).scenes[0]
    assert (painted(first), painted(changed)) == ("horizon", "forest")
    assert {"pan_x"} == {route.target for route in first.routes} & {"pan_x", "rotation"}
    assert {"rotation"} == {route.target for route in changed.routes} & {"pan_x", "rotation"}


def test_a_song_alone_becomes_a_film_with_a_setlist_beside_it(short_song, tmp_path, run_live):
    out = tmp_path / "mine.mp4"
    small = ["--size", "96x56", "--fps", "10", "--painter", "shader", "--seconds", "2"]
    result = run_live("film", short_song, *small, "-o", out)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "mine.toml").is_file()
    with av.open(str(out)) as movie:
        assert movie.streams.video[0].frames == 20


@pytest.mark.parametrize("command", [("storyboard", "demo", "-o"), ("styles", "--sheet")])
def test_a_sheet_that_cannot_be_written_is_told_before_painting(command, tmp_path, run_live):
    result = run_live(*command, tmp_path / "no" / "sheet.png")
    assert result.returncode == 2 and "Traceback" not in result.stderr
    assert "there is no folder" in result.stderr and "painting" not in result.stderr


def test_the_storyboard_shows_every_scene(formed_song, short_song, cut_setlist, tmp_path, run_live):
    from PIL import Image

    out, setlist = tmp_path / "board.png", tmp_path / "s.toml"
    story = "비 내리는 밤 골목길을 우산 하나로 함께 걸어가는 두 사람과 멀리 보이는 가로등 불빛 " * 2
    setlist.write_text(cut_setlist.read_text().replace("the sea", story), encoding="utf-8")
    result = run_live("storyboard", formed_song, "--setlist", setlist, "-o", out, "--painter", "shader")
    assert result.returncode == 0, result.stderr
    board = Image.open(out)
    left = (board.width - 16 * 4) // 3 + 16
    gap = board.crop((left + 1, board.height - 110, left + 15, board.height - 1))
    assert all(low == high for low, high in gap.getextrema()), "no caption runs into the next"
    song_only = tmp_path / "song.png"  # as high for any song
    assert (
        run_live(
            "keyframes", short_song, "--fps", "25", "--plot", song_only, "-o", tmp_path / "k.json"
        ).returncode
        == 0
    )
    assert board.height > Image.open(song_only).height + 200
    assert board.crop((20, board.height - 300, 300, board.height - 150)).convert("L").getextrema()[1] > 100
