"""Commands about models and machines: `compile`, `doctor`."""

from __future__ import annotations

import importlib.util

import click

from realtime.command_name import install_hint
from realtime.commands.types import SIZE, gpu_option
from realtime.paint.diffusion.kinds import KINDS
from realtime.paint.diffusion.step_spec import GUIDES


@click.command(name="compile", short_help="Compile a diffusion model for this machine.")
@click.argument("model")
@click.option(
    "--size",
    type=SIZE,
    multiple=True,
    help="Of the painted frames, pixels: 768x432, or 512x288 without a GPU. Several (repeated) make a set of "
    "engines that a show switches between.",
)
@click.option(
    "--steps",
    type=click.IntRange(1, 8),
    multiple=True,
    help="Diffusion steps a frame; as the model's kind wants. Repeatable, as --size.",
)
@click.option("--lora", multiple=True, metavar="FILE[:0.8]", help="A LoRA to melt in (repeatable).")
@click.option(
    "--live-lora",
    multiple=True,
    metavar="FILE[:0.8]",
    help="A LoRA to play by the weights lora_1, lora_2 … instead (repeatable).",
)
@click.option("--guide", metavar="FOLDER", help="A T2I-Adapter or ControlNet that sees the source layer.")
@click.option(
    "--guide-sees",
    type=click.Choice(GUIDES),
    default=GUIDES[0],
    help="What it is shown of the source: its edges, the picture, or how near things are.",
)
@click.option(
    "--image-prompt", metavar="FILE", help="An IP-Adapter, for the scenes' image_prompt (.safetensors)."
)
@click.option("--image-encoder", metavar="FOLDER", help="Its picture encoder; image_encoder beside FILE.")
@click.option(
    "--kind",
    type=click.Choice(tuple(KINDS)),
    metavar="NAME",
    help=f"What kind of model it is, where its files do not tell: {', '.join(KINDS)}.",
)
@click.option(
    "--precision",
    type=click.Choice(["auto", "fp16", "fp32"]),
    default="auto",
    help="fp16 for GPUs, fp32 for CPUs; auto by what is here.",
)
@click.option(
    "--guidance",
    type=click.FloatRange(0),
    help="How strongly the prompt is obeyed, where the kind has that; above 1 negative prompts work, "
    "at twice the time.",
)
@click.option("--autoencoder", help="Folder or hub name of a TAESD, or: own.")
@gpu_option(expose=True)
def compile_(
    model: str,
    size: tuple[tuple[int, int], ...],
    steps: tuple[int, ...],
    lora: tuple[str, ...],
    live_lora: tuple[str, ...],
    guide: str | None,
    guide_sees: str,
    image_prompt: str | None,
    image_encoder: str | None,
    kind: str | None,
    precision: str,
    guidance: float | None,
    autoencoder: str | None,
    gpu: str | None,
) -> None:
    """Compile a model (folder, .safetensors checkpoint or hub name) for this machine; a show then needs no
    torch.

    Stopped half-way it goes on where it stopped. Afterwards: `show --painter diffusion --model MODEL`; where
    there is a GPU a show finds it by itself. With --gpu it fails unless the GPU paints.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from realtime.errors import UserError

    # Only looked for: imported too early it would load another CUDA than the engine's.
    if importlib.util.find_spec("torch") is None:
        raise UserError(f"Compiling needs torch and diffusers; install them with: {install_hint('compile')}")
    from realtime.paint.diffusion.compile import compile_set
    from realtime.paint.diffusion.lora import parse_lora

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns) as progress:
        bar = progress.add_task("starting", total=1.0)
        results = compile_set(
            model,
            size,
            steps,
            report=lambda stage, share: progress.update(bar, description=stage, completed=share),
            loras=[parse_lora(text) for text in lora],
            precision=precision,
            guidance=guidance,
            autoencoder=autoencoder,
            kind=kind,
            on_gpu=gpu is not None,
            live_loras=[parse_lora(text) for text in live_lora],
            guide=guide,
            guide_sees=guide_sees,
            image_prompt=image_prompt,
            image_encoder=image_encoder,
        )
    for result in results:
        for note in result.notes:
            click.echo(f"note: {note}")
        click.echo(f"compiled into {result.folder}, runs on {result.provider}")


@click.command(short_help="Try every part of this machine; name what mends it.")
@gpu_option()
def doctor() -> int:
    """Try every part of this machine and name the command that mends each fault."""
    from realtime.doctor.check import report
    from realtime.doctor.run import run_checks

    checks = run_checks()
    click.echo(report(checks))
    return 0 if all(check.ok for check in checks) else 1
