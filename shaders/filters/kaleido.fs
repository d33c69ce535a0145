/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Kaleidoscope; opens a little on the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "kaleido_sides", "TYPE": "float", "DEFAULT": 6.0, "MIN": 2.0, "MAX": 24.0, "LABEL": "mirrors"},
    {"NAME": "kaleido_spin", "TYPE": "float", "DEFAULT": 0.06, "MIN": -1.0, "MAX": 1.0, "LABEL": "turn, rad/s"},
    {"NAME": "kaleido_zoom", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.3, "MAX": 3.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "presence", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 p = (isf_FragNormCoord - 0.5) * vec2(aspect, 1.0);
    float radius = length(p);
    float wedge = 6.2831853 / max(2.0, floor(kaleido_sides + 0.5));
    float angle = atan(p.y, p.x) + TIME * kaleido_spin;
    angle = abs(mod(angle, wedge) - wedge * 0.5);
    // Look at the picture off its middle: the middle alone is often empty.
    float zoom = kaleido_zoom * (1.0 + 0.07 * beat + 0.05 * presence);
    vec2 q = vec2(cos(angle), sin(angle)) * radius / zoom;
    q = mat2(0.8, -0.6, 0.6, 0.8) * q + vec2(0.12 * sin(TIME * 0.11), 0.1 * cos(TIME * 0.13));
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(q / vec2(aspect, 1.0) + 0.5)).rgb;
    // The seams of the mirrors catch light.
    float seam = exp(-min(angle, wedge * 0.5 - angle) * max(radius, 0.05) * 90.0);
    c *= 1.0 + seam * (0.12 + 0.5 * beat);
    gl_FragColor = vec4(c, 1.0);
}
