"""An off-screen window: GL without a screen, for recording, tests and machines on a shelf."""

from __future__ import annotations

import sys

import moderngl

from realtime.errors import UserError

_HINT = "install libegl1 and libgl1 (Debian, Ubuntu), mesa-libEGL and mesa-libGL (Fedora) or mesa (Arch)"


class EglWindow:
    """Off-screen surface of `size` (width, height). Raises UserError when there is no GL."""

    kind = "off-screen"

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.closing = False
        try:
            if sys.platform.startswith("linux"):
                self.context = moderngl.create_standalone_context(require=330, backend="egl")
            else:
                self.context = moderngl.create_standalone_context(require=330)
        # moderngl and glcontext raise bare Exceptions for a missing library as for a missing driver.
        except Exception as error:
            raise UserError(f"No OpenGL 3.3 off-screen ({error}): {_HINT}.") from None
        self.framebuffer = self.context.framebuffer([self.context.texture(size, 4)])
        self.framebuffer.clear()

    def poll(self) -> list[str]:
        """Nobody can press a key here."""
        return []

    def present(self) -> None:
        """Nothing to show; hands the commands to the driver."""
        self.context.finish()

    def close(self) -> None:
        self.framebuffer.release()
        self.context.release()
