"""The sound cards of this machine, by number and by name."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import logging
import threading
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from realtime.command_name import typed
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError

Direction = Literal["in", "out"]

log = logging.getLogger(__name__)

_CLOSE_S = 3.0


@dataclass(frozen=True, slots=True)
class Device:
    """A sound card as PortAudio lists it; rate: its default in Hz; inputs, outputs: channels."""

    number: int
    name: str
    host_api: str
    inputs: int
    outputs: int
    rate: int
    default_input: bool
    default_output: bool

    def channels(self, direction: Direction) -> int:
        return self.inputs if direction == "in" else self.outputs


class _Library:
    """PortAudio, whose list of devices is frozen while it is initialised."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.open_streams = 0

    def module(self) -> ModuleType:
        try:
            return importlib.import_module("sounddevice")
        except OSError:
            raise UserError(
                "the PortAudio library is missing: install it with `sudo apt install libportaudio2` "
                "(Fedora: portaudio, Arch: portaudio, macOS: brew install portaudio)"
            ) from None


_library = _Library()


def sounddevice() -> ModuleType:
    """The sounddevice module; UserError where PortAudio is not installed."""
    return _library.module()


def prepare() -> None:
    """Start PortAudio now: while it starts, what anybody writes on stderr is lost.

    Where the library is missing, opening a device raises the error.
    """
    with contextlib.suppress(UserError):
        sounddevice()


def refresh() -> None:
    """Make PortAudio look again for devices; does nothing while a stream is open."""
    module = sounddevice()
    with _library.lock:
        if _library.open_streams:
            return
        module._terminate()
        module._initialize()


def open_stream(direction: Direction, **settings: Any) -> Any:
    """A sounddevice.InputStream or OutputStream, not started; hand it back with `close_stream`."""
    module = sounddevice()
    kind = module.InputStream if direction == "in" else module.OutputStream
    with _library.lock:
        stream = kind(dtype="float32", **settings)
        _library.open_streams += 1
    return stream


def start_stream(stream: Any) -> Any:
    """`stream`, started; closed where that fails."""
    try:
        stream.start()
    except Exception:
        close_stream(stream)
        raise
    return stream


def close_stream(stream: Any) -> None:
    """Close a stream of `open_stream`, dead or alive, and let its last callback end.

    PortAudio waits for the stream's own thread, which a sound server that was killed may hold for ever:
    a stream that does not close is left behind.
    """
    closer = threading.Thread(target=_close, args=(stream,), name="close sound", daemon=True)
    closer.start()
    closer.join(_CLOSE_S)
    if closer.is_alive():
        log.warning("the sound system does not let go of a dead stream; it is left behind")
        # Else the end of the program would wait for it, too.
        atexit.unregister(sounddevice()._exit_handler)


def _close(stream: Any) -> None:
    try:
        stream.close(ignore_errors=True)
    finally:
        with _library.lock:
            _library.open_streams -= 1


def list_devices() -> list[Device]:
    """Every sound card, in PortAudio's order; empty where there is none."""
    module = sounddevice()
    with _library.lock:
        apis = module.query_hostapis()
        first_input, first_output = (_default(module, direction) for direction in ("in", "out"))
        return [
            Device(
                number=entry["index"],
                name=entry["name"],
                host_api=apis[entry["hostapi"]]["name"],
                inputs=entry["max_input_channels"],
                outputs=entry["max_output_channels"],
                rate=int(entry["default_samplerate"]),
                default_input=entry["index"] == first_input,
                default_output=entry["index"] == first_output,
            )
            for entry in module.query_devices()
        ]


def _default(module: ModuleType, direction: Direction) -> int:
    try:
        return int(module.query_devices(kind="input" if direction == "in" else "output")["index"])
    except (module.PortAudioError, ValueError):
        return -1


def find_device(wanted: str | int | None, direction: Direction = "in") -> Device:
    """The device of that number or name (part of it is enough), or the default one for None.

    Raises UserError that lists the nearest names.
    """
    devices = list_devices()
    usable = [device for device in devices if device.channels(direction)]
    use = "input" if direction == "in" else "output"
    if not usable:
        instead = "start with `demo` or a file" if direction == "in" else "play silently with `--output none`"
        raise UserError(f"no sound card with an {use} was found; plug one in, or {instead}")
    if wanted is None:
        marked = [d for d in usable if (d.default_input if direction == "in" else d.default_output)]
        return (marked or usable)[0]
    text = str(wanted).strip()
    if text.isdigit():
        for device in devices:
            if device.number == int(text):
                return _with_channels(device, direction)
        raise UserError(
            f"there is no sound card number {text}; `{typed('devices')}` lists {_numbers(usable)}"
        )
    folded = text.casefold()
    for match in (lambda name: name == folded, lambda name: folded in name):
        found = [device for device in devices if match(device.name.casefold())]
        if found:
            return _with_channels(next((d for d in found if d.channels(direction)), found[0]), direction)
    raise UserError(f"there is no sound card named “{text}”{_suggestion(text, usable)}")


def _with_channels(device: Device, direction: Direction) -> Device:
    if device.channels(direction):
        return device
    use = "input" if direction == "in" else "output"
    raise UserError(
        f"sound card {device.number} “{device.name}” has no {use}; `{typed('devices')}` lists those that have"
    )


def _numbers(devices: list[Device]) -> str:
    return ", ".join(f"{device.number} “{device.name}”" for device in devices[:8])


def _suggestion(text: str, devices: list[Device]) -> str:
    names = nearest(text, [device.name for device in devices], most=3, cutoff=0.5)
    if names:
        return suggest(f"“{name}”" for name in names)
    return f"; there are {_numbers(devices)}"


def format_devices(devices: list[Device]) -> str:
    """The table of `devices`: > marks the default input, < the default output."""
    if not devices:
        return "no sound card was found"
    head = ("", "no.", "name", "in", "out", "rate", "system")
    rows = [
        (
            (">" if d.default_input else " ") + ("<" if d.default_output else " "),
            str(d.number),
            d.name,
            str(d.inputs),
            str(d.outputs),
            f"{d.rate} Hz",
            d.host_api,
        )
        for d in devices
    ]
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    right = {1, 3, 4, 5}
    lines = [
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [head, *rows]
    ]
    return "\n".join([*lines, "> default input   < default output"])
