"""Segments on a Ray cluster: each is a task; one whose worker dies is run again elsewhere.

The program and all that a film reads travel through Ray, and so do finished segments: a node needs Python
with the packages, and a model that is named by its folder in the same place.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from realtime.command_name import install_hint
from realtime.errors import UserError
from realtime.files import written_whole
from realtime.paint.run.ray_program import join_ray
from realtime.render.bundle import Bundle, moved, pack, unpack
from realtime.render.segment import Job, render

if TYPE_CHECKING:
    from ray import ObjectRef

ATTEMPTS = 3
LOCAL = "local"
# On a node: the film that this worker has unpacked, by its bundle's key.
_UNPACKED: dict[str, tempfile.TemporaryDirectory[str]] = {}

Report = Callable[[int], None]


def connect(address: str, workers: int) -> None:
    """Join the cluster at `address`; "local" starts one of `workers` processors here. Raises UserError."""
    try:
        import ray
    except ImportError:
        raise UserError(f"Ray is not installed: {install_hint('cluster')}.") from None
    if ray.is_initialized():
        return
    if address != LOCAL:
        _knock(address)
    try:
        join_ray(None if address == LOCAL else address, workers)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        why = str(error).strip().splitlines()[0]
        raise UserError(f"There is no Ray cluster at {address}: {why}") from None


def _knock(address: str) -> None:
    """Ray itself tries for minutes; whether anybody is there is known at once. Raises UserError."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        raise UserError(f"--ray {address} is no address: write HOST:PORT, or local.")
    try:
        socket.create_connection((host, int(port)), timeout=5.0).close()
    except OSError as error:
        raise UserError(f"There is no Ray cluster at {address}: {error.strerror or error}.") from None


def run_on_ray(jobs: Sequence[Job], address: str, workers: int, report: Report) -> None:
    """Render all `jobs` on the cluster; `report` gets frames drawn. Raises UserError."""
    connect(address, workers)
    import ray

    task = ray.remote(max_retries=ATTEMPTS - 1)(_render_apart)
    try:
        running = {}
        if jobs:
            bundle = pack(jobs[0])
            # In a list, so that only a node that has not unpacked it yet fetches it.
            inputs = [ray.put(bundle)]
            model = _model_folder(jobs[0])
            running = {task.remote(job, bundle.key, inputs, model): job for job in jobs}
            del bundle
        while running:
            finished, _ = ray.wait(list(running), num_returns=1)
            job = running.pop(finished[0])
            _keep(job, ray.get(finished[0]))
            report(job.segment.drawn)
    except ray.exceptions.RayTaskError as error:
        known = isinstance(error.cause, UserError)
        where = "" if known else "A segment failed on the cluster: "
        raise UserError(f"{where}{str(error.cause).strip()}") from error
    except ray.exceptions.RayError as error:
        why = str(error).strip().splitlines()[0]
        raise UserError(f"The cluster at {address} failed: {why} Run the same again to go on.") from error
    finally:
        ray.shutdown()


def _keep(job: Job, movie: bytes) -> None:
    try:
        with written_whole(job.target) as temporary:
            temporary.write_bytes(movie)
    except OSError as error:
        raise UserError(f"Cannot write {job.target}: {error.strerror}.") from error


def _model_folder(job: Job) -> str:
    """The folder that the painter's model is named by, "" where it is none."""
    model = str(job.engine.options.get("model") or "")
    return model if model and Path(model).is_dir() else ""


def _render_apart(job: Job, key: str, inputs: list[ObjectRef[Bundle]], model: str) -> bytes:
    """On a node: the segment's file, as bytes. key, inputs: of its film's bundle, and where it is; model: the
    folder that the model must lie in. Raises UserError."""
    node = socket.gethostname()
    if model and not Path(model).is_dir():
        raise UserError(
            f"The cluster's node {node} has no folder {model}: a model that is named by its folder must lie "
            "in the same place on every node, and be given by its whole path. "
            "Put it there and run the same again."
        )
    try:
        return _rendered(job, key, inputs)
    except UserError as error:
        raise UserError(f"On the cluster's node {node}: {error}") from error


def _rendered(job: Job, key: str, inputs: list[ObjectRef[Bundle]]) -> bytes:
    if key not in _UNPACKED:
        import ray

        _UNPACKED.clear()
        _UNPACKED[key] = unpack(ray.get(inputs[0]))
    with tempfile.TemporaryDirectory(prefix="anacrusis-") as folder:
        target = Path(folder) / job.target.name
        job = moved(job, Path(_UNPACKED[key].name))
        render(replace(job, target=target), lambda frames: None)
        return target.read_bytes()
