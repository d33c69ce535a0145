"""One picture as the style of a whole setlist: `--style-image`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from realtime.scenery.style_picture import PREFIX, is_picture, style_picture
from realtime.setlist.scene import Scene, Setlist

# Of the picture where a route leads to a scene's second style; the rest is the scene's own.
_SECOND = 0.6


def in_style_of(setlist: Setlist, picture: Path | None) -> Setlist:
    """`setlist` with all scenes in the style and the colours of `picture`; itself where that is None.

    `style_mix` still leads to each scene's second style, which then is both. Raises UserError where the
    picture cannot be read.
    """
    if picture is None:
        return setlist
    name = f"{PREFIX}{picture.expanduser().resolve()}"
    style_picture(name)
    songs = (
        replace(song, scenes=tuple(_in_style_of(scene, name) for scene in song.scenes))
        for song in setlist.songs
    )
    return replace(setlist, songs=tuple(songs))


def _in_style_of(scene: Scene, name: str) -> Scene:
    own = scene.style_b or scene.style
    total = sum(weight for _, weight in own)
    second = ((name, _SECOND), *((style, (1.0 - _SECOND) * weight / total) for style, weight in own))
    return replace(scene, style=((name, 1.0),), style_b=second if own else (), palette=name)


def style_pictures(setlist: Setlist) -> list[str]:
    """The names of all pictures that scenes have their style or colours from, once, in order."""
    names = (
        name
        for scene in setlist.scenes
        for name in (*(style for style, _ in (*scene.style, *scene.style_b)), scene.palette)
        if is_picture(name)
    )
    return sorted(set(names))
