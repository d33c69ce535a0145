"""The parameter table: every live control of the program is one row here.

OSC addresses, keys, docs/controls.md, the checks of values and what a value does to the show all follow
from the rows; adding a control is adding a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from realtime.audio.feature_table import LOUDNESS
from realtime.camera import MOTIONS
from realtime.mapping.targets import LORAS, PROMPTS
from realtime.scenery.layers import BLENDS, COUNT, SOLOS
from realtime.scenery.mixes import MIXES

Kind = Literal["float", "int", "bool", "trigger", "index", "text"]
Value = float | int | bool
Act = Literal["gain", "offset", "set", "command"]
"""How a row acts: it multiplies, adds, replaces, or happens once."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row. name: dotted; low, high, default: in `unit` (commands have no default);
    help: one line for people.

    on: what the value acts on, as "heard.bass" (a row of the table of features), "look.strength" (a field of
    Look), "motion.zoom", "post.bloom", "source.speed" (shader inputs); empty where the show reads it itself.
    Rows act one after the other in the table's order, and a row at rest does nothing; one that replaces does
    so from the moment that a hand takes it until it is released. A trigger that acts on
    something adds 1 to it, once and for all, with each press: so it is seen by whoever looks later, too.
    second: the row that a second value in the same message sets, as XY pads send them. newest: of several
    such commands that wait, only the last is carried out. named: what an index counts may be called by its
    name, too. choices: words for values. pictures: of a row that chooses what an image input shows, that of
    each value, as a setlist names it.
    """

    name: str
    kind: Kind
    help: str
    default: Value = 0.0
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    acts: Act = "set"
    on: tuple[str, ...] = ()
    second: str = ""
    newest: bool = False
    choices: Mapping[str, float] = field(default_factory=dict)
    named: bool = False
    pictures: Mapping[float, str] = field(default_factory=dict)

    @property
    def is_command(self) -> bool:
        return self.acts == "command"

    @property
    def takes_over(self) -> bool:
        """Does its value take the place of what the scene says, as long as a hand holds it?"""
        return self.acts == "set" and bool(self.on)

    @property
    def rest(self) -> Value:
        """The value at which the row changes nothing."""
        return {"gain": 1.0, "offset": 0.0}.get(self.acts, self.default)

    @property
    def address(self) -> str:
        """Path below the OSC prefix: `strength.gain` → `strength/gain`."""
        return self.name.replace(".", "/")

    def from_normalised(self, share: float) -> float:
        """Value at `share` 0..1 of the way from low to high."""
        return self.low + (self.high - self.low) * share

    def normalised(self, value: float) -> float:
        """How far `value` is on the way from low to high, 0..1."""
        return (value - self.low) / (self.high - self.low)


def _gain(name: str, what: str, on: tuple[str, ...], high: float = 3.0) -> Parameter:
    return Parameter(name, "float", what, 1.0, 0.0, high, "×", "gain", on)


def _offset(
    name: str, low: float, high: float, unit: str, what: str, on: str | None = None, second: str = ""
) -> Parameter:
    """on: where it is not what the row itself is called after."""
    return Parameter(name, "float", what, 0.0, low, high, unit, "offset", (on or name,), second)


def _post(name: str, what: str, high: float = 3.0) -> Parameter:
    return _gain(f"post.{name}", what, (f"post.{name}",), high)


def _audio(name: str, what: str, on: tuple[str, ...]) -> Parameter:
    return _gain(f"audio.{name}", what, tuple(f"heard.{feature}" for feature in on), 4.0)


def _switch(name: str, what: str, default: bool = False) -> Parameter:
    return Parameter(name, "bool", what, default)


def _range(
    name: str, low: float, high: float, unit: str, what: str, default: float = 0.0, second: str = ""
) -> Parameter:
    return Parameter(name, "float", what, default, low, high, unit, second=second)


def _command(
    name: str,
    kind: Kind,
    what: str,
    low: int = 0,
    high: int = 0,
    newest: bool = False,
    named: bool = False,
) -> Parameter:
    return Parameter(name, kind, what, low, low, high, acts="command", newest=newest, named=named)


def _trigger(name: str, what: str) -> Parameter:
    return _command(name, "trigger", what)


def _layer(number: int) -> tuple[Parameter, ...]:
    name = f"layer.{number}"
    what = f"layer {number} of the setlist"
    blends = {"as the setlist says": -1.0} | {blend: float(index) for index, blend in enumerate(BLENDS)}
    return (
        Parameter(f"{name}.on", "bool", f"Show {what}", True),
        _gain(f"{name}.opacity", f"Scales how far {what} covers the picture", (f"{name}.opacity",), 1.0),
        _gain(f"{name}.size", f"Scales the height of {what}", (f"{name}.size",), 4.0),
        _offset(f"{name}.x", -2.0, 2.0, "½ heights", f"Moves {what} to the right", second=f"{name}.y"),
        _offset(f"{name}.y", -2.0, 2.0, "½ heights", f"Moves {what} up"),
        Parameter(
            f"{name}.blend",
            "int",
            f"Blend mode of {what}, by name or number; -1 is as the setlist says",
            -1,
            -1,
            len(BLENDS) - 1,
            choices=blends,
        ),
    )


_CAMERA = tuple(f"motion.{name}" for name in MOTIONS)


PARAMETERS: tuple[Parameter, ...] = (
    _range("master", 0.0, 1.0, "", "Master fade of the picture; 0 is black", 1.0),
    _switch("blackout", "Picture to black at once; the show goes on underneath"),
    _switch("freeze", "Hold the picture as it is"),
    _switch(
        "test_card", "Test card in place of the picture: edges, shape, colours, name and size of the output"
    ),
    Parameter(
        "solo",
        "int",
        "Show one thing alone: 0 off, 1 and 2 decks A and B, from 3 the layers; also by name: a, b, 1, 2, 3",
        0,
        0,
        len(SOLOS) - 1,
        choices={name: float(index) for index, name in enumerate(SOLOS)},
    ),
    *(row for number in range(1, COUNT + 1) for row in _layer(number)),
    _range("deck.fade", 0.0, 1.0, "", "Crossfader: 0 is deck A, 1 deck B (shows begun with --decks)"),
    Parameter(
        "deck.mix",
        "int",
        "How the crossfader mixes, by name or number; -1 is the transition of deck B's scene",
        0,
        -1,
        len(MIXES) - 1,
        choices={"as the scene says": -1.0} | {name: float(index) for index, name in enumerate(MIXES)},
    ),
    _trigger("deck.cut", "Crossfader to the other end at once"),
    _trigger("deck.cross", "Crossfader to the other end, over deck.beats"),
    _range("deck.beats", 1.0, 64.0, "beats", "How long deck.cross takes", 8.0),
    _command(
        "deck.scene", "index", "Put the scene of this number, from 1, or name on deck B", 1, 999, named=True
    ),
    _trigger("deck.next", "Next scene on deck B"),
    _trigger("deck.previous", "Previous scene on deck B"),
    _switch("deck.auto", "Scenes of deck B go on by themselves, as the setlist says"),
    _switch("hud", "Head-up display: tempo, levels, painter, frame rate"),
    _gain("react.gain", "How strongly the picture answers the sound, over all", ()),
    _gain(
        "strength.gain",
        "Scales img2img strength (0 keeps the last frame, 1 repaints it)",
        ("look.strength",),
        2.0,
    ),
    _offset("strength.offset", -1.0, 1.0, "", "Added to img2img strength", "look.strength"),
    _gain("noise.gain", "Scales the noise that is painted into each frame", ("look.noise",)),
    _gain("motion.gain", "Scales all camera motion of the scene", _CAMERA),
    _offset("motion.zoom", -2.0, 2.0, "1/s", "Added zoom, natural log of the scale a second; > 0 moves in"),
    _offset("motion.rotation", -180.0, 180.0, "°/s", "Added rotation; > 0 is counter-clockwise"),
    _offset("motion.pan_x", -2.0, 2.0, "half-heights/s", "Added move to the right", second="motion.pan_y"),
    _offset("motion.pan_y", -2.0, 2.0, "half-heights/s", "Added move upwards"),
    _offset(
        "motion.yaw",
        -60.0,
        60.0,
        "°/s",
        "Added yaw; > 0 turns the picture's right side away",
        second="motion.tilt",
    ),
    _offset("motion.tilt", -60.0, 60.0, "°/s", "Added tilt; > 0 tips the picture's top away"),
    _gain("speed", "Speed of camera and source layers; 0 stands still", (*_CAMERA, "source.speed")),
    _offset("style.mix", -1.0, 1.0, "", "Added to the mix of the scene's two styles", "look.style_mix"),
    _offset("prompt.mix", -1.0, 1.0, "", "Added to the mix of the scene's two prompts", "look.prompt_mix"),
    *(
        _offset(
            f"prompt.{number}",
            -1.0,
            1.0,
            "",
            f"Added to the weight of number {number} of the scene's `prompts`",
            f"look.prompt_{number}",
        )
        for number in range(1, PROMPTS + 1)
    ),
    *(
        _offset(
            f"lora.{number}",
            -2.0,
            2.0,
            "",
            f"Added to the weight of number {number} of the model's live LoRAs",
            f"look.lora_{number}",
        )
        for number in range(1, LORAS + 1)
    ),
    _offset(
        "painter.engine",
        -1.0,
        1.0,
        "",
        "Added to which of several compiled engines paints: -1 is the fastest, 0 as the scene says",
        "look.engine",
    ),
    _offset(
        "image.prompt", -1.0, 1.0, "", "Added to how far a scene's image prompt counts", "look.image_prompt"
    ),
    _offset("guide", -2.0, 2.0, "", "Added to how far the model keeps to the source's forms", "look.guide"),
    _audio("gain", "Sensitivity to the whole sound", LOUDNESS),
    _audio("bass", "Sensitivity to the bass", ("bass",)),
    _audio("low_mid", "Sensitivity to the low mids", ("low_mid",)),
    _audio("high_mid", "Sensitivity to the high mids", ("high_mid",)),
    _audio("treble", "Sensitivity to the treble", ("treble",)),
    _post("bloom", "Scales the glow round bright parts"),
    _post("wave", "Scales the ripple of the picture"),
    _post("sparkle", "Scales the sparks on high sounds"),
    _post("chroma", "Scales the colour fringes"),
    _post("grain", "Scales the film grain"),
    _post("vignette", "Scales the dark corners"),
    _post("flash", "Scales flashes; 0 is safe for people whom flashing light harms"),
    _post("shadows", "Scales the light in dark parts"),
    _post("contrast", "Contrast of the final picture; 1 leaves it", 2.0),
    _post("saturation", "Saturation of the final picture; 0 is grey, 1 leaves it", 2.0),
    _trigger("tempo.tap", "Tap the beat; three taps set the tempo"),
    _trigger("tempo.resync", 'This moment is the "one" of the bar'),
    _trigger("tempo.release", 'Let the ear lead again: taps, "one" and half or double are no longer held'),
    _trigger("tempo.half", "Half the tempo, and the ear stays in that octave until it is released"),
    _trigger("tempo.double", "Double the tempo, and the ear stays in that octave until it is released"),
    _trigger("tempo.range", "Next range of tempos that are looked for: 60 to 120 bpm, 90 to 180, all"),
    _switch("tempo.lock", "Keep tempo and phase in spite of what is heard"),
    _range("tempo.nudge_ms", -200.0, 200.0, "ms", "Moves all beats; > 0 is later"),
    _range("tempo.low", 40.0, 220.0, "bpm", "Slowest tempo that is looked for", 60.0, "tempo.high"),
    _range("tempo.high", 40.0, 220.0, "bpm", "Fastest tempo that is looked for", 190.0),
    _trigger("scene.next", "Next scene"),
    _trigger("scene.previous", "Previous scene"),
    _command(
        "scene.go", "index", "Go to the scene of this number, counted from 1, or name", 1, 999, named=True
    ),
    Parameter(
        "scene.bars",
        "int",
        "Scene changes by hand wait for a line of so many bars; 0: at once",
        0,
        0,
        16,
        "bars",
    ),
    _trigger("scene.cancel", "Cancel a change of scene that waits for its bar line"),
    _command("scene.reload", "trigger", "Read the setlist's file again", newest=True),
    _switch("show.auto", "Scenes go on by themselves, as the setlist says", True),
    _range("transition.beats", -1.0, 32.0, "beats", "Length of transitions; -1 is as the scene says", -1.0),
    _command(
        "prompt",
        "text",
        "Paint this until the scene changes (after the blocklist); empty: no more",
        newest=True,
    ),
    _command(
        "prompt.negative",
        "text",
        "Keep this out of the picture until the scene changes (not judged); empty: no more",
        newest=True,
    ),
    _command(
        "route",
        "text",
        "Change a route of the scene: its number, and what is new, such as 2 curve=power exponent=2.5",
        newest=True,
    ),
    _command(
        "route.save",
        "trigger",
        "Write changed routes into the setlist's file, its comments kept",
        newest=True,
    ),
    _command("snapshot.save", "index", "Save all values as the snapshot of this number", 1, 16),
    _command("snapshot.recall", "index", "Go to the values of the snapshot of this number", 1, 16),
    _trigger("snapshot.undo", "Back to the values before the last snapshot was recalled"),
    _range("snapshot.beats", 0.0, 64.0, "beats", "Values move to a snapshot's over so long; 0: at once"),
    _trigger("still", "Keep the picture that is shown, as a PNG file"),
    _command(
        "painter.restart",
        "trigger",
        "Replace the painter by a new one; the picture stays meanwhile",
        newest=True,
    ),
    _command(
        "midi.learn",
        "text",
        "The knob or pad that moves next plays this control (or `scene.go 3`)",
        newest=True,
    ),
    _command(
        "midi.assign",
        "text",
        "The knob or pad that moved last, and plays nothing, plays this control",
        newest=True,
    ),
    _command("midi.forget", "text", "No knob or pad plays this control any more", newest=True),
    _trigger("reset", "All controls back to their defaults, but for master, blackout, freeze and the tempo"),
)


def parameter_table_markdown(parameters: tuple[Parameter, ...] = PARAMETERS) -> str:
    """The table of all controls as Markdown, for docs/controls.md."""
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
