"""Syphon: the picture for other programs on the same Mac. Written after its documentation, and not tried."""

from __future__ import annotations

from typing import Any

import numpy as np

from realtime.output.output import Shown
from realtime.output.video.extra import lacking


class Syphon:
    """A server called `name` for pictures of `size` (width, height)."""

    def __init__(self, name: str, size: tuple[int, int]) -> None:
        self._name, self._size = name, size
        self._server: Any = None

    def open(self) -> None:
        try:
            import syphon
            from syphon.utils.numpy import copy_image_to_mtl_texture
            from syphon.utils.raw import create_mtl_texture
        except ImportError as error:
            raise lacking("Syphon", "syphon", "syphon-python", error) from error
        self._server = syphon.SyphonMetalServer(self._name)
        self._copy, self._texture = (
            copy_image_to_mtl_texture,
            create_mtl_texture(self._server.device, *self._size),
        )

    def send(self, picture: np.ndarray, shown: Shown) -> None:
        self._copy(picture, self._texture)
        self._server.publish_frame_texture(self._texture, is_flipped=True)

    def close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()
