/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A hand goes round once and wipes the old picture away",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "soft", "TYPE": "float", "DEFAULT": 0.06, "MIN": 0.0, "MAX": 0.3},
    {"NAME": "hands", "TYPE": "float", "DEFAULT": 1.0, "MIN": 1.0, "MAX": 8.0, "LABEL": "how many hands"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 p = (gl_FragCoord.xy - 0.5 * RENDERSIZE) / RENDERSIZE.y;
    float count = floor(hands + 0.5), turn = fract(0.25 - atan(p.y, p.x) / 6.2831853), part = fract(turn * count);
    float reached = progress * (1.0 + 2.0 * soft) - soft;
    float t = smoothstep(part - soft - 1e-4, part + soft + 1e-4, reached);
    float hand = exp(-abs(part - reached) * length(p) * 60.0 / count) * smoothstep(0.0, 0.04, progress) * smoothstep(1.0, 0.96, progress);
    vec3 c = mix(IMG_THIS_PIXEL(startImage).rgb, IMG_THIS_PIXEL(endImage).rgb, t);
    gl_FragColor = vec4(c + hand * (0.15 + 0.25 * beat), 1.0);
}
