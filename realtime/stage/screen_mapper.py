"""Draws the picture onto a screen as its map says: one draw call."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np

from realtime.errors import UserError
from realtime.isf.pictures import load_picture, texture_of
from realtime.isf.software_gl import finisher
from realtime.isf.uniforms import set_uniform
from realtime.stage.screen_map import ScreenMap, grid, turned

_VERTEX = """#version 330
in vec3 place;
in vec2 within;
out vec2 at;
void main() { at = within; gl_Position = vec4(place.xy, 0.0, place.z); }
"""
# Soft edges: the share of light rises by a curve whose two halves mirror each other, so that the edges of two
# projectors add up to one; it is light, so the projector's gamma is taken back.
_FRAGMENT = """#version 330
uniform sampler2D image;
uniform sampler2D mask;
uniform mat3x2 turned;
uniform vec4 blend;
uniform float gamma;
uniform vec4 screen;
in vec2 at;
out vec4 color;
float edge(float place, float width) {
    if (width <= 0.0) return 1.0;
    float x = clamp(place / width, 0.0, 1.0);
    return x < 0.5 ? 2.0 * x * x : 1.0 - 2.0 * (1.0 - x) * (1.0 - x);
}
void main() {
    vec2 place = turned * vec3(at, 1.0);
    vec3 c = texture(image, vec2(place.x, 1.0 - place.y)).rgb;
    float light = edge(at.x, blend.x) * edge(at.y, blend.y);
    light *= edge(1.0 - at.x, blend.z) * edge(1.0 - at.y, blend.w);
    vec4 cover = texture(mask, (gl_FragCoord.xy - screen.xy) / screen.zw);
    float open = dot(cover.rgb, vec3(0.2126, 0.7152, 0.0722)) * cover.a;
    color = vec4(c * pow(light, 1.0 / gamma) * open, 1.0);
}
"""


class ScreenMapper:
    """Shows textures as `mapping` says. fault: why its mask is left out, or ""."""

    def __init__(self, context: moderngl.Context, mapping: ScreenMap) -> None:
        self._context = context
        self._finish = finisher(context)
        self._program = context.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        set_uniform(self._program, "image", 0)
        set_uniform(self._program, "mask", 1)
        self._open = texture_of(context, np.full((1, 1, 4), 255, np.uint8))
        self._mask: moderngl.Texture | None = None
        self._mask_at: Path | None = None
        self._parts: tuple[moderngl.Buffer, moderngl.Buffer, moderngl.VertexArray] | None = None
        self.fault = ""
        self.mapping = ScreenMap()
        self.follow(mapping)

    def follow(self, mapping: ScreenMap) -> None:
        """Show by another map from now on."""
        if mapping == self.mapping and self._parts is not None:
            return
        self.mapping = mapping
        if self._mask_at != mapping.mask:
            self._mask_at = mapping.mask
            self._read_mask()
        vertices, indices = grid(mapping)
        self._release_grid()
        points, order = self._context.buffer(vertices), self._context.buffer(indices)
        array = self._context.vertex_array(self._program, [(points, "3f 2f", "place", "within")], order)
        self._parts = points, order, array
        set_uniform(self._program, "turned", tuple(turned(mapping).T.ravel()))
        set_uniform(self._program, "blend", mapping.blend)
        set_uniform(self._program, "gamma", mapping.gamma)

    def _read_mask(self) -> None:
        if self._mask is not None:
            self._mask.release()
        self._mask, self.fault = None, ""
        if self._mask_at is None:
            return
        try:
            self._mask = texture_of(self._context, load_picture(self._mask_at))
        except UserError as error:
            self.fault = str(error)

    def draw(self, picture: moderngl.Texture, target: moderngl.Framebuffer) -> None:
        """Show `picture`, row 0 at the bottom, in the viewport of `target`, black where the map leaves it."""
        assert self._parts is not None
        target.use()
        target.clear()
        set_uniform(self._program, "screen", tuple(map(float, target.viewport)))
        picture.use(0)
        (self._mask or self._open).use(1)
        self._parts[2].render(moderngl.TRIANGLES)
        self._finish()

    def _release_grid(self) -> None:
        for part in self._parts or ():
            part.release()
        self._parts = None

    def release(self) -> None:
        self._release_grid()
        for part in (self._mask, self._open, self._program):
            if part is not None:
                part.release()
