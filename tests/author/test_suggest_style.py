"""What a song sounds like, and the mood and style that suit it."""

from dataclasses import replace

import numpy as np
import pytest

from realtime.author.art_styles import ART_STYLES
from realtime.author.brief import MOODS, Idea
from realtime.author.new_setlist import listen, plain_idea
from realtime.author.song_character import Character, hear
from realtime.author.suggest_style import suggest
from realtime.keyframes.song import analyse
from tests.songs import RATE, write_wav

SECONDS = 16.0
# Semitones from A4 of four chords each: I vi IV V in C, and i VI iv V in A minor.
IN_C = ((-9, -5, -2), (-12, -9, -5), (-16, -12, -9), (-14, -10, -7))
IN_A_MINOR = ((-12, -9, -5), (-16, -12, -9), (-19, -16, -12), (-17, -13, -10))


def struck(chords, loud=0.2, per_chord=2):
    """Plucked chords, each note with a few partials that die away, as a piano's do."""
    time_s = np.arange(int(SECONDS * RATE)) / RATE
    samples = np.zeros(len(time_s))
    span = SECONDS / (len(chords) * per_chord * 2)
    for number in range(len(chords) * per_chord * 2):
        since = time_s - number * span
        for note in chords[number // per_chord % len(chords)]:
            pitch = 440.0 * 2.0 ** (note / 12)
            for partial in (1, 2, 3):
                tone = np.sin(2 * np.pi * pitch * partial * since) / partial**2
                samples += np.where(since >= 0, tone * np.exp(-np.maximum(since, 0) * 3.0), 0.0)
    return loud * samples / 3


def driving():
    """Distorted power chords over drums at 150 bpm."""
    time_s = np.arange(int(SECONDS * RATE)) / RATE
    noise = np.random.default_rng(4).standard_normal(len(time_s))
    since = time_s % 0.4
    off = (time_s + 0.2) % 0.4
    kick = np.sin(2 * np.pi * 55 * since) * np.exp(-since * 14)
    snare, hats = noise * np.exp(-off * 18), noise * np.exp(-(time_s % 0.1) * 60)
    guitar = np.tanh(12 * sum(np.sin(2 * np.pi * pitch * time_s) for pitch in (82.4, 123.5, 164.8)))
    return 0.3 * kick + 0.3 * snare + 0.2 * hats + 0.25 * guitar + 0.1 * noise


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    folder = tmp_path_factory.mktemp("characters")
    songs = {"major": struck(IN_C), "minor": struck(IN_A_MINOR)}
    songs |= {"driving": driving(), "silent": np.zeros(RATE)}
    return {
        name: hear(analyse(write_wav(folder / f"{name}.wav", samples), 25.0))
        for name, samples in songs.items()
    }


def test_words_of_the_story_decide_between_moods_beside_the_music():
    quiet = Character(75.0, "D", False, 0.2, 0.6, 0.5, 0.15, 0.3, 0.5, False)
    assert suggest(quiet).mood in ("calm", "melancholy", "romantic")
    assert suggest(quiet, story="이별, 혼자 남은 할머니").mood == "melancholy"
    assert suggest(quiet, story="two lovers kiss at the wedding").mood == "romantic"
    assert "story" in suggest(quiet, story="two lovers kiss at the wedding").words(korean=False)


def test_the_key_of_plain_chords_is_heard(heard):
    assert (heard["major"].key, heard["major"].minor) == ("C", False)
    assert (heard["minor"].key, heard["minor"].minor) == ("A", True)
    assert heard["silent"].key == "" and heard["silent"].tempo == 0.0


def test_struck_chords_are_pure_and_drums_with_distortion_are_not(heard):
    assert heard["major"].pure and heard["minor"].pure and not heard["driving"].pure
    assert heard["driving"].energy > heard["major"].energy + 0.3
    assert heard["driving"].grit > 0.6 > 0.3 > heard["major"].grit


def test_soft_minor_chords_are_sad_major_ones_are_not_and_distortion_is_raw(heard):
    assert suggest(heard["minor"]).mood == "melancholy"
    assert suggest(heard["major"]).mood in ("calm", "romantic")
    assert suggest(heard["driving"]).mood in ("angry", "energetic")
    assert suggest(heard["minor"]).style != suggest(heard["driving"]).style


def test_the_reason_is_told_in_both_languages(heard):
    suggestion = suggest(heard["minor"])
    assert "A minor" in suggestion.words(False) and "→ melancholy" in suggestion.words(False)
    assert "A단조" in suggestion.words(True) and "→ 쓸쓸한" in suggestion.words(True)
    assert "no steady beat" in suggest(replace(heard["minor"], tempo=0.0)).words(False)


def test_all_kinds_of_music_get_a_mood_and_a_style_that_exist_and_every_mood_can_be_had():
    random = np.random.default_rng(1)
    found = set()
    for _ in range(2000):
        energy, light, bright, grit, bass, swing = map(float, random.random(6))
        character = Character(120.0, "C", light < 0.5, energy, light, bright, grit, bass, swing, grit < 0.1)
        suggestion = suggest(character)
        assert suggestion.style in ART_STYLES and suggestion == suggest(character)
        found.add(suggestion.mood)
    assert found == set(MOODS)


def test_what_the_musician_says_stays_and_the_rest_suits_the_music(short_song):
    heard = listen(str(short_song))
    assert plain_idea(heard, mood="calm", style="neon") == Idea("short", style="neon", mood="calm")
    dark = plain_idea(heard, mood="dark")
    assert dark.mood == "dark" and dark.style == suggest(heard.character, "dark").style and dark.why
    assert dark.why.endswith(f"→ {ART_STYLES[dark.style].en}"), "only the style follows from the music"
