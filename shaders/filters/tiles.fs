/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A wall of small screens: each shows the whole picture, a little later in its turn",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "geometry"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "rows", "TYPE": "float", "DEFAULT": 3.0, "MIN": 1.0, "MAX": 12.0, "LABEL": "screens from top to bottom"},
    {"NAME": "flip", "TYPE": "bool", "DEFAULT": true, "LABEL": "every second one mirrored"},
    {"NAME": "gap", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0, "MAX": 1, "LABEL": "dark between them"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat_count", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    float count = max(1.0, floor(rows + 0.5));
    vec2 cell = isf_FragNormCoord * count, id = floor(cell), at = fract(cell);
    if (flip) at = mix(at, 1.0 - at, mod(id, 2.0));
    // On each beat another third of the screens zooms in.
    float chosen = step(0.66, white_noise(id + 7.0 * beat_count)), zoom = 1.0 - 0.45 * chosen * beat;
    vec3 c = IMG_NORM_PIXEL(inputImage, (at - 0.5) * zoom + 0.5).rgb;
    vec2 rim = smoothstep(vec2(0.0), vec2(0.03 * gap + 1e-3), 0.5 - abs(fract(cell) - 0.5));
    c *= mix(1.0, rim.x * rim.y, step(0.001, gap)) * (1.0 + 0.5 * chosen * beat) * mix(1.0, 0.82, 1.0 - chosen);
    gl_FragColor = vec4(c, 1.0);
}
