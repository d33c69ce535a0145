"""The vertex shader of what is typeset: a picture, row 0 at the top, in a box of the target."""

from __future__ import annotations

TEXT_BOX = """#version 330
in vec2 isf_position;
out vec2 at;
uniform vec4 box;
void main() {
    vec2 corner = isf_position * 0.5 + 0.5;
    at = vec2(corner.x, 1.0 - corner.y);
    gl_Position = vec4(mix(box.xy, box.zw, corner), 0.0, 1.0);
}
"""
"""`at`: 0..1 over the typeset picture, from its upper left. box: left, bottom, right, top, in GL's -1..1."""
