/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A wall of tiles that turn over in a wave from one corner",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "rows", "TYPE": "float", "DEFAULT": 6.0, "MIN": 2.0, "MAX": 24.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    float size = RENDERSIZE.y / floor(rows + 0.5);
    vec2 id = floor(gl_FragCoord.xy / size), middle = (id + 0.5) * size, inside = (gl_FragCoord.xy - middle) / size;
    vec2 place = middle / RENDERSIZE;
    float wave = 0.5 * (place.x + 1.0 - place.y) + 0.12 * white_noise(id);
    float own = clamp(progress * 2.1 - 1.1 * wave / 1.12, 0.0, 1.0);
    own = own * own * (3.0 - 2.0 * own);
    float wide = abs(cos(own * 3.14159265)), deep = sin(own * 3.14159265), at = inside.x / max(wide, 1e-3);
    vec2 px = middle + vec2(at, inside.y / (1.0 - 0.18 * deep * at)) * size;
    bool seen = abs(at) < 0.5 && abs(px.y - middle.y) < 0.5 * size;
    vec3 c = own > 0.5 ? IMG_PIXEL(endImage, px).rgb : IMG_PIXEL(startImage, px).rgb;
    vec3 behind = 0.25 * mix(IMG_THIS_PIXEL(startImage).rgb, IMG_THIS_PIXEL(endImage).rgb, own);
    gl_FragColor = vec4(seen ? c * (1.0 - 0.55 * deep + 0.3 * beat * deep) : behind, 1.0);
}
