"""The audio clock of a running stream: smooth and monotone between its callbacks."""

from __future__ import annotations

import time
from collections.abc import Callable

# Callbacks come late, never early: the estimate follows early ones fast and late ones slowly.
_FOLLOW_EARLY = 0.2
_FOLLOW_LATE = 0.002
# A clock that is suddenly this far behind its stream jumps instead of gliding.
_JUMP_S = 0.25


class StreamClock:
    """Audio time that is heard now, from the stream's own pace, interpolated by a monotonic clock.

    Until the first `start` it stands at 0. It never runs backwards.
    """

    def __init__(self, monotonic: Callable[[], float] = time.perf_counter) -> None:
        self._monotonic = monotonic
        self._offset: float | None = None  # audio time minus monotonic time
        self._latest = 0.0

    @property
    def running(self) -> bool:
        return self._offset is not None

    def start(self, at: float) -> None:
        """Run from audio time `at` (s); a negative one means that 0 is heard that much later."""
        self._offset = at - self._monotonic()

    def now(self) -> float:
        """Seconds on the audio clock."""
        if self._offset is not None:
            self._latest = max(self._latest, self._monotonic() + self._offset)
        return self._latest

    def observe(self, audio_time: float) -> float:
        """A callback reports that `audio_time` is heard now; gives by how much (s) it was ahead of the clock.

        Cheap enough for an audio callback.
        """
        if self._offset is None:
            self.start(audio_time)
            return 0.0
        ahead = audio_time - self._monotonic() - self._offset
        if ahead > _JUMP_S:
            self._offset += ahead
        else:
            self._offset += ahead * (_FOLLOW_EARLY if ahead > 0 else _FOLLOW_LATE)
        return ahead
