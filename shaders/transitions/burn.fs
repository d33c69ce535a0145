/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The old picture burns away like paper, from several places at once",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "ember", "TYPE": "float", "DEFAULT": 0.7, "MIN": 0, "MAX": 1, "LABEL": "glow of the edge"},
    {"NAME": "grain", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "raggedness of the edge"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "value_noise.glsl"

void main() {
    vec2 p = (isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    // When the fire gets here, 0..1.
    float comes = 0.62 * smoothstep(0.1, 0.9, value_noise(p * 2.2 + 4.0)) + (0.12 + 0.2 * grain) * fractal_noise(p * 7.0 + 1.7) + 0.1;
    float left = comes - (progress * 1.25 - 0.15), ends = smoothstep(0.0, 0.05, progress) * smoothstep(1.0, 0.95, progress);
    float paper = smoothstep(0.0, 0.012, left);
    vec3 from = IMG_THIS_PIXEL(startImage).rgb, to = IMG_THIS_PIXEL(endImage).rgb;
    // Before the fire the paper browns, then chars; behind it there is smoke for a moment.
    vec3 browned = mix(from, from * vec3(0.5, 0.3, 0.16), smoothstep(0.16, 0.03, left) * ends) * mix(1.0, smoothstep(0.0, 0.05, left), ends);
    vec3 smoky = to * mix(1.0, 0.55 + 0.45 * smoothstep(0.0, -0.12, left), ends);
    float x = left / 0.012, glow = exp(-x * x * 0.5) * ends * ember;
    vec3 fire = mix(vec3(1.0, 0.25, 0.04), vec3(1.0, 0.85, 0.4), exp(-x * x * 4.0));
    gl_FragColor = vec4(mix(smoky, browned, mix(1.0 - progress, paper, ends)) + fire * glow * (0.9 + 0.6 * beat), 1.0);
}
