"""The ear: blocks of sound in, one `Features` for each block out. No device and no screen is needed:

    >>> from realtime.audio.analyzer import Analyzer
    >>> from realtime.audio.io.open import open_source
    >>> source = open_source("demo", realtime=False)
    >>> ear = Analyzer(source.rate)
    >>> while (block := source.read()) is not None and block.end < 10.0:
    ...     features = ear.feed(block)
    >>> f"{features.clock.tempo:.0f} bpm"
    '122 bpm'

In: `Block`s, float32 (n, 2) of any length and rate, in order. Feed one after the other from one thread.

Out, with every number finite. Times are seconds on the audio clock (samples consumed / sample rate).

levels        0..1, 1 is about the loudest of the last seconds (auto-gain): `level` of all, `bass` 30 to
              140 Hz, `low_mid` to 800 Hz, `high_mid` to 3 kHz, `treble` to 16 kHz. No window, so a hit is
              in the level of the very block that holds it; the level falls to 1/e in 50 ms (treble) to 90 ms
              (bass).
presence      0..1, the level as it is over a second and a half.
brightness    0..1, the middle of the spectrum, 30 Hz to 16 kHz on a log scale, over an eighth of a second.
build, drop   0..1: how surely a build-up is under way; 1 at a drop, from where it falls within seconds.
raw_level     mean |sample| without auto-gain; `silent` after a quarter of a second without sound.
onsets        the starts of sounds, per band, in the block that holds them, at most one in 70 ms and band;
              `strength` 0..1 may still grow for 15 ms (`onset_strength` has the newest).
beats         those announced by this block, about 20 ms before they fall.
clock         a `BeatClock`: tempo in bpm, phase, place in the bar, `confidence` 0..1; 0 while no beat is
              claimed. It can be asked for any moment, past or future: `clock.phase(time)`,
              `clock.beats_between(start, end)`. A hit is in its evidence 30 ms later, for which it allows.
spectrum      float32 (64,), 0..1 over 60 dB, log-spaced from 30 Hz to 16 kHz.
waveform      float32 (512,), the newest 23 ms, mono, -1..1.
foreseen      what will sound, for pictures that are seen later; None where nothing is foreseen.
stems         the levels of a song's stems at any time, where there are files of them (stems.py).

`Analyzer` also takes the operator's word about the beat (`tap`, `resync`, `half`, `double`, `lock`,
`set_range`, `nudge`) and that of an outside clock (`external`), from any thread.

analyzer.py is all of this, ear.py feeds it live or on the virtual clock, features.py is what comes out; io/,
feature/, beat/ and demo/ each say themselves what they hold.

All numbers between 0 and 1, as the table in feature_table.py has them:

"""

from realtime.audio.feature_table import FEATURES

__doc__ = f"{__doc__}" + "".join(f"{name:<14}{row.help}.\n" for name, row in FEATURES.items())
