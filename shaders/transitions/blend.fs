/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Both pictures at once half way, by a blend mode: for a crossfader that rests in the middle",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "mode", "TYPE": "long", "DEFAULT": 2, "VALUES": [1, 2, 3, 4, 5, 6, 7],
     "LABELS": ["add", "screen", "multiply", "difference", "lighten", "darken", "overlay"]}
  ]
}*/

#include "blend.glsl"

// Up to the middle the new picture comes, from there the old one goes.
void main() {
    vec3 from = IMG_THIS_PIXEL(startImage).rgb, to = IMG_THIS_PIXEL(endImage).rgb;
    vec3 both = blended(mode, from, to);
    float come = clamp(2.0 * progress, 0.0, 1.0), gone = clamp(2.0 * progress - 1.0, 0.0, 1.0);
    vec3 light = mix(mix(to_light(from), to_light(both), come), to_light(to), gone);
    gl_FragColor = vec4(to_levels(light), 1.0);
}
