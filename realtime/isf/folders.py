"""Where shaders lie: the program's own folder, the user's, and those that a command line names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_config_path

SHADERS = Path(__file__).resolve().parents[2] / "shaders"


def user_shaders() -> Path:
    """The user's own shader folder, which need not exist: `shaders` in the settings folder of the program."""
    return user_config_path("anacrusis") / "shaders"


def own_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The user's shader folders: the one in the settings folder where there is one, then those `given`."""
    found = (user_shaders(), *map(Path, given))
    return tuple(dict.fromkeys(folder.absolute() for folder in found if folder.is_dir()))


def shader_folders(given: Iterable[Path] = ()) -> tuple[Path, ...]:
    """All shader folders; what lies in a later one hides what lies in an earlier one."""
    return (SHADERS, *own_folders(given))
