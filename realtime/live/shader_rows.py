"""The operator's rows of a show: the table's own, and one for each number of the shaders in its setlist."""

from __future__ import annotations

from collections.abc import Iterable

from realtime.control.parameters import PARAMETERS, Kind, Parameter
from realtime.isf.channels import Channel
from realtime.isf.library import ShaderLibrary
from realtime.scenery.source_name import parse_source
from realtime.setlist.scene import Scene
from realtime.vocabulary import ShaderInput, played_inputs

_KINDS: dict[str, Kind] = {"long": "int", "bool": "bool", "event": "trigger"}


def rows_of_show(library: ShaderLibrary, scenes: Iterable[Scene]) -> tuple[Parameter, ...]:
    """PARAMETERS and, by the names of targets (`post.mirror.mirror_axis`), the inputs of the filters,
    transitions and named generators of `scenes`."""
    used = set()
    for scene in scenes:
        named = parse_source(scene.source)
        used |= {("filter", name) for name in scene.post}
        used |= {("transition", scene.transition.shader), ("generator", named.generator)}
        used |= {("generator", named.target if named.kind == "generator" else "")}
    rows = [
        row
        for one in played_inputs(library)
        if (one.description.kind, one.description.name) in used
        for row in _rows(one)
    ]
    return (*PARAMETERS, *rows)


def _rows(one: ShaderInput) -> list[Parameter]:
    names = [name for name, _, _ in one.rows]
    return [
        _row(one, name, channel, after)
        for (name, _, channel), after in zip(one.rows, [*names[1:], ""], strict=False)
    ]


def _row(one: ShaderInput, name: str, channel: Channel, after: str) -> Parameter:
    """after: the next number of the same point or colour: one message sets them all."""
    kind = _KINDS.get(one.input.type, "float")
    what = one.input.label or one.input.name
    rest = bool(channel.rest) if kind == "bool" else round(channel.rest) if kind == "int" else channel.rest
    of = f"{one.description.kind} {one.description.name}: {what}"
    if kind == "trigger":
        return Parameter(name, kind, of, acts="command", on=(name,))
    return Parameter(
        name,
        kind,
        f"{of}; takes it from the routes while it is moved",
        rest,
        channel.low,
        channel.high,
        on=(name,),
        second=after,
        choices=dict(zip(one.input.labels, map(float, one.input.values), strict=False)),
    )
