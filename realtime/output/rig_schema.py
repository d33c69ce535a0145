"""The shape of a rig file: which outputs it may have, and what each says of itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from realtime.did_you_mean import unknown
from realtime.mapping.signals import SIGNALS
from realtime.output.light.artnet import MOST_CHANNELS
from realtime.output.light.fixture import COLOURS, Fixture
from realtime.setlist.reference import tables_markdown
from realtime.setlist.values import Found, fault, raise_found
from realtime.stage.screen_map import UNPINNED, ScreenMap, convex

Point = tuple[float, float]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


def key(description: str, *examples: str, **limits: Any) -> Any:
    """A key of the file; description and examples (as TOML) are what docs/outputs.md says of it."""
    return Field(description=description, examples=list(examples), **limits)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class FixtureModel(Strict):
    """A [[light.fixture]]."""

    name: Annotated[str, key("For people.", '"front wash"')] = ""
    address: Annotated[
        int,
        key("Its first channel, counted from 1, as it is set on the fixture.", "1", ge=1, le=MOST_CHANNELS),
    ]
    channels: Annotated[
        list[str | int],
        key(
            f"What its channels take, in order: of the picture {', '.join(f'`{name}`' for name in COLOURS)}; "
            "of the sound a [signal](routes.md#signals-from-0-to-1), such as `beat`; or a fixed level "
            "from 0 to 255.",
            '["red", "green", "blue"]',
            '[255, "beat", "red", "green", "blue"]',
            min_length=1,
        ),
    ]
    at: Annotated[
        tuple[Share, Share, Share, Share],
        key(
            "The part of the picture that it follows: left, top, width, height, as shares.", "[0, 0, 0.5, 1]"
        ),
    ] = (0.0, 0.0, 1.0, 1.0)
    count: Annotated[
        int, key("So many equal ones, a strip: they share the part among them.", "60", ge=1, le=512)
    ] = 1
    step: Annotated[
        int,
        key("Channels from one of a strip to the next; as many as it has unless given.", "4", ge=0, le=512),
    ] = 0
    down: Annotated[bool, key("The strip runs down the picture, not across.", "true")] = False
    gamma: Annotated[
        float,
        key(
            "How it answers levels: 1 gives light in proportion, 2.2 is as screens do.", "2.2", ge=0.2, le=5.0
        ),
    ] = 1.0
    most: Annotated[float, key("Its level at full light, 0 to 1.", "0.8", ge=0.0, le=1.0)] = 1.0

    @model_validator(mode="after")
    def _fits(self) -> FixtureModel:
        found: Found = []
        for index, what in enumerate(self.channels):
            if isinstance(what, int):
                if not 0 <= what <= 255:
                    found.append((("channels", index), f"a fixed level is from 0 to 255, not {what}"))
            elif what not in COLOURS and what not in SIGNALS:
                found.append((("channels", index), unknown("channel", what, [*COLOURS, *SIGNALS])))
        if self.step and self.step < len(self.channels):
            found.append((("step",), f"is less than its {len(self.channels)} channels"))
        left, top, width, height = self.at
        if not (width and height) or left + width > 1.0 + 1e-6 or top + height > 1.0 + 1e-6:
            found.append((("at",), "is not within the picture: left + width and top + height are at most 1"))
        if not found and self.fixture().last > MOST_CHANNELS:
            found.append(
                (("address",), f"its last channel would be {self.fixture().last}, above {MOST_CHANNELS}")
            )
        raise_found(found)
        return self

    def fixture(self) -> Fixture:
        return Fixture(
            self.name,
            self.address,
            tuple(map(str, self.channels)),
            self.at,
            self.count,
            self.step,
            self.down,
            self.gamma,
            self.most,
        )


class LightModel(Strict):
    """A [[light]]: one universe that is sent."""

    name: Annotated[
        str, key("For people; the head-up display says it where something is wrong.", '"truss"')
    ] = ""
    protocol: Annotated[Literal["artnet", "sacn"], key("How it is sent.", '"artnet"', '"sacn"')]
    universe: Annotated[
        int,
        key("Art-Net counts from 0 (net, sub-net and universe in one), sACN from 1.", "0", ge=0, le=63999),
    ]
    host: Annotated[
        str,
        key(
            "Where to: a node, or a broadcast address. sACN without it goes to its multicast group.",
            '"10.0.0.20"',
        ),
    ] = ""
    port: Annotated[int, key("Its UDP port, where it is not the protocol's own.", "6454", ge=0, le=65535)] = 0
    rate: Annotated[float, key("Most packets a second.", "40", ge=1.0, le=60.0)] = 40.0
    priority: Annotated[int, key("Of sACN: the highest that a fixture hears wins.", "100", ge=0, le=200)] = (
        100
    )
    fixture: Annotated[
        list[FixtureModel], key("One [[light.fixture]] for each.", "[{ address = 1 }]", min_length=1)
    ]

    @model_validator(mode="after")
    def _can_be_sent(self) -> LightModel:
        if self.protocol == "artnet" and not self.host:
            raise fault('Art-Net needs a host, such as "10.0.0.20"', "host")
        if self.protocol == "artnet" and self.universe > 0x7FFF:
            raise fault("Art-Net's universes end at 32767", "universe")
        if self.protocol == "sacn" and self.universe < 1:
            raise fault("sACN's universes begin at 1", "universe")
        return self


class BlendModel(Strict):
    """The soft edges of a screen."""

    left: Annotated[Share, key("Width of the soft edge, as a share of the screen.", "0.1")] = 0.0
    top: Annotated[Share, key("The same, at the top.", "0.1")] = 0.0
    right: Annotated[Share, key("The same, at the right.", "0.1")] = 0.0
    bottom: Annotated[Share, key("The same, at the bottom.", "0.1")] = 0.0


class ScreenModel(Strict):
    """A [[screen]]: a window that shows the picture, or a part of it, as its projector needs it."""

    name: Annotated[
        str,
        key("Begins its controls, such as `screen.left.top_left_x`.", '"left"', pattern="^[a-z][a-z0-9_]*$"),
    ]
    display: Annotated[
        str,
        key(
            "The display's number or a part of its name: `live.py devices`. With a plus between them, "
            "several as one.",
            '"HDMI-1"',
            '"HDMI-1+HDMI-2"',
        ),
    ] = "0"
    window: Annotated[
        tuple[int, int] | None,
        key("Width and height of a window; the full screen unless given.", "[960, 540]"),
    ] = None
    crop: Annotated[
        tuple[Share, Share, Share, Share],
        key("The part of the picture that it shows: left, top, width, height, as shares.", "[0, 0, 0.55, 1]"),
    ] = (0.0, 0.0, 1.0, 1.0)
    rotate: Annotated[Literal[0, 90, 180, 270], key("How far the picture is turned clockwise.", "90")] = 0
    mirror: Annotated[bool, key("For projection from behind.", "true")] = False
    corners: Annotated[
        tuple[Point, Point, Point, Point],
        key(
            "Where the corners are pinned, as shares of the screen: top left, top right, bottom right and "
            "bottom left.",
            "[[0.1, 0], [0.9, 0], [1, 1], [0, 1]]",
        ),
    ] = UNPINNED
    mesh: Annotated[
        tuple[tuple[Point, ...], ...],
        key(
            "Rows of points to which the picture is bent before it is pinned, for columns and domes.",
            "[[[0, 0], [0.5, 0.1], [1, 0]], [[0, 1], [0.5, 0.9], [1, 1]]]",
        ),
    ] = ()
    blend: Annotated[BlendModel, key("Its soft edges.", "{ right = 0.1 }")] = BlendModel()
    gamma: Annotated[float, key("The projector's, so that two soft edges add up.", "2.2", ge=1.0, le=4.0)] = (
        2.2
    )
    mask: Annotated[
        str, key("A picture beside this file; its dark or transparent parts stay black.", '"mask.png"')
    ] = ""
    fps: Annotated[float, key("Most pictures a second, of further screens.", "60", ge=1.0, le=240.0)] = 60.0

    @model_validator(mode="after")
    def _can_be_drawn(self, info: ValidationInfo) -> ScreenModel:
        found: Found = []
        if not convex(self.corners):
            found.append(
                (("corners",), "cross, or stand in a line: top left, top right, bottom right, bottom left")
            )
        left, top, width, height = self.crop
        if not (width and height) or left + width > 1.0 + 1e-6 or top + height > 1.0 + 1e-6:
            found.append(
                (("crop",), "is not within the picture: left + width and top + height are at most 1")
            )
        if self.mesh and (len(self.mesh) < 2 or len(self.mesh[0]) < 2 or len(set(map(len, self.mesh))) > 1):
            found.append((("mesh",), "has two rows or more, each of equally many points, two or more"))
        if self.mask:
            mask = (info.context or Path()) / self.mask
            if not mask.is_file():
                found.append((("mask",), f"there is no picture {mask}"))
            self.mask = str(mask)
        raise_found(found)
        return self

    def map(self) -> ScreenMap:
        blend = self.blend.left, self.blend.top, self.blend.right, self.blend.bottom
        mask = Path(self.mask) if self.mask else None
        return ScreenMap(
            self.crop, self.rotate, self.mirror, self.corners, self.mesh, blend, self.gamma, mask
        )

    def unmapped(self) -> ScreenModel:
        """Without what a window takes up while it is open."""
        return self.model_copy(
            update={name: type(self).model_fields[name].default for name in _TAKEN_UP_LIVE}
        )


_TAKEN_UP_LIVE = ("rotate", "mirror", "corners", "mesh", "blend", "gamma", "mask")


class OperatorModel(Strict):
    """The [operator]: a window for the operator, so that the wall stays clean."""

    display: Annotated[str, key("The display's number or a part of its name.", '"eDP-1"')] = "0"
    window: Annotated[tuple[int, int] | None, key("Width and height.", "[1280, 720]")] = (960, 540)
    fps: Annotated[float, key("Most pictures a second.", "15", ge=1.0, le=60.0)] = 15.0


class VideoModel(Strict):
    """A [[video]]: the picture for other programs."""

    to: Annotated[
        Literal["ndi", "camera", "spout", "syphon"],
        key("NDI, a virtual camera, Spout or Syphon.", '"ndi"', '"camera"'),
    ]
    name: Annotated[str, key("What other programs find it by.", '"Anacrusis"', min_length=1)] = "Anacrusis"
    size: Annotated[
        tuple[int, int] | None,
        key(
            "Width and height; the show's own unless given. Other proportions are fitted in.", "[1920, 1080]"
        ),
    ] = None
    fps: Annotated[float, key("Most pictures a second.", "60", ge=1.0, le=120.0)] = 30.0
    device: Annotated[str, key("Of a virtual camera; the first unless given.", '"/dev/video2"')] = ""

    @model_validator(mode="after")
    def _size_is_usual(self) -> VideoModel:
        if self.size is not None and not all(16 <= side <= 8192 and side % 2 == 0 for side in self.size):
            raise fault("both sides must be even, from 16 to 8192 pixels", "size")
        return self


class DeskModel(Strict):
    """The [desk]: Art-Net that plays the show's controls."""

    universe: Annotated[int, key("The universe that is listened to, from 0.", "1", ge=0, le=0x7FFF)]
    channels: Annotated[
        dict[str, Annotated[int, Field(ge=1, le=MOST_CHANNELS)]],
        key(
            "The channel that plays each [control](controls.md).",
            '{ master = 1, "strength.gain" = 2, "scene.go" = 3 }',
            min_length=1,
        ),
    ]
    listen: Annotated[
        str, key("The address of this machine that is listened at; all unless given.", '"0.0.0.0"')
    ] = "0.0.0.0"
    port: Annotated[int, key("The UDP port, where it is not Art-Net's own.", "6454", ge=0, le=65535)] = 6454
    allow: Annotated[
        list[str], key("Machines or networks that may send; all unless given.", '["10.0.0.0/24"]')
    ] = []


class RigModel(Strict):
    """The file."""

    size: Annotated[
        tuple[int, int] | None,
        key(
            "Width and height of the whole picture; what fills the first screen unless given.", "[3456, 1080]"
        ),
    ] = None
    screen: Annotated[list[ScreenModel], key("One [[screen]] for each.", '[{ name = "left" }]')] = []
    operator: Annotated[OperatorModel | None, key("The operator's window.", '{ display = "0" }')] = None
    video: Annotated[list[VideoModel], key("One [[video]] for each.", '[{ to = "ndi" }]')] = []
    light: Annotated[list[LightModel], key("One [[light]] for each universe.", "[{ universe = 0 }]")] = []
    desk: Annotated[DeskModel | None, key("A lighting desk's hand.", "{ universe = 1 }")] = None

    @property
    def maps(self) -> dict[str, ScreenMap]:
        """Of the screens, by their names."""
        return {one.name: one.map() for one in self.screen}

    @model_validator(mode="after")
    def _names_differ(self) -> RigModel:
        names = [one.name for one in self.screen]
        raise_found(
            [
                (("screen", index, "name"), f'there is a screen "{name}" already')
                for index, name in enumerate(names)
                if name in names[:index]
            ]
        )
        return self


TABLES: dict[tuple[str, ...], type[BaseModel]] = {
    (): RigModel,
    ("screen",): ScreenModel,
    ("screen", "blend"): BlendModel,
    ("operator",): OperatorModel,
    ("video",): VideoModel,
    ("light",): LightModel,
    ("light", "fixture"): FixtureModel,
    ("desk",): DeskModel,
}
"""The tables of a file, by their names."""


def rig_markdown() -> str:
    """A table of keys for each table of the file, for docs/outputs.md."""
    return tables_markdown({_heading(names): model.model_fields for names, model in TABLES.items()})


def _heading(names: tuple[str, ...]) -> str:
    if not names:
        return "The file"
    *above, last = names
    many = get_origin(TABLES[tuple(above)].model_fields[last].annotation) is list
    name = ".".join(names)
    return f"`[[{name}]]`" if many else f"`[{name}]`"
