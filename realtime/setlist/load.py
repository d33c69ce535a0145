"""A setlist file → `Setlist`, or every thing that is wrong with it, each with its line.

name = "…"                     loop = true
[defaults]                     what every scene starts from
[routes]                       named sets of routes: kick = [ { from = …, to = … }, … ]
[[layer]]                      text or source, place, x, y, size, opacity, blend
[[song]]                       name, audio, lettering
[[song.scene]]                 name, prompt, negative, prompt_b, prompts, image_prompt, style, style_b,
                               palette, source, seed, base, use (names of route sets), routes, post,
                               transition, after
Files of sound and pictures are looked for beside the setlist's own.
`prompt_mix` goes from prompt to prompt_b: the source, palette and styles that the scene names are the
first prompt's; the second chooses its own source and palette by its words, and has style_b if it is given.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from realtime.did_you_mean import unknown
from realtime.errors import UserError
from realtime.files import read_within
from realtime.lettering.lettering import Lettering
from realtime.lettering.lrc import Line, read_lrc
from realtime.mapping.route import Route
from realtime.scenery.source_name import of_the_system, parse_source
from realtime.scenery.style_picture import is_picture, missing, within
from realtime.setlist.blocklist import FIT, Blocklist
from realtime.setlist.explain import Violation, explained, syntax_problem
from realtime.setlist.positions import Path as KeyPath
from realtime.setlist.positions import Positions, dotted, texts
from realtime.setlist.scene import Scene, Setlist, Song
from realtime.setlist.schema import (
    LayerModel,
    LetteringModel,
    RouteModel,
    SceneLook,
    SceneModel,
    SetlistModel,
    SongModel,
)
from realtime.setlist.values import UNCHECKED, Names

T = TypeVar("T")
StylePairs = tuple[tuple[str, float], ...]

READ_LIMIT_S = 5.0
"""A file that cannot be read in this time is given up."""

# What is asked for, and can reach a model. A negative prompt is what is to be kept out: it is not judged.
TEXT_KEYS = ("prompt", "prompt_b", "prompts")


def load_setlist(path: str | Path, blocklist: Blocklist, names: Names = UNCHECKED) -> Setlist:
    """The setlist at `path`, checked and past the blocklist.

    names: those that exist. Raises UserError with one line for each thing that is wrong.
    """
    setlist, problems = read_setlist(path, blocklist, names)
    if setlist is None or problems:
        raise UserError("\n".join(map(str, problems)))
    return setlist


def read_setlist(
    path: str | Path, blocklist: Blocklist, names: Names
) -> tuple[Setlist | None, list[Violation]]:
    """(setlist, violations): the setlist is None where its form is wrong."""
    try:
        text = as_read(read_within(Path(path), READ_LIMIT_S).decode("utf-8-sig"))
    except OSError as error:
        why = (
            "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        )
        return None, [Violation(str(path), 0, 0, "", f"cannot read the setlist: {why}")]
    except UnicodeDecodeError:
        return None, [Violation(str(path), 0, 0, "", "the setlist is not UTF-8 text; save it as UTF-8")]
    return read_text(text, path, blocklist, names)


def as_read(text: str) -> str:
    """A file's text with the line ends that a parser wants."""
    return StringIO(text.removeprefix("\ufeff"), newline=None).read()


def read_text(
    text: str, path: str | Path, blocklist: Blocklist, names: Names
) -> tuple[Setlist | None, list[Violation]]:
    """As `read_setlist`, of the text of a file that is, or will be, at `path`."""
    path = Path(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [syntax_problem(path, error, text)]

    positions = Positions(text)

    def problem(key: KeyPath, message: str, rule: str = "") -> Violation:
        line, column = positions[key]
        return Violation(str(path), line, column, dotted(key), message, rule)

    problems, refused = [], set()
    for key, value in texts(data, TEXT_KEYS):
        verdict = blocklist.check(value)
        if not verdict.fit:
            refused.add(key[:4])
            problems.append(problem(key, verdict.reason, verdict.rule or ""))
    setlist = None
    try:
        model = SetlistModel.model_validate(data, context=names)
        setlist, found = _build(model, path)
        problems += [problem(key, message) for key, message in found]
    except ValidationError as error:
        problems += [problem(key, message) for key, message in explained(error, _keys_at)]
    if setlist is not None:
        for number, song in enumerate(setlist.songs):
            for index, scene in enumerate(song.scenes):
                key = ("song", number, "scene", index)
                others = [text for text in (scene.prompt_b, *scene.prompts) if text]
                alone = not others or key in refused
                verdict = FIT if alone else blocklist.check(", ".join((scene.prompt, *others)))
                if not verdict.fit:
                    last = "prompts" if scene.prompts else "prompt_b"
                    message = f"prompt and {last} together: {verdict.reason}"
                    problems.append(problem((*key, last), message, verdict.rule or ""))
    problems.sort(key=lambda p: (p.line, p.column))
    return setlist, problems


def _keys_at(path: KeyPath) -> list[str]:
    """The keys that may stand in the table at `path`."""
    names = [part for part in path if isinstance(part, str)]
    models: dict[tuple[str, ...], type[BaseModel]] = {
        (): SetlistModel,
        ("defaults",): SceneLook,
        ("layer",): LayerModel,
        ("song",): SongModel,
        ("song", "scene"): SceneModel,
        ("song", "lettering"): LetteringModel,
    }
    return list(models[tuple(names)].model_fields)


def _build(model: SetlistModel, path: Path) -> tuple[Setlist, list[tuple[KeyPath, str]]]:
    found: list[tuple[KeyPath, str]] = []
    seen: dict[str, KeyPath] = {}
    songs = []
    for number, song in enumerate(model.song):
        scenes = []
        for index, scene in enumerate(song.scene):
            key = ("song", number, "scene", index)
            full_name = f"{song.name}/{scene.name}"
            if full_name in seen:
                found.append(((*key, "name"), f'a scene named "{scene.name}" is already in this song'))
            seen[full_name] = key
            found += _unknown_sets(model, key, scene) + _missing_picture(path.parent, key, scene)
            scenes.append(_scene(model, scene, key, full_name, path.parent))
        audio = None
        if song.audio is not None:
            audio = str((path.parent / song.audio).resolve())
            if of_the_system(Path(audio)):
                why = f"{audio} is in a folder of the system; put the sound beside the setlist"
                found.append((("song", number, "audio"), why))
            elif not Path(audio).is_file():
                found.append((("song", number, "audio"), f"there is no sound file {audio}"))
        lettering, wrong = _lettering(path.parent, song.lettering or LetteringModel())
        found += [(("song", number, "lettering", key), why) for key, why in wrong]
        songs.append(Song(song.name, tuple(scenes), audio, lettering))
    found += _unknown_sets(model, ("defaults",), model.defaults)
    found += _missing_picture(path.parent, ("defaults",), model.defaults)
    layers = tuple(layer.layer(path.parent) for layer in model.layer)
    for number, layer in enumerate(layers):
        if layer.source and (why := parse_source(layer.source).missing):
            found.append((("layer", number, "source"), why))
    return Setlist(model.name, tuple(songs), model.loop, str(path), layers), found


def _unknown_sets(model: SetlistModel, key: KeyPath, look: SceneLook) -> list[tuple[KeyPath, str]]:
    return [
        ((*key, "use", index), unknown("set of routes", name, model.routes))
        for index, name in enumerate(look.use or ())
        if name not in model.routes
    ]


def _missing_picture(folder: Path, key: KeyPath, look: SceneLook) -> list[tuple[KeyPath, str]]:
    named: list[tuple[KeyPath, str]] = [((*key, "source"), look.source or "")]
    named += [((*key, "base"), text) for text in (look.base or {}).values() if isinstance(text, str)]
    found = [(place, parse_source(text).within(folder).missing) for place, text in named]
    styles = [("style", look.style or ()), ("style_b", look.style_b or ())]
    pictures = [((*key, what), name) for what, pairs in styles for name, _ in pairs if is_picture(name)]
    pictures.append(((*key, "palette"), look.palette or ""))
    pictures.append(((*key, "image_prompt"), look.image_prompt or ""))
    found += [(place, missing(within(name, folder))) for place, name in pictures]
    return [(place, why) for place, why in found if why]


def _lettering(folder: Path, model: LetteringModel) -> tuple[Lettering, list[tuple[str, str]]]:
    """(what is written, (key, what is wrong) of each file that cannot be had)."""
    paths: dict[str, Path | None] = {}
    found: list[tuple[str, str]] = []
    for key, name in (("lyrics", model.lyrics), ("logo", model.logo), ("font", model.font)):
        path = None if name is None else (folder / Path(name).expanduser()).resolve()
        why = ""
        if path is not None and of_the_system(path) and key != "font":
            why = f"{path} is in a folder of the system; put it beside the setlist"
        elif path is not None and not path.is_file():
            why = f"there is no file {path}"
        if why:
            found.append((key, why))
        paths[key] = None if why else path
    lines: tuple[Line, ...] = ()
    try:
        lines = () if paths["lyrics"] is None else tuple(read_lrc(paths["lyrics"]))
    except UserError as error:
        found.append(("lyrics", str(error)))
    written = Lettering(
        model.title, model.artist, lines, tuple(model.credits), paths["logo"], model.place, paths["font"]
    )
    return written, found


def _scene(model: SetlistModel, scene: SceneModel, key: KeyPath, full_name: str, folder: Path) -> Scene:
    """The scene with [defaults] filled in; base values are merged, its own routes add to those it uses."""
    defaults = model.defaults
    plain = Scene(scene.name, seed=zlib.crc32(full_name.encode()))

    base = {**(defaults.base or {}), **(scene.base or {})}
    use = _first(scene.use, defaults.use, [])
    routes = [route for name in use for route in _placed(("routes", name), model.routes.get(name))]
    routes += _placed(("defaults", "routes"), defaults.routes) + _placed((*key, "routes"), scene.routes)
    after = _first(scene.after, defaults.after, plain.rules)
    return replace(
        plain,
        prompt=_first(scene.prompt, defaults.prompt, plain.prompt),
        negative=_first(scene.negative, defaults.negative, plain.negative),
        prompt_b=_first(scene.prompt_b, defaults.prompt_b, plain.prompt_b),
        prompts=tuple(_first(scene.prompts, defaults.prompts, [])),
        image_prompt=within(_first(scene.image_prompt, defaults.image_prompt, plain.image_prompt), folder),
        style=_styles_within(_first(scene.style, defaults.style, plain.style), folder),
        style_b=_styles_within(_first(scene.style_b, defaults.style_b, plain.style_b), folder),
        palette=within(_first(scene.palette, defaults.palette, plain.palette), folder),
        source=str(parse_source(_first(scene.source, defaults.source, "")).within(folder)),
        seed=_first(scene.seed, defaults.seed, plain.seed),
        base={name: value for name, value in base.items() if not isinstance(value, str)},
        images={
            name: str(parse_source(text).within(folder))
            for name, text in base.items()
            if isinstance(text, str)
        },
        routes=tuple(routes),
        post=_first(scene.post, defaults.post, plain.post),
        transition=_first(scene.transition, defaults.transition, plain.transition),
        advance=after[0],
        sooner=after[1:],
    )


def _styles_within(pairs: StylePairs, folder: Path) -> StylePairs:
    return tuple((within(name, folder), weight) for name, weight in pairs)


def _placed(place: KeyPath, routes: Sequence[RouteModel] | None) -> list[Route]:
    """The routes that stand in a list at `place`."""
    return [route.route((*place, number)) for number, route in enumerate(routes or ())]


def _first(own: T | None, default: T | None, plain: T) -> T:
    """The scene's own value, else that of [defaults], else the plain one."""
    if own is not None:
        return own
    return plain if default is None else default
