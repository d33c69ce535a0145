"""Whole songs: what is known of a synthetic one is found in it, and no file breaks the analysis."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from realtime.audio.feature_table import BANDS
from realtime.errors import UserError
from realtime.keyframes.command import keyframes
from realtime.keyframes.export import export
from realtime.keyframes.map_spec import SOURCES, parse_map
from realtime.keyframes.schedule import Schedule
from realtime.keyframes.sections import bass_returns
from realtime.keyframes.song import Song, analyse
from realtime.mapping import study
from realtime.mapping.route import Route
from realtime.setlist.change_rules import Rule
from realtime.setlist.scene import Scene, Setlist
from realtime.setlist.scene import Song as SetlistSong
from tests.songs import write_wav

RATE = 22050
BEAT_S = 0.5
BARS = 24  # of two seconds


def _music() -> np.ndarray:
    """Pads alone for 8 bars, then kick, bass and hats for 8, then pads again: 48 s at 120 bpm."""
    random = np.random.default_rng(3)
    t = np.arange(BARS * 2 * RATE) / RATE
    pads = 0.06 * sum(np.sin(2 * np.pi * f * t) for f in (220.0, 277.2, 329.6))
    music = pads.copy()
    loud = (t >= 16.0) & (t < 32.0)
    music += np.where(loud, 0.12 * np.sign(np.sin(2 * np.pi * 55.0 * t)), 0.0)
    decay = np.arange(RATE // 4) / RATE
    kick = 0.6 * np.sin(2 * np.pi * (45 * decay + 6 * np.exp(-decay * 30))) * np.exp(-decay * 14)
    hat = 0.15 * random.normal(0, 1, RATE // 10) * np.exp(-np.arange(RATE // 10) / RATE * 60)
    for beat in np.arange(16.0, 32.0 - 0.01, BEAT_S):
        at = round(beat * RATE)
        music[at : at + len(kick)] += kick
        off = round((beat + BEAT_S / 2) * RATE)
        music[off : off + len(hat)] += hat
    return music * 0.8


@pytest.fixture(scope="module")
def song_path(tmp_path_factory) -> Path:
    return write_wav(tmp_path_factory.mktemp("song") / "made.wav", _music())


@pytest.fixture(scope="module")
def song(song_path) -> Song:
    return analyse(song_path, 24)


def test_the_level_is_the_studys_to_the_number(tmp_path):
    random = np.random.default_rng(0)
    samples = random.uniform(-0.9, 0.9, (4410, 2)) * np.linspace(0.1, 1, 4410)[:, None]
    path = write_wav(tmp_path / "stereo.wav", samples, rate=4410)
    quantised = (samples * 32767).astype("<i2") / 32768.0
    means = np.abs(quantised).reshape(10, 441, 2).mean(axis=(1, 2))
    heard = analyse(path, 10)
    assert heard.frames == 10
    assert heard.level == pytest.approx(means / means.max(), abs=1e-6)
    assert heard.loudest == pytest.approx(means.max(), abs=1e-6)


def test_frame_rates_that_do_not_divide_the_sample_rate_keep_time(tmp_path):
    samples = np.zeros(RATE * 4)
    samples[round(2.0 * RATE) : round(2.1 * RATE)] = 0.8
    for fps in (23.976, 7.3, 60, 240):
        heard = analyse(write_wav(tmp_path / "burst.wav", samples), fps)
        assert heard.frames == int(np.ceil(4.0 * fps - 1e-6))
        loud = np.flatnonzero(heard.level > 0.3) / fps
        assert loud.min() == pytest.approx(2.0, abs=1.0 / fps + 0.001)
        assert loud.max() <= 2.1


def test_sections_are_found_where_the_music_changes_and_named_by_what_it_does(song):
    starts = [section.start for section in song.sections]
    assert [round(start) for start in starts] == [0, 16, 32]
    assert [section.name for section in song.sections] == ["intro", "drop", "outro"]
    assert song.sections[-1].end == song.duration == 48.0
    assert song.sections[1].energy == 1.0 > song.sections[0].energy


def test_a_drop_begins_where_the_bass_comes_back_to_stay():
    rate = 20
    bass = np.ones(60 * rate)
    bass[20 * rate : 22 * rate] = 0.05
    assert bass_returns(bass, 60.0) == [pytest.approx(22.0, abs=0.06)]
    bass[40 * rate : round(40.4 * rate)] = 0.0
    assert len(bass_returns(bass, 60.0)) == 1, "a beat's rest is no pause"
    bass[23 * rate :] = 0.05
    assert bass_returns(bass, 60.0) == [], "it came back for a second only"


def _swelling(drums: bool) -> np.ndarray:
    """Many strings, soft for 12 s, full and low for 12, soft for 12; or with drums in the full part."""
    random = np.random.default_rng(5)
    t = np.arange(36 * RATE) / RATE
    full = np.clip((t - 11.5) * 2.0, 0.0, 1.0) * np.clip((24.5 - t) * 2.0, 0.0, 1.0)
    noise = np.fft.rfft(random.normal(0.0, 1.0, len(t)))
    frequency = np.fft.rfftfreq(len(t), 1.0 / RATE)
    low, high = (
        np.fft.irfft(noise * ((frequency > bottom) & (frequency < top)), len(t))
        for bottom, top in ((50.0, 110.0), (220.0, 900.0))
    )
    music = 0.2 * high * (1.0 + full) + 1.5 * full * low
    if drums:
        since = t % 0.5
        music += full * 0.5 * np.sin(2 * np.pi * 60.0 * since) * np.exp(-18.0 * since)
        since = (t + 0.25) % 0.5
        music += full * 0.3 * random.normal(0.0, 1.0, len(t)) * np.exp(-50.0 * since)
    return music


@pytest.mark.parametrize(("drums", "name"), [(False, "chorus"), (True, "drop")], ids=["strings", "drums"])
def test_strings_that_swell_are_no_drop(tmp_path, drums, name):
    sections = analyse(write_wav(tmp_path / "swell.wav", _swelling(drums)), 20).sections
    assert [section.name for section in sections] == ["intro", name, "outro"]
    assert sections[1].start == pytest.approx(12.0, abs=1.5)


def test_a_setlist_plays_to_a_song_scene_by_scene(tmp_path):
    kick = Route("bass", "strength", range=(0.3, 0.7))
    scenes = (
        Scene("one", prompt="sea", base={"zoom": 0.12}, routes=(kick,), advance=Rule("seconds", 2.0)),
        Scene("two", prompt="rain", negative="text", base={"zoom": -0.12, "rotation": 5.0}),
    )
    path = write_wav(tmp_path / "six.wav", _music()[round(15.0 * RATE) : round(21.0 * RATE)])
    setlist = Setlist("evening", (SetlistSong("song", scenes),), loop=False)
    document = json.loads(keyframes(path, 20, setlist=setlist))
    values = {name: np.array(series) for name, series in document["schedules"].items()}
    assert len(values["strength"]) == document["frames"] == 120
    first = values["strength"][:40]
    assert first.min() >= 0.3 and first.max() <= 0.7 and np.ptp(first) > 0.1
    assert values["strength"][90] == pytest.approx(0.5)
    assert values["zoom"][30] == pytest.approx(0.12) and values["zoom"][90] == pytest.approx(-0.12)
    settings = json.loads(keyframes(path, 20, setlist=setlist, format="deforum"))
    assert settings["prompts"] == {"0": "sea", "40": "rain --neg text"}
    assert Schedule("angle", settings["angle"]).values(120)[100] == pytest.approx(5.0 / 20)


def test_onsets_of_kick_and_hat_are_in_their_bands_and_on_time(song):
    kicks = np.arange(16.0, 32.0, BEAT_S)
    bass = np.array([onset.time for onset in song.onsets if onset.band == "bass"])
    hats = np.array([onset.time for onset in song.onsets if onset.band == "treble"])
    found = [np.abs(bass - kick).min() for kick in kicks]
    assert np.mean(np.array(found) < 0.03) > 0.95
    assert np.mean([np.abs(hats - kick - BEAT_S / 2).min() < 0.03 for kick in kicks]) > 0.95
    inside = (bass > 15.9) & (bass < 32.1)
    assert inside.sum() <= 1.3 * len(kicks) and (~inside).sum() <= 4


def test_beats_of_the_loud_part_are_found(song):
    kicks = np.arange(18.0, 32.0, BEAT_S)
    near = [np.abs(song.beats.times - kick).min() < 0.05 for kick in kicks]
    assert np.mean(near) > 0.9


def test_bands_tell_bass_from_treble(song):
    def mean(band: int, start: float, end: float) -> float:
        return song.features[BANDS[band]][round(start * 24) : round(end * 24)].mean()

    assert mean(0, 17, 31) > 10 * mean(0, 2, 14)
    bands = np.stack([song.features[band] for band in BANDS])
    assert bands.max() == 1.0 and bands.min() >= 0.0


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(RATE * 3),
        np.zeros(1),
        np.full(1, 0.5),
        np.full(37, -1.0),
        np.sign(np.sin(np.arange(RATE * 3) / 9)) * 1.0,
        np.random.default_rng(1).normal(0, 1, (RATE, 6)),
    ],
    ids=["silence", "one zero", "one sample", "37 samples", "clipped", "six channels"],
)
@pytest.mark.parametrize("rate", [8000, 192000])
def test_odd_files_are_analysed_without_a_nan(tmp_path, samples, rate):
    heard = analyse(write_wav(tmp_path / "odd.wav", samples, rate=rate), 30)
    assert heard.frames >= 1
    for values in (*heard.features.values(), heard.beats.times):
        assert np.isfinite(values).all()
    assert heard.sections[0].start == 0.0
    for source in SOURCES.values():
        assert np.isfinite(source(heard)).all()


def test_all_sources_of_maps_stay_within_0_and_1(song):
    for name, source in SOURCES.items():
        values = source(song)
        assert values.shape == (song.frames,), name
        assert values.min() >= 0.0 and values.max() <= 1.0 + 1e-9, name


def test_the_studys_worked_examples_come_out(song):
    x = song.level
    convex = parse_map("strength=level:convex:c=30:1..0.5").values(song)
    assert convex == pytest.approx(1 - 0.5 / np.log(31) * np.log(30 * x + 1), abs=1e-12)
    assert np.abs(convex - (1 - 0.146 * np.log(30 * x + 1))).max() < 2e-3
    concave = parse_map("strength=level:concave:c=0.01:1..0.5").values(song)
    assert concave == pytest.approx(study.concave(x, 1, 0.5, 0.01), abs=1e-12)
    assert np.abs(concave - (1.01 - 0.01 * np.exp(3.93 * x))).max() < 3e-3


def test_the_studys_web_demo_comes_out(song):
    x = song.level
    strength = parse_map("strength=level:demo:reactivity=high").values(song)
    assert strength == pytest.approx((2 - 1.09) * (0.9 - 0.4 * np.tan(x)), abs=1e-12)
    angle = parse_map("angle=level:demo:reactivity=low:direction=-1").values(song)
    assert angle == pytest.approx(-1.03 * 4 * np.tan(x), abs=1e-12)


def test_attack_and_release_smooth_in_seconds(song):
    plain = parse_map("zoom=bass").values(song)
    smooth = parse_map("zoom=bass:attack=0.05:release=0.5").values(song)
    assert np.abs(np.diff(smooth)).max() < 0.8 * np.abs(np.diff(plain)).max()
    after = round(32.25 * 24)
    assert (np.diff(smooth[after : after + 24]) <= 0).all() and smooth[after + 24] > plain[after + 24]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("strength", "begins with target=source"),
        ("=level", "begins with target=source"),
        ("strength=lvel", "level"),
        ("strength=level:covex", "convex"),
        ("strength=level:convex:k=3", "c"),
        ("strength=level:convex:c=three", "wants a number"),
        ("strength=level:convex:c=-3", "from 0.01"),
        ("strength=level:1-0.5:linear", "neither option"),
        ("strength=level:linear:attack=-1", "seconds"),
        ("strength=level:demo:reactivity=huge", "high"),
        ("fov=level:demo", "strength"),
        ("strength=level:points:points=1;2", "pairs"),
        ("strength=level:points:points=a;b", "x,y;x,y"),
    ],
)
def test_a_wrong_map_says_what_is_right(text, message):
    with pytest.raises(UserError, match=message) as caught:
        parse_map(text)
    assert text in str(caught.value) and "An example" in str(caught.value)


MAPS = ("strength=level:convex:c=30:1..0.5", "zoom=bass:power:exponent=3:1..1.05")


def _exported(song: Song, format: str, maps: tuple[str, ...] = MAPS, max_error: float | None = None) -> str:
    specs = [parse_map(text) for text in maps]
    return export(song, {spec.target: spec.values(song) for spec in specs}, format, max_error)


def test_the_deforum_strings_read_back_to_the_same_schedules(song):
    text = _exported(song, "deforum")
    blocks = dict(block.split("\n", 1) for block in text.strip().split("\n\n"))
    assert list(blocks) == ["strength_schedule", "zoom"]
    for (name, string), text_map in zip(blocks.items(), MAPS, strict=True):
        read = Schedule(name, string).values(song.frames)
        assert read == pytest.approx(parse_map(text_map).values(song), abs=0.5001e-4)


def test_simplified_strings_are_shorter_and_keep_the_stated_error(song):
    whole = _exported(song, "deforum", MAPS[:1])
    short = _exported(song, "deforum", MAPS[:1], max_error=0.02)
    assert len(short) < 0.5 * len(whole)
    read = Schedule("strength", short.split("\n")[1]).values(song.frames)
    assert np.abs(read - parse_map(MAPS[0]).values(song)).max() <= 0.02 + 1e-9


def test_json_and_plot_have_the_whole_song(song, song_path, tmp_path):
    plot = tmp_path / "plot.png"
    keyframes(song_path, 24, maps=MAPS, output=tmp_path / "keys.json", plot=plot)
    document = json.loads((tmp_path / "keys.json").read_text())
    assert document["frames"] == song.frames == len(document["level"]) == len(document["schedules"]["zoom"])
    assert [section["name"] for section in document["sections"]] == ["intro", "drop", "outro"]
    assert len(document["beats"]) == len(song.beats.times)
    assert sum(map(len, document["onsets"].values())) == len(song.onsets)
    with Image.open(plot) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    height, width, _ = pixels.shape
    assert width == 2000 and height > 800
    wave_row = pixels[200:340]
    lit = (wave_row.max(axis=2) > 100).sum(axis=0)
    thirds = [lit[150 + round(1774 * x) : 150 + round(1774 * x) + 300].mean() for x in (0.05, 0.42, 0.75)]
    assert thirds[1] > 1.6 * thirds[0] and thirds[1] > 1.6 * thirds[2]


def test_csv_has_one_row_a_frame(song):
    rows = list(csv.DictReader(io.StringIO(_exported(song, "csv"))))
    assert len(rows) == song.frames
    assert float(rows[24 * 20]["level"]) == pytest.approx(song.level[24 * 20], abs=1e-4)
    assert rows[24 * 20]["section"] == "drop" and rows[24 * 40]["section"] == "outro"
    assert float(rows[100]["strength"]) == pytest.approx(parse_map(MAPS[0]).values(song)[100], abs=1e-4)
    assert sum(row["beat_in_bar"] != "0" for row in rows) == pytest.approx(len(song.beats.times), abs=3)


def test_the_parseq_document_has_places_for_motion_and_deltas_that_deforum_moves_by(song):
    document = json.loads(_exported(song, "parseq"))
    frames = document["rendered_frames"]
    assert [frame["frame"] for frame in frames] == list(range(song.frames))
    zoom = parse_map(MAPS[1]).values(song)
    assert [frame["zoom_delta"] for frame in frames] == pytest.approx(zoom, abs=2e-4)
    assert document["managedFields"] == ["strength", "zoom"]
    keys = document["keyframes"]
    assert keys[0]["frame"] == 0 and keys[-1]["frame"] == song.frames - 1
    assert all(f"{name}_i" in key for key in keys for name in ("strength", "zoom") if name in key)
    assert document["options"]["bpm"] > 0 and len(keys) >= 2


def test_without_maps_the_studys_demo_is_written(tmp_path):
    short = write_wav(tmp_path / "short.wav", 0.5 * np.sin(np.arange(RATE) / 30))
    blocks = keyframes(short, 10, format="deforum").split("\n")
    assert blocks[0] == "strength_schedule" and "zoom" in blocks


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "xml"}, "choose json"),
        ({"max_error": 0.0}, "cannot be kept"),
        ({"fps": 0.0}, "no frame rate"),
        ({"maps": ("zoom=bass", "zoom=level")}, "given twice"),
        ({"maps": ("zoom=bass",), "setlist": Setlist("x", ())}, "either maps or a setlist"),
        ({"output": Path("/no/such/folder/x.json")}, "Cannot write"),
        ({"plot": Path("/no/such/folder/x.png")}, "Cannot write"),
    ],
)
def test_wrong_options_are_one_clear_sentence(tmp_path, options, message):
    path = write_wav(tmp_path / "short.wav", np.zeros(RATE))
    with pytest.raises(UserError, match=message):
        keyframes(path, **{"fps": 10.0, **options})


def test_a_missing_song_is_one_clear_sentence(tmp_path):
    with pytest.raises(UserError, match="no file"):
        keyframes(tmp_path / "none.wav")
