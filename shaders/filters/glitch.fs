/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A broken cable: blocks jump aside and lose a colour, dealt anew on each beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "amount", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how many blocks"},
    {"NAME": "size", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how large they are"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat_count", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "treble", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    // Dealt anew a few times a second, and on each beat at once.
    float deal = floor(TIME * 6.0) + 31.0 * beat_count;
    vec2 rows = vec2(mix(6.0, 2.0, size), mix(40.0, 10.0, size));
    vec2 block = floor(isf_FragNormCoord * rows + vec2(white_noise(vec2(deal, 3.0)), 0.0));
    float luck = white_noise(block + vec2(deal * 0.7, deal));
    float share = amount * (0.16 + 0.5 * beat + 0.15 * treble);
    float hit = step(1.0 - share, luck);
    float shift = (white_noise(block + deal * 1.3) - 0.5) * 0.35 * hit;
    // Single lines tear where no block jumps.
    float tear = step(0.985 - 0.03 * beat, white_noise(vec2(floor(gl_FragCoord.y / 3.0), deal))) * 0.03;
    vec2 uv = vec2(fract(isf_FragNormCoord.x + shift + tear), isf_FragNormCoord.y);
    float part = hit * 0.02 + 0.004 * beat;
    vec3 c = vec3(
        IMG_NORM_PIXEL(inputImage, uv + vec2(part, 0.0)).r,
        IMG_NORM_PIXEL(inputImage, uv).g,
        IMG_NORM_PIXEL(inputImage, uv - vec2(part, 0.0)).b);
    float lost = white_noise(block * 1.7 + deal);
    c = mix(c, lost < 0.33 ? c.grb : (lost < 0.66 ? c * vec3(1.3, 0.4, 1.2) : floor(c * 3.0 + 0.5) / 3.0), hit * 0.8);
    gl_FragColor = vec4(c, 1.0);
}
