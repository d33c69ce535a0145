"""Where the passes of a shader render to: textures that live as long as their size."""

from __future__ import annotations

import moderngl

from realtime.isf.quad import Copier
from realtime.isf.surface import Surface


class Target:
    """One named pass target, or the output when none was given.

    A persistent target has two textures, so that a pass can read what it rendered last while it
    writes: `texture` is always the one that was finished last. So has one of several passes (`shared`).
    """

    def __init__(
        self,
        context: moderngl.Context,
        copier: Copier,
        persistent: bool,
        floating: bool,
        shared: bool = False,
    ) -> None:
        self._context, self._copier = context, copier
        self.persistent, self._dtype = persistent, "f4" if floating else "f1"
        self._doubled = persistent or shared
        self._buffers: list[Surface] = []
        self._front = 0
        self._empty = context.texture((1, 1), 4, bytes(4))

    @property
    def texture(self) -> moderngl.Texture:
        """What was rendered last; one transparent pixel before the first time."""
        return self._buffers[self._front].texture if self._buffers else self._empty

    @property
    def is_new(self) -> bool:
        """Whether it has no size yet."""
        return not self._buffers

    def ready(self, size: tuple[int, int]) -> None:
        """Have `size` before anything is rendered into it, for a pass that asks for it."""
        self._resize(size)

    def begin(self, size: tuple[int, int]) -> moderngl.Framebuffer:
        """The framebuffer to render the next picture into, `size` pixels; `end` when it is done."""
        if not self._buffers or self._buffers[0].size != size:
            self._resize(size)
        return self._buffers[self._back].framebuffer

    def end(self) -> None:
        """The picture begun is now the newest."""
        self._front = self._back

    @property
    def _back(self) -> int:
        return (self._front + 1) % len(self._buffers)

    def _resize(self, size: tuple[int, int]) -> None:
        fresh = [self._buffer(size) for _ in range(2 if self._doubled else 1)]
        if self.persistent and self._buffers:
            # A persistent picture outlives a change of window size: stretched, not dropped.
            self._copier.copy(self.texture, fresh[0].framebuffer)
        self.release_buffers()
        self._buffers, self._front = fresh, 0

    def _buffer(self, size: tuple[int, int]) -> Surface:
        buffer = Surface(self._context, size, self._dtype)
        buffer.framebuffer.clear()
        return buffer

    def release_buffers(self) -> None:
        """Forget what was rendered."""
        for buffer in self._buffers:
            buffer.release()
        self._buffers = []

    def release(self) -> None:
        self.release_buffers()
        self._empty.release()
