/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The picture in itself, again and again: each smaller, turned, and in another hue",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "feedback"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "depth", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0, "MAX": 1, "LABEL": "how long it goes on"},
    {"NAME": "shrink", "TYPE": "float", "DEFAULT": 0.25, "MIN": -1, "MAX": 1, "LABEL": "growth or shrinking of each"},
    {"NAME": "spin", "TYPE": "float", "DEFAULT": 0.15, "MIN": -1, "MAX": 1, "LABEL": "turn of each"},
    {"NAME": "hues", "TYPE": "float", "DEFAULT": 0.2, "MIN": 0, "MAX": 1, "LABEL": "hue of each"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "held", "PERSISTENT": true}
  ]
}*/

#include "hue.glsl"

void main() {
    float dt = min(TIMEDELTA, 0.1);
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    // Rates are per second, so that it looks the same at any frame rate.
    float grow = exp(shrink * dt * (1.2 + 2.5 * beat)), turn = spin * dt * (1.0 + bass);
    vec2 p = (isf_FragNormCoord - 0.5) * aspect * grow;
    p = mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * p;
    vec2 at = p / aspect + 0.5;
    vec2 edge = smoothstep(vec2(0.5), vec2(0.47), abs(at - 0.5));
    vec3 now = IMG_THIS_PIXEL(inputImage).rgb;
    vec3 before = turn_hue(IMG_NORM_PIXEL(held, at).rgb, hues * dt * 0.6) * edge.x * edge.y;
    float kept = pow(0.04 + 0.6 * depth, dt * 2.0) * step(0.001, depth);
    // The new picture lies over the old one where it has light.
    float light = smoothstep(0.25, 0.75, max(now.r, max(now.g, now.b)));
    gl_FragColor = vec4(max(mix(before * kept, now, light * 0.9), now * 0.35), 1.0);
}
