"""Mixes of prompts' embeddings, along the arcs between them, so that one text turns into another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from realtime.paint.diffusion.prompts import PromptBook
from realtime.smoothstep import smoothstep

_ROUNDS = 8


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


class Embeddings:
    """Several embeddings (…, width), which `mixed` mixes token by token.

    Their mean on the sphere (Buss and Fillmore 2001, "Spherical averages"), which of two is
    `slerp_embeddings`; its length is the mean of their lengths. All rounds towards it are in coefficients of
    the given directions, so they cost little more than one sum.
    """

    def __init__(self, pages: Sequence[np.ndarray]):
        self._pages = tuple(pages)
        stack = np.stack(self._pages, axis=-2)  # (…, pages, width)
        self._lengths = np.linalg.norm(stack, axis=-1)
        self._units = (stack / np.maximum(self._lengths[..., None], 1e-12)).astype(np.float32)
        units = self._units.astype(np.float64)
        self._cosines = units @ np.swapaxes(units, -1, -2)

    def mixed(self, shares: Sequence[float]) -> np.ndarray:
        """float32 (…, width): the mix by `shares`, which sum to 1; the page itself where it has all."""
        share = np.asarray(shares, np.float64)
        if share.max() >= 1.0 - 1e-9:
            return self._pages[int(share.argmax())]
        at = self._normalised(np.broadcast_to(share, self._lengths.shape))
        for _ in range(_ROUNDS):
            # The way to each of them along the sphere, and by it the mean of all ways.
            cosine = np.clip((self._cosines @ at[..., None])[..., 0], -1.0, 1.0)
            angle, sine = np.arccos(cosine), np.sqrt(np.maximum(1.0 - cosine**2, 0.0))
            way = share * np.where(sine < 1e-6, 1.0, angle / np.maximum(sine, 1e-6))
            step = way - (way * cosine).sum(axis=-1, keepdims=True) * at
            far = self._length(step)
            at = self._normalised(np.cos(far) * at + np.sinc(far / np.pi) * step)
        length = (share * self._lengths).sum(axis=-1, keepdims=True)
        mixed = (at * length).astype(np.float32)[..., None, :] @ self._units
        return mixed[..., 0, :]

    def _length(self, at: np.ndarray) -> np.ndarray:
        """Of directions by their coefficients: (…, pages) → (…, 1)."""
        square = (at * (self._cosines @ at[..., None])[..., 0]).sum(axis=-1, keepdims=True)
        return np.sqrt(np.maximum(square, 0.0))

    def _normalised(self, at: np.ndarray) -> np.ndarray:
        return at / np.maximum(self._length(at), 1e-9)


class PromptMix:
    """All prompts of a subject as one embedding, which glides over a number of beats when their texts
    change.

    A change in mid-glide starts from where the glide is, so nothing jumps; shares are followed at once.
    """

    def __init__(self, book: PromptBook, beats: float = 4.0):
        self._book = book
        self._beats = beats
        self._texts: tuple[str, ...] = ()
        self._pages: Embeddings | None = None
        self._shares: tuple[float, ...] = ()
        self._mixed: np.ndarray | None = None
        self._from: np.ndarray | None = None
        self._last: np.ndarray | None = None
        self._start = 0.0

    def at(self, shares: Sequence[tuple[str, float]], beat: float, cut: bool) -> np.ndarray:
        """The embedding at `beat` of texts with their shares of it; the same array while nothing changes.

        cut: change at once. While a new text is being encoded, what is being painted goes on; only for the
        first ones of all is it waited.
        """
        texts = tuple(text for text, _ in shares)
        if texts != self._texts:
            read = self._book.get if self._pages else self._book.get_now
            pages = [page for page in map(read, texts) if page is not None]
            if len(pages) == len(texts):
                self._texts, self._pages, self._mixed = texts, Embeddings(pages), None
                self._from, self._start = None if cut else self._last, beat
        if texts == self._texts and self._pages is not None:
            amounts = tuple(share for _, share in shares)
            if self._mixed is None or amounts != self._shares:
                self._shares = amounts
                self._mixed = self._pages.mixed(amounts)
        assert self._mixed is not None  # the first texts were waited for
        self._last = self._mixed if self._from is None else self._gliding(self._from, self._mixed, beat)
        return self._last

    def _gliding(self, old: np.ndarray, new: np.ndarray, beat: float) -> np.ndarray:
        t = 1.0 if self._beats <= 0.0 else (beat - self._start) / self._beats
        if t >= 1.0:
            self._from = None
            return new
        return slerp_embeddings(old, new, smoothstep(max(t, 0.0)))
