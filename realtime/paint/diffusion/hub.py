"""Models of the Hugging Face hub, by name: fetched once, in half precision where they have that."""

from __future__ import annotations

from pathlib import Path

from realtime.command_name import install_hint
from realtime.errors import UserError
from realtime.paint.diffusion.weights import variant_of

INSTALL = f"Install the extra with: {install_hint('compile')}"
_PARTS = ("unet", "vae", "text_encoder", "text_encoder_2")
WANTED = ("*.json", "*.txt", *(f"{part}/*.safetensors" for part in _PARTS))


def fetch(name: str, wanted: tuple[str, ...] = WANTED) -> Path:
    """The folder of a model by its name on the hub; from the cache where it was fetched before.

    wanted: patterns of the files to fetch; never pickles. Raises UserError where there is none.
    """
    try:
        from huggingface_hub import HfApi, snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
    except ImportError:
        raise UserError(f"{name} is a hub name, but the hub's client is not installed. {INSTALL}") from None
    failures = (HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError, OSError, ValueError)
    try:
        unwanted = superfluous(HfApi().list_repo_files(name))
    except failures:  # no network: what was fetched before is all there is
        unwanted = []
    try:
        return Path(
            snapshot_download(name, allow_patterns=list(wanted), ignore_patterns=["*non_ema*", *unwanted])
        )
    except failures as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"The model {name} could not be fetched: {reason}") from None


def superfluous(files: list[str]) -> list[str]:
    """Of a repository's files the weights that need not be fetched: all but fp16 of a part that has fp16, all
    but the plain ones of one that has these."""
    weights = [Path(file) for file in files if file.endswith(".safetensors")]
    there: dict[Path, set[str]] = {}
    for file in weights:
        there.setdefault(file.parent, set()).add(variant_of(file))
    wanted = {part: "fp16" if "fp16" in found else "" for part, found in there.items()}
    return [
        file.as_posix()
        for file in weights
        if variant_of(file) != wanted[file.parent] and wanted[file.parent] in there[file.parent]
    ]
