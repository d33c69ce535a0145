"""What a show is asked to do; filled by the command line, readable without it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from realtime import resources

BLOCKLIST = resources.setlist("blocklist.toml")
DEFAULT_SETLIST = resources.setlist("concert.toml")
OSC_PORT = 7700
BEATS = ("network", "own", "aubio")
"""Who may hear the beat: this program's ear with BeatNet's opinion or on its own, or aubio's tempo."""


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """One show. Sizes in pixels, times in seconds; addresses are (host, port).

    source: "demo", "card", "card:NAME", "-" (raw sound on stdin) or a sound file; None takes the
    setlist's first sound file, else the demo track; seconds: length,
    None until it ends; realtime: False renders on the virtual clock, as exactly as a film;
    fps: display frames a second, None for 60, or 24 where the processor draws; scale: share of the
    window's size that is rendered inside, None for all of it, or no more than 540 lines where the processor
    draws; model: folder or hub name for the
    diffusion painter; painter: "auto" or an engine's name; midi: names of ports, or parts of them;
    panel: where its pages and OSCQuery are served, at that port or the next that is free; None: not at all;
    midi_channel: 1..16, whose knobs and pads count, None for all; link: follow Ableton Link;
    beats_per_bar: of what MIDI clock and Link count, for neither gives it; beats: one of BEATS.
    """

    source: str | None = None
    setlist: Path = DEFAULT_SETLIST
    painter: str = "auto"
    model: str | None = None
    size: tuple[int, int] = (1280, 720)
    fps: float | None = None
    scale: float | None = None
    headless: bool = False
    window: bool = False
    display: int = 0
    record: Path | None = None
    trace: Path | None = None
    seconds: float | None = None
    realtime: bool = True
    loop: bool = False
    block: int = 256
    stdin_rate: int = 44100
    stdin_channels: int = 2
    osc_in: tuple[str, int] | None = ("127.0.0.1", OSC_PORT)
    osc_out: tuple[tuple[str, int], ...] = (("127.0.0.1", 7701),)
    panel: tuple[str, int] | None = None
    midi: tuple[str, ...] = ()
    midi_channel: int | None = None
    link: bool = False
    beats_per_bar: int = 4
    beats: str = BEATS[0]
    prompt: str | None = None
    paint_fps: float = 8.0
    paint_latency: float = 0.12
    shader_folders: tuple[Path, ...] = ()
    output: str = "auto"
