"""All names that a setlist may use, gathered from the stages that own them."""

from __future__ import annotations

from pathlib import Path

from realtime.isf.library import ShaderLibrary
from realtime.mapping.mapper import Limits
from realtime.paint.style.styles import STYLES_BY_NAME
from realtime.scenery.generators import WEATHER, source_names
from realtime.scenery.palettes import PALETTES
from realtime.setlist.blocklist import Blocklist
from realtime.setlist.load import load_setlist
from realtime.setlist.scene import Setlist
from realtime.setlist.schema import Names
from realtime.stage.post import POST_INPUTS, post_input_names

# Inputs that every source of the painter has, or that the painter does for it: (low, high, at rest).
SOURCE_INPUTS = {
    "source.speed": (0.0, 4.0, 1.0),
    "source.mix": (0.0, 1.0, 0.5),
    "source.glow": (0.0, 1.0, 0.0),
    "source.punch": (0.0, 1.0, 0.0),
    "source.warp": (0.0, 1.0, 0.5),
    "source.detail": (0.0, 1.0, 0.5),
    "source.hue": (0.0, 1.0, 0.0),
} | {f"source.{name}": (0.0, 1.0, 0.0) for name in WEATHER}


def known_names(library: ShaderLibrary) -> Names:
    """What exists to be named, for the checks of a setlist."""
    return Names(
        styles=STYLES_BY_NAME,
        palettes=PALETTES,
        sources=source_names(),
        transitions=library.names("transition"),
        filters=library.names("filter"),
        inputs=[*input_limits(library)],
    )


def input_limits(library: ShaderLibrary) -> Limits:
    """Of every shader input by "layer.input": (low, high, value at rest)."""
    limits = {f"post.{row.name}": (row.low, row.high, row.default) for row in POST_INPUTS.values()}
    limits |= SOURCE_INPUTS
    for shader in library.names():
        for one in library.description(shader).inputs:
            if one.type != "float":
                continue
            layer = {"filter": "post", "generator": "source"}.get(library.description(shader).kind)
            if layer is not None:
                limits.setdefault(f"{layer}.{one.name}", (one.low, one.high, one.default))
    routable = set(post_input_names(library))
    return {name: limit for name, limit in limits.items() if not name.startswith("post.") or name in routable}


def load_checked(path: Path, blocklist: Blocklist, library: ShaderLibrary) -> Setlist:
    """The setlist, with every name checked. Raises UserError with a line for each thing that is wrong."""
    names = known_names(library)
    return load_setlist(
        path,
        blocklist,
        styles=names.styles,
        palettes=names.palettes,
        sources=names.sources,
        transitions=names.transitions,
        filters=names.filters,
        inputs=names.inputs,
    )
