"""The folder of a film that is being made: its frame log and its finished segments, to resume from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from realtime import __version__
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.render.dry_run import DryRun
from realtime.render.segments import Change, Segment
from realtime.resources import shader_folders

_MANIFEST = "manifest.json"
_OURS = ("manifest.*", "frame_log.*", "segment-*.mp4")


class Parts:
    """`OUT.parts` beside the film. Raises UserError where it cannot be made or written.

    key: hash of everything that the pictures depend on; parts of another key are thrown away.
    """

    def __init__(self, output: Path, key: str, restart: bool = False) -> None:
        self.folder = output.with_name(f"{output.name}.parts")
        self.frame_log = self.folder / "frame_log.jsonl"
        self._key = key
        self._manifest = self.folder / _MANIFEST
        self.discarded = False
        try:
            self.folder.mkdir(exist_ok=True)
            known = self._read()
            if restart or (known is not None and known.get("key") != key):
                self.discarded = known is not None and not restart
                self._clear()
        except OSError as error:
            raise UserError(f"Cannot keep the film's parts in {self.folder}: {error.strerror}.") from error

    def dry_run(self) -> DryRun | None:
        """What an earlier run found, if its frame log is still whole."""
        known = self._read()
        if known is None or known.get("key") != self._key or not self.frame_log.is_file():
            return None
        if known["frame_log"] != digest([self.frame_log]):
            return None
        changes = tuple(Change(**change) for change in known["changes"])
        return DryRun(known["frames"], changes, tuple(known["bar_lines"]))

    def keep(self, dry_run: DryRun) -> None:
        """Remember the dry run, whose frame_log has been written."""
        entry = {
            "key": self._key,
            "frame_log": digest([self.frame_log]),
            "frames": dry_run.frames,
            "changes": [asdict(change) for change in dry_run.changes],
            "bar_lines": dry_run.bar_lines,
        }
        try:
            with written_whole(self._manifest) as temporary:
                temporary.write_text(json.dumps(entry), encoding="utf-8")
        except OSError as error:
            raise UserError(f"Cannot keep the film's parts in {self.folder}: {error.strerror}.") from error

    def path(self, segment: Segment) -> Path:
        """The file of a segment; it exists when the segment is finished."""
        return self.folder / f"segment-{segment.index:05d}-{segment.first}-{segment.last}.mp4"

    def remove(self) -> None:
        """The film is done: throw its parts away."""
        self._clear()
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _clear(self) -> None:
        for pattern in _OURS:
            for path in self.folder.glob(pattern):
                path.unlink()

    def _read(self) -> dict | None:
        try:
            known = json.loads(self._manifest.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return known if isinstance(known, dict) else None


def digest(files: Iterable[Path], *texts: object) -> str:
    """SHA-256 of the contents of files and of texts, as hex digits."""
    total = hashlib.sha256()
    for path in files:
        with open(path, "rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    for text in texts:
        total.update(hashlib.sha256(repr(text).encode()).digest())
    return total.hexdigest()


def shader_files(*folders: Path) -> list[Path]:
    """The shaders that may be seen: the program's, the user's own and those in `folders`."""
    found = [path for folder in shader_folders(folders) for path in folder.rglob("*")]
    return sorted(path for path in found if path.is_file())


def model_files(model: str | None) -> tuple[tuple[str, int], ...]:
    """Names and sizes of the files of a model's folder: another model gives other pictures."""
    folder = Path(model) if model else None
    if folder is None or not folder.is_dir():
        return ()
    return tuple(
        sorted(
            (str(path.relative_to(folder)), path.stat().st_size)
            for path in folder.rglob("*")
            if path.is_file()
        )
    )


VERSION = __version__
