/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The old picture is stirred away and the new one comes to rest out of the swirl",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "turns", "TYPE": "float", "DEFAULT": 1.2, "MIN": -4.0, "MAX": 4.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "linear_light.glsl"
#include "mirrored.glsl"

vec2 stirred(float amount) {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0), p = (isf_FragNormCoord - 0.5) * aspect;
    float r = length(p), angle = 6.2831853 * turns * amount * exp(-2.2 * r) * (1.0 + 0.05 * beat);
    float s = sin(angle), k = cos(angle);
    return mirrored(mat2(k, s, -s, k) * p * (1.0 - 0.35 * abs(amount)) / aspect + 0.5);
}

void main() {
    float gone = progress * progress, left = (1.0 - progress) * (1.0 - progress);
    vec3 from = IMG_NORM_PIXEL(startImage, stirred(gone)).rgb, to = IMG_NORM_PIXEL(endImage, stirred(-left)).rgb;
    gl_FragColor = vec4(mixed_light(from, to, smoothstep(0.3, 0.7, progress)), 1.0);
}
