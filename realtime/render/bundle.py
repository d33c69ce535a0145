"""What a segment needs besides the program, packed for another machine: frame_log, pictures, shaders."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from realtime.arrays import Bytes
from realtime.render.segment import Job
from realtime.scenery.source_name import parse_source
from realtime.scenery.style_picture import PREFIX, is_picture, picture_path


@dataclass(frozen=True, slots=True)
class Bundle:
    """key: hash of the contents; files: name within the bundle → uint8 (bytes,)."""

    key: str
    files: dict[str, Bytes]


def pack(job: Job) -> Bundle:
    """Everything that the film of `job` reads: the same for all its segments. Raises OSError."""
    files = {name: np.fromfile(path, np.uint8) for name, path in _contents(job).items()}
    key = hashlib.sha256()
    for name, data in files.items():
        key.update(f"{name}:{len(data)}:".encode())
        key.update(data.data)
    return Bundle(key.hexdigest(), files)


def unpack(bundle: Bundle) -> tempfile.TemporaryDirectory[str]:
    """A folder with the bundle's files, which goes when the object does."""
    folder = tempfile.TemporaryDirectory(prefix="anacrusis-")
    for name, data in bundle.files.items():
        path = Path(folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.write(data.data)
    return folder


def moved(job: Job, folder: Path) -> Job:
    """`job` with its inputs in `folder`, where its film's bundle was unpacked; its target stays."""
    inputs = {path: folder / name for name, path in _contents(job).items()}
    return replace(
        job,
        frame_log=inputs[job.frame_log],
        first_image=inputs[job.first_image] if job.first_image is not None else None,
        shader_folders=tuple(folder / f"shaders-{number}" for number in range(len(job.shader_folders))),
        sources={source: _at(source, inputs) for source in job.sources},
        lettering=replace(
            job.lettering,
            logo=inputs[job.lettering.logo] if job.lettering.logo is not None else None,
            face=inputs[job.lettering.face] if job.lettering.face is not None else None,
        ),
    )


def _at(source: str, inputs: dict[Path, Path]) -> str:
    here = inputs[_file_of(source)]
    return f"{PREFIX}{here}" if is_picture(source) else str(replace(parse_source(source), target=str(here)))


def _file_of(source: str) -> Path:
    return picture_path(source) if is_picture(source) else Path(parse_source(source).target)


def _contents(job: Job) -> dict[str, Path]:
    """Name within the bundle → the file here."""
    contents = {
        job.frame_log.name: job.frame_log,
        job.frame_log.with_suffix(".index").name: job.frame_log.with_suffix(".index"),
    }
    pictures = [_file_of(source) for source in sorted(job.sources)]
    if job.first_image is not None:
        pictures.append(job.first_image)
    pictures += job.lettering.files
    for number, path in enumerate(dict.fromkeys(pictures)):
        contents[f"picture-{number}{path.suffix}"] = path
    for number, shaders in enumerate(job.shader_folders):
        found = sorted(path for path in shaders.rglob("*") if path.is_file())
        contents |= {f"shaders-{number}/{path.relative_to(shaders).as_posix()}": path for path in found}
    return contents
