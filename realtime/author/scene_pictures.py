"""Which scenes the musician's own pictures suit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from realtime.author.scene_plan import ScenePlan
from realtime.scenery.objects.nouns import nouns
from realtime.scenery.plain_words import PLAIN
from realtime.scenery.word_index import is_korean, singulars, without_particle, words_of


def with_pictures(scenes: Sequence[ScenePlan], pictures: Sequence[Path]) -> tuple[ScenePlan, ...]:
    """The scenes with pictures: those called as what the scene shows first ("sea.jpg" where the words are of
    the sea), the others one after the other into every second scene that has none."""
    placed: dict[int, Path] = {}
    left: list[Path] = []
    for picture in pictures:
        suited = [n for n, scene in enumerate(scenes) if n not in placed and _suits(picture, scene.line)]
        if suited:
            placed[suited[0]] = picture
        else:
            left.append(picture)
    free = [number for number in range(len(scenes)) if number not in placed]
    apart = free[1::2] or free
    step = max(1, len(apart) // max(1, len(left)))
    placed |= dict(zip(apart[::step], left, strict=False))
    return tuple(replace(scene, picture=placed.get(number)) for number, scene in enumerate(scenes))


def _suits(picture: Path, line: str) -> bool:
    return bool(_meant(picture.stem.replace("_", " ").replace("-", " ")) & _meant(line))


def _meant(text: str) -> set[object]:
    """What a text names: its words, in the singular and without particles, and the things that they mean."""
    words = words_of(text)
    found: set[object] = {one.noun.drawing for one in nouns().find(words)}
    for word in words:
        forms = [without_particle(word)] if is_korean(word) else list(singulars(word))
        found |= {form for form in forms if len(form) > (1 if is_korean(word) else 2)} - PLAIN
    return found
