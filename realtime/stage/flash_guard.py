"""Stands between the finished picture and the window: looks at it, and holds back what would flash too often.

It looks at the very pixels that would be shown, made by anything: painters, routes, filters and shaders of
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
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform

_TAPS = 8
"""In each direction of a part; each one is the mean of four pixels."""
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
_PALER = 0.97 * SATURATED
# Red is mixed with the grey of its own light, by as little as brings R / (R + G + B) down to _PALER.
_HOLD = f"""#version 330
uniform sampler2D image;
uniform sampler2D gains;
in vec2 at;
out vec4 color;
void main() {{
    vec4 shown = texture(image, at);
    vec2 gain = texture(gains, at).rg;
    vec3 c = mix(shown.rgb / 12.92, pow((shown.rgb + 0.055) / 1.055, vec3(2.4)), step(0.04045, shown.rgb));
    float light = dot(c, vec3{LUMA});
    float excess = max(c.r - {_PALER} * (c.r + c.g + c.b), 0.0);
    float pale = excess / max(excess + {3 * _PALER - 1} * light, 1e-6);
    c = gain.r * mix(c, vec3(light), pale * (1.0 - gain.g));
    c = mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
    color = vec4(c, shown.a);
}}
"""


class FlashGuard:
    """Keeps what `limiter` asks for. `held`: was the last picture held back anywhere?"""

    def __init__(self, context: moderngl.Context, limiter: FlashLimiter | None = None) -> None:
        self._context = context
        self._limiter = limiter or FlashLimiter()
        self._seen = context.framebuffer([context.texture((COLUMNS, ROWS), 2, dtype="f4")])
        self._gains = smooth(context.texture((COLUMNS, ROWS), 2, dtype="f4"))
        self._as_asked: Surface | None = None
        self._look = context.program(vertex_shader=VERTEX, fragment_shader=_LOOK)
        self._hold = context.program(vertex_shader=VERTEX, fragment_shader=_HOLD)
        self._looking, self._holding = Quad(context, self._look), Quad(context, self._hold)
        set_uniform(self._look, "image", 0)
        set_uniform(self._hold, "image", 0)
        set_uniform(self._hold, "gains", 1)
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
        # What is drawn over cannot be read at the same time.
        if self._as_asked is None or self._as_asked.size != target.size:
            if self._as_asked is not None:
                self._as_asked.release()
            self._as_asked = Surface(self._context, target.size)
        self._context.copy_framebuffer(self._as_asked.framebuffer, target)
        self._gains.write(np.ascontiguousarray(gains[:, ::-1].transpose(1, 2, 0)))
        self._as_asked.texture.use(0)
        self._gains.use(1)
        target.use()
        self._holding.draw()

    def release(self) -> None:
        for attached in self._seen.color_attachments:
            attached.release()
        if self._as_asked is not None:
            self._as_asked.release()
        for part in (self._seen, self._gains, self._looking, self._holding, self._look, self._hold):
            part.release()
