"""What each key of a setlist may say: the values as they are written, and what is wrong with those that do
not fit.

A reader takes the value as TOML gives it and returns it as a scene has it. An error's `found` lists
(sub-path, message), so that one check can report several things, each at its own line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from realtime.did_you_mean import suggest, unknown
from realtime.errors import UserError
from realtime.isf.channels import PARTS, written_value
from realtime.isf.inputs import TEXTURE_TYPES, Input
from realtime.mapping.signals import find_signal
from realtime.mapping.targets import find_target
from realtime.scenery.layers import BLENDS, PLACES
from realtime.scenery.palettes import palette_colour
from realtime.scenery.source_name import SCENE_PICTURE, parse_source
from realtime.scenery.style_picture import PREFIX, is_picture, picture_path
from realtime.setlist.change_rules import EXAMPLES, Rule, parse_rule
from realtime.setlist.scene import Transition

Found = list[tuple[tuple[str | int, ...], str]]


@dataclass(frozen=True, slots=True)
class Names:
    """What exists to be named in a setlist; None = not known here, so not checked.

    sources: generators; filters, transitions: shaders by kind; inputs: numbers of shader inputs by
    "layer.shader.input" and "layer.input"; written: the inputs themselves, by such names too;
    generator_words: of a word the generator that it calls for, to suggest one.
    """

    styles: Collection[str] | None = None
    palettes: Collection[str] | None = None
    sources: Collection[str] | None = None
    transitions: Collection[str] | None = None
    filters: Collection[str] | None = None
    inputs: Collection[str] | None = None
    written: Mapping[str, Input] = field(default_factory=dict)
    generator_words: Mapping[str, str] | None = None


UNCHECKED = Names()
"""Any name will do."""


def raise_found(found: Found) -> None:
    """Raises what was found, if anything."""
    if found:
        raise PydanticCustomError("setlist", "{text}", {"text": found[0][1], "found": found})


def fault(text: str, *path: str) -> PydanticCustomError:
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


def _check_look(kind: str, name: object, known: Collection[str] | None) -> Found:
    """Of a style or palette, which a picture may also be; load.py looks for its file."""
    if isinstance(name, str) and is_picture(name):
        if picture_path(name).name:
            return []
        return [((), f'"{PREFIX}" must be followed by the file, like "{PREFIX}cover.png"')]
    return _check_name(kind, name, known)


def _examples(known: Collection[str] | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """As many names that exist as `otherwise` has, for a hint; that where too few are known."""
    names = tuple(islice(known or (), len(otherwise)))
    return names if len(names) == len(otherwise) else otherwise


def _no_name(kind: str, value: object) -> str:
    return f"must be the name of a {kind} in quotes, not {value!r}"


def read_style(value: Any, info: ValidationInfo) -> tuple[tuple[str, float], ...]:
    """`"woodcut"`, `"picture:cover.png"` or `{ woodcut = 0.7, lava = 0.3 }`."""
    known = _names(info).styles
    if isinstance(value, str):
        raise_found(_check_look("style", value, known))
        return ((value, 1.0),)
    if not isinstance(value, Mapping) or not value:
        a, b = _examples(known, ("one", "another"))
        raise fault(f"must be a style's name, or a table like {{ {a} = 0.7, {b} = 0.3 }}, not {value!r}")
    found: Found = []
    for name, weight in value.items():
        found += [((name,), text) for _, text in _check_look("style", name, known)]
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 10:
            found.append(((name,), f"weight must be a number above 0, not {weight!r}"))
    raise_found(found)
    return tuple((name, float(weight)) for name, weight in value.items())


def read_palette(value: Any, info: ValidationInfo) -> str:
    if not isinstance(value, str):
        raise fault(_no_name("palette", value))
    raise_found(_check_look("palette", value, _names(info).palettes))
    return value


def read_image_prompt(value: Any) -> str:
    """`"picture:cover.png"`; load.py looks for its file."""
    if not isinstance(value, str) or not is_picture(value) or not picture_path(value).name:
        raise fault(f'must be a picture, like "{PREFIX}cover.png", not {value!r}')
    return value


def read_source(value: Any, info: ValidationInfo) -> str:
    """A generator, a picture or both, as realtime.scenery.source_name has it; load.py looks for its file.

    A picture is not text: the blocklist cannot judge what it shows.
    """
    if not isinstance(value, str):
        raise fault(_no_name("source shader", value))
    try:
        named = parse_source(value)
    except UserError as error:
        raise fault(str(error)) from None
    generators = [named.generator] if named.generator or not named.kind else []
    generators += [named.target] if named.kind == "generator" else []
    raise_found([slip for name in generators for slip in _check_generator(name, _names(info))])
    return str(named)


def _check_generator(name: str, names: Names) -> Found:
    """Of a name that is none, but a word for one, that one is suggested."""
    meant = (names.generator_words or {}).get(name.casefold())
    if meant is not None and names.sources is not None and name not in names.sources:
        return [((), f'unknown source shader "{name}"' + suggest([f'"{meant}"']))]
    return _check_name("source shader", name, names.sources)


def read_post(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    if not isinstance(value, list):
        a, b = _examples(_names(info).filters, ("first", "second"))
        raise fault(f'must be a list of filter shaders like ["{a}", "{b}"], not {value!r}')
    raise_found(
        [
            ((index,), text)
            for index, name in enumerate(value)
            for _, text in _check_name("filter shader", name, _names(info).filters)
        ]
    )
    return tuple(value)


def read_transition(value: Any, info: ValidationInfo) -> Transition:
    """`"dissolve"`, `"cut"` or `{ shader = "ink_spread", beats = 8 }`."""
    known = _names(info).transitions
    if value == "cut":
        return Transition(beats=0.0)
    if isinstance(value, str):
        raise_found(_check_name("transition", value, [*known, "cut"] if known is not None else None))
        return Transition(value)
    if not isinstance(value, Mapping):
        (name,) = _examples(known, (Transition().shader,))
        raise fault(f'must be a name or a table like {{ shader = "{name}", beats = 4 }}, not {value!r}')
    plain = Transition()
    found: Found = [
        ((key,), unknown("key", key, ["shader", "beats"])) for key in value if key not in ("shader", "beats")
    ]
    shader, beats = value.get("shader", plain.shader), value.get("beats", plain.beats)
    found += [(("shader",), text) for _, text in _check_name("transition", shader, known)]
    if isinstance(beats, bool) or not isinstance(beats, int | float) or not 0 <= beats <= 256:
        found.append((("beats",), f"must be a number of beats from 0 to 256, not {beats!r}"))
    raise_found(found)
    return Transition(shader, float(beats))


def read_after(value: Any) -> tuple[Rule, ...]:
    """`"8 bars"`, `"drop"` …, or a list of such rules, of which the first to come counts."""
    texts = value if isinstance(value, list) and value else [value]
    rules: list[Rule] = []
    found: Found = []
    for index, text in enumerate(texts):
        try:
            if not isinstance(text, str):
                raise UserError(f'must be like {", ".join(EXAMPLES)} or "operator", not {text!r}')
            rules.append(parse_rule(text))
        except UserError as error:
            found.append(((index,) if texts is value else (), str(error)))
    raise_found(found)
    return tuple(rules)


def read_base(value: Any, info: ValidationInfo) -> dict[str, float | str]:
    """Nested tables flattened: `base.post.grain = 0.1` and `base = { "post.grain" = 0.1 }` are the same.

    Of inputs that are no single number, their numbers: `post.tint.colour = "#ff8000"` is post.tint.colour.r
    …; of pictures their text (realtime.scenery.source_name).
    """
    if not isinstance(value, Mapping):
        raise fault(f"must be a table like {{ strength = 0.7, zoom = 0.05 }}, not {value!r}")
    flat: dict[str, float | str] = {}
    found: Found = []
    for path, number in _leaves(value):
        name = ".".join(path)
        one = _names(info).written.get(name)
        if one is not None and (one.type in TEXTURE_TYPES or one.type in PARTS or not _is_number(number)):
            try:
                flat |= _written(name, one, number, _names(info))
            except (UserError, ValueError) as error:
                found.append((path, str(error)))
            continue
        try:
            target = find_target(name, _names(info).inputs)
        except UserError as error:
            found.append((path, str(error)))
            continue
        if not _is_number(number):
            found.append((path, f"must be a number, not {number!r}"))
        elif target is not None and not target.low <= number <= target.high:
            found.append((path, f"must be from {target.low:g} to {target.high:g} {target.unit}".strip()))
        else:
            flat[name] = float(number)
    raise_found(found)
    return flat


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _written(name: str, one: Input, value: object, names: Names) -> Mapping[str, float | str]:
    """What `value` is for the input `name`. Raises UserError or ValueError."""
    if one.type == "image":
        if not isinstance(value, str):
            raise ValueError(f'must be a picture like "still:mask.png", not {value!r}')
        parsed = parse_source(value)
        if parsed.generator and (parsed.kind or parsed.generator != SCENE_PICTURE):
            raise ValueError(
                f'must be one picture: "still:…", "video:…", "webcam:0", "generator:…", "feedback" or '
                f'"{SCENE_PICTURE}", not {value!r}'
            )
        if name.startswith("source.") and (parsed.generator or parsed.kind == "generator"):
            raise ValueError(f'must be "still:…", "video:…", "webcam:0" or "feedback", not {value!r}')
        wrong = _check_generator(parsed.target, names) if parsed.kind == "generator" else []
        if wrong:
            raise ValueError(wrong[0][1])
        return {name: str(parsed)}
    if one.type in TEXTURE_TYPES:
        raise ValueError("is filled by the sound")
    layer = name.removesuffix(one.name)
    return {layer + channel: number for channel, number in written_value(one, value, palette_colour).items()}


def _leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterable[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def read_layer_source(value: Any, info: ValidationInfo) -> str:
    """One picture, as for an image input; load.py looks for its file."""
    named = read_source(value, info)
    parsed = parse_source(named)
    if parsed.generator or parsed.kind == "feedback":
        raise fault(f'must be one picture: "still:…", "video:…", "webcam:0" or "generator:…", not {value!r}')
    return named


def read_place(value: Any) -> str:
    return _one_of("place", value, PLACES)


def read_blend(value: Any) -> str:
    return _one_of("blend mode", value, BLENDS)


def _one_of(kind: str, value: Any, known: Collection[str]) -> str:
    raise_found(_check_name(kind, value, known))
    return str(value)


def read_range(value: Any) -> tuple[float, float]:
    numbers = isinstance(value, list) and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e6 for v in value
    )
    if not numbers or len(value) != 2:
        raise fault(f"must be two numbers, [at rest, at full level], not {value!r}")
    return (float(value[0]), float(value[1]))


def read_from(value: Any) -> str:
    return _found_by(find_signal, value)


def read_to(value: Any, info: ValidationInfo) -> str:
    return _found_by(lambda name: find_target(name, _names(info).inputs), value)


def _found_by(find: Callable[[str], object], name: Any) -> str:
    if not isinstance(name, str):
        raise fault(f"must be a name in quotes, not {name!r}")
    try:
        find(name)
    except UserError as error:
        raise fault(str(error)) from None
    return name
