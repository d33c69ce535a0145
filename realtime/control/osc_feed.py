"""What OSC out sends and when: beats on the beat, levels at a steady rate, scenes when they change."""

from __future__ import annotations

from dataclasses import dataclass

from realtime.audio.beat.clock import BeatClock
from realtime.audio.feature_table import BANDS, FEATURES
from realtime.audio.features import NEVER, Features
from realtime.control.osc_message import Message, below

LEVELS_EVERY_S = 1.0 / 30.0
STATE_EVERY_S = 1.0
# A beat clock that is corrected backwards just after a beat would count that beat twice.
_LEAST_BEAT_GAP = 0.5
_TEMPO_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the feed. name: below the prefix; types: of its arguments, as OSC writes them; what,
    when: for people."""

    name: str
    types: str
    what: str
    when: str


_SOMETIMES, _ALWAYS = "when it changes, and once a second", "30 times a second"
SENT: tuple[Sent, ...] = (
    Sent("beat", "i", "beat in the bar, from 1", "on the beat"),
    Sent("bar", "i", "bars since the start, from 1", "on the first beat of a bar"),
    *(Sent(f"onset/{band}", "f", "strength, 0 … 1", "at an onset in that band") for band in BANDS),
    Sent("phase", "f", "place in the beat, 0 … 1", _ALWAYS),
    Sent("bar_phase", "f", "place in the bar, 0 … 1", _ALWAYS),
    Sent("tempo", "f", "bpm", _SOMETIMES),
    Sent("confidence", "f", "how sure the beat is, 0 … 1", _SOMETIMES),
    Sent("scene", "is", "number from 1, name", _SOMETIMES),
    *(Sent(row.name, "f", f"{row.help}, 0 … 1", _ALWAYS) for row in FEATURES.values()),
)
"""Everything that is sent, for people and their programs."""


class OscFeed:
    """Turns the state of the show into the OSC messages of `SENT`."""

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


def sent_markdown() -> str:
    """The table of all that is sent, for docs/osc-and-midi.md."""
    lines = ["| message | value | when |", "| --- | --- | --- |"]
    lines += [f"| `{below(row.name)}` | {row.what} | {row.when} |" for row in SENT]
    return "\n".join(lines) + "\n"


def _levels(now: float, features: Features) -> list[Message]:
    clock = features.clock
    due: list[Message] = [(below(name), [float(getattr(features, name))]) for name in FEATURES]
    due.append((below("phase"), [clock.phase(now)]))
    due.append((below("bar_phase"), [clock.bar_phase(now)]))
    return due
