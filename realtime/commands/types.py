"""Kinds of command-line values that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from realtime import resources
from realtime.options import BEATS as _BEATS


class SizeType(click.ParamType):
    """`1280x720` → (1280, 720)."""

    name = "WxH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        width, _, height = str(value).lower().partition("x")
        if not (width.isdecimal() and height.isdecimal()):
            self.fail(f"{value!r} is no size; write WIDTHxHEIGHT, such as 1280x720.", param, ctx)
        size = int(width), int(height)
        if not all(16 <= side <= 8192 for side in size):
            self.fail(f"{value!r}: both sides must be from 16 to 8192 pixels.", param, ctx)
        return size


class AddressType(click.ParamType):
    """`7700` or `192.168.0.5:7700` → (host, port), loopback unless a host is given; `off` → None."""

    name = "[HOST:]PORT"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int] | None:
        if value is None or isinstance(value, tuple) or value == "off":
            return value if isinstance(value, tuple) else None
        from realtime.control.osc_out import parse_address

        return parse_address(str(value))


class FollowedType(click.ParamType):
    """What a show may follow, as it was given."""

    name = "SOURCE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from realtime.control.rig.followed import check_followed

        return check_followed(str(value))


class SetlistType(click.ParamType):
    """A file, or the name of one in the setlist folders: `club` → …/setlists/club.toml."""

    name = "SETLIST"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(str(value))
        if path.exists() or len(path.parts) > 1:
            return path
        shipped = resources.setlist(f"{str(value).removesuffix('.toml')}.toml")
        return shipped if shipped.is_file() else path


class Several(click.Option):
    """An option that takes all words up to the next option: `--stems drums.wav vocals.wav`."""

    def add_to_parser(self, parser, ctx: click.Context) -> None:
        super().add_to_parser(parser, ctx)
        for name in self.opts:
            known = parser._long_opt[name]
            before = known.process

            def process(value: object, state, before=before) -> None:
                before(value, state)
                while state.rargs and not state.rargs[0].startswith("-"):
                    before(state.rargs.pop(0), state)

            known.process = process


STEMS = click.option(
    "--stems",
    cls=Several,
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="FILE...",
    help="Stems of the sound, files or folders, for routes from stem.NAME.",
)
SETLIST = SetlistType()
SHADERS = click.option(
    "--shaders",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="A folder with ISF shaders of your own (repeatable).",
)
BEATS = click.option(
    "--beats",
    type=click.Choice(_BEATS),
    default=_BEATS[0],
    show_default=True,
    help="Who hears the beat live: this program, with BeatNet's opinion or on its own, or aubio's tempo.",
)
SIZE = SizeType()
ADDRESS = AddressType()
FOLLOWED = FollowedType()


def _take_gpu(context: click.Context, option: click.Parameter, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    from realtime.paint.diffusion.gpu import take_gpu

    take_gpu(wanted)
    return wanted


_Command = TypeVar("_Command", bound=Callable)


def gpu_option(expose: bool = False) -> Callable[[_Command], _Command]:
    """`--gpu`, which is obeyed as it is read; expose: the command wants to know that it was given."""
    return click.option(
        "--gpu",
        metavar="N|NAME",
        callback=_take_gpu,
        expose_value=expose,
        help="Paint on this NVIDIA GPU, by number or part of its name; the strongest unless given.",
    )
