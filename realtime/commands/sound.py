"""Commands about sound: `listen`, `devices`."""

from __future__ import annotations

import click

from realtime.commands.types import BEATS

SOURCE_HELP = "SOURCE: demo, a sound file, card, card:NAME (see `devices`), or - for raw sound on stdin."


@click.command(epilog=SOURCE_HELP)
@click.argument("source", default="demo")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: beats and onsets.")
@click.option(
    "--block", type=click.IntRange(32, 8192), default=256, help="Samples a block.", show_default=True
)
@click.option("--rate", type=click.IntRange(8000, 192000), default=44100, help="Hz of raw sound on stdin.")
@click.option("--channels", type=click.IntRange(1, 32), default=2, help="Channels of raw sound on stdin.")
@BEATS
def listen(source: str, as_json: bool, block: int, rate: int, channels: int, beats: str) -> None:
    """Print what the ear hears: tempo, beats, onsets, levels.

    A file is heard as fast as possible, with the same result as live.
    """
    from realtime.audio.io.open import open_source
    from realtime.commands import listen_output as ear

    live = source == "-" or source.startswith("card")
    opened = open_source(source, block=block, rate=rate, channels=channels, realtime=live)
    ear.listen(opened, as_json, click.echo, beats)


@click.command()
def devices() -> None:
    """List sound cards, displays, and video outputs."""
    from realtime.audio.io.portaudio import format_devices, list_devices
    from realtime.output.listing import format_outputs
    from realtime.stage.displays import list_displays

    try:
        click.echo(format_devices(list_devices()))
    finally:
        click.echo(f"\n{format_outputs(list_displays())}")
