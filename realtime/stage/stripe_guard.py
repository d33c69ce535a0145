"""Looks for stripes in the finished picture, a few times a second, and shows them as through mist.

What is looked for takes some milliseconds, so it is done in a thread; in films, which wait, at once.
"""

from __future__ import annotations

import math
import queue
import threading

import moderngl
import numpy as np

from realtime.eyes.pattern import Pattern, find_patterns
from realtime.eyes.rules import COLUMNS, LUMA, ROWS
from realtime.eyes.stripes import LOOK_EVERY_S, Mist, StripeHold, may_have_stripes
from realtime.isf.pictures import smooth
from realtime.isf.quad import VERTEX, Quad
from realtime.isf.surface import Surface
from realtime.isf.uniforms import set_uniform

_SEEN = (224, 126)
"""(width, height) in which stripes are looked for."""
_MEANS = (96, 54)
_LINEAR = (
    "vec3 linear(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c)); }"
)
# To within 0.002 of light, by three products: powers are most of what looking costs.
_ABOUT_LINEAR = "vec3 linear(vec3 c) { return c * (c * (c * 0.305306 + 0.682171) + 0.012523); }"
_LOOK = f"""#version 330
uniform sampler2D image;
in vec2 at;
out float color;
{_ABOUT_LINEAR}
void main() {{
    vec2 size = 1.0 / vec2{_SEEN}, corner = at - 0.5 * size;
    float sum = 0.0;
    for (int y = 0; y < 3; y++) for (int x = 0; x < 3; x++)
        sum += dot(linear(texture(image, corner + (vec2(x, y) + 0.5) / 3.0 * size).rgb), vec3{LUMA});
    color = sum / 9.0;
}}
"""
_SHRINK = f"""#version 330
uniform sampler2D image;
in vec2 at;
out vec4 color;
{_LINEAR}
void main() {{
    vec2 size = 1.0 / vec2{_MEANS}, corner = at - 0.5 * size;
    vec3 sum = vec3(0.0);
    for (int y = 0; y < 5; y++) for (int x = 0; x < 5; x++)
        sum += linear(texture(image, corner + (vec2(x, y) + 0.5) / 5.0 * size).rgb);
    color = vec4(sum / 25.0, 1.0);
}}
"""
# A Gauss curve over a pair of stripes to each side, which leaves nothing of them.
_BLUR = """#version 330
uniform sampler2D image;
uniform vec2 along;
in vec2 at;
out vec4 color;
void main() {
    vec3 sum = vec3(0.0);
    float whole = 0.0;
    for (int i = -12; i <= 12; i++) {
        float share = float(i) / 12.0, weight = exp(-2.0 * share * share);
        sum += weight * texture(image, at + share * along).rgb;
        whole += weight;
    }
    color = vec4(sum / whole, 1.0);
}
"""
_HOLD = f"""#version 330
uniform sampler2D image;
uniform sampler2D means;
uniform sampler2D mist;
in vec2 at;
out vec4 color;
{_LINEAR}
void main() {{
    vec4 shown = texture(image, at);
    vec3 c = mix(linear(shown.rgb), texture(means, at).rgb, texture(mist, at).r);
    c = mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
    color = vec4(c, shown.a);
}}
"""
_REACH = 1.2
"""Pairs of stripes over which a mean is taken, to each side."""


class StripeGuard:
    """waits: each picture that is looked at is waited for. `held`: was anything of the last one held back?"""

    def __init__(self, context: moderngl.Context, waits: bool) -> None:
        self._context = context
        self._hold = StripeHold()
        self._finder = None if waits else _Finder()
        self._due = -math.inf
        self._seen = context.framebuffer([context.texture(_SEEN, 1)])
        self._programs = [
            context.program(vertex_shader=VERTEX, fragment_shader=text)
            for text in (_LOOK, _SHRINK, _BLUR, _HOLD)
        ]
        self._quads = [Quad(context, program) for program in self._programs]
        self._surfaces: list[Surface] = []
        self._mist = smooth(context.texture((COLUMNS, ROWS), 1, dtype="f4"))
        for unit, name in enumerate(("image", "means", "mist")):
            set_uniform(self._programs[-1], name, unit)
        self.held = False

    def pass_on(self, time: float, picture: moderngl.Texture, target: moderngl.Framebuffer) -> None:
        """Hold back the stripes of `target`, which shows `picture` (row 0 at the bottom), at `time` (s)."""
        if not self._due - LOOK_EVERY_S - 1e-6 <= time < self._due - 1e-6:
            self._due = time + LOOK_EVERY_S
            self._look(time, picture)
        if self._finder is not None and (found := self._finder.found()) is not None:
            self._hold.found(*found, _SEEN[1])
        mist = self._hold.at(time)
        self.held = mist is not None
        if mist is not None:
            self._draw(mist, picture, target)

    def _look(self, time: float, picture: moderngl.Texture) -> None:
        picture.use(0)
        self._seen.use()
        self._quads[0].draw()
        read = self._seen.read(components=1, alignment=1)
        light = np.frombuffer(read, np.uint8).reshape(_SEEN[::-1])[::-1].astype(np.float32) / np.float32(255)
        if self._finder is not None:
            self._finder.look(time, light)
        else:
            self._hold.found(time, _looked(light), _SEEN[1])

    def _draw(self, mist: Mist, picture: moderngl.Texture, target: moderngl.Framebuffer) -> None:
        if not self._surfaces or self._surfaces[0].size != target.size:
            for surface in self._surfaces:
                surface.release()
            self._surfaces = [
                Surface(self._context, target.size),
                *(Surface(self._context, _MEANS, "f2") for _ in range(2)),
            ]
        asked, means, half = self._surfaces
        _, shrink, blur, hold = self._quads
        picture.use(0)
        means.framebuffer.use()
        shrink.draw()
        aspect = target.size[1] / target.size[0]
        # No wider than the picture is high, however slow the stripes.
        reach = min(_REACH * mist.period, 0.5)
        for source, drawn, along in ((means, half, (reach * aspect, 0.0)), (half, means, (0.0, reach))):
            source.texture.use(0)
            set_uniform(self._programs[2], "along", along)
            drawn.framebuffer.use()
            blur.draw()
        self._context.copy_framebuffer(asked.framebuffer, target)
        self._mist.write(np.ascontiguousarray(mist.amount[::-1]))
        asked.texture.use(0)
        means.texture.use(1)
        self._mist.use(2)
        target.use()
        hold.draw()

    def release(self) -> None:
        if self._finder is not None:
            self._finder.close()
        for attached in self._seen.color_attachments:
            attached.release()
        for surface in self._surfaces:
            surface.release()
        for quad, program in zip(self._quads, self._programs, strict=True):
            quad.release()
            program.release()
        self._seen.release()
        self._mist.release()


class _Finder:
    """Looks in a thread of its own; what comes while it is busy is not looked at."""

    def __init__(self) -> None:
        self._jobs: queue.Queue[tuple[float, np.ndarray] | None] = queue.Queue(maxsize=1)
        self._found: tuple[float, list[Pattern]] | None = None
        self._thread = threading.Thread(target=self._run, name="stripes", daemon=True)
        self._thread.start()

    def look(self, time: float, light: np.ndarray) -> None:
        if self._jobs.empty():
            self._jobs.put((time, light))

    def found(self) -> tuple[float, list[Pattern]] | None:
        """(time of the picture, its patterns), once."""
        found, self._found = self._found, None
        return found

    def close(self) -> None:
        """Look at nothing more."""
        self._jobs.put(None)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._found = (job[0], _looked(job[1]))


def _looked(light: np.ndarray) -> list[Pattern]:
    return find_patterns(light) if may_have_stripes(light) else []
