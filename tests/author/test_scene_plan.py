"""Scenes for a song: where its story and its music say, varied, and where the film will count them."""

from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest

from realtime.audio.beat.offline import SongBeats
from realtime.audio.beat.song_clock import SongClock
from realtime.audio.feature_table import FEATURES
from realtime.author.art_styles import ART_STYLES
from realtime.author.brief import CAMERAS, MOODS, Idea
from realtime.author.scene_plan import SECTION_WORDS, plan_scenes
from realtime.author.setlist_toml import setlist_text
from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.keyframes.sections import Section
from realtime.keyframes.song import Song
from realtime.live.anacrusis import subject_of
from realtime.options import BLOCKLIST
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.paint.understood import understand
from realtime.scenery.generators import Generators
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.playhead import Playhead
from realtime.vocabulary import load_checked

PROMPTS = PromptInterpreter(Generators())
NAMES = ("intro", "verse", "verse", "chorus", "verse", "drop", "drop", "break", "verse", "chorus", "outro")
FPS = 25.0


def uneven_song(section_s=16.0):
    """Beats that double their tempo in the middle and are gone in the break, with a little jitter."""
    duration = section_s * len(NAMES)
    break_s = section_s * NAMES.index("break")
    steps, time = [], 0.0
    random = np.random.default_rng(3)
    while time < duration:
        if not break_s + 0.5 <= time < break_s + section_s:
            steps.append(time + random.normal(0.0, 0.004))
        time += 0.5 if time < break_s / 2 or time > break_s + section_s else 0.25
    beats = SongBeats(
        np.array(steps), np.arange(len(steps)) % 4 + 1, 4, 60.0 / np.diff(steps, append=duration)
    )
    sections = tuple(Section(n * section_s, (n + 1) * section_s, name, 0.8) for n, name in enumerate(NAMES))
    frames = round(duration * FPS)
    features = {row.name: np.ones(frames) for row in FEATURES.values() if row.in_songs}
    return Song(
        *(Path("song.wav"), duration, FPS, features, 1.0, (), beats, sections),
        peaks=np.ones(50, np.float32),
    )


def played(setlist, song):
    """(seconds, name) of every scene, as a film counts them."""
    playhead, clock = Playhead(setlist), SongClock(song.beats)
    starts = [(0.0, playhead.scene.name)]
    for time in np.arange(0.0, song.duration, 1.0 / FPS):
        if playhead.update(clock.at(time), time):
            starts.append((float(time), playhead.scene.name))
    return starts


@pytest.mark.parametrize(
    "idea",
    [
        *(Idea("one", mood=mood) for mood in MOODS),
        *(Idea("told", mood=mood, story=((None, "the sea"), (61.0, "a city at night"))) for mood in MOODS),
    ],
)
def test_a_film_counts_its_way_to_the_planned_scenes(idea, tmp_path):
    song = uneven_song()
    scenes = plan_scenes(song, idea, PROMPTS)
    path = tmp_path / "s.toml"
    path.write_text(setlist_text(song, idea, scenes, PROMPTS, path), encoding="utf-8")
    setlist = load_checked(path, Blocklist.load(BLOCKLIST), ShaderLibrary())
    seen = [PROMPTS.interpret(subject_of(scene, 1)) for scene in setlist.scenes]
    assert [(one.source, one.palette) for one in seen] == [(one.source, one.palette) for one in scenes]
    starts = played(setlist, song)
    assert [name for _, name in starts] == [scene.name for scene in scenes]
    for (time, _), scene in zip(starts, scenes, strict=True):
        assert time == pytest.approx(scene.start, abs=1.5 / FPS)
    assert "bars" in path.read_text(encoding="utf-8")


def test_a_line_of_the_story_is_never_lost():
    song = uneven_song()
    # Two lie within one bar, one near the end, one between two bar lines.
    times = (0.0, 33.1, 35.3, 61.3, song.duration - 4.0)
    story = tuple((time, f"picture number {n}") for n, time in enumerate(times))
    scenes = plan_scenes(song, Idea("t", story=story), PROMPTS)
    for time, line in story:
        begins = next(scene.start for scene in scenes if line in scene.prompt)
        assert begins == pytest.approx(time, abs=2.6)
    for before in ((), ((0.0, "the sea"),)):
        with pytest.raises(UserError, match=r"9:59.*2:56"):
            plan_scenes(song, Idea("t", story=(*before, (599.0, "the end"))), PROMPTS)
    with pytest.raises(UserError, match=r"끝.*노래는 2:56에 끝납니다"):
        plan_scenes(song, Idea("t", story=((599.0, "끝"),), language="ko"), PROMPTS)


def test_words_of_the_program_leave_where_they_make_a_prompt_unfit():
    story = ((None, "a red fox"),)
    wordy = plan_scenes(uneven_song(), Idea("t", story=story, style="ink_wash", mood="epic"), PROMPTS)
    assert any("bathed" in scene.prompt for scene in wordy)
    fit = plan_scenes(
        uneven_song(),
        Idea("t", story=story, style="ink_wash", mood="epic"),
        PROMPTS,
        lambda prompt: "bathed" not in prompt,
    )
    assert not any("bathed" in scene.prompt for scene in fit)
    assert all("epic, vast" in scene.prompt for scene in fit), "no more is left out than needs be"
    strict = plan_scenes(uneven_song(), Idea("t", story=story), PROMPTS, lambda prompt: "," not in prompt)
    assert {scene.prompt for scene in strict} == {"a red fox"}


def test_timed_lines_are_told_by_their_times_not_by_their_order():
    story = ((90.0, "the desert"), (0.0, "the sea"), (45.0, "a city"))
    scenes = plan_scenes(uneven_song(), Idea("t", story=story), PROMPTS)
    lines = [scene.line for scene in scenes]
    assert [line for line, _ in groupby(lines)] == ["the sea", "a city", "the desert"]


def test_a_gentle_scene_stays_longer_than_it_takes_to_come_in():
    song = uneven_song(section_s=3.5)
    gentle, lively = (plan_scenes(song, Idea("t", mood=mood), PROMPTS) for mood in ("calm", "joyful"))
    eight_beats_s = 8 * 60.0 / song.tempo
    assert all(scene.end - scene.start >= 2 * eight_beats_s - 0.1 for scene in gentle)
    assert min(scene.end - scene.start for scene in lively) < 2 * eight_beats_s


@pytest.mark.parametrize("mood", ["joyful", "melancholy"])
def test_one_sentence_for_a_whole_song_is_seen_from_many_sides(mood):
    scenes = plan_scenes(uneven_song(), Idea("t", story=((None, "the sea"),), mood=mood), PROMPTS)
    assert scenes[0].source == "horizon", "it begins with what was asked for"
    own = [scene for scene in scenes if scene.source == "horizon"]
    assert len(own) >= 0.75 * len(scenes), "a story keeps to itself"
    assert not {scene.source for scene in scenes} & {"tunnel", "mandala"}
    assert len({(scene.palette, scene.seed) for scene in scenes}) == len(scenes)
    for before, after in pairwise(scenes):
        assert (before.source, before.palette) != (after.source, after.palette)
    if mood == "melancholy":
        assert all(scene.transition[1] > 0 for scene in scenes), "gentle films have no cuts"


def test_art_styles_moods_and_sections_name_nothing_to_be_seen():
    for text in (
        *(style.fragment for style in ART_STYLES.values()),
        *(mood.words for mood in MOODS.values()),
        *SECTION_WORDS.values(),
    ):
        recipe = PROMPTS.interpret(Subject(prompt=text))
        assert not recipe.things and not recipe.traits, text
        assert not understand(PROMPTS, Subject(prompt=text)).unknown, text


def test_nothing_is_looked_at_for_too_long():
    scenes = plan_scenes(uneven_song(section_s=60.0), Idea("t", mood="energetic"), PROMPTS)
    assert max(scene.end - scene.start for scene in scenes) < 30.0


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_landscape_is_travelled_along_and_neighbours_move_apart(camera, tmp_path):
    song, idea = uneven_song(), Idea("t", story=((None, "the sea"),), camera=camera)
    path = tmp_path / "s.toml"
    path.write_text(
        setlist_text(song, idea, plan_scenes(song, idea, PROMPTS), PROMPTS, path), encoding="utf-8"
    )
    setlist = load_checked(path, Blocklist.load(BLOCKLIST), ShaderLibrary())
    pans = [
        {route.range for route in scene.routes if (route.source, route.target) == ("presence", "pan_x")}
        for scene in setlist.scenes
        if PROMPTS.interpret(subject_of(scene, 1)).source in ("horizon", "forest")
    ]
    if camera == "still":
        assert not any(pans)
    else:
        assert all(pans) and len(set(map(frozenset, pans))) == 2, "to the right, and to the left"
