"""An off-screen window: GL without a screen, for recording, tests and machines on a shelf."""

from __future__ import annotations

import sys
from collections.abc import Callable

import moderngl

from realtime.errors import UserError
from realtime.isf.pictures import smooth

_HINT = "install libegl1 and libgl1 (Debian, Ubuntu), mesa-libEGL and mesa-libGL (Fedora) or mesa (Arch)"


class EglWindow:
    """Off-screen surface of `size` (width, height). Raises UserError when there is no GL."""

    kind = "off-screen"

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.closing = False
        self.aim: Callable[[moderngl.Framebuffer], object] = lambda framebuffer: None
        try:
            if sys.platform.startswith("linux"):
                # moderngl's types take the settings for dictionaries.
                self.context = moderngl.create_standalone_context(require=330, backend="egl")  # type: ignore[arg-type]
            else:
                self.context = moderngl.create_standalone_context(require=330)
        except Exception as error:  # moderngl raises bare Exceptions for a missing library or driver
            raise UserError(f"No OpenGL 3.3 off-screen ({error}): {_HINT}.") from None
        self.framebuffer = self.context.framebuffer([smooth(self.context.texture(size, 4))])
        self.framebuffer.clear()

    def poll(self) -> list[str]:
        """No keys: there is no keyboard focus off-screen."""
        return []

    def present(self) -> None:
        """Nothing to show; hands the commands to the driver."""
        self.context.finish()

    def close(self) -> None:
        self.framebuffer.release()
        self.context.release()
