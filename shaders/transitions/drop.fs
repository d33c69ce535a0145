/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A drop falls into the old picture, and the ring that runs outward leaves the new one behind",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
    {"NAME": "height", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 1.5, "LABEL": "height of the ring"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0), p = (isf_FragNormCoord - centre) * aspect;
    float r = length(p), most = length((abs(centre - 0.5) + 0.5) * aspect) + 0.3, front = progress * most - 0.1;
    float ends = min(4.0 * progress * (1.0 - progress) * 2.0, 1.0);
    float x = (r - front) / 0.14, slope = sin(x * 6.0) * exp(-x * x) * height * ends;
    vec2 shift = p / max(r, 1e-3) * slope * 0.07 / aspect;
    vec3 from = IMG_NORM_PIXEL(startImage, mirrored(isf_FragNormCoord + shift)).rgb;
    vec3 to = IMG_NORM_PIXEL(endImage, mirrored(isf_FragNormCoord + shift)).rgb;
    float t = mix(progress, smoothstep(0.06, -0.06, r - front), ends);
    float lit = dot(p / max(r, 1e-3) * slope, vec2(-0.5, 0.6));
    gl_FragColor = vec4(mix(from, to, t) * (1.0 + 0.7 * lit) + max(lit, 0.0) * (0.15 + 0.2 * beat), 1.0);
}
