"""Messages are stamped with when they came, not with when they were looked for."""

import numpy as np
import pytest

from realtime.control.midi.arrivals import Arrivals

POLL_S = 0.004


def stamped(came, noted, polls=None):
    """What `Arrivals` makes of messages that came at those times and were noted by the driver at others."""
    arrivals, stamps, waiting = Arrivals(), [], list(zip(came, np.diff(noted, prepend=noted[0]), strict=True))
    for now in np.arange(0.0, came[-1] + 2 * POLL_S, POLL_S) if polls is None else polls:
        while waiting and waiting[0][0] <= now:
            stamps.append(arrivals.at(waiting.pop(0)[1], now))
        arrivals.looked(now)
    return np.array(stamps)


@pytest.mark.parametrize("drift", [0.0, 1e-4, -1e-4])
def test_pulses_of_a_clock_are_stamped_as_they_came(drift):
    random = np.random.default_rng(3)
    came = np.cumsum(60.0 / 128.0 / 24.0 * random.uniform(0.5, 1.5, 400)) + 0.5
    late = stamped(came, 7.0 + came * (1.0 + drift)) - came
    assert np.abs(late[30:]).max() < 5e-4


def test_a_driver_that_tells_no_times_is_believed_to_a_poll():
    came = np.cumsum(np.full(100, 0.0137)) + 0.5
    late = stamped(came, np.zeros(100)) - came
    assert np.abs(late).max() < POLL_S + 1e-9


def test_a_thread_that_was_held_up_still_knows_when_they_came():
    came = np.arange(1.0, 3.0, 0.02)
    polls = np.concatenate([np.arange(0.0, 1.8, POLL_S), np.arange(2.2, 3.1, POLL_S)])
    late = stamped(came, came, polls) - came
    assert np.abs(late).max() < POLL_S + 1e-9
