"""Prompt embeddings: encoded ahead, and cached."""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np

log = logging.getLogger(__name__)

Encode = Callable[[str], np.ndarray]
CACHED = 256


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
