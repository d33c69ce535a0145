"""One word from the user to the source that it names."""

from __future__ import annotations

from pathlib import Path

from realtime.audio.demo.demo import DemoSource
from realtime.audio.io import portaudio
from realtime.audio.io.device import DeviceSource
from realtime.audio.io.file import FileSource
from realtime.audio.io.playback import PacedSource
from realtime.audio.io.source import AudioSource
from realtime.audio.io.stdin import StdinSource
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError

# Rates that every sound card plays; a file at another one is resampled when it is played live.
_COMMON_RATES = (44100, 48000)


def open_source(
    spec: str,
    *,
    block: int = 256,
    loop: bool = False,
    rate: int | None = None,
    channels: int | None = None,
    realtime: bool = True,
    start: float = 0.0,
    output: str | int = "auto",
    format: str = "s16le",
    waits: bool = False,
) -> AudioSource:
    """The source that `spec` names: "demo", "-" (raw PCM on stdin), "card", "card:NAME or number", a path.

    realtime: files and the demo track are played at their pace (on `output`, see `PacedSource`);
    False gives them bare, to be read as fast as wanted. start: seconds into a file or the demo. waits: for
    a sound card that is not there yet.
    Raises UserError with what to do.
    """
    if _is_live(spec, realtime):
        if spec == "-":
            return StdinSource(rate or 44100, channels or 2, format, block)
        return DeviceSource(_card(spec), block, rate, channels, waits=waits)
    if spec == "demo":
        source: AudioSource = DemoSource(block, rate or 44100, loop, start)
    else:
        source = _file(spec, block, loop, start, rate, realtime)
    return PacedSource(source, output) if realtime else source


def check_source(spec: str, realtime: bool = True) -> None:
    """Raises UserError where there is no such file, or no sound at all; nothing is heard or stays open. A
    sound card may come later."""
    if _is_live(spec, realtime):
        if spec != "-":
            portaudio.sounddevice()
    elif spec != "demo":
        _file(spec, realtime=realtime).close()


def file_duration(spec: str) -> float | None:
    """Seconds of the file that `spec` names; None where it is none, or does not say."""
    if spec in ("demo", "-", "card") or spec.startswith("card:"):
        return None
    source = _file(spec)
    source.close()
    return source.duration


def _is_live(spec: str, realtime: bool) -> bool:
    live = spec == "-" or spec == "card" or spec.startswith("card:")
    if live and not realtime:
        raise UserError(f"“{spec}” runs in real time only; give a file or `demo`, or leave the realtime on")
    return live


def _card(spec: str) -> str | None:
    return spec.removeprefix("card").removeprefix(":").strip() or None


def _file(
    spec: str,
    block: int = 256,
    loop: bool = False,
    start: float = 0.0,
    rate: int | None = None,
    realtime: bool = True,
) -> FileSource:
    path = Path(spec).expanduser()
    if not path.exists():
        word = nearest(spec, ("demo", "card", "card:"), cutoff=0.7)
        if word:
            raise UserError(f"there is no file {spec}" + suggest(f"`{each.rstrip(':')}`" for each in word))
    source = FileSource(path, block, loop, start, rate)
    if realtime and rate is None and source.rate not in _COMMON_RATES:
        source.close()
        source = FileSource(path, block, loop, start, _COMMON_RATES[-1])
    return source
