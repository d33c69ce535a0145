"""The operator's rows of a show: the table's own, and one for each number and picture of the shaders in its
setlist."""

from __future__ import annotations

from pathlib import Path

from realtime.control.parameters import PARAMETERS, Kind, Parameter
from realtime.isf.channels import Channel
from realtime.isf.library import ShaderLibrary
from realtime.picture_file import KINDS
from realtime.scenery.source_name import FILES, SCENE_PICTURE, SourceName, of_the_system, parse_source
from realtime.setlist.scene import Setlist
from realtime.vocabulary import ShaderInput, played_inputs

_KINDS: dict[str, Kind] = {"long": "int", "bool": "bool", "event": "trigger"}
_AS_WRITTEN = "as the setlist says"
# Of the files beside a setlist: more than anybody finds on a knob.
_MOST_BESIDE = 32


def rows_of_show(library: ShaderLibrary, setlist: Setlist) -> tuple[Parameter, ...]:
    """PARAMETERS and, by the names of targets (`post.mirror.mirror_axis`), the inputs of the filters,
    transitions and named generators of a setlist."""
    used = set()
    for scene in setlist.scenes:
        named = parse_source(scene.source)
        used |= {("filter", name) for name in scene.post}
        used |= {("transition", scene.transition.shader), ("generator", named.generator)}
        used |= {("generator", named.target if named.kind == "generator" else "")}
    pictures = _at_hand(setlist)
    rows = [
        row
        for one in played_inputs(library)
        if (one.description.kind, one.description.name) in used
        for row in _rows(one, pictures)
    ]
    return (*PARAMETERS, *rows)


def _at_hand(setlist: Setlist) -> dict[str, str]:
    """The pictures that an operator can choose for an image input, by their names for people: the scene and
    the last picture, those that the setlist names anywhere, and files beside it."""
    named = [
        parse_source(text) for scene in setlist.scenes for text in (scene.source, *scene.images.values())
    ]
    texts = [SCENE_PICTURE, "feedback", *(one.picture for one in named if one.kind), "webcam:0"]
    folder = None if setlist.path is None else Path(setlist.path).resolve().parent
    if folder is not None:
        texts += _beside(folder)
    return {_called(parse_source(text), folder): text for text in dict.fromkeys(texts)}


def _beside(folder: Path) -> list[str]:
    if of_the_system(folder):
        return []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS and path.is_file())
    except OSError:  # its setlist was read from there, so what is missing is said elsewhere
        return []
    return [f"{KINDS[path.suffix.lower()]}:{path}" for path in files[:_MOST_BESIDE]]


def _called(picture: SourceName, folder: Path | None) -> str:
    """Files as they lie beside the setlist."""
    if picture.kind in FILES and folder is not None and Path(picture.target).is_relative_to(folder):
        return f"{picture.kind}:{Path(picture.target).relative_to(folder).as_posix()}"
    return str(picture)


def _picture_row(one: ShaderInput, pictures: dict[str, str]) -> Parameter:
    return Parameter(
        one.name,
        "int",
        f"{_what(one)}: the picture that it shows; -1 is as the setlist says",
        -1,
        -1,
        len(pictures) - 1,
        choices={_AS_WRITTEN: -1.0, **{name: float(index) for index, name in enumerate(pictures)}},
        pictures={float(index): text for index, text in enumerate(pictures.values())},
    )


def _rows(one: ShaderInput, pictures: dict[str, str]) -> list[Parameter]:
    if one.input.type == "image":
        # A generator's pictures are the painter's.
        return [_picture_row(one, pictures)] if one.description.kind != "generator" else []
    names = [name for name, _, _ in one.rows]
    return [
        _row(one, name, channel, after)
        for (name, _, channel), after in zip(one.rows, [*names[1:], ""], strict=False)
    ]


def _row(one: ShaderInput, name: str, channel: Channel, after: str) -> Parameter:
    """after: the next number of the same point or colour: one message sets them all."""
    kind = _KINDS.get(one.input.type, "float")
    rest = bool(channel.rest) if kind == "bool" else round(channel.rest) if kind == "int" else channel.rest
    if kind == "trigger":
        return Parameter(name, kind, _what(one), acts="command", on=(name,))
    return Parameter(
        name,
        kind,
        f"{_what(one)}; held in place of the scene's value until the word 'scene' releases it",
        rest,
        channel.low,
        channel.high,
        on=(name,),
        second=after,
        choices=dict(zip(one.input.labels, map(float, one.input.values), strict=False)),
    )


def _what(one: ShaderInput) -> str:
    return f"{one.description.kind} {one.description.name}: {one.input.label or one.input.name}"
