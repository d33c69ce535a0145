"""What OSC out sends and when: beats on the beat, levels at a steady rate, scenes when they change."""

from __future__ import annotations

from realtime.audio.beat.clock import BeatClock
from realtime.audio.feature_table import BANDS, FEATURES
from realtime.audio.features import NEVER, Features
from realtime.control.osc_message import Message, below

LEVELS_EVERY_S = 1.0 / 30.0
STATE_EVERY_S = 1.0
# A beat clock that is corrected backwards just after a beat would count that beat twice.
_LEAST_BEAT_GAP = 0.5
_TEMPO_STEP = 0.05


class OscFeed:
    """Turns the state of the show into OSC messages, all of them below the prefix.

    `beat` beat in bar · `bar` bars counted since the start · `onset/<band>` strength · every row of
    the table of features by its name, `phase`, `bar_phase`: 0..1, 30 times a second · `tempo` bpm,
    `confidence` and `scene` number, name: when they change, and once a second for listeners that came late.
    """

    def __init__(self) -> None:
        self._beat: int | None = None
        self._beat_time = NEVER
        self._bars = 0
        self._onsets = (NEVER,) * len(BANDS)
        self._levels_due = NEVER
        self._state_due = NEVER
        self._tempo = 0.0
        self._scene: tuple[int, str] = (0, "")

    def messages(self, now: float, features: Features, scene: tuple[int, str]) -> list[Message]:
        """What is due at `now` (audio-clock seconds); scene: (number from 1, name)."""
        due = self._beats(now, features.clock)
        due += self._new_onsets(features)
        if now >= self._levels_due:
            self._levels_due = max(self._levels_due + LEVELS_EVERY_S, now)
            due += _levels(now, features)
        due += self._state(now, features.clock, scene)
        return due

    def next_due(self, now: float, features: Features) -> float:
        """Time of the next message that can be foreseen: a beat or the levels."""
        clock = features.clock
        if not clock.claimed:
            return self._levels_due
        beat = now + (1.0 - clock.phase(now)) * clock.period
        return min(beat, self._levels_due)

    def _beats(self, now: float, clock: BeatClock) -> list[Message]:
        number = int(clock.position(now) // 1)
        previous, self._beat = self._beat, number
        if previous is None or number == previous or not clock.claimed:
            return []
        if now - self._beat_time < _LEAST_BEAT_GAP * clock.period:
            return []
        self._beat_time = now
        beat_in_bar = (number - clock.number + clock.beat_in_bar - 1) % clock.beats_per_bar + 1
        due: list[Message] = [(below("beat"), [beat_in_bar])]
        if beat_in_bar == 1:
            self._bars += 1
            due.append((below("bar"), [self._bars]))
        return due

    def _new_onsets(self, features: Features) -> list[Message]:
        due: list[Message] = [
            (below(f"onset/{band}"), [float(strength)])
            for band, time, last, strength in zip(
                BANDS, features.last_onset, self._onsets, features.onset_strength, strict=True
            )
            if time > last
        ]
        self._onsets = features.last_onset
        return due

    def _state(self, now: float, clock: BeatClock, scene: tuple[int, str]) -> list[Message]:
        again = now >= self._state_due
        if again:
            self._state_due = now + STATE_EVERY_S
        due: list[Message] = []
        if again or abs(clock.tempo - self._tempo) > _TEMPO_STEP:
            self._tempo = clock.tempo
            due += [(below("tempo"), [float(clock.tempo)]), (below("confidence"), [float(clock.confidence)])]
        if again or scene != self._scene:
            self._scene = scene
            due.append((below("scene"), [scene[0], scene[1]]))
        return due


def _levels(now: float, features: Features) -> list[Message]:
    clock = features.clock
    due: list[Message] = [(below(name), [float(getattr(features, name))]) for name in FEATURES]
    due.append((below("phase"), [clock.phase(now)]))
    due.append((below("bar_phase"), [clock.bar_phase(now)]))
    return due
