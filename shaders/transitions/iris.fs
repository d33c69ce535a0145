/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The new picture opens as an eye does, with a rim of light",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "centre", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
    {"NAME": "soft", "TYPE": "float", "DEFAULT": 0.12, "MIN": 0.01, "MAX": 0.5},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0), p = (isf_FragNormCoord - centre) * aspect;
    float most = length((abs(centre - 0.5) + 0.5) * aspect) + 2.0 * soft;
    float open = progress * progress * (3.0 - 2.0 * progress) * most - soft, r = length(p);
    float t = smoothstep(open + soft, open - soft, r), ends = 4.0 * progress * (1.0 - progress);
    // Light bends at the rim, inwards for the new picture.
    vec2 bend = p / max(r, 1e-3) / aspect * (t * (1.0 - t)) * 0.12 * min(ends, 1.0);
    vec3 from = IMG_NORM_PIXEL(startImage, isf_FragNormCoord + bend).rgb, to = IMG_NORM_PIXEL(endImage, isf_FragNormCoord - bend).rgb;
    float x = (r - open) / soft, rim = exp(-x * x * 2.0) * min(ends, 1.0);
    gl_FragColor = vec4(mix(from, to, t) + (0.1 + 0.3 * to) * rim * (0.6 + 0.6 * beat), 1.0);
}
