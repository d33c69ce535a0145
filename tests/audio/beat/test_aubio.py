"""`--beats aubio`: aubio's tempo leads the clock, live and in films, under the operator's hand."""

import json

import numpy as np
import pytest

from realtime.audio.analyzer import Analyzer
from realtime.audio.beat.aubio_tempo import AubioTempo
from realtime.audio.beat.offline import analyse_song
from realtime.audio.io.block import Block
from tests.called import called
from tests.songs import RATE, beats, write_wav

TEMPO = 120.0


def hear(analyzer, mono, block=256, start=0.0):
    placed, features = [], None
    stereo = np.repeat(np.asarray(mono, dtype=np.float32)[:, None], 2, axis=1)
    for first in range(0, len(stereo), block):
        features = analyzer.feed(Block(stereo[first : first + block], start + first / RATE, RATE))
        placed += features.beats
    return placed, features


def off_grid(times, period=0.5):
    return np.abs((np.asarray(times) + period / 2) % period - period / 2)


def test_blocks_of_any_length_give_the_same_beats():
    sound = beats(8.0, TEMPO).astype(np.float32)
    found = []
    for size in (1, 100, 256, 4096):
        tempo, times = AubioTempo(RATE), []
        for first in range(0, len(sound) if size > 1 else 4 * RATE, size):
            times += [first / RATE + beat for beat in tempo(sound[first : first + size])]
        found.append(times)
    for times in found[1:]:
        assert len(times) > 5
        shared = min(len(times), len(found[0]))
        assert np.allclose(times[:shared], found[0][:shared], atol=1e-6)
    assert tempo.period == pytest.approx(0.5, rel=0.03)


def test_aubio_leads_the_clock_and_beats_are_announced_in_time():
    placed, features = hear(Analyzer(RATE, beats="aubio"), beats(14.0, TEMPO))
    late = [beat for beat in placed if beat.time > 8.0]
    assert len(late) == pytest.approx(12, abs=2)
    assert np.median(off_grid([beat.time for beat in late])) < 0.06
    assert max(beat.announced - beat.time for beat in late) < 0.02
    assert features.clock.tempo == pytest.approx(TEMPO, rel=0.03) and features.clock.trusted
    assert {beat.beat_in_bar for beat in late} == {1, 2, 3, 4}


def test_the_operator_halves_doubles_taps_and_locks():
    analyzer, song = Analyzer(RATE, beats="aubio"), beats(8.0, TEMPO)
    hear(analyzer, song)
    analyzer.half()
    _, features = hear(analyzer, song, start=8.0)
    assert features.clock.tempo == pytest.approx(60.0, rel=0.05)
    analyzer.release()
    _, features = hear(analyzer, song, start=16.0)
    assert features.clock.tempo == pytest.approx(TEMPO, rel=0.05)
    analyzer.lock(True)
    _, features = hear(analyzer, beats(6.0, 97.0), start=24.0)
    assert features.clock.tempo == pytest.approx(TEMPO, rel=0.05)
    analyzer.lock(False)
    for n in range(4):
        analyzer.tap(30.0 + 0.75 * n)
    _, features = hear(analyzer, song[: 3 * RATE], start=32.3)
    assert features.clock.tempo == pytest.approx(80.0, rel=0.02)
    analyzer.external(35.3, 100.0, 16.25)
    _, features = hear(analyzer, song[: RATE // 2], start=35.3)
    assert features.clock.tempo == pytest.approx(100.0)
    assert features.clock.position(35.3) % 1 == pytest.approx(0.25, abs=0.02)


def test_silence_claims_nothing():
    analyzer = Analyzer(RATE, beats="aubio")
    hear(analyzer, beats(10.0, TEMPO))
    placed, features = hear(analyzer, np.zeros(12 * RATE), start=10.0)
    assert [beat for beat in placed if beat.time > 12.0] == []
    assert not features.clock.trusted


def test_a_whole_song_has_aubios_beats(tmp_path):
    path = write_wav(tmp_path / "song.wav", beats(16.0, TEMPO))
    song, own = analyse_song(path, "aubio"), analyse_song(path)
    assert len(song.times) > 20 and len(song.beat_in_bar) == len(song.tempo) == len(song.times)
    assert np.median(song.tempo) == pytest.approx(TEMPO, rel=0.03)
    assert not np.array_equal(song.times, own.times)


def test_the_command_listens_with_aubio(tmp_path):
    path = write_wav(tmp_path / "song.wav", beats(8.0, TEMPO))
    done = called("listen", path, "--json", "--beats", "aubio")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(event["event"] == "beat" for event in events)
    assert "own" in called("listen", path, "--beats", "nobody").stderr
