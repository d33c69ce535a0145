"""Strength rides on the music: timesteps and ā follow it without steps, and meet diffusers' at its points."""

from __future__ import annotations

import numpy as np
import pytest

from realtime.paint.diffusion.schedule import LiveSchedule, Schedule, schedule_from_config


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_live_strength_meets_the_timesteps_of_diffusers(steps):
    schedule = Schedule()
    times, alphas = schedule.diffusers_steps(steps, 1.0)
    live_times, live_alphas = LiveSchedule(schedule, steps).at(1.0)
    assert np.abs(live_times - times).max() <= 1.0
    assert np.abs(live_alphas - alphas).max() < 0.005


def test_more_strength_is_more_noise_without_steps():
    live = LiveSchedule(Schedule(), 1)
    alphas = np.array([live.at(strength)[1][0] for strength in np.linspace(0, 1, 2001)])
    assert (np.diff(alphas) <= 0).all()
    assert np.abs(np.diff(alphas)).max() < 0.002
    assert alphas[0] > 0.99 and alphas[-1] < 0.01


def test_zero_snr_ends_in_pure_noise():
    config = {
        "_class_name": "EulerDiscreteScheduler",
        "timestep_spacing": "trailing",
        "rescale_betas_zero_snr": True,
    }
    assert schedule_from_config(config).alphas[-1] < 1e-6
