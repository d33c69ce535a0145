/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The spectrum lifts the picture: low sounds on the left, high ones on the right",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "sound"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "lift", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how far it is lifted"},
    {"NAME": "columns", "TYPE": "float", "DEFAULT": 24.0, "MIN": 4.0, "MAX": 96.0, "LABEL": "columns"},
    {"NAME": "spectrum", "TYPE": "audioFFT"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 uv = isf_FragNormCoord;
    float column = (floor(uv.x * columns) + 0.5) / columns, inside = fract(uv.x * columns);
    float level = IMG_NORM_PIXEL(spectrum, vec2(column, 0.5)).r;
    float up = lift * (0.12 + 0.5 * level + 0.06 * bass * (1.0 - column) + 0.05 * beat);
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(vec2(uv.x, uv.y - up))).rgb;
    // The foot that each column leaves is a mirror of the floor.
    float foot = smoothstep(up, up - 0.05, uv.y);
    c *= mix(1.0, 0.45, foot);
    float rim = smoothstep(0.0, 0.06, inside) * smoothstep(1.0, 0.94, inside);
    c *= mix(1.0, rim, 0.5 * smoothstep(0.0, 0.08, up));
    float top = exp(-abs(uv.y - up) * 90.0) * smoothstep(0.01, 0.06, up);
    gl_FragColor = vec4(c + top * (0.3 + 0.6 * level) * mix(vec3(1.0, 0.4, 0.3), vec3(0.3, 0.8, 1.0), column), 1.0);
}
