"""What is wanted of a network's activations."""

import numpy as np

from realtime.audio.beat.net_observation import ACTIVATION_DELAY_S


def beats_stand_out(times, logits, beats):
    """By how much the median beat of these is likelier than what lies 0.12 s after it. logits: (n, 2) at
    times (n,)."""
    fell = times - ACTIVATION_DELAY_S
    inside = beats[(beats > 5.0) & (beats < fell[-1] - 0.3)]
    on = [logits[np.abs(fell - beat) < 0.03, 0].max() for beat in inside]
    off = [logits[np.abs(fell - beat - 0.12) < 0.03, 0].max() for beat in inside]
    return float(np.median(on) - np.median(off))
