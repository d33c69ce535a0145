/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The brightest parts of the old picture burn through to the new one first, with a glowing rim",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "softness", "TYPE": "float", "DEFAULT": 0.16, "MIN": 0.02, "MAX": 0.5},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    vec4 from = IMG_THIS_PIXEL(startImage), to = IMG_THIS_PIXEL(endImage);
    vec2 centred = (isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    float light = dot(from.rgb, vec3(0.3, 0.5, 0.2));
    // A little of the place and of paper, so that flat darks do not all turn at once.
    float order = (1.0 - light) * 0.64 + length(centred) * 0.28 + 0.04 * white_noise(floor(gl_FragCoord.xy / 2.0));
    float reached = progress * (1.0 + 2.0 * softness) - softness;
    float t = smoothstep(order - softness, order + softness, reached);
    float rim = 4.0 * t * (1.0 - t);
    vec3 ember = mix(from.rgb, to.rgb, 0.5) * 1.2 + vec3(0.16, 0.09, 0.04);
    vec3 c = mix(from.rgb, to.rgb, t);
    gl_FragColor = vec4(c + ember * rim * rim * (0.35 + 0.4 * beat), 1.0);
}
