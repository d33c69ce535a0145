/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Stirs the picture round a point; the bass stirs harder",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "stir", "TYPE": "float", "DEFAULT": 0.5, "MIN": -2.0, "MAX": 2.0, "LABEL": "how far it is stirred"},
    {"NAME": "reach", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.1, "MAX": 1.5, "LABEL": "how wide"},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    vec2 p = (isf_FragNormCoord - centre) * aspect;
    float r = length(p), x = clamp(1.0 - r / reach, 0.0, 1.0);
    float angle = stir * x * x * (3.0 + 2.2 * bass + 0.8 * sin(0.4 * TIME)) + 0.25 * beat * x;
    float s = sin(angle), k = cos(angle);
    vec2 at = mat2(k, s, -s, k) * p / aspect + centre;
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(at)).rgb;
    gl_FragColor = vec4(c * (1.0 - 0.25 * abs(stir) * x * x + 0.35 * beat * x), 1.0);
}
