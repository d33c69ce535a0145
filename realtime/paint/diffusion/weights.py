"""Files of weights: which of a folder's are the model's, and whether they are whole, before gigabytes are
read."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

from realtime.errors import UserError

PICKLES = (".bin", ".ckpt", ".pt", ".pth", ".pkl")
_LARGEST_HEADER = 100_000_000
_SHARD = re.compile(r"^(?P<stem>.+)-\d{5}-of-(?P<count>\d{5})$")


def find_weights(folder: Path) -> tuple[list[Path], str]:
    """(files, variant) of a part's folder: the plain files where there are some, else those of a variant
    ("fp16").

    All are there, and whole. UserError otherwise: no weights, pickles, a missing shard, a file that is cut
    off."""
    files = sorted(file for file in folder.glob("*.safetensors") if "non_ema" not in file.name)
    if not files:
        pickles = sorted(file.name for file in folder.glob("*") if file.suffix in PICKLES)
        if pickles:
            raise UserError(_a_pickle(folder / pickles[0]))
        raise UserError(f"{folder} holds no weights (.safetensors).")
    variants = {variant_of(file) for file in files}
    variant = "" if "" in variants else "fp16" if "fp16" in variants else min(variants)
    chosen = [file for file in files if variant_of(file) == variant]
    for file in chosen:
        if (shard := _SHARD.match(file.stem)) and len(chosen) < int(shard["count"]):
            raise UserError(
                f"{folder} has {len(chosen)} of the {int(shard['count'])} parts of its weights: "
                "fetch the others."
            )
        check_safetensors(file)
    return chosen, variant


def variant_of(file: Path) -> str:
    """ "fp16" of model.fp16.safetensors or model.fp16-00001-of-00002.safetensors; "" of a plain one."""
    stem = file.name.removesuffix(".safetensors")
    if shard := _SHARD.match(stem):
        stem = shard["stem"]
    return stem.partition(".")[2]


def check_safetensors(file: Path) -> None:
    """UserError in one sentence when the file cannot be a whole safetensors file.

    The format: 8 bytes, the header's length; the header, JSON with the place of each tensor; the tensors.
    """
    read_header(file)


def read_header(file: Path) -> dict[str, dict]:
    """Names → dtype, shape and place of a safetensors file's tensors, and `__metadata__`. UserError as
    above."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            first = opened.read(8)
            if first.startswith(b"version "):
                raise UserError(
                    f"{file} is a pointer of Git LFS, not the weights: run `git lfs pull` in its folder, "
                    "or fetch the model again."
                )
            length = struct.unpack("<Q", first)[0] if len(first) == 8 else size
            # Read as a length, the beginning of a pickle (\x80, its version) or of one zipped is a giant's.
            if length > _LARGEST_HEADER and first.startswith((b"\x80", b"PK")):
                raise UserError(_a_pickle(file))
            if 8 + length > size:
                raise UserError(f"{file} is cut off, or no safetensors file: fetch it again.")
            header = json.loads(opened.read(length))
            end = max(
                (tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__")
            )
    except OSError as error:
        raise UserError(
            f"{file} cannot be read ({error.strerror or error}): fetch the model again."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError(f"{file} is no safetensors file, or damaged: fetch it again.") from None
    if 8 + length + end != size:
        raise UserError(f"{file} is cut off: it has {size} of {8 + length + end} bytes; fetch it again.")
    return header


def _a_pickle(file: Path) -> str:
    return (
        f"{file} is a pickle, which can run any program when it is opened: "
        "take the model's .safetensors version."
    )
