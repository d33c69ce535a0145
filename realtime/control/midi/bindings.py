"""What a MIDI controller's knobs and pads do: a table from MIDI to the rows of the parameter table."""

from __future__ import annotations

from typing import Any

from realtime.control.table import ParameterTable

CONTROLLERS: dict[int, str] = {
    1: "strength.gain",
    7: "master",
    11: "react.gain",
    10: "motion.pan_x",
    16: "motion.zoom",
    17: "motion.rotation",
    18: "style.mix",
    19: "prompt.mix",
    64: "freeze",
    71: "noise.gain",
    74: "speed",
    91: "post.bloom",
    93: "post.chroma",
}
"""Control change number → row. They are those that most controllers send from the factory: modulation
wheel, volume, expression, pan, four general knobs, pedal, resonance, cutoff, reverb, chorus."""

NOTES: dict[int, str] = {
    36: "tempo.tap",
    37: "tempo.resync",
    38: "scene.previous",
    39: "scene.next",
    40: "tempo.half",
    41: "tempo.double",
    42: "freeze",
    43: "hud",
}
"""Note number → row: the first eight pads of a pad controller. None of them can darken the picture."""

PROGRAM = "scene.go"
"""Program change n (counted from 0) → scene n + 1."""


class MidiBindings:
    """Writes what knobs, pads and program changes say to the table.

    channel: 1..16, obey only this one; None obeys all. Messages are mido's; any other kind is ignored.
    """

    def __init__(self, table: ParameterTable, channel: int | None = None) -> None:
        self._table = table
        self._channel = channel

    def apply(self, message: Any, time: float | None = None, sender: str = "MIDI") -> None:
        """Write what one message says. time: when it came in, audio-clock seconds (None: now); sender: the
        port, in words."""
        if self._channel is not None and getattr(message, "channel", None) != self._channel - 1:
            return
        if message.type == "control_change" and message.control in CONTROLLERS:
            self._table.set_normalised(CONTROLLERS[message.control], share(message.value), sender, time)
        elif message.type == "note_on" and message.velocity and message.note in NOTES:
            self._table.set(NOTES[message.note], None, sender, time)
        elif message.type == "program_change":
            self._table.set(PROGRAM, message.program + 1, sender, time)


def share(value: int) -> float:
    """0..127 → 0..1; 64, a knob's middle notch, is exactly the half, so that an offset rests at 0."""
    return value / 128.0 if value < 64 else 0.5 + (value - 64) / 126.0


def midi_markdown() -> str:
    """The table of knobs and pads as Markdown, for docs/osc-and-midi.md."""
    rows = [(f"control change {number}", name) for number, name in CONTROLLERS.items()]
    rows += [(f"note {number}", name) for number, name in NOTES.items()]
    rows.append(("program change", PROGRAM))
    return "| MIDI | control |\n| --- | --- |\n" + "".join(f"| {what} | `{name}` |\n" for what, name in rows)
