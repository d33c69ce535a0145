"""Letters over the picture of a show: typeset in a thread, so that no frame waits for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.isf.quad import Quad
from realtime.isf.uniforms import set_uniform
from realtime.lettering.letterer import Laid, Letterer
from realtime.lettering.lettering import Lettering
from realtime.stage.text_box import TEXT_BOX

# Typeset so long before they are read.
_AHEAD_S = 4.0
_LOGO = "logo"
_FRAGMENT = """#version 330
uniform sampler2D letters;
uniform float opacity;
in vec2 at;
out vec4 color;
void main() { color = texture(letters, at) * opacity; }
"""


class Letters:
    """Draws lettering over pictures of `size` (width, height). waits: it is typeset at once, as in films and
    tests. note: why it cannot be, or ""."""

    def __init__(self, context: moderngl.Context, size: tuple[int, int], waits: bool = False) -> None:
        self._context, self._size, self._waits = context, size, waits
        self._program = context.program(vertex_shader=TEXT_BOX, fragment_shader=_FRAGMENT)
        self._quad = Quad(context, self._program)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="letters")
        self._lettering = Lettering()
        self._letterer: Future[Letterer] | None = None
        self._being_set: dict[Hashable, Future[Laid | None]] = {}
        self._set: dict[Hashable, tuple[moderngl.Texture, Laid]] = {}
        self.note = ""

    def draw(self, target: moderngl.Framebuffer, lettering: Lettering, time: float, gain: float) -> None:
        """Draw what is to be seen at `time` seconds of its song into `target`. gain: 0 hides it all."""
        if lettering != self._lettering:
            self._begin(lettering)
        letterer = self._got(self._letterer)
        if letterer is None:
            return
        wanted: dict[Hashable, Callable[[], Laid | None]] = {_LOGO: lambda: letterer.logo}
        for block in letterer.ahead(time, _AHEAD_S):
            wanted[block] = partial(letterer.typeset, block)
        self._prepare(wanted)
        for key, opacity in ((_LOGO, 1.0), *letterer.seen(time)):
            if key in self._set and gain > 0.0:
                self._lay(target, *self._set[key], opacity * gain)

    def _begin(self, lettering: Lettering) -> None:
        self._lettering, self.note = lettering, ""
        self._forget(tuple(self._set))
        self._being_set.clear()
        make = None if lettering.empty else self._thread.submit(Letterer, lettering, self._size)
        self._letterer = make

    def _got(self, made: Future | None):
        """What a thread has made; None where it is not ready, or cannot be made."""
        if made is None or not (self._waits or made.done()):
            return None
        try:
            return made.result()
        except (UserError, OSError) as error:
            self.note = str(error)
            return None

    def _prepare(self, wanted: dict[Hashable, Callable[[], Laid | None]]) -> None:
        """Have it typeset; one a frame becomes a texture."""
        self._forget([key for key in self._set if key not in wanted])
        for key, typeset in wanted.items():
            if key not in self._set and key not in self._being_set:
                self._being_set[key] = self._thread.submit(typeset)
        for key, made in list(self._being_set.items()):
            if key not in wanted:
                del self._being_set[key]
            elif key not in self._set and (laid := self._got(made)) is not None:
                self._set[key] = self._texture(laid), laid
                if not self._waits:
                    return

    def _texture(self, laid: Laid) -> moderngl.Texture:
        pixels = np.concatenate([laid.pixels[..., :3], 255.0 * laid.pixels[..., 3:]], axis=-1)
        height, width = pixels.shape[:2]
        data = np.ascontiguousarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8))
        texture = self._context.texture((width, height), 4, data)
        texture.repeat_x = texture.repeat_y = False
        return texture

    def _lay(
        self, target: moderngl.Framebuffer, texture: moderngl.Texture, laid: Laid, opacity: float
    ) -> None:
        width, height = self._size
        left, top = -1.0 + 2.0 * laid.left / width, 1.0 - 2.0 * laid.top / height
        right, low = left + 2.0 * texture.width / width, top - 2.0 * texture.height / height
        set_uniform(self._program, "box", (left, low, right, top))
        set_uniform(self._program, "opacity", opacity)
        target.use()
        texture.use(0)
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA
        self._quad.draw()
        self._context.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._context.disable(moderngl.BLEND)

    def _forget(self, keys) -> None:
        for key in keys:
            self._set.pop(key)[0].release()

    def release(self) -> None:
        """Give all GL objects and the thread back."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._forget(tuple(self._set))
        self._quad.release()
        self._program.release()
