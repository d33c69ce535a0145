"""The parameter table: every live control of the program is one row here.

OSC addresses, keys, the README's table and the checks of values all follow from the rows;
adding a control is adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["float", "int", "bool", "trigger", "index", "text"]
Value = float | int | bool

COMMANDS = ("trigger", "index", "text")
"""Kinds that happen once: without a value, with a number, with a text."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row. name: dotted; low, high, default: in `unit` (commands have no default);
    help: one line for people."""

    name: str
    kind: Kind
    help: str
    default: Value = 0.0
    low: float = 0.0
    high: float = 1.0
    unit: str = ""

    @property
    def is_command(self) -> bool:
        return self.kind in COMMANDS

    @property
    def address(self) -> str:
        """Path below the OSC prefix: `strength.gain` → `strength/gain`."""
        return self.name.replace(".", "/")

    def from_normalised(self, share: float) -> float:
        """Value at `share` 0..1 of the way from low to high."""
        return self.low + (self.high - self.low) * share

    def to_normalised(self, value: float) -> float:
        """0..1 for a value in the row's own unit; the inverse of `from_normalised`."""
        return (value - self.low) / (self.high - self.low)


def _gain(name: str, what: str, high: float = 3.0) -> Parameter:
    return Parameter(name, "float", what, 1.0, 0.0, high, "×")


def _switch(name: str, what: str, default: bool = False) -> Parameter:
    return Parameter(name, "bool", what, default)


def _range(name: str, low: float, high: float, unit: str, what: str, default: float = 0.0) -> Parameter:
    return Parameter(name, "float", what, default, low, high, unit)


def _trigger(name: str, what: str) -> Parameter:
    return Parameter(name, "trigger", what)


PARAMETERS: tuple[Parameter, ...] = (
    _range("master", 0.0, 1.0, "", "Master fade of the picture; 0 is black", 1.0),
    _switch("blackout", "Picture to black at once; the show goes on underneath"),
    _switch("freeze", "Hold the picture as it is"),
    _switch("hud", "Head-up display: tempo, levels, painter, frame rate"),
    _gain("speed", "Speed of camera and source layers; 0 stands still"),
    _gain("react.gain", "How strongly the picture answers the sound, over all"),
    _gain("strength.gain", "Scales img2img strength (0 keeps the last frame, 1 repaints it)", 2.0),
    _range("strength.offset", -1.0, 1.0, "", "Added to img2img strength"),
    _gain("noise.gain", "Scales the noise that is painted into each frame"),
    _gain("motion.gain", "Scales all camera motion of the scene"),
    _range("motion.zoom", -2.0, 2.0, "1/s", "Added zoom, natural log of the scale a second; > 0 moves in"),
    _range("motion.rotation", -180.0, 180.0, "°/s", "Added rotation; > 0 is counter-clockwise"),
    _range("motion.pan_x", -2.0, 2.0, "half-heights/s", "Added move to the right"),
    _range("motion.pan_y", -2.0, 2.0, "half-heights/s", "Added move upwards"),
    _range("motion.tilt", -60.0, 60.0, "°/s", "Added tilt; > 0 tips the picture's top away"),
    _range("motion.yaw", -60.0, 60.0, "°/s", "Added yaw; > 0 turns the picture's right side away"),
    _range("style.mix", -1.0, 1.0, "", "Added to the mix of the scene's two styles"),
    _range("prompt.mix", -1.0, 1.0, "", "Added to the mix of the scene's two prompts"),
    _gain("audio.gain", "Sensitivity to the whole sound", 4.0),
    _gain("audio.bass", "Sensitivity to the bass", 4.0),
    _gain("audio.low_mid", "Sensitivity to the low mids", 4.0),
    _gain("audio.high_mid", "Sensitivity to the high mids", 4.0),
    _gain("audio.treble", "Sensitivity to the treble", 4.0),
    _gain("post.bloom", "Scales the glow round bright parts"),
    _gain("post.wave", "Scales the ripple of the picture"),
    _gain("post.sparkle", "Scales the sparks on high sounds"),
    _gain("post.chroma", "Scales the colour fringes"),
    _gain("post.grain", "Scales the film grain"),
    _gain("post.vignette", "Scales the dark corners"),
    _gain("post.flash", "Scales flashes; 0 is safe for people whom flashing light harms"),
    _gain("post.contrast", "Contrast of the final picture; 1 leaves it", 2.0),
    _gain("post.saturation", "Saturation of the final picture; 0 is grey, 1 leaves it", 2.0),
    _trigger("tempo.tap", "Tap the beat; three taps set the tempo"),
    _trigger("tempo.resync", 'This moment is the "one" of the bar'),
    _trigger("tempo.half", "Half the tempo"),
    _trigger("tempo.double", "Double the tempo"),
    _switch("tempo.lock", "Keep tempo and phase whatever is heard"),
    _range("tempo.nudge_ms", -200.0, 200.0, "ms", "Moves all beats; > 0 is later"),
    _range("tempo.low", 40.0, 220.0, "bpm", "Slowest tempo that is looked for", 60.0),
    _range("tempo.high", 40.0, 220.0, "bpm", "Fastest tempo that is looked for", 190.0),
    _trigger("scene.next", "Next scene"),
    _trigger("scene.previous", "Previous scene"),
    Parameter("scene.go", "index", "Go to the scene of this number, counted from 1", 1, 1, 999),
    Parameter(
        "scene.bars",
        "int",
        "Scene changes by hand wait for a line of so many bars; 0: at once",
        0,
        0,
        16,
        "bars",
    ),
    _trigger("scene.reload", "Read the setlist's file again"),
    _switch("show.auto", "Scenes go on by themselves, as the setlist says", True),
    _range("transition.beats", -1.0, 32.0, "beats", "Length of transitions; -1 is as the scene says", -1.0),
    Parameter("prompt", "text", "Paint this from now on (after the blocklist)"),
    Parameter("prompt.negative", "text", "Keep this out of the picture (after the blocklist)"),
    _trigger("reset", "All controls back to their defaults, but for master, blackout, freeze and the tempo"),
)


def parameter_table_markdown(parameters: tuple[Parameter, ...] = PARAMETERS) -> str:
    """The table of all controls as Markdown, for the README."""
    lines = ["| name | OSC address | values | default | what it does |", "| --- | --- | --- | --- | --- |"]
    for row in parameters:
        lines.append(
            f"| `{row.name}` | `/anacrusis/{row.address}` | {_values(row)} | {_default(row)} | {row.help} |"
        )
    return "\n".join(lines) + "\n"


def _values(row: Parameter) -> str:
    if row.kind == "bool":
        return "off, on"
    if row.kind == "trigger":
        return "trigger"
    if row.kind == "text":
        return "text"
    return f"{row.low:g} … {row.high:g}{' ' + row.unit if row.unit else ''}"


def _default(row: Parameter) -> str:
    if row.is_command:
        return ""
    if row.kind == "bool":
        return "on" if row.default else "off"
    return f"{row.default:g}"
