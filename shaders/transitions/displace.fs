/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Each picture is pushed aside by the light of the other, as in a melting mirror",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "push", "TYPE": "float", "DEFAULT": 0.4, "MIN": 0, "MAX": 1},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "linear_light.glsl"
#include "mirrored.glsl"

void main() {
    float light_from = dot(IMG_THIS_PIXEL(startImage).rgb, vec3(0.3, 0.55, 0.15)), light_to = dot(IMG_THIS_PIXEL(endImage).rgb, vec3(0.3, 0.55, 0.15));
    float gone = progress * progress * (3.0 - 2.0 * progress);
    vec2 way = vec2(0.6, 0.8) * push * 0.5;
    vec3 from = IMG_NORM_PIXEL(startImage, mirrored(isf_FragNormCoord + way * gone * (light_to - 0.3))).rgb;
    vec3 to = IMG_NORM_PIXEL(endImage, mirrored(isf_FragNormCoord - way * (1.0 - gone) * (light_from - 0.3))).rgb;
    float t = smoothstep(0.0, 1.0, clamp(progress * 1.6 - 0.6 * (1.0 - light_to) , 0.0, 1.0));
    float middle = 4.0 * progress * (1.0 - progress);
    gl_FragColor = vec4(mixed_light(from, to, t) * (1.0 + 0.15 * beat * middle), 1.0);
}
