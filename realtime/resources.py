"""Where the files that come with the program lie, and those that its user has put in their place.

Shaders and setlists lie in a checkout's top level, and inside the package where it is installed. A user's own
lie in `anacrusis/shaders` and `anacrusis/setlists` of the folder for settings (`~/.config` on Linux): a file
there takes the place of the one of the same name that comes with the program.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_config_path, user_log_path, user_pictures_path, user_state_path

PACKAGE = Path(__file__).resolve().parent
_INSIDE = PACKAGE / "_resources"
# The folder of the checkout; None where the program is an installed package.
CHECKOUT = None if _INSIDE.is_dir() else PACKAGE.parent
_SHIPPED = _INSIDE if CHECKOUT is None else CHECKOUT
SHADERS = _SHIPPED / "shaders"


def shader_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Folders of shaders, the program's first, those `given` last; of two files of one name, that of the
    later folder counts."""
    return (SHADERS, *own_shader_folders(given))


def own_shader_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The user's shader folders that exist: the one in the folder for settings, then those `given`."""
    found = (_user_folder("shaders"), *map(Path, given))
    return tuple(dict.fromkeys(folder.absolute() for folder in found if folder.is_dir()))


def setlist_folders() -> tuple[Path, ...]:
    """Folders of setlists and the blocklist; of two files of one name, that of the later folder counts."""
    own = _user_folder("setlists")
    return (_SHIPPED / "setlists", own) if own.is_dir() else (_SHIPPED / "setlists",)


def shaders(pattern: str) -> list[Path]:
    """Shaders such as `sources/*.fs`, one of each name, sorted by it."""
    found = {path.name: path for folder in shader_folders() for path in folder.glob(pattern)}
    return [found[name] for name in sorted(found)]


def shader(name: str) -> Path:
    """The file of a shader such as `sources/ink.fs`."""
    return _file(name, shader_folders())


def setlist(name: str) -> Path:
    """The file of a setlist, or of the blocklist, such as `club.toml`."""
    return _file(name, setlist_folders())


def own_setlist(setlist: Path) -> Path:
    """Where changes of a setlist are written: into its own file; for one that comes with the program into one
    of the user's folder, which takes its place."""
    return user_file("setlists") / setlist.name if _is_shipped(setlist) else setlist


def _is_shipped(setlist: Path) -> bool:
    return setlist.absolute().parent == _SHIPPED / "setlists"


def snapshot_file(setlist: Path) -> Path:
    """Where the snapshots of a setlist are kept: beside it; in the user's folder for one that comes with the
    program."""
    if _is_shipped(setlist):
        return user_file("snapshots") / f"{setlist.stem}.json"
    return setlist.with_name(f"{setlist.stem}.snapshots.json")


def log_file(name: str) -> Path:
    """A file of the program's own in the user's folder for logs, which need not exist."""
    return user_log_path("anacrusis") / name


def pictures_folder() -> Path:
    """Where pictures of shows are kept, unless another place is named: it need not exist."""
    return user_pictures_path() / "Anacrusis"


def memory_file(setlist: Path) -> Path:
    """Where a show of a setlist remembers what it was, for the next one: in the user's folder for states."""
    path = setlist.absolute()
    name = f"{path.stem}-{zlib.crc32(str(path).encode()):08x}.json"
    return user_state_path("anacrusis") / "shows" / name


def canvas_file() -> Path:
    """Where the built-in painter remembers how large a canvas this machine had time for."""
    return user_state_path("anacrusis") / "canvas.json"


def package_text(name: str) -> str:
    """The text of a file in the package, such as `stage/glow.glsl`."""
    return (PACKAGE / name).read_text(encoding="utf-8")


def user_file(name: str) -> Path:
    """A file of the program's own in the user's folder for settings, which need not exist."""
    return user_config_path("anacrusis") / name


def _user_folder(kind: str) -> Path:
    return user_file(kind)


def _file(name: str, folders: tuple[Path, ...]) -> Path:
    for folder in reversed(folders):
        if (folder / name).is_file():
            return folder / name
    return folders[0] / name
