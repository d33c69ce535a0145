/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A worn video tape: colours bleed, lines tremble, a band of noise climbs",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "wear", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how worn it is"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "treble", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

vec3 yiq(vec3 c) { return vec3(dot(c, vec3(0.299, 0.587, 0.114)), dot(c, vec3(0.596, -0.274, -0.322)), dot(c, vec3(0.211, -0.523, 0.312))); }

void main() {
    vec2 uv = isf_FragNormCoord;
    float line = floor(uv.y * 288.0), tick = mod(floor(TIME * 25.0), 512.0);
    float tremble = (white_noise(vec2(line, tick)) - 0.5) * 0.004 * wear * (1.0 + 3.0 * bass);
    // The head loses the track for a band that climbs, and at the foot of the picture.
    float band = fract(uv.y - 0.09 * TIME), off = exp(-band * 14.0) * (0.5 + beat);
    float foot = smoothstep(0.05, 0.0, uv.y);
    uv.x += tremble + wear * (off * 0.03 * (white_noise(vec2(line, tick + 9.0)) - 0.3) + foot * 0.06 * sin(line * 0.9 + tick));
    vec3 sum = vec3(0.0);
    float bright = yiq(IMG_NORM_PIXEL(inputImage, uv).rgb).x;
    for (int i = 0; i < 6; i++) {
        sum += yiq(IMG_NORM_PIXEL(inputImage, uv + vec2(-0.002 - 0.004 * wear * float(i), 0.0)).rgb);
    }
    vec2 chroma = sum.yz / 6.0 * (1.15 - 0.3 * off * wear);
    vec3 c = vec3(bright + 0.956 * chroma.x + 0.621 * chroma.y, bright - 0.272 * chroma.x - 0.647 * chroma.y, bright - 1.106 * chroma.x + 1.703 * chroma.y);
    float snow = white_noise(vec2(floor(gl_FragCoord.x / 3.0) + tick * 3.1, line));
    c += wear * (snow - 0.5) * (0.08 + 0.12 * treble) + wear * step(0.93, snow) * (off + foot) * 0.7;
    gl_FragColor = vec4(c * (0.94 + 0.06 * cos(6.2831853 * uv.y * 288.0)), 1.0);
}
