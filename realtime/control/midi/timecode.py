"""MIDI time code in: where a song or film is that another machine plays. Quarter frames, forwards; full ones.

MIDI time code (MMA, RP-004): eight messages say one time, each a nibble of it, and take two frames to come.
Where it stands and is moved, one long message says where to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RATES = (24.0, 25.0, 30000.0 / 1001.0, 30.0)
"""Frames a second by their code; the third counts thirty and drops numbers."""
STANDS_AFTER_S = 0.5
_PIECES = 8
_DROPPED_A_MINUTE = 2
_DROP = 2
# A real-time message to a device of any number: time code, a full frame.
_REAL_TIME, _FULL_FRAME, _FULL_LENGTH = 0x7F, (1, 1), 8


@dataclass(frozen=True, slots=True)
class SongTime:
    """At `time` (audio-clock seconds) the song was at `seconds`."""

    time: float
    seconds: float

    def at(self, now: float) -> float | None:
        """Where the song is by now; None where it stands."""
        return self.seconds + now - self.time if 0.0 <= now - self.time < STANDS_AFTER_S else None


class TimeCode:
    """Puts quarter frames together."""

    def __init__(self) -> None:
        self._pieces: list[int] = []

    def feed(self, piece: int, value: int, time: float) -> SongTime | None:
        """Piece 0..7 with its nibble, heard at `time`; the song's time once all eight have come in order."""
        if piece != len(self._pieces):
            self._pieces = []
            if piece:
                return None
        self._pieces.append(value)
        if len(self._pieces) < _PIECES:
            return None
        frames, seconds, minutes, hours = [
            self._pieces[at] | self._pieces[at + 1] << 4 for at in range(0, _PIECES, 2)
        ]
        self._pieces = []
        # What they say is when the first of them was sent, seven quarters of a frame ago.
        return _song_time(hours, minutes, seconds, frames, time, 0.25 * (_PIECES - 1))

    def locate(self, data: Sequence[int], time: float) -> SongTime | None:
        """What a system exclusive message says, without its first and last byte; None where it is none of
        these."""
        if len(data) != _FULL_LENGTH or data[0] != _REAL_TIME or tuple(data[2:4]) != _FULL_FRAME:
            return None
        self._pieces = []
        hours, minutes, seconds, frames = data[4:]
        return _song_time(hours, minutes, seconds, frames, time)


def _song_time(
    hours: int, minutes: int, seconds: int, frames: int, time: float, since: float = 0.0
) -> SongTime | None:
    """hours: with the rate's code above them; since: frames that have passed since then."""
    code, hours = hours >> 5 & 3, hours & 31
    if frames >= 30 or seconds >= 60 or minutes >= 60:
        return None
    return SongTime(time, (_frames(hours, minutes, seconds, frames, code) + since) / RATES[code])


def _frames(hours: int, minutes: int, seconds: int, frames: int, code: int) -> float:
    """Frames since the beginning."""
    a_second = round(RATES[code])
    count = ((hours * 60 + minutes) * 60 + seconds) * a_second + frames
    if code == _DROP:
        all_minutes = hours * 60 + minutes
        count -= _DROPPED_A_MINUTE * (all_minutes - all_minutes // 10)
    return float(count)
