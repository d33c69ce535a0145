"""Where controllers' maps are kept: those that ship, and the user's own, which learning writes."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from realtime.control.midi.device_map import Assignment, DeviceMap, read_map
from realtime.control.midi.source import NUMBERS
from realtime.errors import UserError
from realtime.files import set_aside, written_whole
from realtime.notice import Notice
from realtime.resources import PACKAGE, user_file

log = logging.getLogger(__name__)

SHIPPED = PACKAGE / "control" / "midi" / "maps"
GENERIC = SHIPPED / "generic.toml"
"""What a controller without a map of its own plays, where it was asked for by name."""
_LISTS = "control"


def generic_map() -> DeviceMap:
    """The map of every controller that has none of its own."""
    return read_map(GENERIC)


def shipped_maps() -> list[DeviceMap]:
    """The maps that come with the program, but for the generic one."""
    return [read_map(path) for path in sorted(SHIPPED.glob("*.toml")) if path != GENERIC]


class MapFiles:
    """The maps of a user. folder: where their own are, None for that in the folder for settings."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_file("midi")
        self.fault = ""
        """Why a map could not be read or written, or ""."""

    def find(self, port: str, named: bool) -> DeviceMap:
        """The map for a port: the user's own, else one that ships, else the generic one for a port that was
        `named`, else an empty one. A file that is wrong is reported and passed over."""
        self.fault = ""
        for path in sorted(self.folder.glob("*.toml")) if self.folder.is_dir() else []:
            try:
                found = read_map(path)
            except UserError as error:
                self._tell(str(error))
                continue
            if found.fits(port):
                return found
        for found in shipped_maps():
            if found.fits(port):
                return found
        return generic_map() if named else DeviceMap(port, (port,))

    def again(self, port: str, device: DeviceMap, named: bool) -> DeviceMap:
        """The map whose file was edited, as it is now, else what `find` gives; one that is wrong now is
        reported, and the port goes on with the old one."""
        if device.path is None or not device.path.exists():
            return self.find(port, named)
        self.fault = ""
        try:
            found = read_map(device.path)
        except UserError as error:
            self._tell(str(error))
            return device
        return found if found.fits(port) else self.find(port, named)

    def assign(self, port: str, device: DeviceMap, new: Assignment) -> DeviceMap:
        """The map with `new` in it, written into the user's own file for this port, comments kept."""
        return self._edit(port, device, device.assigned(new), new)

    def forget(self, port: str, device: DeviceMap, to: str) -> DeviceMap:
        """The map without what plays `to`, written as for `assign`."""
        return self._edit(port, device, device.without(to))

    def _edit(self, port: str, old: DeviceMap, new: DeviceMap, added: Assignment | None = None) -> DeviceMap:
        own = old.path is not None and old.path.parent == self.folder
        path = old.path if own and old.path is not None else self.folder / f"{_slug(port)}.toml"
        try:
            if not own and path.exists():
                # It was passed over: somebody may want to mend it.
                log.warning("MIDI: %s is kept as %s", path, set_aside(path).name)
            document = self._document(path if own else old.path, port)
            kept = {one.source for one in new.assignments if one is not added}
            if _LISTS not in document:
                document[_LISTS] = tomlkit.aot()
            listed = document[_LISTS]
            for number, one in reversed(list(enumerate(old.assignments))):
                if one.source not in kept:
                    del listed[number]
            if added is not None and isinstance(listed, Array):
                listed.add_line(_filled(tomlkit.inline_table(), added))
            elif added is not None:
                listed.append(_filled(tomlkit.table(), added))
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(path) as part:
                part.write_text(tomlkit.dumps(document), encoding="utf-8")
            self.fault = ""
        except (OSError, ValueError, TOMLKitError) as error:
            self._tell(
                Notice(
                    "MIDI assignments hold for this show only: {file} cannot be written ({why}).",
                    file=path,
                    why=error,
                )
            )
            return new
        return read_map(path)

    def _document(self, path: Path | None, port: str) -> Any:
        if path is not None and path != GENERIC:
            return tomlkit.parse(path.read_text(encoding="utf-8"))
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path is not None else tomlkit.document()
        document["device"] = port
        return document

    def _tell(self, fault: str) -> None:
        self.fault = fault
        log.warning("%s", fault)


def _slug(port: str) -> str:
    return re.sub(r"[^0-9A-Za-z가-힣]+", "-", port).strip("-").lower() or "controller"


def _filled(table: Any, one: Assignment) -> Any:
    table[one.source.kind] = one.source.number if NUMBERS[one.source.kind] else True
    if one.source.channel is not None:
        table["channel"] = one.source.channel
    table["to"], table["kind"] = one.to, one.kind
    if one.value is not None:
        whole = isinstance(one.value, float) and one.value.is_integer()
        table["value"] = int(one.value) if whole else one.value
    if one.ring is not None:
        table["ring"] = {"cc": one.ring.cc, "low": one.ring.low, "high": one.ring.high}
    return table


def generic_markdown() -> str:
    """What controllers without a map play, as Markdown, for docs/osc-and-midi.md."""
    lines = ["| MIDI | control | kind |", "| --- | --- | --- |"]
    lines += [f"| {one.source.words} | `{one.target}` | {one.kind} |" for one in generic_map().assignments]
    return "\n".join(lines) + "\n"


def shipped_markdown() -> str:
    """The controllers that have a map, as Markdown, for docs/osc-and-midi.md."""
    lines = ["| controller | lights | map |", "| --- | --- | --- |"]
    for one in shipped_maps():
        name = one.path.name if one.path is not None else ""
        link = f"[{name}](../realtime/control/midi/maps/{name})"
        lines.append(f"| {one.name} | {'yes' if one.has_lights else 'no'} | {link} |")
    return "\n".join(lines) + "\n"
