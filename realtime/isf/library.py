"""Finding shaders by name, and reloading the ones that an artist is editing."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import moderngl

from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.isf import strangers
from realtime.isf.author_code import read_code
from realtime.isf.include import watched
from realtime.isf.parse import IsfDescription, ShaderError, is_part, parse_isf
from realtime.isf.program import IsfProgram
from realtime.resources import SHADERS, shader_folders

log = logging.getLogger(__name__)


class ShaderLibrary:
    """All shaders under some folders, by kind and name; a later folder's shader hides an earlier one's.

    folders: None for those that are here: the program's and the user's own; errors: by name, why a file
    cannot be read as ISF.
    """

    def __init__(self, folders: Iterable[Path | str] | None = None) -> None:
        self.folders = shader_folders() if folders is None else tuple(Path(folder) for folder in folders)
        self._descriptions: dict[tuple[str, str], IsfDescription] = {}
        self._stamp: tuple[object, ...] = ()
        self.errors: dict[str, ShaderError] = {}
        self.scan()

    def scan(self) -> None:
        """Look through the folders again; others may go on reading meanwhile."""
        descriptions: dict[tuple[str, str], IsfDescription] = {}
        errors: dict[str, ShaderError] = {}
        paths = self._paths()
        self._stamp = (paths, file_stamp(paths))
        before = {one.path: one for one in self._descriptions.values()}
        for path in paths:
            try:
                text = read_code(path)
                if is_part(text, path):
                    continue
                one = _parsed(text, path)
                if path in before and (fault := half_edited(one, before[path])) is not None:
                    raise fault
                descriptions[one.kind, one.name] = one
            except ShaderError as error:
                errors[path.stem] = error
                # An artist at work: the last header that could be read goes on, as the last program does.
                if path in before:
                    descriptions[before[path].kind, before[path].name] = before[path]
            except OSError as error:
                errors[path.stem] = ShaderError(path, 0, f"cannot be read: {error.strerror}.")
        for name, fault in errors.items():
            if str(fault) != str(self.errors.get(name)):
                log.warning("%s", fault)
        self._descriptions, self.errors = descriptions, errors

    @property
    def descriptions(self) -> Mapping[tuple[str, str], IsfDescription]:
        """The headers of the readable shaders, by (kind, name)."""
        return self._descriptions

    def adopt(self, descriptions: Mapping[tuple[str, str], IsfDescription]) -> None:
        """Know the shaders that another library of the same folders found, without a look at the disk."""
        self._descriptions = dict(descriptions)
        found = {name for _, name in descriptions}
        self.errors = {name: error for name, error in self.errors.items() if name not in found}

    def scan_if_changed(self) -> bool:
        """`scan` where files came, went or were written since the last time; True when it did."""
        paths = self._paths()
        if (paths, file_stamp(paths)) == self._stamp:
            return False
        self.scan()
        return True

    def _paths(self) -> list[Path]:
        return [path for folder in self.folders for path in shader_files(folder)]

    def names(self, kind: str | None = None) -> list[str]:
        """Names of the readable shaders of `kind` (generator, filter, transition; None: all), sorted."""
        return sorted({name for its_kind, name in self._descriptions if kind in (None, its_kind)})

    def path(self, name: str, kind: str | None = None) -> Path:
        """The file of a shader. Raises UserError with the nearest right name."""
        return self.description(name, kind).path

    def description(self, name: str, kind: str | None = None) -> IsfDescription:
        """The header of a shader. Raises UserError, as `path`."""
        for one in self._descriptions.values():
            if one.name == name and kind in (None, one.kind):
                return one
        if name in self.errors:
            raise self.errors[name]
        raise UserError(no_such(kind or "shader", name, self.names(kind)))


class LiveProgram:
    """A program that follows its files: a version that compiles replaces the last one, a broken one does not.

    folders: shader folders to look for includes in, None for those that are here; fixed: as IsfProgram has
    it; error: why the files as they are now cannot be used, or None. Raises ShaderError only when made.
    """

    def __init__(
        self,
        context: moderngl.Context,
        path: Path | str,
        folders: Iterable[Path] | None = None,
        fixed: Collection[str] = (),
    ) -> None:
        self._context, self._path, self._fixed = context, Path(path), fixed
        self._folders = shader_folders() if folders is None else tuple(folders)
        self._watch()
        self.program = IsfProgram(context, self._path, fixed, self._folders)
        self.error: ShaderError | None = None

    def _watch(self) -> None:
        self._files = watched_files(self._path, self._folders)
        self._stamp = file_stamp(self._files)

    def reload_if_changed(self) -> bool:
        """Compile again if a file of it was written since; True when there is a new program."""
        if file_stamp(self._files) == self._stamp:
            return False
        self._watch()
        try:
            fresh = IsfProgram(self._context, self._path, self._fixed, self._folders)
            if (fault := half_edited(fresh.description, self.program.description)) is not None:
                fresh.release()
                raise fault
        except ShaderError as error:
            self.error = error
            log.warning("%s; the last version that works stays on", str(error).rstrip("."))
            return False
        if self.error is not None:
            log.info("%s works again", self._path)
        self.error = None
        self.program.release()
        self.program = fresh
        return True

    def release(self) -> None:
        self.program.release()


@lru_cache(512)
def _parsed(text: str, path: Path) -> IsfDescription:
    """The header of a shader. Kept: when one file of many is edited, the others say what they said before.
    Raises ShaderError."""
    return parse_isf(text, path)


def half_edited(now: IsfDescription, before: IsfDescription) -> ShaderError | None:
    """What is wrong with the header `now` of a file that is being edited, so that the one `before` stays.

    What lacks a bracket on the way may be mended into a shader of another kind or without some of its inputs;
    a header that never was JSON is taken as long as its kind stays.
    """
    as_ever = before.mended is not None and now.kind == before.kind
    return None if as_ever else now.mended


def watched_files(path: Path, folders: Iterable[Path]) -> tuple[Path, ...]:
    """All files that the program of `path` depends on, its `.vs` and includes too, there or not."""
    folders = tuple(folders)
    return (*watched(path, folders), *watched(path.with_suffix(".vs"), folders))


def file_stamp(files: Iterable[Path]) -> tuple[int, ...]:
    """Numbers that differ once one of `files` was written, came or went."""
    stamps = []
    for path in files:
        try:
            status = path.stat()
            stamps += [status.st_mtime_ns, status.st_size]
        except OSError:
            stamps += [0, 0]
    return tuple(stamps)


ENDINGS = (".fs", ".isf", ".frag", ".glsl")
"""Of shaders that are tried; the program's own end in the first."""


def shader_files(folder: Path) -> list[Path]:
    """The shaders under a folder, and what lies there as one and is none; those that others include are in
    folders called `include`."""
    if folder == SHADERS:
        return sorted(folder.rglob("*.fs"))
    files = [path for path in folder.rglob("*") if "include" not in path.relative_to(folder).parts[:-1]]
    found = [path for path in files if path.suffix.lower() in ENDINGS]
    stems = {path.with_suffix("") for path in found}
    others = (path for path in files if path.suffix.lower() in strangers.ENDINGS)
    return sorted([*found, *(path for path in others if path.with_suffix("") not in stems)])
