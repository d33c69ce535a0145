"""A model → a compiled folder that a show needs no torch for.

Stages: text encoder and tokenizer, frame step, engine for this machine, one frame as a check. Each file is
written aside and renamed, so a compile that was stopped goes on where it stopped.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from realtime import __version__
from realtime.command_name import typed
from realtime.errors import UserError
from realtime.mapping.targets import LORAS
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.engine import open_engine
from realtime.paint.diffusion.gpu import take_gpu
from realtime.paint.diffusion.gpu_libraries import load_rtx
from realtime.paint.diffusion.guide_files import GuideInfo, find_guide
from realtime.paint.diffusion.image_files import ImagePromptInfo, find_image_prompt
from realtime.paint.diffusion.kinds import KINDS
from realtime.paint.diffusion.locate import find_model, whereabouts
from realtime.paint.diffusion.lora import Lora, distilled_kind
from realtime.paint.diffusion.models import ModelInfo, as_kind, find_autoencoder, inspect_model
from realtime.paint.diffusion.provider import ON_GPU, ORDER, Session, describe, first_line
from realtime.paint.diffusion.schedule import LiveSchedule
from realtime.paint.diffusion.session import out_of_memory
from realtime.paint.diffusion.step_spec import RAW_MEAN, StepSpec

log = logging.getLogger(__name__)

PRECISIONS = ("auto", "fp16", "fp32")
Report = Callable[[str, float], None]
# As wide as walls and screens are, 16:9; a square would throw away nearly half of what it paints.
GPU_SIZE, CPU_SIZE = (768, 432), (512, 288)
# Below this compute capability half precision is not faster, or not there.
_HALVES = (7, 0)
# Graphs and engine together are about twice the weights.
_GROWTH = 2.2
_SPARE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Result:
    """folder: the compiled model; provider: what it will run on here; notes: for the operator."""

    folder: Path
    provider: str
    notes: tuple[str, ...] = ()


def compile_model(
    model: str | Path,
    size: tuple[int, int] | None = None,
    steps: int | None = None,
    loras: Sequence[Lora] = (),
    precision: str = "auto",
    guidance: float | None = None,
    autoencoder: str | Path | None = None,
    root: Path | None = None,
    order: tuple[str, ...] = ORDER,
    threads: int = 0,
    report: Report = lambda stage, share: None,
    kind: str | None = None,
    on_gpu: bool = False,
    live_loras: Sequence[Lora] = (),
    guide: str | Path | None = None,
    guide_sees: str = "edges",
    image_prompt: str | Path | None = None,
    image_encoder: str | Path | None = None,
) -> Result:
    """Compile `model` (folder, .safetensors checkpoint or hub name) for one size (width, height) and steps.

    size, steps, guidance: None for what suits the machine and the kind of model. precision: "fp16" for GPUs,
    "fp32" for CPUs (OpenVINO uses bf16 where there is), "auto" by what is here. guidance above 1 makes
    negative prompts work where the kind has them, at twice the time. kind: of `kinds.KINDS`, where the
    model's files do not tell. autoencoder: a TAESD's folder or hub name, or "own" (see
    `models.find_autoencoder`). live_loras: those that stay beside the weights, to be played. guide:
    a T2I-Adapter or ControlNet that is shown guide_sees (of `step_spec.GUIDES`) of the source layer.
    image_prompt, image_encoder: as `image_files.find_image_prompt` has file and encoder. root: where to keep
    the result. on_gpu: the GPU must paint, nothing else.
    report(stage, share 0..1) is called as it goes on. UserError for what a person can mend.
    """
    if precision not in PRECISIONS:
        raise UserError(f"The precision {precision!r} is none of {', '.join(PRECISIONS)}.")
    if on_gpu:
        order = tuple(name for name in order if name in ON_GPU)
    gpu = take_gpu()
    load_rtx()  # before anything imports torch
    if precision == "auto":
        precision = "fp16" if gpu and gpu.compute >= _HALVES else "fp32"
    report("reading the model", 0.0)
    source = find_model(model)
    inspect_model(source, kind=kind)
    taesd, note = find_autoencoder(source, autoencoder)
    info = inspect_model(source, taesd, kind)
    notes = [note] if note else []
    if len(live_loras) > LORAS:
        raise UserError(f"A model plays {LORAS} live LoRAs at most, not {len(live_loras)}.")
    distilled = None if kind else distilled_kind([*loras, *live_loras])
    if distilled:
        info = as_kind(info, distilled)
        notes.append(f"with this LoRA it is painted as {distilled}; --kind NAME if it is of another kind")
    if not KINDS[info.kind].few:
        notes.append(
            f"{KINDS[info.kind].what}: without an LCM or Hyper-SD LoRA it paints poorly in so few steps"
        )
    steps = steps or KINDS[info.kind].steps
    guidance = KINDS[info.kind].scale if guidance is None else guidance
    size = size or (GPU_SIZE if gpu else CPU_SIZE)
    picture = None if image_prompt is None else find_image_prompt(image_prompt, info, image_encoder)
    width = picture.width if picture else 0
    spec = info.spec(size, steps, guidance, len(live_loras), guide_sees if guide else "", width)
    guided = None if guide is None else find_guide(guide, info, guide_sees)
    root = root or cache.default_root()
    job = _Job(
        whereabouts(model), info, spec, tuple(loras), tuple(live_loras), precision, guidance, guided, picture
    )
    folder = root / job.folder_name
    if not (folder / cache.MANIFEST).is_file():
        _write_graphs(folder, job, report)
    report("building the engine", 0.8)
    session = _fitting_engine(folder, order, threads)
    try:
        report("painting one frame as a check", 0.95)
        finite = _paints(session, spec, info)
    finally:
        session.close()
    if not finite and _autoencoder_precision(folder) == "fp16":
        notes.append("the autoencoder overflows in half precision: exported again with a float32 one")
        log.warning("The pictures are not finite in half precision; trying a float32 autoencoder")
        shutil.rmtree(folder)
        _write_graphs(folder, job, report, autoencoder_fp32=True)
        session = _fitting_engine(folder, order, threads)
        finite = _paints(session, spec, info)
        session.close()
    if not finite:
        raise UserError(f"{model} compiles, but its pictures are not finite; try --precision fp32.")
    report("done", 1.0)
    if session.note:
        notes.append(session.note)
    return Result(folder, describe(session.provider), tuple(notes))


def compile_set(
    model: str | Path,
    sizes: Sequence[tuple[int, int]] = (),
    steps: Sequence[int] = (),
    report: Report = lambda stage, share: None,
    **others: Any,
) -> list[Result]:
    """Compile `model` for each of `sizes` with each number of `steps`, to be switched between in a show.

    none: one, as `compile_model` chooses; others: as there.
    """
    wanted = [(size, count) for size in sizes or (None,) for count in steps or (None,)]
    results = []
    for number, (size, count) in enumerate(wanted):

        def reported(stage: str, share: float, number: int = number) -> None:
            which = f" ({number + 1} of {len(wanted)})" if len(wanted) > 1 else ""
            report(stage + which, (number + share) / len(wanted))

        results.append(compile_model(model, size, count, report=reported, **others))
    cache.put_together([result.folder for result in results])
    return results


@dataclass(frozen=True, slots=True)
class _Job:
    """What is compiled, once everything is settled."""

    model: str
    info: ModelInfo
    spec: StepSpec
    loras: tuple[Lora, ...]
    live_loras: tuple[Lora, ...]
    precision: str
    guidance: float
    guide: GuideInfo | None = None
    image: ImagePromptInfo | None = None

    @property
    def all_loras(self) -> tuple[Lora, ...]:
        return (*self.loras, *self.live_loras)

    @property
    def weights(self) -> list[Path]:
        """Files that its graphs are made from, without LoRAs."""
        info = self.info
        parts = [info.folder / "unet", *(info.folder / part for part in info.text_encoders), info.autoencoder]
        own = sorted(file for part in parts for file in part.glob("*.safetensors"))
        return [
            *own,
            *(self.guide.weights if self.guide else ()),
            *(self.image.weights if self.image else ()),
        ]

    @property
    def folder_name(self) -> str:
        """Model, size, steps, precision, and a digest of weights and everything else that changes the
        picture.

        Short: Windows takes no path of more than 259 characters, and the engine's files are in it.
        """
        settings = (
            self.info.kind,
            str(self.spec),
            str(self.info.schedule),
            str(cache.FORMAT),  # where folders of another version lie, they are not taken for this one
            f"{self.guidance:g}" if self.spec.guidance != "none" else "",
            *(f"{lora.scale:g}" for lora in self.all_loras),
            *("live" for _ in self.live_loras),
            *((f"guide {self.guide.sees}",) if self.guide else ()),
        )
        files = [*self.weights, *self.info.configs, *(file for lora in self.all_loras for file in lora.files)]
        return "-".join(
            (
                cache.plain(Path(self.model).name)[:12],
                f"{self.spec.width}x{self.spec.height}",
                f"{self.spec.steps}step",
                self.precision,
                cache.digest(files, *settings)[:12],
            )
        )

    def manifest(self, typed: dict[str, str], folder: Path) -> dict:
        """What `cache.Compiled.load` reads."""
        files = {file.name: file.stat().st_size for file in sorted(folder.iterdir()) if file.is_file()}

        def listed(loras: Sequence[Lora]) -> list[dict]:
            return [{"path": str(lora.path.resolve()), "scale": lora.scale} for lora in loras]

        return {
            "format": cache.FORMAT,
            "program": __version__,
            "model": self.model,
            "kind": self.info.kind,
            "spec": self.spec.as_dict(),
            "schedule": self.info.schedule.as_dict(),
            **typed,
            "guidance": self.guidance,
            "source": {
                "folder": str(self.info.folder.resolve()),
                "autoencoder": str(self.info.autoencoder.resolve()),
                "loras": listed(self.loras),
                "live_loras": listed(self.live_loras),
                "guide": {"folder": str(self.guide.folder.resolve()), "sees": self.guide.sees}
                if self.guide
                else None,
                "image": str(self.image.file.resolve()) if self.image else None,
            },
            "files": files,
            "image_side": self.image.side if self.image else 0,
        }


def _write_graphs(folder: Path, job: _Job, report: Report, autoencoder_fp32: bool = False) -> None:
    """Text encoder, tokenizer and frame step into `folder`, by way of a partial one that is kept."""
    partial = folder.with_name(folder.name + cache.PARTIAL)
    weights = sum(file.stat().st_size for file in job.weights)
    cache.require_space(folder.parent, int(_GROWTH * weights) + _SPARE_BYTES)
    with cache.disk_errors(folder.parent):
        partial.mkdir(parents=True, exist_ok=True)
        # Torch is imported only when there is something to export.
        if not (partial / cache.TEXT).is_file():
            report("exporting the text encoder", 0.05)
            _export_aside(partial, cache.TEXT, lambda path: _export_text(job, path))
        from realtime.paint.diffusion.torch_painter import tokenizers

        for name, tokenizer in zip(cache.TOKENIZERS, tokenizers(job.info), strict=False):
            tokenizer.save(partial / name)
        if job.image is not None and not (partial / cache.IMAGE).is_file():
            image = job.image
            report("exporting the picture encoder", 0.15)
            _export_aside(partial, cache.IMAGE, lambda path: _export_image(image, path))
        types = {
            "precision": job.precision,
            "autoencoder_precision": "fp32" if autoencoder_fp32 else job.precision,
        }
        if not (partial / cache.STEP).is_file():
            report("exporting the frame step", 0.2)
            _export_aside(partial, cache.STEP, lambda path: _export_step(job, types, path))
        manifest = job.manifest(types, partial)
        (partial / cache.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        os.replace(partial, folder)


def _export_aside(partial: Path, name: str, write: Callable[[Path], None]) -> None:
    """Export in a folder of its own; the graph is renamed last, so where it is, its weights are."""
    with cache.written_aside(partial / f"engine-export-{name}") as aside:
        write(aside / name)
        for file in sorted(aside.iterdir(), key=lambda file: file.name == name):
            os.replace(file, partial / file.name)
    shutil.rmtree(partial / f"engine-export-{name}")


def _export_text(job: _Job, path: Path) -> None:
    from realtime.paint.diffusion.export import export_text_encoder
    from realtime.paint.diffusion.lora import fuse_all
    from realtime.paint.diffusion.models import load_text_encoders

    encoders = load_text_encoders(job.info)
    for part, encoder in zip(job.info.text_encoders, encoders, strict=True):
        fuse_all(encoder, job.all_loras, part)
    export_text_encoder(encoders, path)


def _export_image(image: ImagePromptInfo, path: Path) -> None:
    from realtime.paint.diffusion.export import export_image_encoder

    export_image_encoder(image.load_encoder(), image.side, path)


def _export_step(job: _Job, types: dict[str, str], path: Path) -> None:
    from realtime.paint.diffusion.export import export_step, set_precision
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.image_prompt import attach_image_prompt
    from realtime.paint.diffusion.lean import lean
    from realtime.paint.diffusion.live_lora import attach
    from realtime.paint.diffusion.lora import fuse_all
    from realtime.paint.diffusion.models import load_step_parts

    unet, autoencoder = load_step_parts(job.info)
    fuse_all(unet, job.loras, "unet")
    if job.live_loras:
        attach(unet, job.live_loras)
    if job.image:
        attach_image_prompt(unet, job.image.file)
    step = FrameStep(unet, autoencoder, job.spec, job.guide.load() if job.guide else None).eval()
    if types["precision"] == "fp32":  # for CPUs; on GPUs the plain form is what compilers know best
        step = lean(step)
    export_step(set_precision(step, types["precision"], types["autoencoder_precision"]), path)


def _autoencoder_precision(folder: Path) -> str:
    return json.loads((folder / cache.MANIFEST).read_text(encoding="utf-8"))["autoencoder_precision"]


def _fitting_engine(folder: Path, order: tuple[str, ...], threads: int) -> Session:
    try:
        return open_engine(cache.Compiled.load(folder), order, threads)
    except Exception as error:  # each runtime has its own for memory that ran out
        if not out_of_memory(error):
            raise
        raise UserError(
            f"There is not enough memory to run {folder.name} ({first_line(error)}): "
            f"compile a smaller size, such as `{typed('compile')} MODEL --size 512x288`."
        ) from error


def _paints(session: Session, spec: StepSpec, info: ModelInfo) -> bool:
    """Paint one frame from noise: is it finite?"""
    random = np.random.default_rng(0)
    feeds = spec.buffers()
    feeds["noise"][:] = random.standard_normal(feeds["noise"].shape)
    feeds["prompt"][:] = random.standard_normal(feeds["prompt"].shape)
    feeds["frame"][:] = random.integers(0, 256, feeds["frame"].shape)
    feeds["timestep"][:], feeds["alpha"][:] = LiveSchedule(info.schedule, spec.steps).at(0.7)
    for name, value in feeds.items():
        session.write(name, value)
    return bool(np.isfinite(session.run()["statistics"][RAW_MEAN]))
