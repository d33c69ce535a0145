"""What the beats of a whole song are found in: a hundred frames a second, and what networks say of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np

from realtime.arrays import Doubles, Flags, Floats
from realtime.audio.beat.beatnet import SONG_WEIGHTS, BeatNet
from realtime.audio.beat.beatnet_input import WINDOW_S
from realtime.audio.beat.follower import QUIET_CLAIM_S
from realtime.audio.beat.net_observation import song_log_odds
from realtime.audio.beat.song_net import SongNet
from realtime.audio.feature.loudness import Loudness
from realtime.audio.feature.novelty import GROUP_EDGES_HZ, GROUPS, Novelty, Spectra
from realtime.audio.io.mono import clean, to_mono
from realtime.audio.io.source import AudioSource

_SILENT_S = 0.05
"""Where nothing was heard for so long, what the network says means nothing."""


@dataclass(frozen=True, slots=True)
class SongFrames:
    """A hundred frames a second of what the beat is found in.

    times: seconds (frames,); novelty: float32 (frames, 4); chroma: float32 (frames, 12); low: float32
    (frames,), power below 140 Hz; quiet: bool (frames,); beat, one: float32 (frames,), the network's log-odds
    for a beat and for a bar's first, 0 where it says nothing.
    """

    times: Doubles
    novelty: Floats
    chroma: Floats
    low: Floats
    quiet: Flags
    beat: Floats
    one: Floats


def song_frames(source: AudioSource) -> SongFrames:
    """Listen to the whole source; a few numbers a frame stay in memory, not the sound."""
    spectra = Spectra(source.rate, kept_s=WINDOW_S)
    novelty_of = Novelty(spectra.frequencies)
    loudness = Loudness()
    bass = slice(1, int(np.searchsorted(spectra.frequencies, GROUP_EDGES_HZ[0])))
    net, second_opinion = SongNet(), BeatNet(SONG_WEIGHTS)
    second_opinion.set_rate(source.rate)
    times, novelty, chroma, low, quiet = array("d"), array("f"), array("f"), array("f"), bytearray()
    silent, own_frames, second_frames, second = bytearray(), array("q"), array("q"), array("f")
    while not source.ended:
        block = source.read()
        if block is None:
            break
        mono = to_mono(clean(block.samples))
        if not len(mono):
            continue
        step = max(1, block.rate // 100)
        for first in range(0, len(mono), step):
            part = mono[first : first + step]
            loudness.hear(float(part @ part) / len(part), len(part) / block.rate)
            for offset, magnitudes in spectra(part):
                frame = len(times)
                times.append(block.time + first / block.rate + offset)
                novelty.frombytes(novelty_of(magnitudes).astype(np.float32).tobytes())
                pitches = novelty_of.chroma(magnitudes)
                chroma.frombytes(pitches.astype(np.float32).tobytes())
                if net.hear(novelty_of.bands, novelty_of.risen, pitches):
                    own_frames.append(frame)
                opinion = second_opinion(spectra)
                if opinion is not None:
                    second_frames.append(frame)
                    second.extend((opinion.beat, opinion.downbeat))
                low.append(float(np.square(magnitudes[bass]).sum()))
                quiet.append(loudness.quiet_s > QUIET_CLAIM_S)
                silent.append(loudness.quiet_s > _SILENT_S)
    own = _at_frames(len(times), own_frames, net.activations())
    beat, one = song_log_odds(own, _at_frames(len(times), second_frames, np.array(second).reshape(-1, 2)))
    heard = ~np.array(silent, dtype=bool)
    return SongFrames(
        np.array(times),
        np.array(novelty).reshape(-1, GROUPS),
        np.array(chroma).reshape(-1, 12),
        np.array(low),
        np.array(quiet, dtype=bool),
        beat * heard,
        one * heard,
    )


def _at_frames(count: int, frames: array[int], logits: Floats) -> Floats:
    """(frames, 2), NaN where nothing is said."""
    spread = np.full((count, 2), np.nan, dtype=np.float32)
    if len(logits):
        spread[np.array(frames)] = logits
    return spread
