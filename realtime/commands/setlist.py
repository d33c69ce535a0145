"""Commands about setlists and curves: `check`, `curves`."""

from __future__ import annotations

from pathlib import Path

import click

from realtime.commands.types import SETLIST, SHADERS


@click.command(short_help="Draw every response curve on one sheet.")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("curves.png"),
    help="Where the sheet goes (PNG).",
    show_default=True,
)
def curves(output: Path) -> None:
    """Draw every response curve on one sheet, convex and concave side by side."""
    from realtime.mapping.curve_sheet import draw_curves

    draw_curves(output)
    click.echo(str(output))


@click.command()
@click.argument("setlist", type=SETLIST, required=False)
@click.option("--prompt", help="Check this one text instead of a setlist.")
@click.option("--explain", metavar="TEXT", help="Say what the guard sees in this text, step by step.")
@click.option(
    "--prompts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Check a file of texts, one a line.",
)
@click.option("--json", "as_json", is_flag=True, help="With --prompts: a line of JSON for each.")
@click.option("--venue", default="", help="How strict: museum, all_ages or club; as the setlist says.")
@SHADERS
def check(
    setlist: Path | None,
    prompt: str | None,
    explain: str | None,
    prompts: Path | None,
    as_json: bool,
    venue: str,
    shaders: tuple[Path, ...],
) -> int:
    """Check a setlist before the show, or one prompt, or a file of them.

    Prints every slip and every text that the blocklist refuses, with its line; where there are none, every
    shader in the setlist that does not compile. The exit code is 0 if all is well and 1 if not.
    """
    from realtime.isf.library import ShaderLibrary
    from realtime.resources import shader_folders
    from realtime.setlist.check import explanation, prompt_report, prompts_report, setlist_report
    from realtime.setlist.load import load_setlist
    from realtime.setlist.open_blocklist import open_blocklist
    from realtime.stage.shader_check import shader_faults
    from realtime.vocabulary import known_names

    if sum(given is not None for given in (setlist, prompt, explain, prompts)) != 1:
        raise click.UsageError("Give a setlist, or one of --prompt TEXT, --explain TEXT and --prompts FILE.")
    if as_json and prompts is None:
        raise click.UsageError("--json goes with --prompts FILE.")
    blocklist = open_blocklist(setlist, venue)
    if setlist is not None:
        library = ShaderLibrary(shader_folders(shaders))
        code, lines = setlist_report(setlist, blocklist, known_names(library))
        if code == 0 and (
            faults := shader_faults(library, load_setlist(setlist, blocklist, known_names(library)).scenes)
        ):
            code, lines = 1, faults
    elif prompt is not None:
        code, lines = prompt_report(prompt, blocklist)
    elif explain is not None:
        code, lines = explanation(explain, blocklist)
    else:
        assert prompts is not None
        code, lines = prompts_report(prompts, blocklist, as_json)
    for line in lines:
        click.echo(line)
    if code == 0:
        for line in _understood(setlist, prompt, shaders):
            click.echo(line)
    return code


def _understood(setlist: Path | None, prompt: str | None, shaders: tuple[Path, ...]) -> list[str]:
    """What the built-in painters make of each prompt."""
    from realtime.isf.library import ShaderLibrary
    from realtime.live.anacrusis import subject_of
    from realtime.options import BLOCKLIST
    from realtime.paint.frame import Subject
    from realtime.paint.prompt import PromptInterpreter
    from realtime.paint.understood import understand
    from realtime.resources import shader_folders
    from realtime.scenery.generators import Generators
    from realtime.setlist.blocklist import Blocklist
    from realtime.vocabulary import load_checked

    library = ShaderLibrary(shader_folders(shaders))
    prompts = PromptInterpreter(Generators(library))
    if setlist is None:
        return [line] if (line := understand(prompts, Subject(prompt=prompt or "")).line()) else []
    scenes = load_checked(setlist, Blocklist.load(BLOCKLIST), library).scenes
    lines = ((scene.name, understand(prompts, subject_of(scene, 1)).line()) for scene in scenes)
    return [f"{name}: {line}" for name, line in lines if line]
