/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Both pictures fall into large pixels, and the new one comes out of them",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "coarse", "TYPE": "float", "DEFAULT": 10.0, "MIN": 3.0, "MAX": 40.0, "LABEL": "rows of pixels in the middle"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    float away = 1.0 - abs(2.0 * progress - 1.0), rows = mix(RENDERSIZE.y, coarse, smoothstep(0.0, 0.85, away));
    // Whole powers of two, so that the pixels split instead of sliding.
    rows = min(coarse * exp2(floor(log2(max(rows / coarse, 1.0)) + 0.5)), RENDERSIZE.y);
    float cell = RENDERSIZE.y / rows;
    vec2 id = floor(gl_FragCoord.xy / cell), at = away < 0.02 ? gl_FragCoord.xy : (id + 0.5) * cell;
    float own = clamp((progress - 0.32 - 0.26 * white_noise(id)) / 0.1, 0.0, 1.0);
    vec3 c = mix(IMG_PIXEL(startImage, at).rgb, IMG_PIXEL(endImage, at).rgb, own);
    vec2 rim = smoothstep(vec2(0.5), vec2(0.42), abs(fract(gl_FragCoord.xy / cell) - 0.5));
    gl_FragColor = vec4(c * mix(1.0, 0.75 + 0.25 * rim.x * rim.y, away) * (1.0 + 0.3 * beat * away), 1.0);
}
