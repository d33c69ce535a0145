"""The shape of a setlist file: which keys it has, and what each says of itself.

The models check one file as it was written; load.py turns them into scenes. What a single value may be
stands in values.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import PlainValidator

from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.mapping.curves import FAMILIES, make_curve
from realtime.mapping.route import Place, Route
from realtime.mapping.targets import PROMPTS
from realtime.scenery.layers import COUNT, LayerAbove
from realtime.scenery.source_name import parse_source
from realtime.setlist.change_rules import EXAMPLES, Rule
from realtime.setlist.scene import Transition
from realtime.setlist.values import (
    Found,
    fault,
    raise_found,
    read_after,
    read_base,
    read_blend,
    read_from,
    read_image_prompt,
    read_layer_source,
    read_palette,
    read_place,
    read_post,
    read_range,
    read_source,
    read_style,
    read_to,
    read_transition,
)


def _key(description: str, *examples: str, **limits: Any) -> Any:
    """A key of the file; description and examples (as TOML) are what docs/setlist.md says of it."""
    return Field(description=description, examples=list(examples), **limits)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=False)


class RouteModel(BaseModel):
    """One route; keys that are not its own are options of its curve."""

    model_config = ConfigDict(strict=True, extra="allow")

    from_: Annotated[
        str, _key("The signal that is heard.", '"bass"', alias="from"), PlainValidator(read_from)
    ]
    to: Annotated[str, _key("The target that moves.", '"strength"'), PlainValidator(read_to)]
    curve: Annotated[
        str, _key("The response curve; its options stand beside it, such as `exponent = 2.5`.", '"power"')
    ] = "linear"
    range: Annotated[
        tuple[float, float],
        _key("Values at rest and at full level; the first may be the larger.", "[0.25, 0.7]"),
        PlainValidator(read_range),
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
            raise fault(unknown("curve", self.curve, FAMILIES), "curve")
        raise_found(self._check_options([option.name for option in family.options]))
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

    def route(self, place: Place) -> Route:
        return Route(
            self.from_,
            self.to,
            self.curve,
            dict(self.model_extra or {}),
            self.range,
            self.attack,
            self.release,
            place,
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
    prompts: Annotated[
        list[Annotated[str, Field(min_length=1)]] | None,
        _key(
            f"Up to {PROMPTS} more, mixed in by the targets `prompt_1`, `prompt_2` …; what these leave of 1 "
            "is the scene's own prompt's.",
            '["a wild sea", "a red desert"]',
            max_length=PROMPTS,
        ),
    ] = None
    image_prompt: Annotated[
        str | None,
        _key(
            "A picture that a diffusion model takes beside the words, where it was compiled with an "
            "IP-Adapter.",
            '"picture:cover.png"',
        ),
        PlainValidator(read_image_prompt),
    ] = None
    style: Annotated[
        tuple[tuple[str, float], ...] | None,
        _key(
            "One style, or several with weights; any picture is one. Without it the prompt's words choose.",
            *('"woodcut"', '"picture:cover.png"', '{ woodcut = 0.7, "picture:cover.png" = 0.3 }'),
        ),
        PlainValidator(read_style),
    ] = None
    style_b: Annotated[
        tuple[tuple[str, float], ...] | None,
        _key("The second style, where the target `style_mix` leads.", '"impasto"'),
        PlainValidator(read_style),
    ] = None
    palette: Annotated[
        str | None,
        _key(
            "The colours, by name or as a picture has them. Without it a style that is a picture gives its "
            "own, or the prompt's words choose.",
            *('"neon"', '"picture:cover.png"'),
        ),
        PlainValidator(read_palette),
    ] = None
    source: Annotated[
        str | None,
        _key(
            "What is painted over: a generator, a picture, or a picture over a generator. "
            "Without it the prompt's words choose.",
            *('"tunnel"', '"webcam:0"', '"tunnel + feedback"'),
        ),
        PlainValidator(read_source),
    ] = None
    seed: Annotated[
        int | None,
        _key("Composes the picture. Without it the scene's name gives one.", "7", ge=0, lt=2**32),
    ] = None
    base: Annotated[
        dict[str, float | str] | None,
        _key(
            "Values at rest, by target; beside those of [defaults]. Of shader inputs also labels, points, "
            "colours and pictures.",
            *("{ zoom = 0.02, post.grain = 0.1 }", '{ post.mirror.mirror_axis = "both" }'),
        ),
        PlainValidator(read_base),
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
        PlainValidator(read_post),
    ] = None
    transition: Annotated[
        Transition | None,
        _key(
            "How the scene comes in: a transition, with its length in beats, or a cut. "
            'Without it `{ shader = "dissolve", beats = 4 }`.',
            *('"zoom_blur"', '{ shader = "ink_spread", beats = 8 }', '"cut"'),
        ),
        PlainValidator(read_transition),
    ] = None
    after: Annotated[
        tuple[Rule, ...] | None,
        _key(
            "When the next scene comes, or a list of such, of which the first to come counts: after bars or "
            "time, at a drop, as a build-up or quiet begins, at a time of the song or of the day. "
            'Without it `"operator"`: by hand.',
            *EXAMPLES,
            '["32 bars", "drop after 8 bars"]',
            '"operator"',
        ),
        PlainValidator(read_after),
    ] = None


class SceneModel(SceneLook):
    """A [[song.scene]]: its name, and what [defaults] may say."""

    name: Annotated[str, _key("Its name, once in a song.", '"Rain"', min_length=1)]


class LayerModel(_Strict):
    """A [[layer]] above the picture, on all scenes."""

    text: Annotated[
        str,
        _key(
            "Words; `{scene}` and `{song}` stand for the names, `\\n` begins a line.", '"Anacrusis · {song}"'
        ),
    ] = ""
    source: Annotated[
        str,
        _key(
            "A picture instead; see-through parts stay so in a still.", '"still:logo.png"', '"video:clip.mp4"'
        ),
        PlainValidator(read_layer_source),
    ] = ""
    place: Annotated[str, _key("Where it stands.", '"top right"', '"bottom"'), PlainValidator(read_place)] = (
        "middle"
    )
    x: Annotated[float, _key("Moves it to the right, in half heights.", "0.1", ge=-3, le=3)] = 0.0
    y: Annotated[float, _key("Moves it up, in half heights.", "-0.1", ge=-3, le=3)] = 0.0
    size: Annotated[
        float, _key("Its height (of words: a line's), in heights of the picture.", "0.1", gt=0, le=4)
    ] = 0.1
    opacity: Annotated[float, _key("How far it covers the picture.", "0.8", ge=0, le=1)] = 1.0
    blend: Annotated[
        str, _key("How it is blended with the picture.", '"add"', '"screen"'), PlainValidator(read_blend)
    ] = "normal"

    @model_validator(mode="after")
    def _shows_one_thing(self) -> LayerModel:
        if bool(self.text) == bool(self.source):
            raise fault("a layer has either a text or a source")
        return self

    def layer(self, folder: Path) -> LayerAbove:
        source = str(parse_source(self.source).within(folder)) if self.source else ""
        return LayerAbove(self.text, source, self.place, self.x, self.y, self.size, self.opacity, self.blend)


class LetteringModel(_Strict):
    """What is written over a song; files are looked for beside the setlist."""

    title: Annotated[str, _key("Over the beginning.", '"Rain on Sunday"')] = ""
    artist: Annotated[str, _key("Under the title.", '"이하늘"')] = ""
    lyrics: Annotated[str | None, _key("Lyrics with times, line by line.", '"song.lrc"')] = None
    credits: Annotated[list[str], _key("Over the end.", '["Song: 이하늘"]')] = []
    logo: Annotated[
        str | None, _key("A picture in the upper right corner; see-through parts stay so.", '"logo.png"')
    ] = None
    place: Annotated[
        Literal["top", "middle", "bottom"], _key("Where the lyrics stand: top, middle or bottom.", '"bottom"')
    ] = "bottom"
    font: Annotated[str | None, _key("A font file (TTF, OTF) to write in.", '"Nanum.ttf"')] = None


class SongModel(_Strict):
    """A [[song]]: its scenes, in playing order."""

    name: Annotated[str, _key("Its name.", '"Warm-up"', min_length=1)]
    audio: Annotated[
        str | None,
        _key("A sound file beside the setlist; the first one plays where no sound is named.", '"song.wav"'),
    ] = None
    lettering: Annotated[
        LetteringModel | None,
        _key(
            "What is written over it: title, artist, lyrics, credits, a logo.",
            '{ title = "Rain on Sunday", lyrics = "song.lrc" }',
        ),
    ] = None
    scene: Annotated[
        list[SceneModel], _key("One [[song.scene]] for each scene.", '[{ name = "Rain" }]', min_length=1)
    ]


class SetlistModel(_Strict):
    """The file: its songs, in playing order."""

    name: Annotated[str, _key("Its name.", '"Club"', min_length=1)]
    venue: Annotated[
        str,
        _key("How strict the blocklist is: a `[venue.NAME]` of it: museum, all_ages or club.", '"museum"'),
    ] = ""
    loop: Annotated[bool, _key("Whether the first scene follows the last one.", "true")] = True
    defaults: Annotated[SceneLook, _key("What every scene starts from.", '{ palette = "neon" }')] = (
        SceneLook()
    )
    routes: Annotated[
        dict[str, list[RouteModel]],
        _key("Named sets of routes, for `use`.", '{ kick = [{ from = "beat", to = "zoom" }] }'),
    ] = {}
    layer: Annotated[
        list[LayerModel],
        _key(
            "One [[layer]] for each layer above the picture, from the lowest.",
            '[{ source = "still:logo.png" }]',
            max_length=COUNT,
        ),
    ] = []
    song: Annotated[
        list[SongModel],
        _key("One [[song]] for each song.", '[{ name = "a", scene = [{ name = "b" }] }]', min_length=1),
    ]
