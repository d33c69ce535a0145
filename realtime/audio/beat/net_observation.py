"""What the network says as evidence for the phase of the beat: log-linear, as the fitted model's is."""

from __future__ import annotations

import numpy as np

from realtime.arrays import Doubles, Floats, Indices, Reals
from realtime.audio.beat.stepped_net import Activation

WEIGHT = 0.35
"""Of the network's log-odds; what it says at one step it says again at the next."""
NEUTRAL = -1.6
"""Logit that speaks neither for nor against a beat."""
_STRONGEST = 4.0
ACTIVATION_DELAY_S = 0.025
"""From a beat to the end of the window at which the network tells of it most surely."""
_LATE_FRAMES = -0.5
"""That is so many frames before the novelty shows it."""
_WIDTH_FRAMES = 2.0
NEAR_FRAMES = 3
"""A beat of the network's that is no farther from one is that beat."""
REACH_FRAMES = 6
"""Farther from a beat an activation means nothing."""


OWN_SHARE = 0.6
"""Of the activation where BeatNet gives a second opinion."""


SONG_OWN_SHARE, SONG_WEIGHT = 0.6, 0.35
"""The same, and `WEIGHT`, for the network that hears whole songs."""


def together(own: Activation | None, second: Activation | None) -> Activation | None:
    """What both networks tell of the same frame, where they tell something."""
    if own is None or second is None:
        return own or second
    other = 1.0 - OWN_SHARE
    return Activation(
        OWN_SHARE * own.beat + other * second.beat, OWN_SHARE * own.downbeat + other * second.downbeat
    )


def song_log_odds(own: Floats, second: Floats) -> tuple[Floats, Floats]:
    """own, second: float32 (frames, 2), logits with the whole song in view and BeatNet's, NaN where nothing
    is said → what they add to the log-likelihood of a beat, and the log-odds of a bar's first: (frames,)
    each, 0 where neither says anything."""
    both = SONG_OWN_SHARE * own + (1.0 - SONG_OWN_SHARE) * second
    logits = np.where(np.isnan(both), np.where(np.isnan(own), second, own), both)
    beat = SONG_WEIGHT * np.clip(logits[:, 0] - NEUTRAL, -_STRONGEST, _STRONGEST)
    one = np.clip(logits[:, 1], -_STRONGEST, _STRONGEST)
    return np.nan_to_num(beat).astype(np.float32), np.nan_to_num(one).astype(np.float32)


def log_odds(beat_logit: float) -> float:
    """Logit of the network → what it adds to the log-likelihood of being on the beat."""
    return WEIGHT * min(max(beat_logit - NEUTRAL, -_STRONGEST), _STRONGEST)


def log_odds_of_one(downbeat_logit: float) -> float:
    """Logit of the network → log-odds that a bar begins with this beat, before it is compared with others."""
    return min(max(downbeat_logit, -_STRONGEST), _STRONGEST)


def frames_of(beats: Doubles, frames: Reals) -> Indices:
    """The nearest of these frames to each beat (frames, with fractions)."""
    nearest: Indices = np.clip(np.rint(beats).astype(int), 0, len(frames) - 1)
    return nearest


def strongest_near(log_odds: Floats) -> Floats:
    """(frames,), of each frame what the network says at most of a beat that the novelty shows there."""
    padded = np.pad(log_odds, (NEAR_FRAMES + 1, NEAR_FRAMES - 1), mode="edge")
    strongest: Floats = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEAR_FRAMES + 1).max(axis=1)
    return strongest


def activation_shape(frames: Reals) -> Floats:
    """0..1: how far the network is to tell of a beat so many frames after (before, if negative) the novelty
    shows it."""
    where: Floats = np.exp(-0.5 * ((frames - _LATE_FRAMES) / _WIDTH_FRAMES) ** 2).astype(np.float32)
    return where
