"""Levels go by what this music calls loud: what is turned down comes back, a break stays soft."""

from realtime.audio.feature.loudness import AutoGain

BLOCK_S = 256 / 44100


def peaks(gain, loudness, seconds, period_s=0.5):
    """The loudest level of each second: a stroke every `period_s` that dies away, as loud as `loudness`."""
    levels, most, time = [], 0.0, 0.0
    while time < seconds:
        stroke = loudness * (0.15 + 0.85 * max(0.0, 1.0 - (time % period_s) / 0.15))
        most = max(most, gain([stroke] * 5, BLOCK_S, False)[0])
        time += BLOCK_S
        if time // 1.0 > (time - BLOCK_S) // 1.0:
            levels.append(most)
            most = 0.0
    return levels


def test_what_is_turned_down_by_20_db_is_back_within_four_seconds():
    gain = AutoGain()
    assert min(peaks(gain, 0.3, 12.0)[2:]) > 0.9
    after = peaks(gain, 0.03, 6.0)
    assert after[0] < 0.15
    assert min(after[4:]) > 0.75


def test_a_break_looks_softer_than_what_it_breaks():
    gain = AutoGain()
    peaks(gain, 0.3, 12.0)
    assert max(peaks(gain, 0.12, 5.0)) < 0.7


def test_what_is_suddenly_louder_soon_reaches_no_farther_than_full():
    gain = AutoGain()
    peaks(gain, 0.05, 12.0)
    assert gain.reference[0] < 0.06
    peaks(gain, 0.5, 4.0)
    assert gain.reference[0] > 0.35
