"""The shape of a setlist file: what is allowed in it, and what is wrong where it does not fit.

The models check one file as it was written; load.py turns them into scenes. An error's `found`
lists (sub-path, message), so that one check can report several things, each at its own line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic.functional_validators import PlainValidator
from pydantic_core import PydanticCustomError

from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.mapping.curves import FAMILIES, make_curve
from realtime.mapping.route import Route
from realtime.mapping.signals import find_signal
from realtime.mapping.targets import find_target
from realtime.scenery.source_name import parse_source
from realtime.setlist.scene import Transition

Found = list[tuple[tuple[str | int, ...], str]]
_AFTER = re.compile(r"(\d+(?:\.\d+)?)\s*(bars?|s|sec|seconds?|min|minutes?)")


@dataclass(frozen=True, slots=True)
class Names:
    """What exists to be named in a setlist; None = not known here, so not checked.

    sources: generators; filters, transitions: shaders by kind; inputs: shader inputs by "layer.input";
    generator_words: of a word the generator that it calls for, to suggest one.
    """

    styles: Collection[str] | None = None
    palettes: Collection[str] | None = None
    sources: Collection[str] | None = None
    transitions: Collection[str] | None = None
    filters: Collection[str] | None = None
    inputs: Collection[str] | None = None
    generator_words: Mapping[str, str] | None = None


UNCHECKED = Names()
"""Any name will do."""


def _check(found: Found) -> None:
    """Raises what was found, if anything."""
    if found:
        raise PydanticCustomError("setlist", "{text}", {"text": found[0][1], "found": found})


def _fault(text: str, *path: str) -> PydanticCustomError:
    """One thing that is wrong with a value as a whole, or with what is at `path` in it."""
    return PydanticCustomError("setlist", "{text}", {"text": text, "found": [(path, text)]})


def _names(info: ValidationInfo) -> Names:
    """The names that exist: the context with which a setlist is validated."""
    if not isinstance(info.context, Names):
        raise TypeError("a setlist is validated with its Names as the context")
    return info.context


def _check_name(kind: str, name: object, known: Collection[str] | None) -> Found:
    if not isinstance(name, str):
        return [((), _no_name(kind, name))]
    if known is not None and name not in known:
        return [((), unknown(kind, name, known))]
    return []


def _examples(known: Collection[str] | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """As many names that exist as `otherwise` has, for a hint; that where too few are known."""
    names = tuple(islice(known or (), len(otherwise)))
    return names if len(names) == len(otherwise) else otherwise


def _no_name(kind: str, value: object) -> str:
    return f"must be the name of a {kind} in quotes, not {value!r}"


def _style(value: Any, info: ValidationInfo) -> tuple[tuple[str, float], ...]:
    """`"woodcut"` or `{ woodcut = 0.7, lava = 0.3 }`."""
    known = _names(info).styles
    if isinstance(value, str):
        _check(_check_name("style", value, known))
        return ((value, 1.0),)
    if not isinstance(value, Mapping) or not value:
        a, b = _examples(known, ("one", "another"))
        raise _fault(f"must be a style's name, or a table like {{ {a} = 0.7, {b} = 0.3 }}, not {value!r}")
    found: Found = []
    for name, weight in value.items():
        found += [((name,), text) for _, text in _check_name("style", name, known)]
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 10:
            found.append(((name,), f"weight must be a number above 0, not {weight!r}"))
    _check(found)
    return tuple((name, float(weight)) for name, weight in value.items())


def _palette(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise _fault(_no_name("palette", value))
    _check(_check_name("palette", value, _names(info).palettes))
    return value


def _source(value: Any, info: ValidationInfo) -> str:
    """A generator, a picture or both, as realtime.scenery.source_name has it; load.py looks for its file.

    A picture is not text: the blocklist cannot judge what it shows.
    """
    if not isinstance(value, str):
        raise _fault(_no_name("source shader", value))
    try:
        named = parse_source(value)
    except UserError as error:
        raise _fault(str(error)) from None
    generators = [named.generator] if named.generator or not named.kind else []
    generators += [named.target] if named.kind == "generator" else []
    _check([slip for name in generators for slip in _check_generator(name, _names(info))])
    return str(named)


def _check_generator(name: str, names: Names) -> Found:
    """Of a name that is none, but a word for one, that one is suggested."""
    meant = (names.generator_words or {}).get(name.casefold())
    if meant is not None and names.sources is not None and name not in names.sources:
        return [((), f'unknown source shader "{name}"; did you mean "{meant}"?')]
    return _check_name("source shader", name, names.sources)


def _post(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    if not isinstance(value, list):
        a, b = _examples(_names(info).filters, ("first", "second"))
        raise _fault(f'must be a list of filter shaders like ["{a}", "{b}"], not {value!r}')
    _check(
        [
            ((index,), text)
            for index, name in enumerate(value)
            for _, text in _check_name("filter shader", name, _names(info).filters)
        ]
    )
    return tuple(value)


def _transition(value: Any, info: ValidationInfo) -> Transition:
    """`"dissolve"`, `"cut"` or `{ shader = "ink_spread", beats = 8 }`."""
    known = _names(info).transitions
    if value == "cut":
        return Transition(beats=0.0)
    if isinstance(value, str):
        _check(_check_name("transition", value, [*known, "cut"] if known is not None else None))
        return Transition(value)
    if not isinstance(value, Mapping):
        (name,) = _examples(known, (Transition().shader,))
        raise _fault(f'must be a name or a table like {{ shader = "{name}", beats = 4 }}, not {value!r}')
    plain = Transition()
    found: Found = [
        ((key,), unknown("key", key, ["shader", "beats"])) for key in value if key not in ("shader", "beats")
    ]
    shader, beats = value.get("shader", plain.shader), value.get("beats", plain.beats)
    found += [(("shader",), text) for _, text in _check_name("transition", shader, known)]
    if isinstance(beats, bool) or not isinstance(beats, int | float) or not 0 <= beats <= 256:
        found.append((("beats",), f"must be a number of beats from 0 to 256, not {beats!r}"))
    _check(found)
    return Transition(shader, float(beats))


def _after(value: Any) -> tuple[str, float]:
    """`"8 bars"`, `"30 s"`, `"2 min"` or `"operator"`."""
    if value == "operator":
        return ("operator", 0.0)
    match = _AFTER.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or float(match[1]) <= 0:
        raise _fault(f'must be like "8 bars", "30 s", "2 min" or "operator", not {value!r}')
    amount, unit = float(match[1]), match[2]
    if unit.startswith("bar"):
        return ("bars", amount)
    return ("seconds", amount * 60.0 if unit.startswith("min") else amount)


def _base(value: Any, info: ValidationInfo) -> dict[str, float]:
    """Nested tables flattened: `base.post.grain = 0.1` and `base = { "post.grain" = 0.1 }` are the same."""
    if not isinstance(value, Mapping):
        raise _fault(f"must be a table like {{ strength = 0.7, zoom = 0.05 }}, not {value!r}")
    flat: dict[str, float] = {}
    found: Found = []
    for path, number in _leaves(value):
        name = ".".join(path)
        try:
            target = find_target(name, _names(info).inputs)
        except UserError as error:
            found.append((path, str(error)))
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            found.append((path, f"must be a number, not {number!r}"))
        elif target is not None and not target.low <= number <= target.high:
            found.append((path, f"must be from {target.low:g} to {target.high:g} {target.unit}".strip()))
        else:
            flat[name] = float(number)
    _check(found)
    return flat


def _leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _range(value: Any) -> tuple[float, float]:
    numbers = isinstance(value, list) and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e6 for v in value
    )
    if not numbers or len(value) != 2:
        raise _fault(f"must be two numbers, [at rest, at full level], not {value!r}")
    return (float(value[0]), float(value[1]))


def _from(value: Any) -> str:
    return _found_by(find_signal, value)


def _to(value: Any, info: ValidationInfo) -> str:
    return _found_by(lambda name: find_target(name, _names(info).inputs), value)


def _found_by(find: Callable[[str], object], name: Any) -> str:
    if not isinstance(name, str):
        raise _fault(f"must be a name in quotes, not {name!r}")
    try:
        find(name)
    except UserError as error:
        raise _fault(str(error)) from None
    return name


def _key(description: str, *examples: str, **limits: Any) -> Any:
    """A key of the file; description and examples (as TOML) are what docs/setlist.md says of it."""
    return Field(description=description, examples=list(examples), **limits)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=False)


class RouteModel(BaseModel):
    """One route; keys that are not its own are options of its curve."""

    model_config = ConfigDict(strict=True, extra="allow")

    from_: Annotated[str, _key("The signal that is heard.", '"bass"', alias="from"), PlainValidator(_from)]
    to: Annotated[str, _key("The target that moves.", '"strength"'), PlainValidator(_to)]
    curve: Annotated[
        str, _key("The response curve; its options stand beside it, such as `exponent = 2.5`.", '"power"')
    ] = "linear"
    range: Annotated[
        tuple[float, float],
        _key("Values at rest and at full level; the first may be the larger.", "[0.25, 0.7]"),
        PlainValidator(_range),
    ] = (0.0, 1.0)
    attack: Annotated[
        float, _key("Time constant in seconds with which the value follows a rise.", "0.01", ge=0, le=60)
    ] = 0.0
    release: Annotated[
        float, _key("Time constant in seconds with which the value falls again.", "0.25", ge=0, le=60)
    ] = 0.0

    @model_validator(mode="after")
    def _curve_fits(self) -> RouteModel:
        family = FAMILIES.get(self.curve)
        if family is None:
            raise _fault(unknown("curve", self.curve, FAMILIES), "curve")
        _check(self._check_options([option.name for option in family.options]))
        return self

    def _check_options(self, known: list[str]) -> Found:
        extra = self.model_extra or {}
        own = ["from", "to", "curve", "range", "attack", "release"]
        wrong: Found = [((key,), unknown("key", key, own + known)) for key in extra if key not in known]
        if wrong:
            return wrong
        for key, value in extra.items():
            try:
                make_curve(self.curve, {key: value}, self.range)
            except UserError as error:
                wrong.append(((key,), str(error)))
        if not wrong:
            try:
                make_curve(self.curve, extra, self.range)
            except UserError as error:
                wrong.append((("curve",), str(error)))
        return wrong

    def route(self) -> Route:
        return Route(
            self.from_,
            self.to,
            self.curve,
            dict(self.model_extra or {}),
            self.range,
            self.attack,
            self.release,
        )


class SceneLook(_Strict):
    """What a scene may say, and what [defaults] may say for all scenes."""

    prompt: Annotated[
        str | None, _key("What is to be seen, in English or Korean.", '"a lighthouse in the rain"')
    ] = None
    negative: Annotated[
        str | None, _key("What is not to be seen; obeyed by diffusion models with guidance.", '"text"')
    ] = None
    prompt_b: Annotated[
        str | None,
        _key("The second prompt, with a source and palette of its own; `prompt_mix` leads there.", '"stars"'),
    ] = None
    style: Annotated[
        tuple[tuple[str, float], ...] | None,
        _key(
            "One style, or several with weights. Without it the prompt's words choose.",
            *('"woodcut"', "{ woodcut = 0.7, lava = 0.3 }"),
        ),
        PlainValidator(_style),
    ] = None
    style_b: Annotated[
        tuple[tuple[str, float], ...] | None,
        _key("The second style, where the target `style_mix` leads.", '"impasto"'),
        PlainValidator(_style),
    ] = None
    palette: Annotated[
        str | None,
        _key("The colours. Without it the prompt's words choose.", '"neon"'),
        PlainValidator(_palette),
    ] = None
    source: Annotated[
        str | None,
        _key(
            "What is painted over: a generator, a picture, or a picture over a generator. "
            "Without it the prompt's words choose.",
            *('"tunnel"', '"webcam:0"', '"tunnel + feedback"'),
        ),
        PlainValidator(_source),
    ] = None
    seed: Annotated[
        int | None,
        _key("Composes the picture. Without it the scene's name gives one.", "7", ge=0, lt=2**32),
    ] = None
    base: Annotated[
        dict[str, float] | None,
        _key("Values at rest, by target; beside those of [defaults].", "{ zoom = 0.02, post.grain = 0.1 }"),
        PlainValidator(_base),
    ] = None
    use: Annotated[
        list[str] | None, _key("Sets of routes of [routes], instead of those of [defaults].", '["kick"]')
    ] = None
    routes: Annotated[
        list[RouteModel] | None,
        _key("Further routes, beside those of `use` and [defaults].", '[{ from = "beat", to = "zoom" }]'),
    ] = None
    post: Annotated[
        tuple[str, ...] | None,
        _key("Filters over the picture, in this order, before the finish.", '["echo", "kaleido"]'),
        PlainValidator(_post),
    ] = None
    transition: Annotated[
        Transition | None,
        _key(
            "How the scene comes in: a transition, with its length in beats, or a cut. "
            'Without it `{ shader = "dissolve", beats = 4 }`.',
            *('"zoom_blur"', '{ shader = "ink_spread", beats = 8 }', '"cut"'),
        ),
        PlainValidator(_transition),
    ] = None
    after: Annotated[
        tuple[str, float] | None,
        _key(
            'When the next scene comes. Without it `"operator"`: by hand.',
            *('"8 bars"', '"30 s"', '"2 min"', '"operator"'),
        ),
        PlainValidator(_after),
    ] = None


class SceneModel(SceneLook):
    """A [[song.scene]]: its name, and what [defaults] may say."""

    name: Annotated[str, _key("Its name, once in a song.", '"Rain"', min_length=1)]


class SongModel(_Strict):
    """A [[song]]: its scenes, in playing order."""

    name: Annotated[str, _key("Its name.", '"Warm-up"', min_length=1)]
    audio: Annotated[
        str | None,
        _key("A sound file beside the setlist; the first one plays where no sound is named.", '"song.wav"'),
    ] = None
    scene: Annotated[
        list[SceneModel], _key("One [[song.scene]] for each scene.", '[{ name = "Rain" }]', min_length=1)
    ]


class SetlistModel(_Strict):
    """The file: its songs, in playing order."""

    name: Annotated[str, _key("Its name.", '"Club"', min_length=1)]
    loop: Annotated[bool, _key("Whether the first scene follows the last one.", "true")] = True
    defaults: Annotated[SceneLook, _key("What every scene starts from.", '{ palette = "neon" }')] = (
        SceneLook()
    )
    routes: Annotated[
        dict[str, list[RouteModel]],
        _key("Named sets of routes, for `use`.", '{ kick = [{ from = "beat", to = "zoom" }] }'),
    ] = {}
    song: Annotated[
        list[SongModel],
        _key("One [[song]] for each song.", '[{ name = "a", scene = [{ name = "b" }] }]', min_length=1),
    ]
