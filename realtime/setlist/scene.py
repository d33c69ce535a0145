"""Songs and scenes, as the show plays them: plain data, already validated and past the blocklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from realtime.lettering.lettering import Lettering
from realtime.mapping.route import Route
from realtime.mapping.signals import stem_of
from realtime.scenery.layers import LayerAbove
from realtime.setlist.change_rules import Rule


@dataclass(frozen=True, slots=True)
class Transition:
    """How a scene comes in: an ISF transition shader by name, over a number of beats (0: a cut)."""

    shader: str = "dissolve"
    beats: float = 4.0


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. prompt_b: where `prompt_mix` goes; its words choose source and palette anew, for those named
    here are the first prompt's; prompts: further ones, by the weights `prompt_1` …; base: resting values by
    target (`strength`, `zoom`, `post.grain` …); images: what image inputs of its shaders show, by
    "layer.shader.input" (realtime.scenery.source_name); post: ISF filters of the stage's chain, by name, in
    order (empty: the default chain); advance: when the next scene comes; sooner: further rules, of which one
    may come before it."""

    name: str
    prompt: str = ""
    negative: str = ""
    prompt_b: str = ""
    prompts: tuple[str, ...] = ()
    image_prompt: str = ""
    style: tuple[tuple[str, float], ...] = ()
    style_b: tuple[tuple[str, float], ...] = ()
    palette: str = ""
    source: str = ""
    seed: int = 0
    base: Mapping[str, float] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    post: tuple[str, ...] = ()
    transition: Transition = Transition()
    advance: Rule = Rule("operator", 0.0)
    sooner: tuple[Rule, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All that can end the scene; what comes first does."""
        return (self.advance, *self.sooner)


def scene_named(scenes: Sequence[Scene], name: str) -> int | None:
    """Index of the scene that is called so: letter by letter, else in any case, else by how its name
    begins; None where that is no scene's name or the beginning of several."""
    plain = [scene.name.casefold() for scene in scenes]
    wanted = name.strip().casefold()
    exact = [index for index, scene in enumerate(scenes) if scene.name == name.strip()]
    alike = [index for index, one in enumerate(plain) if one == wanted]
    beginning = [index for index, one in enumerate(plain) if wanted and one.startswith(wanted)]
    if exact or alike:
        return (exact or alike)[0]
    return beginning[0] if len(beginning) == 1 else None


@dataclass(frozen=True, slots=True)
class Song:
    """A named run of scenes; `audio` is a sound file (resolved path) or None; lettering: what is written
    over it."""

    name: str
    scenes: tuple[Scene, ...]
    audio: str | None = None
    lettering: Lettering = Lettering()


@dataclass(frozen=True, slots=True)
class Setlist:
    """A whole evening. loop: start again after the last scene; layers: above the picture of every scene, from
    the lowest."""

    name: str
    songs: tuple[Song, ...]
    loop: bool = True
    path: str | None = None
    layers: tuple[LayerAbove, ...] = ()

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes in playing order."""
        return tuple(scene for song in self.songs for scene in song.scenes)

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems that routes follow, once."""
        named = (stem_of(route.source) for scene in self.scenes for route in scene.routes)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that a model may be given, once."""
        texts = (
            text
            for scene in self.scenes
            for text in (scene.prompt, scene.prompt_b, *scene.prompts, scene.negative)
        )
        return tuple(dict.fromkeys(text for text in texts if text))


def shaders_of(scenes: Iterable[Scene]) -> tuple[set[str], set[str]]:
    """(filters, transitions) that they use."""
    scenes = tuple(scenes)
    transitions = {scene.transition.shader for scene in scenes if scene.transition.beats > 0}
    return {name for scene in scenes for name in scene.post}, transitions
