"""A Ray cluster that has the program: from where it lies here, or as a copy sent to other machines."""

from __future__ import annotations

import logging
import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from realtime.resources import CHECKOUT, PACKAGE, shader_folders

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "_resources")


def join_ray(address: str | None, processors: int) -> None:
    """Join the cluster at `address`; None starts one of `processors` here. Raises what Ray raises.

    Workers import the program from any folder that it was started in.
    """
    import ray

    join = partial(ray.init, log_to_driver=False, logging_level=logging.ERROR)
    if address is None:
        found_at = {} if CHECKOUT is None else {"env_vars": {"PYTHONPATH": str(CHECKOUT)}}
        join(num_cpus=processors, include_dashboard=False, runtime_env=found_at)
        return
    with TemporaryDirectory(prefix="anacrusis-") as folder:
        _copy_program(Path(folder))
        join(address=address, runtime_env={"working_dir": folder})


def _copy_program(folder: Path) -> None:
    """A checkout of the package and all shaders, the user's own among them."""
    shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=_LEFT_OUT)
    for shaders in shader_folders():
        shutil.copytree(shaders, folder / "shaders", dirs_exist_ok=True, ignore_dangling_symlinks=True)
