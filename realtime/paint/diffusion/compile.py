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

import numpy as np

from realtime import __version__
from realtime.command_name import typed
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import find_gpu
from realtime.paint.diffusion.lora import Lora
from realtime.paint.diffusion.models import (
    ModelInfo,
    find_autoencoder,
    find_model,
    inspect_model,
    with_sampler,
)
from realtime.paint.diffusion.provider import ORDER, Options, first_line
from realtime.paint.diffusion.schedule import LiveSchedule
from realtime.paint.diffusion.session import ON_GPU, Session, describe, open_session, out_of_memory
from realtime.paint.diffusion.step_spec import RAW_MEAN, StepSpec

log = logging.getLogger(__name__)

PRECISIONS = ("auto", "fp16", "fp32")
Report = Callable[[str, float], None]
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
    size: tuple[int, int] = (512, 512),
    steps: int = 1,
    loras: Sequence[Lora] = (),
    precision: str = "auto",
    guidance: float = 1.0,
    autoencoder: str | Path | None = None,
    root: Path | None = None,
    order: tuple[str, ...] = ORDER,
    threads: int = 0,
    report: Report = lambda stage, share: None,
) -> Result:
    """Compile `model` (folder or hub name) for one size (width, height) and number of steps.

    precision: "fp16" for GPUs, "fp32" for CPUs (OpenVINO uses bf16 where there is), "auto" by what is here.
    guidance above 1 on a Stable Diffusion 1.5 model makes negative prompts work, at twice the time.
    autoencoder: a TAESD's folder or hub name, or "own" (see `models.find_autoencoder`). root: where to keep
    the result. report(stage, share 0..1) is called as it goes on. UserError for what a person can mend.
    """
    if precision not in PRECISIONS:
        raise UserError(f"The precision {precision!r} is none of {', '.join(PRECISIONS)}.")
    if precision == "auto":
        precision = "fp16" if find_gpu() else "fp32"
    report("reading the model", 0.0)
    source = find_model(model)
    inspect_model(source)
    taesd, note = find_autoencoder(source, autoencoder)
    info = inspect_model(source, taesd)
    sampler = next((lora.sampler for lora in loras if lora.sampler), None)
    if sampler:
        info = with_sampler(info, sampler)
    spec = info.spec(size, steps, guidance=guidance)
    root = root or cache.default_root()
    folder = root / compiled_name(model, info, spec, loras, precision)
    notes = [note] if note else []
    if not sampler and info.kind == "sd15":
        notes.append(
            "a Stable Diffusion 1.5 model without an LCM or Hyper-SD LoRA paints poorly in so few steps"
        )
    if not (folder / cache.MANIFEST).is_file():
        _write_graphs(folder, str(model), info, spec, loras, precision, guidance, report)
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
        _write_graphs(
            folder, str(model), info, spec, loras, precision, guidance, report, autoencoder_fp32=True
        )
        session = _fitting_engine(folder, order, threads)
        finite = _paints(session, spec, info)
        session.close()
    if not finite:
        raise UserError(f"{model} compiles, but its pictures are not finite; try --precision fp32.")
    report("done", 1.0)
    if session.note:
        notes.append(session.note)
    return Result(folder, describe(session.provider), tuple(notes))


def compiled_name(
    model: str | Path, info: ModelInfo, spec: StepSpec, loras: Sequence[Lora], precision: str
) -> str:
    """Folder name: model, size, steps, LoRA, precision and a digest of the weights."""
    weights = sorted(
        file
        for part in (info.folder / "unet", info.folder / "text_encoder", info.autoencoder)
        for file in part.glob("*.safetensors")
    )
    parts = [
        cache.plain(Path(str(model)).name),
        f"{spec.width}x{spec.height}",
        f"{spec.steps}step",
        *(f"{cache.plain(lora.path.stem)}@{lora.scale:g}" for lora in loras),
        precision,
        *(["guided"] if spec.guidance == "free" else []),
        cache.digest([*weights, *(lora.path for lora in loras)]),
    ]
    return "-".join(parts)


def _write_graphs(
    folder: Path,
    model: str,
    info: ModelInfo,
    spec: StepSpec,
    loras: Sequence[Lora],
    precision: str,
    guidance: float,
    report: Report,
    autoencoder_fp32: bool = False,
) -> None:
    """Write text encoder, tokenizer and frame step into a partial folder, which stays when this is stopped,
    and rename it to `folder`."""
    partial = folder.with_name(folder.name + cache.PARTIAL)
    folders = (info.folder / "unet", info.folder / "text_encoder")
    weights = sum(file.stat().st_size for part in folders for file in part.glob("*.safetensors"))
    cache.require_space(folder.parent, int(_GROWTH * weights) + _SPARE_BYTES)
    with cache.disk_errors(folder.parent):
        partial.mkdir(parents=True, exist_ok=True)
        # Torch is imported only when there is something to export.
        if not (partial / cache.TEXT).is_file():
            report("exporting the text encoder", 0.05)
            _export_aside(partial, cache.TEXT, lambda path: _export_text(info, loras, path))
        from realtime.paint.diffusion.tokenizer import ClipTokenizer

        ClipTokenizer.from_model(info.folder / "tokenizer").save(partial / cache.TOKENIZER)
        typed = {"precision": precision, "autoencoder_precision": "fp32" if autoencoder_fp32 else precision}
        if not (partial / cache.STEP).is_file():
            report("exporting the frame step", 0.2)
            _export_aside(partial, cache.STEP, lambda path: _export_step(info, spec, loras, typed, path))
        manifest = {
            "format": cache.FORMAT,
            "program": __version__,
            "model": model,
            "kind": info.kind,
            "spec": spec.as_dict(),
            "schedule": info.schedule.as_dict(),
            **typed,
            "loras": [{"file": lora.path.name, "scale": lora.scale} for lora in loras],
            "guidance": guidance,
            "files": {file.name: file.stat().st_size for file in sorted(partial.iterdir()) if file.is_file()},
        }
        (partial / cache.MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        os.replace(partial, folder)


def _export_aside(partial: Path, name: str, write: Callable[[Path], None]) -> None:
    """Export in a folder of its own; the graph is renamed last, so where it is, its weights are."""
    with cache.written_aside(partial / f"engine-export-{name}") as aside:
        write(aside / name)
        for file in sorted(aside.iterdir(), key=lambda file: file.name == name):
            os.replace(file, partial / file.name)
    shutil.rmtree(partial / f"engine-export-{name}")


def _export_text(info: ModelInfo, loras: Sequence[Lora], path: Path) -> None:
    from realtime.paint.diffusion.export import export_text_encoder
    from realtime.paint.diffusion.lora import fuse
    from realtime.paint.diffusion.models import load_text_encoder

    encoder = load_text_encoder(info)
    for lora in loras:
        fuse(encoder, lora, "text_encoder")
    export_text_encoder(encoder, path)


def _export_step(
    info: ModelInfo, spec: StepSpec, loras: Sequence[Lora], typed: dict[str, str], path: Path
) -> None:
    from realtime.paint.diffusion.export import export_step, set_precision
    from realtime.paint.diffusion.frame_step import FrameStep
    from realtime.paint.diffusion.lean import lean
    from realtime.paint.diffusion.lora import fuse
    from realtime.paint.diffusion.models import load_step_parts

    unet, autoencoder = load_step_parts(info)
    for lora in loras:
        fuse(unet, lora)
    step = FrameStep(unet, autoencoder, spec).eval()
    if typed["precision"] == "fp32":  # for CPUs; on GPUs the plain form is what compilers know best
        step = lean(step)
    export_step(set_precision(step, typed["precision"], typed["autoencoder_precision"]), path)


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
            f"compile a smaller size, such as `{typed('compile')} MODEL --size 384x384`."
        ) from error


def open_engine(compiled: cache.Compiled, order: tuple[str, ...] = ORDER, threads: int = 0) -> Session:
    """A session on the best provider that paints a frame, with its engine from the cache, or built into it.

    The engine's folder has provider, versions and GPU in its name, so one of another machine or version is
    never loaded; it is built in a partial folder, which is renamed when the engine has run. One that does not
    run any more is built again. What says that memory ran out is raised as it is: a smaller size may fit.
    """
    cache.clean_partial(compiled.folder)
    failures = []
    for provider in order:
        try:
            return _open_on(compiled, provider, threads, order)
        except UserError as error:
            failures.append(str(error))
    raise UserError(
        failures[-1] if len(failures) == 1 else "No engine here can run it. " + " ".join(failures)
    )


def _open_on(compiled: cache.Compiled, provider: str, threads: int, order: tuple[str, ...]) -> Session:
    if provider in ("cpu", "cuda"):  # nothing is built that could be cached
        return _running(compiled, provider, threads, None, order)
    engine = compiled.folder / cache.engine_name(provider)
    if engine.is_dir():
        try:
            return _running(compiled, provider, threads, engine, order)
        except UserError as error:
            log.warning("%s cannot be used and is built again: %s", engine.name, error)
            shutil.rmtree(engine, ignore_errors=True)
    with cache.written_aside(engine) as aside:
        _running(compiled, provider, threads, aside, order).close()
    return _running(compiled, provider, threads, engine, order)


def _running(
    compiled: cache.Compiled, provider: str, threads: int, engines: Path | None, order: tuple[str, ...]
) -> Session:
    """A session that has painted a frame: some faults show themselves only then."""
    session = _session(compiled, provider, threads, engines, order)
    try:
        session.run()
    except Exception as error:  # each runtime has its own
        session.close()
        if out_of_memory(error):
            raise
        raise UserError(f"{describe(provider)} cannot run {compiled.folder}: {first_line(error)}") from error
    return session


def _session(
    compiled: cache.Compiled, provider: str, threads: int, engines: Path | None, order: tuple[str, ...]
) -> Session:
    options = Options(threads=threads, cache=engines, order=(provider,))
    spec = compiled.spec
    session = open_session(
        compiled.folder / cache.STEP, spec.inputs, spec.outputs, {"picture": "frame"}, options
    )
    if provider not in ON_GPU and any(name in ON_GPU for name in order) and find_gpu():
        session.note = f"{session.note + '; ' if session.note else ''}there is an NVIDIA GPU that is not used"
        log.error(
            "Painting on %s although there is an NVIDIA GPU; `%s` says why",
            describe(provider),
            typed("doctor"),
        )
    return session


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
