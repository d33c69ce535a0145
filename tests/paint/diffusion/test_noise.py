"""Noise that moves with the picture must still be what the model expects: white, mean 0, deviation 1."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from realtime.camera import Motion, Pose
from realtime.paint.diffusion.noise import BEATS_PER_SEED, WanderingNoise, slerp

LATENT = (32, 56)
FPS = 20.0


def walk(motion: Motion, frames: int, refresh: float, seed: int = 1):
    noise = WanderingNoise(LATENT, 1, seed)
    pose = Pose()
    for i in range(frames):
        yield noise.at(pose, 2.0 * i / FPS, refresh)[0].copy()
        pose = pose.moved(motion, 1.0 / FPS)


@pytest.mark.parametrize("refresh", [0.0, 0.15, 0.6, 1.0])
@pytest.mark.parametrize(
    "motion",
    [
        Motion(zoom=0.8),
        Motion(zoom=-0.8),
        Motion(rotation=60.0, pan_x=0.5),
        Motion(tilt=20.0, yaw=-15.0, zoom=0.3),
    ],
)
def test_noise_carried_by_the_camera_keeps_mean_deviation_and_whiteness(motion, refresh):
    frames = np.stack(list(walk(motion, 120, refresh)))
    assert abs(frames.mean()) < 0.03
    deviations = frames.std(axis=(1, 2, 3))
    assert deviations.min() > 0.94 and deviations.max() < 1.06
    # White: neighbours know nothing of each other, as zooming in by copying cells would have it.
    across = (frames[..., 1:] * frames[..., :-1]).mean()
    down = (frames[..., 1:, :] * frames[..., :-1, :]).mean()
    assert abs(across) < 0.03 and abs(down) < 0.03


def smooth(noise: np.ndarray) -> np.ndarray:
    """The low frequencies: what the painted texture follows."""
    spectrum = np.fft.rfft2(noise)
    fy, fx = np.fft.fftfreq(noise.shape[-2])[:, None], np.fft.rfftfreq(noise.shape[-1])[None]
    return np.fft.irfft2(spectrum * (np.hypot(fx, fy) < 0.06), s=noise.shape[-2:])


def alike(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


def test_texture_moves_with_the_picture_instead_of_sticking_to_the_glass():
    # 8 cells to the right in a second, without a seed walk worth mentioning.
    cells = 8
    motion = Motion(pan_x=cells * 2.0 / LATENT[0])
    frames = list(walk(motion, int(FPS) + 1, 0.0))
    first, last = frames[0], frames[-1]
    followed = alike(first[:, :, :-cells], last[:, :, cells:])
    stuck = alike(first, last)
    assert followed > 0.85 and stuck < 0.2


def test_low_frequencies_stay_and_high_ones_refresh():
    noise = WanderingNoise((64, 64), 1, 3)
    a, b = (noise.at(Pose(), 0.0, 1.0)[0].copy() for _ in range(2))
    assert alike(smooth(a), smooth(b)) > 0.9
    assert abs(alike(a - smooth(a), b - smooth(b))) < 0.15


def test_seeds_walk_on_the_beat_grid_without_a_jump():
    noise = WanderingNoise((16, 16), 2, 3)
    at = [noise.at(Pose(), beat, 0.0).copy() for beat in np.arange(0.0, 2 * BEATS_PER_SEED, 0.25)]
    steps = [np.abs(b - a).mean() for a, b in pairwise(at)]
    assert max(steps) < 0.12
    assert abs(alike(at[0], at[int(BEATS_PER_SEED * 4)])) < 0.1  # another seed by then


def test_another_seed_comes_in_without_a_jump():
    noise = WanderingNoise((16, 16), 1, 3)
    at = []
    for beat in np.arange(0.0, 3 * BEATS_PER_SEED, 0.25):
        if beat == 2.0:
            noise.turn_to(77)
        at.append(noise.at(Pose(), beat, 0.0).copy())
    assert max(np.abs(b - a).mean() for a, b in pairwise(at)) < 0.12
    wanted = WanderingNoise((16, 16), 1, 77).at(Pose(), 2 * BEATS_PER_SEED, 0.0)
    assert alike(at[int(8 * BEATS_PER_SEED)], wanted) > 0.99


def test_same_seed_same_noise():
    a = list(walk(Motion(zoom=0.5, rotation=20), 40, 0.3, seed=9))
    b = list(walk(Motion(zoom=0.5, rotation=20), 40, 0.3, seed=9))
    assert np.array_equal(a, b)


def test_slerp_of_noise_keeps_its_deviation():
    random = np.random.default_rng(0)
    a, b = random.standard_normal((2, 100_000))
    for t in (0.0, 0.25, 0.5, 0.9, 1.0):
        assert abs(slerp(a, b, t).std() - 1.0) < 0.02
