"""A compiled model's engine for this machine: from the cache, or built into it; the best one that paints."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from realtime.command_name import typed
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.gpu import find_gpu
from realtime.paint.diffusion.gpu_libraries import load_rtx
from realtime.paint.diffusion.provider import ON_GPU, ORDER, Options, Session, describe, first_line
from realtime.paint.diffusion.replay_check import replays_truly
from realtime.paint.diffusion.session import open_session, out_of_memory

log = logging.getLogger(__name__)


def open_engine(compiled: cache.Compiled, order: tuple[str, ...] = ORDER, threads: int = 0) -> Session:
    """A session on the best provider that paints a frame, with its engine from the cache, or built into it.

    The engine's folder has provider, versions and GPU in its name, so one of another machine or version is
    never loaded; it is built in a partial folder, which is renamed when the engine has run. One that does not
    run any more is built again. What says that memory ran out is raised as it is: a smaller size may fit.
    UserError with the reason of each provider when none can.
    """
    cache.clean_partial(compiled.folder)
    if any(name in ON_GPU for name in order):
        load_rtx()  # before torch, wherever it may be imported
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
    if provider in ("cpu", "cuda", "torch"):  # nothing is built that could be kept
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
    session = _running(compiled, provider, threads, engine, order)
    for old in cache.outdated_engines(compiled.folder, provider):
        log.info("%s is of another version or driver and is deleted", old.name)
        shutil.rmtree(old, ignore_errors=True)
    return session


def _running(
    compiled: cache.Compiled, provider: str, threads: int, engines: Path | None, order: tuple[str, ...]
) -> Session:
    """A session that has painted a frame: some faults show themselves only then."""
    session = _painting(compiled, provider, threads, engines, order)
    if provider == "tensorrt-rtx" and not replays_truly(session, compiled.spec):
        session.close()
        session = _painting(compiled, provider, threads, engines, order, captured=False)
        note = "its captured CUDA graph repeats pictures and is not used"
        session.note = f"{session.note}; {note}" if session.note else note
        log.warning("%s: %s", describe(provider), note)
    return session


def _painting(
    compiled: cache.Compiled,
    provider: str,
    threads: int,
    engines: Path | None,
    order: tuple[str, ...],
    captured: bool = True,
) -> Session:
    session = _session(compiled, provider, Options(threads, engines, order=(provider,), captured=captured))
    try:
        session.run()
    except Exception as error:  # each runtime has its own
        session.close()
        if out_of_memory(error):
            raise
        raise UserError(f"{describe(provider)} cannot run {compiled.folder}: {first_line(error)}") from error
    if provider not in ON_GPU and any(name in ON_GPU for name in order) and find_gpu():
        session.note = f"{session.note + '; ' if session.note else ''}there is an NVIDIA GPU that is not used"
        log.error(
            "Painting on %s although there is an NVIDIA GPU; `%s` says why",
            describe(provider),
            typed("doctor"),
        )
    return session


def _session(compiled: cache.Compiled, provider: str, options: Options) -> Session:
    if provider == "torch":
        from realtime.paint.diffusion.torch_runner import open_runner

        return open_runner(compiled)
    spec = compiled.spec
    return open_session(
        compiled.folder / cache.STEP, spec.inputs, spec.outputs, {"picture": "frame"}, options
    )
