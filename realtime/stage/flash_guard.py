"""Stands between the finished picture and the window: looks at it, and holds back what would flash too often.

It looks at the very pixels that would be shown, whatever made them: painters, routes, filters and shaders of
users, the operator's hand. Only 32×18 numbers are read back; the picture itself is waited for a little later
in any case, when it is shown.
"""

from __future__ import annotations

import moderngl
import numpy as np

from realtime.eyes.limiter import FlashLimiter, Gains
from realtime.eyes.rules import COLUMNS, LUMA, RED_SCALE, ROWS, SATURATED
from realtime.isf.pictures import smooth
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.uniforms import set_uniform

_TAPS = 8
"""In each direction of a part; each one is the mean of four pixels."""
_GAMMA = 2.2
_LOOK = f"""#version 330
uniform sampler2D image;
in vec2 at;
out vec2 color;
const vec2 PARTS = vec2({COLUMNS}.0, {ROWS}.0);
void main() {{
    vec2 corner = floor(at * PARTS) / PARTS;
    vec2 sum = vec2(0.0);
    for (int y = 0; y < {_TAPS}; y++) for (int x = 0; x < {_TAPS}; x++) {{
        vec3 c = texture(image, corner + (vec2(x, y) + 0.5) / {_TAPS}.0 / PARTS).rgb;
        c = mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c));
        float pure = c.r - c.g - c.b;
        float red = c.r >= {SATURATED} * (c.r + c.g + c.b) ? max(pure, 0.0) : 0.0;
        sum += vec2(dot(c, vec3{LUMA}), {RED_SCALE} * red);
    }}
    color = sum / {_TAPS * _TAPS}.0;
}}
"""
# A part keeps its own gain nearly to its edge, or what is held back would leak in from its neighbours.
_HOLD = f"""#version 330
uniform sampler2D gains;
in vec2 at;
out vec4 color;
const vec2 PARTS = vec2({COLUMNS}.0, {ROWS}.0);
void main() {{
    vec2 place = at * PARTS - 0.5;
    vec2 near = floor(place);
    vec2 part = near + smoothstep(0.25, 0.75, place - near) + 0.5;
    color = vec4(vec3(texture(gains, part / PARTS).r), 1.0);
}}
"""


class FlashGuard:
    """Keeps what `limiter` asks for. `held`: was the last picture held back anywhere?"""

    def __init__(self, context: moderngl.Context, limiter: FlashLimiter | None = None) -> None:
        self._context = context
        self._limiter = limiter or FlashLimiter()
        self._seen = context.framebuffer([context.texture((COLUMNS, ROWS), 2, dtype="f4")])
        self._gains = smooth(context.texture((COLUMNS, ROWS), 1, dtype="f4"))
        self._look = context.program(vertex_shader=VERTEX, fragment_shader=_LOOK)
        self._hold = context.program(vertex_shader=VERTEX, fragment_shader=_HOLD)
        self._looking, self._holding = Quad(context, self._look), Quad(context, self._hold)
        set_uniform(self._look, "image", 0)
        set_uniform(self._hold, "gains", 0)
        self.held = False

    def pass_on(self, time: float, picture: moderngl.Texture, target: moderngl.Framebuffer) -> None:
        """Hold `target`, which shows `picture` (row 0 at the bottom), back where it must be at `time`."""
        picture.use(0)
        self._seen.use()
        self._looking.draw()
        read = self._seen.read(components=2, dtype="f4")
        signals = np.frombuffer(read, np.float32).reshape(ROWS, COLUMNS, 2)[::-1].transpose(2, 0, 1)
        gains = self._limiter.limit(time, signals)
        self.held = gains is not None
        if gains is not None:
            self._draw(gains, target)

    def _draw(self, gains: Gains, target: moderngl.Framebuffer) -> None:
        self._gains.write(np.ascontiguousarray(gains[::-1] ** np.float32(1.0 / _GAMMA)))
        self._gains.use(0)
        target.use()
        self._context.enable(moderngl.BLEND)
        self._context.blend_func = moderngl.DST_COLOR, moderngl.ZERO
        self._holding.draw()
        self._context.disable(moderngl.BLEND)

    def release(self) -> None:
        for attached in self._seen.color_attachments:
            attached.release()
        for part in (self._seen, self._gains, self._looking, self._holding, self._look, self._hold):
            part.release()
