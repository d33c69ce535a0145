/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A lens that breathes: the middle swells on the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "swell", "TYPE": "float", "DEFAULT": 0.5, "MIN": -1.0, "MAX": 1.0, "LABEL": "how far it swells"},
    {"NAME": "rest", "TYPE": "float", "DEFAULT": 0.25, "MIN": -1.0, "MAX": 1.0, "LABEL": "its shape between the beats"},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    vec2 p = (isf_FragNormCoord - centre) * aspect;
    float r = length(p), power = clamp(rest + swell * (beat + 0.35 * bass), -1.0, 1.0);
    // A glass ball in the middle, nothing at the rim.
    float inside = smoothstep(0.75, 0.0, r);
    vec2 at = p * (1.0 - 0.6 * power * inside * inside) / aspect + centre;
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(at)).rgb;
    float shine = pow(inside, 6.0) * max(power, 0.0);
    gl_FragColor = vec4(c * (1.0 + 0.35 * shine) + 0.05 * shine, 1.0);
}
