"""Where a model is: a folder, a single file, or a name on the hub."""

from __future__ import annotations

from pathlib import Path

from realtime.errors import UserError
from realtime.paint.diffusion.checkpoint import as_folder
from realtime.paint.diffusion.hub import WANTED, fetch
from realtime.paint.diffusion.weights import PICKLES


def whereabouts(name: str | Path) -> str:
    """What a model is known by, wherever it is asked for: its whole path, or its name on the hub."""
    path = Path(name).expanduser()
    return str(path.resolve()) if path.exists() else str(name)


def find_model(name: str | Path, wanted: tuple[str, ...] = WANTED) -> Path:
    """A folder as it is; a .safetensors checkpoint as the folder that it becomes; a hub name
    ("stabilityai/sd-turbo") fetched or found in the hub's cache, in half precision where it has that.

    wanted: patterns of the files to fetch; never pickles. UserError where there is none.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        # A folder of the hub's own cache has the model one level deeper, once for each version.
        snapshots = sorted(path.glob("snapshots/*/"), key=lambda each: each.stat().st_mtime)
        return snapshots[-1] if snapshots else path
    if path.is_file():
        if path.suffix in PICKLES:
            raise UserError(
                f"{path} is a pickle, which can run any program when it is opened: take a .safetensors."
            )
        return as_folder(path)
    text = str(name)
    if text.count("/") != 1 or text.startswith((".", "/", "~")) or "\\" in text:
        raise UserError(
            f"There is no model folder {text}; give a diffusers folder, a .safetensors file or a hub name, "
            "such as stabilityai/sd-turbo."
        )
    return fetch(text, wanted)
