"""What editors of Shadertoy code say in lines of their own: `#iChannel0 "file://wood.jpg"`,
`#iChannel1 "self"`, `#iUniform float gain = 0.5 in { 0.0, 1.0 }`.

Source: the manual of the extension Shader Toy for Visual Studio Code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from realtime.errors import UserError
from realtime.isf.gl_transition import UNIFORM_TYPES, input_row

_CHANNEL = re.compile(r'(?m)^[ \t]*#[ \t]*iChannel(?P<channel>[0-3])[ \t]+"(?P<what>[^"\n]+)"')
_UNIFORM = re.compile(
    r"(?m)^[ \t]*#[ \t]*iUniform[ \t]+(?P<kind>\w+)[ \t]+(?P<name>\w+)(?:[ \t]*=[ \t]*(?P<value>[^\n{]*?))?"
    r"(?:[ \t]+in[ \t]*\{[ \t]*(?P<low>[-\d.]+)[ \t]*,[ \t]*(?P<high>[-\d.]+)[ \t]*\})?[ \t]*(?:step[^\n]*)?$"
)
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tga")
_SOUNDS = (".mp3", ".ogg", ".wav", ".flac", ".m4a")
_SHADERS = (".glsl", ".frag", ".fs", ".fsh")


def own_last_frames(text: str) -> list[str]:
    """The channels that are what the code drew before."""
    return [channel for channel, what in _said(text) if what == "self"]


def picture_files(text: str) -> dict[str, str]:
    """The files of the channels that are pictures, by channel. Raises UserError where one is drawn by another
    file of code."""
    files = {channel: what.removeprefix("file://") for channel, what in _said(text) if "{}" not in what}
    for channel, file in files.items():
        if file.lower().endswith(_SHADERS):
            raise UserError(
                f"iChannel{channel} is what {file} draws: put its code into this file under // Buffer A, "
                "and the rest under // Image."
            )
    return {
        channel: file
        for channel, file in files.items()
        if file.lower().endswith(_PICTURES) and "://" not in file
    }


def sounds(text: str) -> list[str]:
    """The channels that are a file of sound; here they hear what is played."""
    return [channel for channel, what in _said(text) if what.lower().endswith(_SOUNDS)]


def inputs(text: str) -> list[dict[str, object]]:
    """The inputs that the code has as uniforms of its own."""
    rows = []
    for match in _UNIFORM.finditer(text):
        kind = {"color3": "vec3", "color4": "vec4"}.get(match["kind"], match["kind"])
        if kind in UNIFORM_TYPES:
            value = re.sub(r"\bcolor([34])\b", r"vec\1", match["value"] or "")
            limits = {"MIN": float(match["low"]), "MAX": float(match["high"])} if match["low"] else {}
            rows.append(input_row(match["name"], kind, value) | limits)
    return rows


def _said(text: str) -> Iterator[tuple[str, str]]:
    for match in _CHANNEL.finditer(text):
        yield match["channel"], match["what"].strip()
