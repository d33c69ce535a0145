"""A Deforum settings file with what it refers to: a Parseq manifest, a video."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from realtime.errors import UserError
from realtime.keyframes.animation import Animation
from realtime.keyframes.clip import Clip, read_clip
from realtime.keyframes.deforum import DeforumSettings, animation_of, read_settings
from realtime.keyframes.document import read_document
from realtime.keyframes.parseq import load_parseq, parseq_animation

_ADDRESSES = ("http:", "https:", "ftp:")


def read_animation(deforum: Path | None, parseq: Path | None) -> Animation:
    """The animation of a settings file, a manifest, or both: then what the manifest does not manage is as in
    the settings. Raises UserError."""
    if deforum is None:
        if parseq is None:
            raise ValueError("neither a Deforum settings file nor a Parseq manifest was given")
        return load_parseq(parseq)
    settings = read_settings(deforum)
    clip = _clip(settings, deforum) if settings.over_video else None
    if clip is not None:
        settings = replace(settings, entries={**settings.entries, "max_frames": clip.painted})
    if parseq is not None:
        animation = load_parseq(parseq, settings)
    elif manifest := _manifest(settings, deforum):
        animation = parseq_animation(manifest, f"{deforum}: the Parseq manifest in it", settings)
    else:
        animation = animation_of(settings)
    return replace(animation, clip=clip)


def beside(name: str, settings: Path, what: str, instead: str) -> Path:
    """The file that `settings` name: relative ones lie beside it, or where we are.

    what: it is, for messages; instead: what to do about one on another machine. Raises UserError for an
    address on the web, from which nothing is fetched.
    """
    if name.strip().lower().startswith(_ADDRESSES):
        raise UserError(
            f"{settings}: {what} is an address on the web ({name.strip()}), from which nothing is fetched: "
            f"download it and {instead}."
        )
    named = Path(name).expanduser()
    near = settings.parent / named
    return near if near.is_file() else named


def _clip(settings: DeforumSettings, path: Path) -> Clip:
    named = settings.text("video_init_path")
    if not named:
        raise UserError(f'{path}: the mode "Video Input" needs a video: name it as "video_init_path".')
    file = beside(named, path, "the video", 'name the file as "video_init_path"')
    first = int(settings.number("extract_from_frame", 0, 1e9))
    return read_clip(file.resolve(), first, int(settings.number("extract_nth_frame", 1, 1e9)))


def _manifest(settings: DeforumSettings, path: Path) -> Mapping[str, object] | None:
    """The Parseq manifest that stands in the settings, or whose file they name."""
    value = settings.entries.get("parseq_manifest")
    if isinstance(value, dict) and value:
        return value
    if not isinstance(value, str) or not value.strip():
        return None
    if not value.lstrip().startswith("{"):
        what = "the Parseq manifest"
        return read_document(beside(value, path, what, "give it as --parseq FILE"), "Parseq manifest")
    try:
        manifest = json.loads(value)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{path}: the Parseq manifest in it is not JSON ({error}).") from None
    return manifest if isinstance(manifest, dict) else None
