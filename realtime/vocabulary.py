"""All names that a setlist may use, gathered from the stages that own them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from realtime.isf.channels import Channel, channels, play_name
from realtime.isf.inputs import Input
from realtime.isf.library import ShaderLibrary
from realtime.isf.parse import IsfDescription
from realtime.mapping.targets import Target
from realtime.scenery.generator import PAINTERS_OWN
from realtime.scenery.generators import Generators
from realtime.scenery.layers import COUNT, PLAYED, input_name, layer_limits
from realtime.scenery.objects.laid import MOVES
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_name import FEEDBACK
from realtime.scenery.styles import STYLES_BY_NAME
from realtime.scenery.weather import WEATHER
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.scene import Setlist
from realtime.setlist.values import Names
from realtime.stage.played_inputs import LAYERS
from realtime.stage.post import POST_INPUTS
from realtime.stage.sound_inputs import hears

SOURCE_INPUTS: dict[str, Target] = {
    row.name: row
    for row in (
        Target("source.speed", 0.0, 4.0, 1.0, "×", "how fast the source moves; 0 stands still"),
        Target("source.mix", 0.0, 1.0, 0.5, "", "0 the generator, 1 the picture that is mixed with it"),
        Target("source.glow", 0.0, 1.0, 0.0, "", "how bright its lights shine"),
        Target("source.punch", 0.0, 1.0, 0.0, "", "pulls the picture in, for hits"),
        Target("source.warp", 0.0, 1.0, 0.5, "", "how far its forms are bent"),
        Target("source.detail", 0.0, 1.0, 0.5, "", "how finely it is drawn"),
        Target("source.hue", 0.0, 1.0, 0.0, "", "turns the palette; 1 is once round"),
        *(Target(f"source.{name}", 0.0, 1.0, 0.0, "", f"weather: {name}") for name in WEATHER),
        *(Target(f"source.{name}", 0.0, 1.0, 0.0, "", help_) for name, help_ in MOVES.items()),
    )
}
"""Inputs that every source of the painter has, or that the painter does for it."""


def known_names(library: ShaderLibrary) -> Names:
    """What exists to be named, for the checks of a setlist."""
    generators = Generators(library)
    # What has a broken header is left out of the picture and reported, as what does not compile is.
    broken = [*library.errors]
    return Names(
        styles=STYLES_BY_NAME,
        palettes=PALETTES,
        sources=generators.names,
        transitions=[*library.names("transition"), *broken],
        filters=[*library.names("filter"), *broken],
        inputs=[*input_limits(library)],
        written={key: one.input for one in played_inputs(library) for key in (one.short, one.name)},
        generator_words=generators.called,
    )


@dataclass(frozen=True, slots=True)
class ShaderInput:
    """An input that can be played. layer: what its targets begin with; shader: as it stands in them."""

    layer: str
    shader: str
    description: IsfDescription
    input: Input

    @property
    def name(self) -> str:
        return f"{self.layer}.{self.shader}.{self.input.name}"

    @property
    def short(self) -> str:
        """For all shaders of the layer that have such an input."""
        return f"{self.layer}.{self.input.name}"

    @property
    def rows(self) -> list[tuple[str, str, Channel]]:
        """Of each of its numbers: the target's name, its short name, and the number."""
        prefix = f"{self.layer}.{self.shader}"
        return [(f"{prefix}.{one.name}", f"{self.layer}.{one.name}", one) for one in channels(self.input)]


def played_inputs(library: ShaderLibrary) -> Iterator[ShaderInput]:
    """Every input that a setlist or an operator can play, pictures too; without those that the sound, the
    painter or the stage fills."""
    for description in library.descriptions.values():
        if description.name == FEEDBACK:  # the painter's own
            continue
        layer = LAYERS[description.kind]
        given = PAINTERS_OWN if layer == "source" else _STAGES_OWN
        for one in description.inputs:
            if one.name not in given and (layer == "source" or not hears(one)):
                yield ShaderInput(layer, play_name(description.name), description, one)


_STAGES_OWN = frozenset(("inputImage", "startImage", "endImage", "progress"))


def input_limits(library: ShaderLibrary) -> dict[str, tuple[float, float, float]]:
    """Of every number of a shader input by "layer.shader.input": (low, high, value at rest); by "layer.input"
    those of all shaders that have it."""
    fixed = {f"post.{row.name}": (row.low, row.high, row.default) for row in POST_INPUTS.values()}
    fixed |= {row.name: (row.low, row.high, row.rest) for row in SOURCE_INPUTS.values()}
    fixed |= layer_limits()
    limits: dict[str, tuple[float, float, float]] = {}
    for one in played_inputs(library):
        for name, short, row in one.rows:
            limits[name] = row.low, row.high, row.rest
            low, high, rest = limits.get(short, (row.low, row.high, row.rest))
            limits[short] = min(low, row.low), max(high, row.high), rest
    return {**limits, **fixed}


def shader_inputs(library: ShaderLibrary) -> list[Target]:
    """Every number of a shader input that a route can play, with a line of help."""
    rows = [
        Target(f"post.{row.name}", row.low, row.high, row.default, "", f"finish: {row.help}")
        for row in POST_INPUTS.values()
    ]
    rows += SOURCE_INPUTS.values()
    rows += (
        Target(input_name(number, what), low, high, rest, unit, f"layer {number} above the picture: {help_}")
        for number in range(1, COUNT + 1)
        for what, (low, high, rest, unit, help_) in PLAYED.items()
    )
    for one in sorted(played_inputs(library), key=lambda one: one.name):
        if one.short in SOURCE_INPUTS:
            continue
        what = f"{_CALLED[one.layer]} {one.description.name}"
        label = "; ".join(filter(None, (one.input.label, _choices(one.input))))
        for name, _, row in one.rows:
            rows.append(Target(name, row.low, row.high, row.rest, "", f"{what}: {label}" if label else what))
    return rows


_CALLED = {"post": "filter", "transition": "transition", "source": "source"}


def _choices(one: Input) -> str:
    pairs = zip(one.values, one.labels, strict=False) if one.type == "long" else ()
    return ", ".join(f"{value} {label}" for value, label in pairs) or (
        "on its rise" if one.type == "event" else ""
    )


def load_checked(path: Path, blocklist: Blocklist, library: ShaderLibrary) -> Setlist:
    """The setlist, with every name checked. Raises UserError with a line for each thing that is wrong."""
    return load_setlist(path, blocklist, known_names(library))
