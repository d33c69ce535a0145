/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Rolls the picture up: a small world, or the inside of a tube",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "shape", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1], "LABELS": ["world", "tube"], "LABEL": "what it becomes"},
    {"NAME": "size", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0.1, "MAX": 1.0},
    {"NAME": "spin", "TYPE": "float", "DEFAULT": 0.08, "MIN": -1, "MAX": 1, "LABEL": "turn, rad/s"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 p = (gl_FragCoord.xy - 0.5 * RENDERSIZE) / RENDERSIZE.y;
    float r = length(p) / (1.0 + 0.08 * beat), angle = atan(p.y, p.x) + spin * TIME;
    float across = angle / 3.14159265;
    float up = shape == 0 ? log2(r / size * 1.6 + 0.12) * 0.42 + 0.45 : 0.35 * size / max(r, 0.02) + 0.06 * TIME;
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(vec2(across, up))).rgb;
    float depth = shape == 0 ? 1.0 - 0.35 * smoothstep(0.5, 1.0, r) : smoothstep(0.0, 0.35, r);
    gl_FragColor = vec4(c * depth * (1.0 + 0.25 * bass * exp(-4.0 * r)), 1.0);
}
