/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A dissolve that lets the light of the new picture through first",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0}
  ]
}*/

#include "linear_light.glsl"

void main() {
    vec4 from = IMG_THIS_PIXEL(startImage), to = IMG_THIS_PIXEL(endImage);
    float light = dot(to.rgb, vec3(0.2126, 0.7152, 0.0722));
    float t = clamp(progress * 1.6 - 0.6 * (1.0 - light), 0.0, 1.0);
    gl_FragColor = vec4(mixed_light(from.rgb, to.rgb, t * t * (3.0 - 2.0 * t)), 1.0);
}
