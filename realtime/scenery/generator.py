"""A generator: a procedural picture in a `.fs` file, and what its header says of it under "ANACRUSIS"."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from realtime.did_you_mean import unknown
from realtime.isf.inputs import Input
from realtime.isf.parse import IsfDescription, ShaderError
from realtime.resources import SHADERS
from realtime.scenery.objects.placed import Ground
from realtime.scenery.palettes import PALETTES
from realtime.scenery.source_name import FEEDBACK
from realtime.scenery.styles import STYLES_BY_NAME
from realtime.scenery.weather import WEATHER
from realtime.scenery.word_index import words_of

KEY = "ANACRUSIS"
FOLLOWED = frozenset(("zoom", "octave", "rotation", "shift_x", "shift_y"))
"""Inputs by which a generator follows the camera itself."""
NEARNESS = "shows_nearness"
"""A bool input: how near each place is, black far to white near, in place of the colours."""
# The painter does these itself, for every source alike: the palette turns, the picture is punched.
PAINTERS_OWN = (
    frozenset(("hue", "punch", "speed", "mix", "seed", "c0", "c1", "c2", "c3", NEARNESS)) | FOLLOWED
)
# What every generator has; all further float inputs of one are its traits.
_COMMON = PAINTERS_OWN | {"glow", "warp", "detail"}
_LAST = 1_000_000
_Where = tuple[str | int, ...]
USUAL_AMOUNT = 0.78

_Words = list[Annotated[str, Field(min_length=1)]]
_Name = Annotated[str, Field(min_length=1)]
_Height = Annotated[float, Field(ge=-1, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class _Called(_Strict):
    """Words in English and Korean; why: a remark for the reader of the file."""

    en: _Words = []
    ko: _Words = []
    why: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(" ".join(words_of(word)) for word in (*self.en, *self.ko))


class _CallingWords(_Called):
    weight: Annotated[float, Field(ge=-10, le=10)] = 1.0


class _Trait(_CallingWords):
    """weight: by which its words call for the generator, too; 0 where they do not."""

    weight: Annotated[float, Field(ge=-10, le=10)] = 0.0
    set: dict[str, Annotated[float, Field(ge=0, le=1)]]


class _Companions(_Strict):
    goes_on: list[_Name] = []
    opens_up: list[_Name] = []
    rests: list[_Name] = []


class _Header(_Strict):
    rank: Annotated[int, Field(ge=0, lt=_LAST)] = _LAST
    amount: Annotated[float, Field(ge=0, le=1)] = USUAL_AMOUNT
    landscape: bool = False
    indoors: bool = False
    bare: list[_Name] = []
    restless: bool = False
    words: list[_CallingWords] = []
    traits: list[_Trait] = []
    motifs: list[list[_Name]] = []
    companions: _Companions = _Companions()
    looks: list[Annotated[list[str], Field(min_length=3, max_length=3)]] = []
    ground: _Height | None = None
    water: _Height | None = None
    sky: _Height = Ground.sky


@dataclass(frozen=True, slots=True)
class Calling:
    """Words, in small letters, that call for something: values by name."""

    values: Mapping[str, float]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Generator:
    """A file's description and its header's facts; the defaults are for a file that has none.

    words: call for the generator itself, with their weight; traits: words for its inputs; amount: share of
    the painter's network in a painting of it, 0..1; landscape: endless to either side only, so the camera
    travels along it; indoors: one sees weather only where its picture's alpha says that one sees outdoors;
    restless: too much for a gentle film; motifs: inputs of which one group is seen, by the seed, where no
    words choose; companions: generators for other views of the same world, where a song goes on, opens up
    and rests; looks: (palette, style, style) that suit it; rank: its place among equals; ground: where things
    stand, swim and fly in it; bare: traits with which no tables are in it.
    """

    description: IsfDescription
    words: tuple[Calling, ...]
    traits: tuple[Calling, ...]
    amount: float
    landscape: bool
    indoors: bool
    restless: bool
    motifs: tuple[tuple[str, ...], ...]
    companions: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    looks: tuple[tuple[str, str, str], ...]
    rank: int
    ground: Ground
    bare: frozenset[str]

    @property
    def name(self) -> str:
        return self.description.name

    def ground_with(self, traits: Mapping[str, float]) -> Ground:
        """Where things stand in it with these traits."""
        bare = any(traits.get(name) for name in self.bare)
        return replace(self.ground, tables=self.ground.tables and not bare)

    @property
    def users_own(self) -> bool:
        """It is no file of the program's."""
        return not self.description.path.is_relative_to(SHADERS)

    @property
    def trait_inputs(self) -> tuple[Input, ...]:
        """Its own float inputs, beside those that every generator has."""
        return tuple(
            one for one in self.description.inputs if one.type == "float" and one.name not in _COMMON
        )

    @property
    def knows_nearness(self) -> bool:
        """Can it say how near each place of its picture is (NEARNESS)?"""
        return any(one.name == NEARNESS and one.type == "bool" for one in self.description.inputs)

    @property
    def follows(self) -> frozenset[str]:
        """Of the camera's movement, what it follows by itself."""
        return FOLLOWED & {one.name for one in self.description.inputs}


def is_generator(description: IsfDescription) -> bool:
    """Whether a shader can be painted over: one that needs no picture of the scene to begin with."""
    return description.kind == "generator" and description.name != FEEDBACK


def read_generator(description: IsfDescription) -> Generator:
    """What the header of a generator says. Raises ShaderError with file and line."""
    facts = {} if description.anacrusis is None else description.anacrusis
    try:
        header = _Header.model_validate(facts)
    except ValidationError as error:
        first = error.errors()[0]
        raise _wrong(description, first["loc"], _message(first)) from None
    _check_names(description, header)
    companions = header.companions
    return Generator(
        description=description,
        words=tuple(
            Calling({description.name: row.weight}, row.words)
            for row in [*header.words, *header.traits]
            if row.weight
        ),
        traits=tuple(Calling(row.set, row.words) for row in header.traits),
        amount=header.amount,
        landscape=header.landscape,
        indoors=header.indoors,
        restless=header.restless,
        motifs=tuple(map(tuple, header.motifs)),
        companions=(tuple(companions.goes_on), tuple(companions.opens_up), tuple(companions.rests)),
        looks=tuple((palette, style, other) for palette, style, other in header.looks),
        rank=header.rank,
        ground=Ground(header.ground, header.water, header.sky, header.indoors, header.indoors),
        bare=frozenset(header.bare),
    )


def _check_names(description: IsfDescription, header: _Header) -> None:
    inputs = [one.name for one in description.inputs if one.type == "float"]
    checks: list[tuple[_Where, str, str, Collection[str]]] = []
    for at, (palette, *styles) in enumerate(header.looks):
        checks.append((("looks", at), "palette", palette, PALETTES))
        checks += [(("looks", at), "style", style, STYLES_BY_NAME) for style in styles]
    for at, row in enumerate(header.traits):
        checks += [(("traits", at, "set"), "float input", name, [*inputs, *WEATHER]) for name in row.set]
    for at, motif in enumerate(header.motifs):
        checks += [(("motifs", at), "float input", name, inputs) for name in motif]
    checks += [(("bare",), "float input", name, inputs) for name in header.bare]
    for where, kind, name, known in checks:
        if name not in known:
            raise _wrong(description, (*where, name), unknown(kind, name, known))
    for key in ("words", "traits"):
        for at, row in enumerate(getattr(header, key)):
            if "" in row.words or not row.words:
                raise _wrong(description, (key, at), "needs words in English (en) or Korean (ko)")


def _message(error: ErrorDetails) -> str:
    where = error["loc"]
    if error["type"] == "extra_forbidden":
        rows: dict[object, type[BaseModel]] = {
            "words": _CallingWords,
            "traits": _Trait,
            "companions": _Companions,
        }
        model = rows.get(where[0], _Header) if len(where) > 1 else _Header
        return unknown("key", str(where[-1]), model.model_fields)
    return f"{error['msg'][0].lower()}{error['msg'][1:]}, not {error['input']!r}"


def _wrong(description: IsfDescription, where: _Where, message: str) -> ShaderError:
    """The error for what stands at `where` under our key."""
    path = ".".join(map(str, (KEY, *where)))
    return ShaderError(description.path, _line(description.path, where), f"{path}: {message}.")


def _line(path: Path, where: _Where) -> int:
    """The line of a header's value; where the file was changed meanwhile, one near it."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    at = max(text.find(f'"{KEY}"'), 0)
    for part in where:
        if isinstance(part, int):
            at = _item(text, text.find("[", at) + 1, part)
        elif (found := text.find(f'"{part}"', at)) >= 0:
            at = found
    return text.count("\n", 0, at) + 1


def _item(text: str, at: int, number: int) -> int:
    """Where the item of that number begins, of a JSON list whose first one begins at `at`."""
    decoder = json.JSONDecoder(strict=False)
    for _ in range(number):
        try:
            _, at = decoder.raw_decode(text, _after_blanks(text, at))
        except json.JSONDecodeError:
            break
    return _after_blanks(text, at)


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at
