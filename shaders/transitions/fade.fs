/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Each picture in its share, evenly: half way both are seen alike",
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
    gl_FragColor = vec4(mixed_light(IMG_THIS_PIXEL(startImage).rgb, IMG_THIS_PIXEL(endImage).rgb, progress), 1.0);
}
