"""Scenes → a setlist file, commented and made for editing by hand."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from realtime.author.art_styles import ART_STYLES
from realtime.author.brief import CAMERAS, MOODS, REACTIVITIES, Idea, clock
from realtime.author.scene_plan import ScenePlan
from realtime.author.setlist_routes import camera_names, routes_text, uses
from realtime.author.setlist_strings import phrase, section_name
from realtime.command_name import start_line
from realtime.keyframes.song import Song
from realtime.paint.frame import Subject
from realtime.paint.prompt import PromptInterpreter
from realtime.picture_file import KINDS
from realtime.resources import shaders

# Of a picture as the style where sound leads to the second one.
_OWN_SHARE = 0.7
_PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+")


def setlist_text(
    song: Song,
    idea: Idea,
    scenes: tuple[ScenePlan, ...],
    prompts: PromptInterpreter,
    output: Path,
    struck: bool = False,
) -> str:
    """The TOML text. prompts: reads the scenes' words as a painter will; output: the file that it will be,
    beside which pictures are named; struck: there are no drums, and each note is to glow by itself."""
    return "\n".join(
        [
            *_head(song, idea, output.name),
            "",
            *_all_scenes(idea, scenes[0], output.parent),
            "",
            *_scenes(idea, scenes, prompts, output.parent, struck),
            "",
            _note(idea, "routes"),
            _note(idea, "range"),
            *routes_text(idea, struck),
            "",
        ]
    )


def command_line(
    verb: str, song: str, setlist: str, shaders: Sequence[Path] = (), first_image: Path | None = None
) -> str:
    """What to type to have a setlist filmed, or its storyboard drawn. shaders: the user's folders."""
    image = ["--first-image", _as_file(str(first_image))] if first_image is not None else []
    return _typed(verb, _as_file(song), "--setlist", _as_file(setlist), *_own(shaders), *image)


def _own(shaders: Sequence[Path]) -> list[str]:
    return [word for folder in shaders for word in ("--shaders", _as_file(str(folder)))]


def _as_file(name: str) -> str:
    """`name`, which nobody takes for an option where it begins with a dash."""
    return f"./{name}" if name.startswith("-") else name


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _typed(*words: str) -> str:
    # A name in Korean needs no quotes, though shlex adds them.
    quoted = [word if _PLAIN_WORD.fullmatch(word) else shlex.quote(word) for word in words]
    return " ".join((start_line(), *quoted))


def _note(idea: Idea, key: str, **values: object) -> str:
    return "# " + phrase(idea.language, key, **values)


def _head(song: Song, idea: Idea, name: str) -> list[str]:
    korean = idea.language == "ko"

    def called(choice) -> str:
        return choice.ko if korean else choice.en

    tempo = f"{song.tempo:.0f} bpm" if song.tempo else ("박자 없음" if korean else "no steady beat")
    film = command_line("film", song.path.name, name, idea.shaders, idea.first_image)
    return [
        _note(idea, "head", title=_one_line(idea.title)),
        _note(idea, "song", minutes=clock(song.duration), tempo=tempo, sections=len(song.sections)),
        _note(
            idea,
            "idea",
            style=called(ART_STYLES[idea.style]),
            mood=called(MOODS[idea.mood]),
            camera=called(CAMERAS[idea.camera]),
            reactivity=called(REACTIVITIES[idea.reactivity]),
        ),
        *([_note(idea, "why", why=idea.why)] if idea.why else []),
        "#",
        f"{_note(idea, 'board')} {command_line('storyboard', song.path.name, name, idea.shaders)}",
        f"{_note(idea, 'film')} {film}",
        f"{_note(idea, 'part')} {film} --start {min(30.0, song.duration // 2):.0f} --seconds 10 -o try.mp4",
        f"{_note(idea, 'check')} {_typed('check', _as_file(name), *_own(idea.shaders))}",
        "",
        f"name = {_quoted(idea.title)}",
        "loop = false",
    ]


def _all_scenes(idea: Idea, scene: ScenePlan, folder: Path) -> list[str]:
    own = f"picture:{_beside(idea.style_image, folder)}" if idea.style_image is not None else ""
    styles = {own: 1.0} if own else dict(scene.styles)
    styles_b = {own: _OWN_SHARE, scene.styles[0][0]: 1.0 - _OWN_SHARE} if own else dict(scene.styles_b)
    return [
        _note(idea, "all"),
        "[defaults]",
        f"style = {_weights(styles)}",
        f"style_b = {_weights(styles_b)}",
        "base = { noise = 0.02, source.glow = 0.15, post.bloom = 0.22 }",
    ]


def _scenes(
    idea: Idea, scenes: tuple[ScenePlan, ...], prompts: PromptInterpreter, folder: Path, struck: bool
) -> list[str]:
    lines = [_note(idea, "scenes"), "[[song]]", f"name = {_quoted(idea.title)}", *_lettering(idea, folder)]
    seen = {False: 0, True: 0}
    for number, scene in enumerate(scenes):
        # Every other landscape, and every other scene that is none, is moved through the other way.
        back = bool(seen[scene.landscape] % 2)
        seen[scene.landscape] += 1
        entries = _scene(idea, scene, prompts, folder, back, struck, last=number + 1 == len(scenes))
        start, end, section = clock(scene.start), clock(scene.end), section_name(idea.language, scene.section)
        lines += ["", _note(idea, "scene", start=start, end=end, section=section), "[[song.scene]]"]
        for key, entry in entries.items():
            # A line is explained once, where it first appears.
            explained = {} if number else _explained(idea)
            lines += [*([explained[key]] if key in explained else []), f"{key} = {entry}"]
    return lines


def _lettering(idea: Idea, folder: Path) -> list[str]:
    """What is written over the film: said where the musician asked for it, else ready to be switched on."""
    values = {"title": _quoted(idea.title), "artist": _quoted(idea.artist)}
    for key, path in (("lyrics", idea.lyrics_file), ("logo", idea.logo)):
        if path is not None:
            values[key] = _quoted(_beside(path, folder))
    line = "lettering = { " + ", ".join(f"{key} = {text}" for key, text in values.items()) + " }"
    return [_note(idea, "lettering"), line if idea.lettered else f"# {line}"]


def _beside(path: Path, folder: Path) -> str:
    """A file as a setlist in `folder` names it."""
    path, folder = path.expanduser().resolve(), folder.resolve()
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def _scene(
    idea: Idea,
    scene: ScenePlan,
    prompts: PromptInterpreter,
    folder: Path,
    back: bool,
    struck: bool,
    last: bool,
) -> dict[str, str]:
    """Key → TOML text, in the order of the file."""
    shader, beats = scene.transition
    source = _source(idea, scene, prompts, folder)
    # A picture as the style brings its colours along.
    palette = {} if idea.style_image is not None and not idea.palette else {"palette": _quoted(scene.palette)}
    return {
        "name": _quoted(_scene_name(idea, scene)),
        "prompt": _quoted(scene.prompt),
        **({"source": source} if source else {}),
        **palette,
        "seed": str(scene.seed),
        "use": json.dumps(uses(idea, scene, back, struck)),
        "transition": f'{{ shader = "{shader}", beats = {beats:g} }}' if beats else '"cut"',
        "after": f'"operator"  {_note(idea, "last")}' if last else _after(idea, scene),
    }


def _source(idea: Idea, scene: ScenePlan, prompts: PromptInterpreter, folder: Path) -> str:
    """The source as it stands in the file; nothing where the words alone lead to it, so that other words lead
    to another."""
    if scene.picture is not None:
        kind = KINDS.get(scene.picture.suffix.lower(), "still")
        return f"{_quoted(f'{kind}:{_beside(scene.picture, folder)}')}  {_note(idea, 'picture')}"
    if not scene.worded:
        return f"{_quoted(scene.source)}  {_note(idea, 'untold')}"
    subject = Subject(prompt=scene.prompt, palette=scene.palette, style=scene.styles, style_b=scene.styles_b)
    by_words = prompts.interpret(subject).source
    if by_words == scene.source:
        return ""
    return f"{_quoted(scene.source)}  {_note(idea, 'own' if scene.own else 'view', source=by_words)}"


def _explained(idea: Idea) -> dict[str, str]:
    transitions = ", ".join(f'"{path.stem}"' for path in shaders("transitions/*.fs"))
    values = {"use": {"names": ", ".join(camera_names(idea))}, "transition": {"names": transitions}}
    keys = ("prompt", "palette", "seed", "use", "transition", "after")
    return {key: _note(idea, key, **values.get(key, {})) for key in keys}


def _scene_name(idea: Idea, scene: ScenePlan) -> str:
    return scene.name.replace(scene.section, section_name(idea.language, scene.section), 1)


def _after(idea: Idea, scene: ScenePlan) -> str:
    # Seconds end exactly where the music changes; bars would have to be counted through every break.
    bars = f"{scene.bars}마디" if idea.language == "ko" else f"{scene.bars} bar" + "s" * (scene.bars != 1)
    return f'"{scene.end - scene.start:.3f} s"' + (f"  # {bars}" if scene.bars else "")


def _weights(styles: Mapping[str, float]) -> str:
    return "{ " + ", ".join(f"{_key(name)} = {weight:.2f}" for name, weight in styles.items()) + " }"


def _key(name: str) -> str:
    return name if re.fullmatch(r"\w+", name, re.ASCII) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
