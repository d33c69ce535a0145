"""Prompt embeddings: encoded ahead, cached, and mixed so that one text turns into another."""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

from realtime.smoothstep import smoothstep

log = logging.getLogger(__name__)

Encode = Callable[[str], np.ndarray]
CACHED = 256


def slerp_embeddings(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    """Between two embeddings (…, width), token by token, along the arc between their directions.

    The length goes linearly from one to the other. A plain mix would cut through the inside of the arc,
    where the network knows nothing and paints grey.
    """
    if t <= 0.0:
        return a
    if t >= 1.0:
        return b
    length_a = np.linalg.norm(a, axis=-1, keepdims=True)
    length_b = np.linalg.norm(b, axis=-1, keepdims=True)
    unit_a, unit_b = a / np.maximum(length_a, 1e-12), b / np.maximum(length_b, 1e-12)
    cosine = np.clip((unit_a * unit_b).sum(axis=-1, keepdims=True), -1.0, 1.0)
    angle = np.arccos(cosine)
    sine = np.sin(angle)
    flat = sine < 1e-4  # the same direction, or opposite ones, which have no arc
    safe = np.where(flat, 1.0, sine)
    weight_a = np.where(flat, 1.0 - t, np.sin((1.0 - t) * angle) / safe)
    weight_b = np.where(flat, t, np.sin(t * angle) / safe)
    mixed = weight_a * unit_a + weight_b * unit_b
    mixed /= np.maximum(np.linalg.norm(mixed, axis=-1, keepdims=True), 1e-12)
    return (mixed * ((1.0 - t) * length_a + t * length_b)).astype(np.float32)


class Store(Protocol):
    """Where embeddings outlive the process (`embedding_store`)."""

    def get(self, text: str) -> np.ndarray | None: ...
    def put(self, text: str, page: np.ndarray) -> None: ...


class PromptBook:
    """Text → embedding float32 (1, tokens, width). store: where to look first, and to keep what was encoded.

    With `wait` a text is encoded when it is asked for (films: every frame exact). Without, a thread encodes
    it and `get` gives None until it is there: the painter goes on with what it has.
    """

    def __init__(self, encode: Encode, wait: bool = False, store: Store | None = None):
        self._encode = encode
        self._store = store
        self._encoding = threading.Lock()  # an encoder has one set of buffers
        self._wait = wait
        self._pages: OrderedDict[str, np.ndarray] = OrderedDict()
        self._asked: set[str] = set()
        self._lock = threading.Lock()
        self._queue: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode all of `texts` now: before a show."""
        for text in dict.fromkeys(texts):
            if text not in self._pages:
                self._encoded(text)

    def get(self, text: str) -> np.ndarray | None:
        """The embedding, or None while it is being encoded."""
        with self._lock:
            page = self._pages.get(text)
            if page is not None:
                self._pages.move_to_end(text)
                return page
        if self._wait:
            return self._encoded(text)
        with self._lock:
            if text in self._asked:
                return None
            self._asked.add(text)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="prompt encoder", daemon=True)
            self._thread.start()
        self._queue.put(text)
        return None

    def get_now(self, text: str) -> np.ndarray:
        """The embedding, encoded here if need be: for the first frame, which has nothing to go on with."""
        page = self._pages.get(text)
        return self._encoded(text) if page is None else page

    def close(self) -> None:
        self._queue.put(None)

    def _encoded(self, text: str) -> np.ndarray:
        with self._encoding:
            page = self._store.get(text) if self._store else None
            if page is None:
                page = self._encode(text)
                if self._store:
                    self._store.put(text, page)
            return self._keep(text, page)

    def _keep(self, text: str, page: np.ndarray) -> np.ndarray:
        with self._lock:
            self._pages[text] = page
            while len(self._pages) > CACHED:
                self._pages.popitem(last=False)
        return page

    def _work(self) -> None:
        while (text := self._queue.get()) is not None:
            try:
                self._encoded(text)
            except Exception:  # the show goes on with the prompt it has
                log.exception("A prompt could not be encoded")
            with self._lock:
                self._asked.discard(text)


class PromptGlide:
    """From the embedding that is being painted to the next one, over a number of beats.

    A new target in mid-glide starts from where the glide is, so nothing jumps.
    """

    def __init__(self, beats: float = 4.0):
        self.beats = beats
        self._from: np.ndarray | None = None
        self._to: np.ndarray | None = None
        self._start = 0.0

    @property
    def aimed(self) -> bool:
        """True once there is something to paint."""
        return self._to is not None

    def aim(self, target: np.ndarray, beat: float, cut: bool) -> None:
        """Be at `target` `beats` beats after `beat` (at once after a cut)."""
        if self._to is target:
            return
        self._from = None if cut or self._to is None else self.at(beat)
        self._to = target
        self._start = beat

    def at(self, beat: float) -> np.ndarray:
        """The embedding at `beat`. Raises LookupError before the first `aim`."""
        if self._to is None:
            raise LookupError("a prompt glide without a target")
        if self._from is None or self.beats <= 0.0:
            return self._to
        t = (beat - self._start) / self.beats
        if t >= 1.0:
            self._from = None
            return self._to
        t = min(max(t, 0.0), 1.0)
        return slerp_embeddings(self._from, self._to, smoothstep(t))
