"""MIDI ports of this machine, by name: found, opened, closed. Over ALSA, else JACK."""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from realtime.command_name import install_hint
from realtime.did_you_mean import nearest
from realtime.errors import UserError

log = logging.getLogger(__name__)

CLIENT = "anacrusis"
_SEQUENCER = Path("/dev/snd/seq")
_NOT_DEVICES = ("midi through", CLIENT, "rtmidi")
_GOES_OUT_S = 0.05
# Messages that wait in a port: what comes while it is full is lost, the newest first.
_QUEUE = 16_384
# ALSA ends names in the numbers of client and port, which change whenever a device is plugged in.
_NUMBERS = re.compile(r"\s+\d+:\d+$")

# JACK tells two clients of one program apart so.
_SECOND = re.compile(r"-\d\d$")


def modules() -> tuple[ModuleType, ModuleType]:
    """mido and rtmidi. Raises UserError where the extra is missing."""
    try:
        import mido
        import rtmidi
    except ImportError as error:
        raise UserError(f"MIDI needs an extra: {install_hint('midi')}") from error
    return mido, rtmidi


def available() -> bool:
    """Can MIDI be used without being asked for? Where it cannot, its libraries complain on the screen."""
    try:
        modules()
    except UserError:
        return False
    return not sys.platform.startswith("linux") or _SEQUENCER.exists()


def lister(rtmidi: ModuleType) -> Any:
    """A client of the machine's own MIDI, or of JACK where that alone is there. Raises UserError where there
    is neither."""
    try:
        return rtmidi.MidiIn(name=f"{CLIENT} ports")
    except OSError as error:
        if rtmidi.API_UNIX_JACK in rtmidi.get_compiled_api():
            try:
                return rtmidi.MidiIn(rtmidi.API_UNIX_JACK, f"{CLIENT} ports")
            except OSError:
                log.debug("no JACK server either")
        raise UserError(
            "There is no MIDI on this machine: neither ALSA's sequencer (modprobe snd-seq) nor JACK."
        ) from error


def plain(port: str) -> str:
    """A port's name as people know it, the same each time it is plugged in: without ALSA's numbers, and
    without its client's name where the port's own begins with it."""
    name = _NUMBERS.sub("", port)
    client, _, own = name.partition(":")
    return own if own.startswith(client) and client else name


def is_device(port: str) -> bool:
    """May there be a controller behind this port? Not this program, nor ALSA's own loop."""
    return not any(one in port.lower() for one in _NOT_DEVICES)


def matching(wanted: str, names: Iterable[str]) -> str | None:
    """The port that is called so, else the first that has it in its name."""
    listed = list(names)
    if wanted in listed:
        return wanted
    return next((name for name in listed if wanted.lower() in name.lower()), None)


def chosen(wanted: str, names: list[str], kind: str = "input") -> str:
    """As `matching`. Raises UserError, with the names that there are, where none matches."""
    if found := matching(wanted, names):
        return found
    if not names:
        raise UserError(
            f"There is no MIDI {kind} {wanted!r}, nor any other: plug the device in or start its program."
        )
    # The nearest first: a name is often typed from memory.
    near = nearest(wanted, names, most=len(names), cutoff=0.0)
    raise UserError(f"There is no MIDI {kind} {wanted!r}. There is: {', '.join(near)}.")


def way_back(port: str, outputs: list[str]) -> str | None:
    """The output that leads to the device whose input is `port`."""
    if port in outputs:
        return port
    same = [name for name in outputs if plain(name) == plain(port)]
    same += [name for name in outputs if _client(name) == _client(port)]
    return same[0] if same else None


def _client(port: str) -> str:
    return _SECOND.sub("", port.partition(":")[0])


def open_input(rtmidi: ModuleType, api: int, name: str, exclusive: bool = False) -> Any:
    """The input port `name`, whose messages wait in it until they are asked for; exclusive: those of the
    system exclusive kind, too. Raises OSError."""
    port = rtmidi.MidiIn(api, CLIENT, _QUEUE)
    try:
        port.ignore_types(sysex=not exclusive, timing=False, active_sense=True)
        _open(port, name)
    except OSError:
        port.delete()
        raise
    return port


def open_way_back(rtmidi: ModuleType, api: int, name: str) -> Any:
    """The output port to the device whose input is `name`. Raises OSError."""
    port = rtmidi.MidiOut(api, CLIENT)
    try:
        _open(port, way_back(name, port.get_ports()) or name)
    except OSError:
        port.delete()
        raise
    return port


def close(port: Any) -> None:
    """Close a port that was opened."""
    port.close_port()
    port.delete()


def close_output(port: Any) -> None:
    """Close a port that was opened, after what was sent to it has gone out."""
    time.sleep(_GOES_OUT_S)
    close(port)


def _open(port: Any, name: str) -> None:
    names = port.get_ports()
    if name not in names:
        raise OSError("it has just vanished")
    port.open_port(names.index(name))
