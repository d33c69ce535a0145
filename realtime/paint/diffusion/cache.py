"""Where compiled models live, under names that a stale one cannot have; written aside, then renamed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from realtime.command_name import typed
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.paint.diffusion.gpu import find_gpu
from realtime.paint.diffusion.schedule import Schedule
from realtime.paint.diffusion.step_spec import StepSpec

MANIFEST = "compiled.json"
STEP, TEXT, IMAGE = "frame_step.onnx", "text_encoder.onnx", "image_encoder.onnx"
TOKENIZERS = ("tokenizer.json", "tokenizer_2.json")
FORMAT = 2
# Of what OpenVINO is given to compile (`openvino_winograd`, `openvino_parts`): raised when that is another.
_OPENVINO_GRAPH = 2
PARTIAL = ".partial"
_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_SAMPLED = 65536
_NAME_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Compiled:
    """A finished compiled model: its folder and what its manifest says.

    source: what it was made from: `folder`, `autoencoder`, and `loras` and `live_loras` with `path` and
    `scale`. together: the names of the folders that were compiled with it, its own among them, or none.
    image_side: pixels of the pictures that its picture encoder takes, or 0.
    """

    folder: Path
    model: str
    kind: str
    spec: StepSpec
    schedule: Schedule
    precision: str
    guidance: float
    source: dict | None = None
    together: tuple[str, ...] = ()
    image_side: int = 0

    @classmethod
    def load(cls, folder: Path) -> Compiled:
        """Read the manifest and check that every file is there, whole; UserError otherwise."""
        try:
            data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                raise UserError(
                    f"{folder} was compiled by another version; compile it again with `{typed('compile')}`."
                )
            for name, size in data["files"].items():
                if (folder / name).stat().st_size != size:
                    raise UserError(f"{folder / name} is not whole; delete {folder} and compile again.")
            spec, schedule = StepSpec(**data["spec"]), Schedule(**data["schedule"])
            return cls(
                folder,
                data["model"],
                data["kind"],
                spec,
                schedule,
                data["precision"],
                float(data["guidance"]),
                data.get("source"),
                tuple(data.get("together", ())),
                int(data.get("image_side", 0)),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"{folder} is not a whole compiled model ({error}); compile it with `{typed('compile')}`."
            ) from None


def put_together(folders: Sequence[Path]) -> None:
    """Note in each folder's manifest that these engines were compiled in one go."""
    for folder in folders:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        data["together"] = [each.name for each in folders] if len(folders) > 1 else []
        with disk_errors(folder), written_whole(folder / MANIFEST) as aside:
            aside.write_text(json.dumps(data, indent=1), encoding="utf-8")


def default_root() -> Path:
    """The user's cache folder for compiled models."""
    import platformdirs

    return platformdirs.user_cache_path("anacrusis", appauthor=False) / "compiled"


def compiled_models(root: Path | None = None) -> list[Compiled]:
    """All whole compiled models, newest first."""
    found = []
    folders = [path for path in (root or default_root()).glob("*") if (path / MANIFEST).is_file()]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True):
        if folder.suffix != PARTIAL:
            with contextlib.suppress(UserError):
                found.append(Compiled.load(folder))
    return found


def digest(files: list[Path], *texts: str) -> str:
    """16 hex digits of `texts` and the files' names, sizes, beginnings and ends: gigabytes in a moment."""
    state = hashlib.sha256("\0".join(texts).encode())
    for path in files:
        size = path.stat().st_size
        state.update(f"{path.name}\0{size}\0".encode())
        with path.open("rb") as file:
            state.update(file.read(_SAMPLED))
            if size > 2 * _SAMPLED:
                file.seek(-_SAMPLED, os.SEEK_END)
                state.update(file.read(_SAMPLED))
    return state.hexdigest()[:16]


def plain(text: str) -> str:
    """Text as part of a file name."""
    return re.sub(r"[^A-Za-z0-9.@]+", "_", text).strip("_.") or "model"


def package_version(*names: str) -> str:
    """Version of the first installed one, or "none"."""
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            return version(name)
    return "none"


def onnxruntime_version() -> str:
    return package_version("onnxruntime-gpu", "onnxruntime")


def tensorrt_version() -> str:
    return package_version(
        "onnxruntime-ep-nv-tensorrt-rtx-cu13",
        "onnxruntime-ep-nv-tensorrt-rtx-cu12",
        "onnxruntime-ep-nv-tensorrt-rtx",
        "tensorrt-cu13-libs",
        "tensorrt-cu12-libs",
        "tensorrt-cu13",
        "tensorrt-cu12",
        "tensorrt",
    )


def engine_name(provider: str) -> str:
    """The name of a provider's engine folder here; another GPU, driver or version gives another name.

    Short, because Windows takes no path of more than 259 characters, and engines' files have long names.
    """
    return f"{_engines_here(provider)}{_versions(provider)}"


def outdated_engines(folder: Path, provider: str) -> list[Path]:
    """Engines of this provider and device in a compiled folder, of other versions or drivers."""
    return [
        path
        for path in folder.glob(f"{_engines_here(provider)}*")
        if path.name != engine_name(provider) and path.suffix != PARTIAL
    ]


def _engines_here(provider: str) -> str:
    """How the names of all engines begin that a provider has for this device."""
    if provider == "openvino":
        device = platform.processor() or platform.machine()
    else:
        gpu = find_gpu()
        device = gpu.name.removeprefix("NVIDIA ").removeprefix("GeForce ") if gpu else "nogpu"
    return f"engine-{provider}-{plain(device)[:_NAME_LENGTH]}-"


def _versions(provider: str) -> str:
    """8 hex digits that change with everything that an engine depends on."""
    if provider == "openvino":
        parts = [package_version("openvino"), str(_OPENVINO_GRAPH), platform.processor()]
    else:
        gpu = find_gpu()
        parts = [onnxruntime_version(), tensorrt_version(), *((gpu.name, str(gpu.driver)) if gpu else ())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]


def clean_partial(root: Path) -> list[Path]:
    """Delete engine folders that were left half written; gives them."""
    left = [path for path in root.glob(f"engine-*{PARTIAL}") if path.is_dir()]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return left


@contextlib.contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """A folder to write in that becomes `target` when all went well, and is deleted otherwise."""
    aside = target.with_name(target.name + PARTIAL)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        with disk_errors(target.parent):
            yield aside
            if target.exists():
                shutil.rmtree(target)
            os.replace(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


@contextlib.contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turns a full disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            left = shutil.disk_usage(_existing(folder)).free
            raise UserError(
                f"The disk is full: {folder} has {left / 1e9:.1f} GB left. "
                "Make room and run the same command again: it goes on where it stopped."
            ) from None
        raise


def require_space(folder: Path, needed: int) -> None:
    """UserError before hours of work when the disk cannot hold the result."""
    free = shutil.disk_usage(_existing(folder)).free
    if free < needed:
        raise UserError(
            f"Compiling needs about {needed / 1e9:.1f} GB in {folder}, and {free / 1e9:.1f} GB are free. "
            "Make room, or point XDG_CACHE_HOME at another disk."
        )


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
