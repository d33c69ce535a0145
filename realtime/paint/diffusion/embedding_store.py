"""Embeddings of prompts on disk, by text and encoder: a painter that starts again need not encode a whole
setlist."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.files import written_whole
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.lora import Lora
from realtime.paint.diffusion.models import ModelInfo

log = logging.getLogger(__name__)

KEPT = 512  # files of an encoder; typed prompts of months must not fill the disk


class EmbeddingStore:
    """Files of float32 (1, tokens, width), named by a hash: no text of a guest is on the disk.

    encoder: names what the embeddings come from; shape: of one. A file that is damaged or of another shape
    counts as missing. Nothing here stops a show: a disk that is full is a line in the log."""

    def __init__(self, encoder: str, shape: tuple[int, ...], root: Path | None = None):
        self._folder = (root or cache.default_root().parent / "embeddings") / encoder
        self._shape = shape
        self._complained = False

    def get(self, text: str) -> np.ndarray | None:
        """The embedding, or None."""
        path = self._path(text)
        try:
            page = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        if page.shape != self._shape or page.dtype != np.float32 or not np.isfinite(page).all():
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the newest used are kept
        return page

    def put(self, text: str, page: np.ndarray) -> None:
        """Keep it, where the disk can."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with written_whole(self._path(text)) as aside:
                np.save(aside, page)
            self._trim()
        except OSError as error:
            if not self._complained:
                log.warning("Embeddings of prompts cannot be kept in %s: %s", self._folder, error)
            self._complained = True

    def _path(self, text: str) -> Path:
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.npy"

    def _trim(self) -> None:
        files = list(self._folder.glob("*"))
        if len(files) <= KEPT:
            return
        ages = {}
        for file in files:
            with contextlib.suppress(OSError):
                ages[file] = file.stat().st_mtime
        for file in sorted(ages, key=ages.__getitem__)[: len(files) - KEPT]:
            file.unlink(missing_ok=True)


def identify_encoder(info: ModelInfo, loras: Sequence[Lora] = ()) -> str:
    """A name for a model's text encoders, with what is melted into them."""
    weights = [
        file for part in info.text_encoders for file in sorted((info.folder / part).glob("*.safetensors"))
    ]
    return cache.digest([*weights, *(lora.path for lora in loras)], *(f"{lora.scale:g}" for lora in loras))
