"""The source layer of the diffusion painters: the picture, or generator, that a subject names."""

from __future__ import annotations

import numpy as np

from realtime.errors import UserError
from realtime.paint.frame import FrameRequest
from realtime.paint.sources import Pictures
from realtime.source_name import parse_source


class PictureLayer:
    """Call it for the layer: uint8 (H, W, 4) of `size` (width, height), or None where there is none.

    These painters have their own last frame where the others have a generator: `source.mix` is the share of
    the picture over it, so "feedback" adds nothing, and of "tunnel + still:a.jpg" only the still is
    seen. A generator comes in as "generator:tunnel". Not for use in two threads.
    """

    def __init__(self) -> None:
        self._pictures: Pictures | None = None
        self._generators: _Generators | None = None
        self._no_generators = ""

    def __call__(self, request: FrameRequest, size: tuple[int, int]) -> np.ndarray | None:
        try:
            named = parse_source(request.subject.source)
        except UserError:
            return None  # a setlist's were checked when it was loaded
        if named.kind in ("", "feedback"):
            return None
        if named.kind == "generator":
            return self._generated(named.target, request, size)
        if self._pictures is None:
            self._pictures = Pictures(size)
        found = self._pictures.at(named.picture, request.source_time)
        return None if found is None else found[1]

    def _generated(self, name: str, request: FrameRequest, size: tuple[int, int]) -> np.ndarray | None:
        if self._no_generators:
            return None
        try:
            self._generators = self._generators or _Generators(size)
            return self._generators.picture(name, request)
        except UserError as error:
            self._no_generators = str(error)
            return None

    @property
    def note(self) -> str:
        """What cannot be had and why, or ""."""
        pictures = self._pictures.note if self._pictures is not None else ""
        return "; ".join(text for text in (pictures, self._no_generators) if text)

    def close(self) -> None:
        """Close files, cameras and the GL context."""
        if self._pictures is not None:
            self._pictures.close()
        if self._generators is not None:
            self._generators.close()


class _Generators:
    """ISF generators rendered into numpy; in a GL context of their own."""

    def __init__(self, size: tuple[int, int]) -> None:
        from realtime.paint.style.passes import open_context
        from realtime.paint.style.sources import SourceStage

        self._context = open_context()
        with self._context:
            self._stage = SourceStage(self._context, size)
        self._rows = np.zeros((size[1], size[0], 4), np.uint8)

    def picture(self, name: str, request: FrameRequest) -> np.ndarray:
        from realtime.paint.style.palettes import PALETTES, turned
        from realtime.paint.style.prompt import interpret
        from realtime.paint.style.sources import Layer

        colours = turned(PALETTES[interpret(request.subject).palette], request.inputs.get("hue", 0.0))
        layer = Layer(name, request.subject.seed, colours, 1.0)
        with self._context:
            texture = self._stage.render(
                layer, request.source_time, 0.0, request.id % 2**31, dict(request.inputs)
            )
            texture.read_into(self._rows)
        return self._rows[::-1]

    def close(self) -> None:
        self._context.release()
