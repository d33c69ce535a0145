"""Commands about models and machines: `compile`, `doctor`."""

from __future__ import annotations

import click

from realtime.command_name import install_hint
from realtime.commands.types import SIZE


@click.command(name="compile", short_help="Compile a diffusion model for this machine.")
@click.argument("model")
@click.option(
    "--size", type=SIZE, default="512x512", help="Of the painted frames, pixels.", show_default=True
)
@click.option(
    "--steps", type=click.IntRange(1, 8), default=1, help="Diffusion steps a frame.", show_default=True
)
@click.option("--lora", multiple=True, metavar="FILE[:0.8]", help="A LoRA to melt in (repeatable).")
@click.option(
    "--precision",
    type=click.Choice(["auto", "fp16", "fp32"]),
    default="auto",
    help="fp16 for GPUs, fp32 for CPUs; auto by what is here.",
)
@click.option(
    "--guidance", type=float, default=1.0, help="Above 1: negative prompts work, at twice the time."
)
@click.option("--autoencoder", help="Folder or hub name of a TAESD, or: own.")
def compile_(
    model: str,
    size: tuple[int, int],
    steps: int,
    lora: tuple[str, ...],
    precision: str,
    guidance: float,
    autoencoder: str | None,
) -> None:
    """Compile a model (folder or hub name) for this machine; a show then needs no torch.

    Stopped half-way it goes on where it stopped. Afterwards: `show --painter diffusion --model MODEL`.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from realtime.errors import UserError

    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        raise UserError(
            f"Compiling needs torch and diffusers; install them with: {install_hint('compile')}"
        ) from None
    from realtime.paint.diffusion.compile import compile_model
    from realtime.paint.diffusion.lora import parse_lora

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns) as progress:
        bar = progress.add_task("starting", total=1.0)
        result = compile_model(
            model,
            size,
            steps,
            [parse_lora(text) for text in lora],
            precision,
            guidance,
            autoencoder,
            report=lambda stage, share: progress.update(bar, description=stage, completed=share),
        )
    for note in result.notes:
        click.echo(f"note: {note}")
    click.echo(f"compiled into {result.folder}, runs on {result.provider}")


@click.command(short_help="Try every part of this machine; name what mends it.")
def doctor() -> int:
    """Try every part of this machine and name the command that mends each fault."""
    from realtime.doctor import report, run_checks

    checks = run_checks()
    click.echo(report(checks))
    return 0 if all(check.ok for check in checks) else 1
