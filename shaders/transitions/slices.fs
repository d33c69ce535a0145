/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Strips of the old picture slide away to both sides in turn",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "strips", "TYPE": "float", "DEFAULT": 14.0, "MIN": 2.0, "MAX": 60.0},
    {"NAME": "upright", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    vec2 uv = isf_FragNormCoord;
    float across = upright ? uv.x : uv.y, strip = floor(across * strips);
    float late = 0.45 * white_noise(vec2(strip, 3.0)), own = clamp((progress - late) / 0.55, 0.0, 1.0);
    own = own * own * own;
    vec2 way = (upright ? vec2(0.0, 1.0) : vec2(1.0, 0.0)) * (mod(strip, 2.0) * 2.0 - 1.0);
    vec2 at = uv + way * own * 1.05;
    bool seen = all(greaterThanEqual(at, vec2(0.0))) && all(lessThanEqual(at, vec2(1.0))) && progress < 1.0;
    float shade = 1.0 - 0.4 * (1.0 - own) * smoothstep(0.0, 0.2, progress) * smoothstep(1.0, 0.8, progress);
    vec3 from = IMG_NORM_PIXEL(startImage, at).rgb * (1.0 + 0.3 * beat * own), to = IMG_NORM_PIXEL(endImage, uv).rgb;
    gl_FragColor = vec4(seen ? from : to * mix(shade, 1.0, progress), 1.0);
}
