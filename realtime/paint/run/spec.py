"""What an engine is made from, in a form that can be sent to another process."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field

from realtime.errors import UserError
from realtime.paint.frame import Painter


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """name: as in `--painter`; factory: "module:callable", called as factory(size, **options) where the
    painter is to live; size: (width, height) of its frames; options: plain values.
    start_s: seconds that starting may take; frame_s: seconds that one frame may take before the
    painter counts as hung; quick: starts at once, so it can paint while a better one loads.
    """

    name: str
    factory: str
    size: tuple[int, int]
    options: Mapping[str, object] = field(default_factory=dict)
    start_s: float = 60.0
    frame_s: float = 10.0
    quick: bool = False


def build(spec: EngineSpec, threads: int | None = None) -> Painter:
    """The painter that `spec` describes; imports what it needs.

    threads: on the CPU, for engines that take a number of threads and whose options give none.
    """
    module, _, name = spec.factory.partition(":")
    try:
        factory = getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise UserError(
            f"the {spec.name} engine needs the Python package {error.name}, which is missing"
        ) from error
    options = dict(spec.options)
    if threads and "threads" in inspect.signature(factory).parameters:
        options.setdefault("threads", threads)
    return factory(spec.size, **options)


class BadFrame(Exception):
    """A frame that must not be shown (not finite, wrong size): thrown away and counted."""
