/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A rush forward: the old picture flies past, the new one comes to rest",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "rush", "TYPE": "float", "DEFAULT": 0.45, "MIN": 0.0, "MAX": 1.0}
  ]
}*/

#include "white_noise.glsl"

const int TAPS = 6;

#include "linear_light.glsl"
#include "mirrored.glsl"

void main() {
    vec2 away = isf_FragNormCoord - 0.5;
    // Speed is the slope of the zoom: nothing at both ends, most in the middle.
    float ease = progress * progress * (3.0 - 2.0 * progress);
    float speed = 4.0 * progress * (1.0 - progress);
    float dither = white_noise(gl_FragCoord.xy + float(FRAMEINDEX % 64) * 7.0);
    vec3 from = vec3(0.0), to = vec3(0.0);
    for (int i = 0; i < TAPS; i++) {
        float along = (float(i) + dither) / float(TAPS) - 0.5;
        float smear = 1.0 + along * rush * 0.5 * speed;
        from += IMG_NORM_PIXEL(startImage, 0.5 + away * smear / (1.0 + 1.6 * rush * ease)).rgb;
        to += IMG_NORM_PIXEL(endImage, mirrored(0.5 + away * smear * (1.0 + 0.9 * rush * (1.0 - ease)))).rgb;
    }
    float t = smoothstep(0.3, 0.7, progress);
    vec3 c = mixed_light(from / float(TAPS), to / float(TAPS), t);
    gl_FragColor = vec4(c * (1.0 + 0.25 * speed * speed * (1.0 - dot(away, away))), 1.0);
}
