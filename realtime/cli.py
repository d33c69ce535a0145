"""The command line: what a newcomer sees first."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path

import click

from realtime import __version__
from realtime.command_name import command_name, start_line, typed
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError

# Command → the module in realtime/commands that has it; a module is imported only when it is used.
COMMANDS = {
    "show": "show",
    "listen": "sound",
    "devices": "sound",
    "curves": "setlist",
    "routes": "routes",
    "osc-map": "osc",
    "shaders": "shaders",
    "check": "setlist",
    "film": "film",
    "new": "idea",
    "styles": "idea",
    "storyboard": "idea",
    "keyframes": "keyframes",
    "compile": "model",
    "flashes": "flashes",
    "install-service": "service",
    "doctor": "model",
    "bench": "bench",
}


class Commands(click.Group):
    """Finds a command in its module; `show` is what runs when no command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"realtime.commands.{COMMANDS[name]}")
        return next(
            value
            for value in vars(module).values()
            if isinstance(value, click.Command) and value.name == name
        )


HELP = f"""Anacrusis listens to music and paints to it, on the beat.

Start with `{start_line()}`, which plays the built-in demo track.
`{start_line()} COMMAND --help` explains a command.
"""


@click.command(cls=Commands, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="anacrusis")
def app() -> None:
    pass


def configure_logging() -> None:
    """One plain line each, on stderr, with its time: who reads it may have been away for weeks."""
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s: %(message)s",
        datefmt="%Y-%m-%d %H:%M:%S",
        stream=sys.stderr,
    )
    logging.getLogger("realtime").setLevel(logging.INFO)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code: 0 done, 1 found faults, 2 cannot be done as asked."""
    # The ear's products are far too small to be shared among processors: waking them would cost more.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if not arguments or arguments[0] not in {*COMMANDS, "-h", "--help", "--version"}:
        arguments.insert(0, "show")
    configure_logging()
    try:
        _doubt_command(arguments)
        code = app.main(arguments, prog_name=command_name(), standalone_mode=False)
    except UserError as error:
        return _refuse(str(error))
    except click.ClickException as error:
        return _refuse(f"{error.format_message()} Try `{typed(arguments[0], '--help')}`.")
    except (KeyboardInterrupt, click.Abort):
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`… | head`): nobody reads a message.
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _doubt_command(arguments: list[str]) -> None:
    """A word that is nearly a command and no file was meant as one. Raises UserError."""
    word = arguments[1] if arguments[:1] == ["show"] and len(arguments) > 1 else ""
    near = nearest(word, COMMANDS, cutoff=0.75)
    if near and word not in ("demo", "card") and not Path(word).exists():
        raise UserError(f"There is no command or file {word}{suggest([f'`{typed(near[0])}`'])}")


def _refuse(sentence: str) -> int:
    print(f"{command_name()}: {sentence}", file=sys.stderr)
    return 2
