/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Folds the picture on itself: a face, a butterfly, a temple",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "mirror_axis", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2], "LABELS": ["left-right", "up-down", "both"]},
    {"NAME": "mirror_shift", "TYPE": "float", "DEFAULT": 0.12, "MIN": -0.5, "MAX": 0.5, "LABEL": "which part is folded"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 p = isf_FragNormCoord - 0.5;
    vec2 folded = p;
    float drift = mirror_shift * (1.0 + 0.35 * sin(TIME * 0.17));
    if (mirror_axis != 1) folded.x = abs(p.x) + drift;
    if (mirror_axis != 0) folded.y = abs(p.y) + drift * 0.6;
    folded /= 1.0 + 0.05 * beat;
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(folded + 0.5)).rgb;
    float fold = mirror_axis == 1 ? abs(p.y) : (mirror_axis == 0 ? abs(p.x) : min(abs(p.x), abs(p.y)));
    gl_FragColor = vec4(c * (1.0 + 0.5 * bass * exp(-fold * 60.0)), 1.0);
}
