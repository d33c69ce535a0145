"""All names that a setlist may use, gathered from the stages that own them."""

from __future__ import annotations

from pathlib import Path

from realtime.isf.library import ShaderLibrary
from realtime.mapping.mapper import Limits
from realtime.mapping.targets import Target
from realtime.scenery.generator import PAINTERS_OWN
from realtime.scenery.generators import Generators
from realtime.scenery.objects.laid import MOVES
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_stage import FEEDBACK
from realtime.scenery.styles import STYLES_BY_NAME
from realtime.scenery.weather import WEATHER
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.scene import Setlist
from realtime.setlist.values import Names
from realtime.stage.post import POST_INPUTS, post_input_names

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
    # What has a broken header is left out of the picture and told, as what does not compile is.
    broken = [*library.errors]
    return Names(
        styles=STYLES_BY_NAME,
        palettes=PALETTES,
        sources=generators.names,
        transitions=[*library.names("transition"), *broken],
        filters=[*library.names("filter"), *broken],
        inputs=[*input_limits(library)],
        generator_words=generators.called,
    )


def input_limits(library: ShaderLibrary) -> Limits:
    """Of every shader input by "layer.input": (low, high, value at rest)."""
    limits = {f"post.{row.name}": (row.low, row.high, row.default) for row in POST_INPUTS.values()}
    limits |= {row.name: (row.low, row.high, row.rest) for row in SOURCE_INPUTS.values()}
    for shader in library.names():
        if shader == FEEDBACK:  # the painter's own
            continue
        for one in library.description(shader).inputs:
            low, high, rest = one.low, one.high, one.default
            if one.type != "float" or not (
                isinstance(low, float) and isinstance(high, float) and isinstance(rest, float)
            ):
                continue
            layer = {"filter": "post", "generator": "source"}.get(library.description(shader).kind)
            if layer is not None and not (layer == "source" and one.name in PAINTERS_OWN):
                limits.setdefault(f"{layer}.{one.name}", (low, high, rest))
    routable = set(post_input_names(library))
    return {name: limit for name, limit in limits.items() if not name.startswith("post.") or name in routable}


def shader_inputs(library: ShaderLibrary) -> list[Target]:
    """Every shader input that a route can play, with a line of help."""
    known = {f"post.{row.name}": f"finish: {row.help}" for row in POST_INPUTS.values()}
    known |= {row.name: row.help for row in SOURCE_INPUTS.values()}
    owners: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for shader in library.names():
        description = library.description(shader)
        layer = {"filter": "post", "generator": "source"}.get(description.kind)
        for one in description.inputs if layer is not None and shader != FEEDBACK else ():
            owners.setdefault(f"{layer}.{one.name}", []).append(shader)
            labels.setdefault(f"{layer}.{one.name}", one.label)
    units = {row.name: row.unit for row in SOURCE_INPUTS.values()}
    rows = []
    for name, (low, high, rest) in input_limits(library).items():
        if name in known:
            rows.append(Target(name, low, high, rest, units.get(name, ""), known[name]))
        elif name in owners:
            kind = "filter" if name.startswith("post.") else "source"
            of = f"{kind} {', '.join(owners[name])}"
            rows.append(Target(name, low, high, rest, "", f"{of}: {labels[name]}" if labels[name] else of))
    return rows


def load_checked(path: Path, blocklist: Blocklist, library: ShaderLibrary) -> Setlist:
    """The setlist, with every name checked. Raises UserError with a line for each thing that is wrong."""
    return load_setlist(path, blocklist, known_names(library))
