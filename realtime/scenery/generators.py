"""All generators, by name: the program's own and the user's."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from realtime.did_you_mean import no_such, suggest
from realtime.errors import UserError
from realtime.isf.library import ShaderLibrary
from realtime.isf.parse import ShaderError
from realtime.resources import SHADERS, shader_folders
from realtime.scenery.generator import USUAL_AMOUNT, Generator, is_generator, read_generator

log = logging.getLogger(__name__)


class Generators:
    """The generators of a library's folders.

    Iterating gives them in the order in which they are chosen from where words leave the choice open.
    library: None for the folders that are here; errors: by name, why a file cannot be used.
    """

    def __init__(self, library: ShaderLibrary | None = None) -> None:
        self.library = library or ShaderLibrary()
        self._generators: dict[str, Generator] = {}
        self.errors: dict[str, ShaderError] = {}
        self._read()

    def _read(self) -> None:
        generators: list[Generator] = []
        errors = dict(self.library.errors)
        for name in self.library.names("generator"):
            description = self.library.description(name, "generator")
            if is_generator(description):
                try:
                    generators.append(read_generator(description))
                except ShaderError as error:
                    errors[name] = error
                    if str(error) != str(self.errors.get(name)):
                        log.warning("%s", error)
        ordered = sorted(generators, key=lambda one: (one.rank, one.name))
        self._generators, self.errors = {one.name: one for one in ordered}, errors

    def refresh(self) -> bool:
        """Take up files that came, went or were written since; True when anything changed."""
        if not self.library.scan_if_changed():
            return False
        self._read()
        return True

    @property
    def names(self) -> list[str]:
        """All names, sorted."""
        return sorted(self._generators)

    def __iter__(self) -> Iterator[Generator]:
        return iter(self._generators.values())

    def __contains__(self, name: object) -> bool:
        return name in self._generators

    def find(self, name: str) -> Generator:
        """The generator of that name. Raises UserError with the nearest name, or what is wrong with it."""
        found = self._generators.get(name)
        if found is not None:
            return found
        if name in self.errors:
            raise self.errors[name]
        meant = self.called.get(name.casefold())
        if meant is not None:
            raise UserError(f"There is no generator {name!r}{suggest([repr(meant)])}")
        raise UserError(no_such("generator", name, self.names))

    @property
    def called(self) -> dict[str, str]:
        """Of every word the name of the generator that it calls for most."""
        best: dict[str, tuple[float, str]] = {}
        for one in self:
            for row in one.words:
                weight = row.values[one.name]
                for word in row.words:
                    if weight > best.get(word, (0.0, ""))[0]:
                        best[word] = weight, one.name
        return {word: name for word, (_, name) in best.items()}

    def amount(self, name: str) -> float:
        """Share of the painter's network in a painting of a source, 0..1; a picture's is the usual one."""
        found = self._generators.get(name)
        return found.amount if found is not None else USUAL_AMOUNT

    def companions(self, name: str, kind: int) -> tuple[str, ...]:
        """What goes with a generator, where the song goes on (0), opens up (1), rests (2): what its file
        names, else what most others go with."""
        own = self.find(name).companions[kind]
        there = tuple(one for one in own if one in self)
        if there:
            return there
        counted = Counter(
            one for other in self for one in other.companions[kind] if one in self and one != name
        )
        return tuple(one for one, _ in counted.most_common(2)) or (name,)


def open_generators(own: Iterable[Path] | None = None) -> Generators:
    """The program's generators and those in the user's shader folders `own` (None: the settings folder's)."""
    return Generators(ShaderLibrary(shader_folders() if own is None else (SHADERS, *own)))
