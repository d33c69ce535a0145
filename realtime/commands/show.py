"""`show`: play live."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from realtime import options
from realtime.commands.sound import SOURCE_HELP
from realtime.commands.types import ADDRESS, BEATS, FOLLOWED, SETLIST, SHADERS, SIZE, STEMS, gpu_option
from realtime.control.keyboard import KEYS, LEARN_HELP, LEARN_KEY, QUIT_HELP, QUIT_KEY

_KEYS = [f"{key.key} {key.help}" for key in KEYS if not key.key.isdigit()]
_KEYS += ["1 … 9 scene of that number", f"{LEARN_KEY} {LEARN_HELP}", f"{QUIT_KEY} {QUIT_HELP}"]
KEYS_HELP = f"Keys: {'; '.join(_KEYS)}."


class _AsGiven(TypedDict):
    """The options that are fields of `ShowOptions` by the same name."""

    painter: str
    model: str | None
    prompt: str | None
    venue: str
    log_prompts: bool
    look: str
    style_image: Path | None
    stems: tuple[Path, ...]
    size: tuple[int, int]
    fps: float | None
    scale: float | None
    headless: bool
    window: bool
    display: str
    seconds: float | None
    record: Path | None
    outputs: Path | None
    stills: Path | None
    record_every: float | None
    record_most: float | None
    record_keep: int | None
    open: tuple[str, ...]
    night: Path | None
    card: str
    log: Path | None
    trace: Path | None
    fresh: bool
    decks: bool
    loop: bool
    block: int
    output: str
    midi_channel: int | None
    midi_clock_out: str | None
    link: bool
    beats_per_bar: int
    beats: str
    paint_fps: float


@click.command(
    epilog=f"{SOURCE_HELP}\n\n{KEYS_HELP}", short_help="Play a show; also what runs without a command."
)
@click.argument("source", required=False)
@click.option(
    "--setlist",
    type=SETLIST,
    default=options.DEFAULT_SETLIST,
    help="Scenes to play: a file (TOML), or club, concert or exhibition; concert unless given.",
)
@click.option(
    "--painter", default="auto", help="auto (the best that works here), style, shader or diffusion."
)
@click.option("--model", help="For the diffusion painter: a folder or hub name of an SD-Turbo or LCM model.")
@gpu_option()
@click.option("--prompt", help="Paint this text instead of the setlist's prompts.")
@click.option(
    "--venue", default="", help="How strict the blocklist is: museum, all_ages or club; as the setlist says."
)
@click.option(
    "--look",
    type=click.Choice(["auto", "on", "off"]),
    default="auto",
    help="Look at painted pictures, and take an unfit one off the wall; auto: where diffusion paints.",
)
@click.option("--log-prompts", is_flag=True, help="Write typed prompts into the moderation log, too.")
@click.option(
    "--style-image",
    type=click.Path(path_type=Path),
    metavar="COVER.png",
    help="Paint all scenes in the style and colours of this picture.",
)
@click.option("--size", type=SIZE, default="1280x720", help="Size of the picture, pixels.", show_default=True)
@click.option(
    "--fps",
    type=click.FloatRange(1, 240),
    help="Display frames a second: 60, or 24 where the processor draws.",
)
@click.option(
    "--scale", type=click.FloatRange(0.1, 1), help="Draw at this share of the size inside, for weak machines."
)
@click.option("--headless", is_flag=True, help="No window: draw off-screen.")
@click.option("--window", is_flag=True, help="A window instead of the full screen.")
@click.option(
    "--display",
    default="0",
    metavar="N|NAME",
    help="Which screen: its number or a part of its name (see `devices`), or several as one: 0+1.",
)
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="Stop after this long.")
@click.option(
    "--record", type=click.Path(path_type=Path), metavar="OUT.mp4", help="Record picture and sound."
)
@click.option(
    "--outputs",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="RIG.toml",
    help="Screens, video for other programs and lights: see docs/outputs.md.",
)
@click.option(
    "--stills",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep single pictures (key p) here; else in Anacrusis among the user's pictures.",
)
@click.option(
    "--record-every",
    type=click.FloatRange(0.1),
    metavar="MINUTES",
    help="Begin another file after so long.",
)
@click.option(
    "--record-most",
    type=click.FloatRange(1.0),
    metavar="MEGABYTES",
    help="Begin another file when one is so large.",
)
@click.option(
    "--open",
    multiple=True,
    metavar="HOURS",
    help="Be seen then only, such as 'tue-sun 10:00-18:00'; dark else (repeatable).",
)
@click.option(
    "--night",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PICTURE",
    help="Be this picture in the other hours, instead of dark.",
)
@click.option(
    "--card",
    metavar="TEXT",
    default=options.CARD,
    help=r"Shown should no frame be drawable, such as 'The Museum\nBack at once'; '' for nothing.",
)
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what is reported there too; five files of 2 MB are kept.",
)
@click.option("--record-keep", type=click.IntRange(1), metavar="N", help="Keep the last so many of them.")
@click.option(
    "--trace",
    type=click.Path(path_type=Path),
    metavar="OUT.jsonl",
    help="Write a line about each displayed frame.",
)
@click.option(
    "--realtime",
    type=click.Choice(["on", "off"]),
    default="on",
    help="off: draw a file frame by frame, each exact, as fast as it goes.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Begin anew, where the last show of this setlist was cut off; else its scene and values come back.",
)
@click.option(
    "--decks",
    is_flag=True,
    help="Have a deck B, with a scene and a painter of its own, and a crossfader (deck.fade).",
)
@click.option("--loop", is_flag=True, help="Play the sound file again and again.")
@click.option("--block", type=click.IntRange(32, 8192), default=256, help="Samples a block of sound.")
@click.option("--rate", type=click.IntRange(8000, 192000), default=44100, help="Hz of raw sound on stdin.")
@click.option("--channels", type=click.IntRange(1, 32), default=2, help="Channels of raw sound on stdin.")
@click.option(
    "--output", default="auto", help="Where a file or the demo is heard: auto, none or a device's name."
)
@click.option(
    "--osc",
    type=ADDRESS,
    default=str(options.OSC_PORT),
    help="Take OSC messages here; off for none.",
    show_default=True,
)
@click.option(
    "--osc-out",
    type=ADDRESS,
    multiple=True,
    default=["7701"],
    help="Send beat, levels, scene and values there (repeatable).",
)
@click.option(
    "--osc-allow",
    multiple=True,
    metavar="ADDRESS",
    help="Take OSC from this machine or network only, such as 192.168.1.20 or 192.168.1.0/24 (repeatable).",
)
@click.option(
    "--panel",
    type=ADDRESS,
    default="7702",
    help="Serve the panel, a page to play the show from, here; off for none. With an address that others can "
    "reach it asks for a token.",
    show_default=True,
)
@click.option(
    "--midi",
    multiple=True,
    metavar="NAME",
    help="Follow the clock of this MIDI port and obey its knobs and pads; a part of its name is enough "
    "(repeatable). Without it knobs and pads of every controller are obeyed; off: of none.",
)
@click.option(
    "--midi-channel",
    type=click.IntRange(1, 16),
    help="Obey knobs and pads of this channel only, where a sequencer plays on the others.",
)
@click.option(
    "--midi-clock-out", metavar="NAME", help="Send the beat as MIDI clock to the port of this name."
)
@click.option("--link", is_flag=True, help="Follow the tempo of Ableton Link programs in the network.")
@click.option(
    "--follow",
    type=FOLLOWED,
    multiple=True,
    help="Follow the beat of others: djlink (CDJs, over Pro DJ Link), os2l (VirtualDJ; os2l:PORT), or OSC "
    "addresses of tempo and beat, such as osc:/bpm,/beat (repeatable).",
)
@BEATS
@click.option(
    "--beats-per-bar",
    type=click.IntRange(2, 16),
    default=4,
    help="Of MIDI clock, Link and OSC beats, which do not tell; the ear finds its own.",
)
@click.option(
    "--paint-fps",
    type=click.FloatRange(0.1, 120),
    default=8.0,
    help="With --realtime off: painted frames a second.",
)
@STEMS
@SHADERS
def show(
    source: str | None,
    setlist: Path,
    realtime: str,
    rate: int,
    channels: int,
    osc: tuple[str, int] | None,
    osc_out: tuple[tuple[str, int] | None, ...],
    osc_allow: tuple[str, ...],
    panel: tuple[str, int] | None,
    midi: tuple[str, ...],
    follow: tuple[str, ...],
    shaders: tuple[Path, ...],
    **rest: Unpack[_AsGiven],
) -> None:
    """Play a show: sound in, picture out (this is what runs without a command)."""
    from realtime.show import play
    from realtime.stage.no_screen import ScreenLost
    from realtime.stage.x_server import LOST_SCREEN

    asked = options.ShowOptions(
        source=source,
        setlist=setlist,
        realtime=realtime == "on",
        stdin_rate=rate,
        stdin_channels=channels,
        osc_in=osc,
        osc_out=tuple(address for address in osc_out if address is not None),
        osc_allow=osc_allow,
        panel=panel,
        midi=None if "off" in midi else midi,
        follow=follow,
        shader_folders=shaders,
        **rest,
    )
    try:
        play(asked, say=lambda line: click.echo(line, err=True))
    except ScreenLost as lost:
        click.echo(f"{lost} The show goes on from here when it is started again.", err=True)
        raise SystemExit(LOST_SCREEN) from lost
