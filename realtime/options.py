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


CARD = "Back in a moment\n잠시 후 다시 시작합니다"


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """One show. Sizes in pixels, times in seconds; addresses are (host, port).

    source: "demo", "card", "card:NAME", "-" (raw sound on stdin) or a sound file; None takes the
    setlist's first sound file, else the demo track; seconds: length,
    None until it ends; realtime: False renders on the virtual clock, as exactly as a film;
    fps: display frames a second, None for 60, or 24 where the processor draws; scale: share of the
    window's size that is rendered inside, None for all of it, or no more than 540 lines where the processor
    draws; model: folder or hub name for the
    diffusion painter; painter: "auto" or an engine's name; osc_allow: addresses or networks that may send
    OSC, none: all; midi: names of ports, or parts of them, none: every controller that is there or comes,
    None: no MIDI;
    panel: where its pages and OSCQuery are served, at that port or the next that is free; None: not at all;
    decks: have a second one; fresh: do not go on where the last show of this setlist was when it was cut off;
    midi_channel: 1..16, whose knobs and pads count, None for all; midi_clock_out: name of the port that is
    sent the beat; link: follow Ableton Link; follow: see
    `control.rig.followed`;
    outputs: a rig file, see docs/outputs.md; stills: the folder for single pictures, None for the user's own;
    record_every: minutes after which a recording goes on in another file, None for never; record_most:
    megabytes after which it does; record_keep: how many of these files are kept, None for all; open: hours at
    which the show is seen, none: always; night: a picture for the others; card: words that are shown where no
    frame can be drawn, "" for none; log: a file for what the operator is shown, short;
    venue: how strict the blocklist is, "" for as the setlist says; log_prompts: the moderation log has the
    texts, too; look: at painted pictures, "on", "off", or "auto": where diffusion paints and the network is
    installed;
    beats_per_bar: of what MIDI clock and Link count, for neither gives it; beats: one of BEATS;
    style_image: a picture as the style of all scenes; stems: files and folders of the sound's stems.
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
    display: str = "0"
    record: Path | None = None
    outputs: Path | None = None
    stills: Path | None = None
    record_every: float | None = None
    record_most: float | None = None
    record_keep: int | None = None
    open: tuple[str, ...] = ()
    night: Path | None = None
    card: str = CARD
    log: Path | None = None
    trace: Path | None = None
    seconds: float | None = None
    realtime: bool = True
    loop: bool = False
    block: int = 256
    stdin_rate: int = 44100
    stdin_channels: int = 2
    osc_in: tuple[str, int] | None = ("127.0.0.1", OSC_PORT)
    osc_allow: tuple[str, ...] = ()
    osc_out: tuple[tuple[str, int], ...] = (("127.0.0.1", 7701),)
    panel: tuple[str, int] | None = None
    midi: tuple[str, ...] | None = None
    midi_channel: int | None = None
    midi_clock_out: str | None = None
    link: bool = False
    follow: tuple[str, ...] = ()
    beats_per_bar: int = 4
    beats: str = BEATS[0]
    fresh: bool = True
    decks: bool = False
    stems: tuple[Path, ...] = ()
    prompt: str | None = None
    venue: str = ""
    log_prompts: bool = False
    look: str = "auto"
    style_image: Path | None = None
    paint_fps: float = 8.0
    paint_latency: float = 0.12
    shader_folders: tuple[Path, ...] = ()
    output: str = "auto"
