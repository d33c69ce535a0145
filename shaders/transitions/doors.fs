/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The old picture opens in the middle like doors, and the new one comes forward",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "upright", "TYPE": "bool", "DEFAULT": true, "LABEL": "doors; else a mouth"},
    {"NAME": "deep", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how far the new one comes"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    float open = progress * progress * (3.0 - 2.0 * progress);
    vec2 uv = isf_FragNormCoord, p = uv - 0.5;
    float across = upright ? p.x : p.y, along = upright ? p.y : p.x;
    // A leaf swings: nearer to the eye at its free edge.
    float side = sign(across), at = abs(across) - 0.5 * open, tall = 1.0 + 0.5 * open * (1.0 - 2.0 * abs(across));
    vec2 leaf = upright ? vec2(side * at + 0.5, along / tall + 0.5) : vec2(along / tall + 0.5, side * at + 0.5);
    bool seen = at > 0.0 && abs(along / tall) <= 0.5;
    vec3 from = IMG_NORM_PIXEL(startImage, leaf).rgb * (1.0 - 0.35 * open);
    float far = 1.0 + deep * (1.0 - open);
    vec2 back = p * far + 0.5;
    float inside = step(max(abs(back.x - 0.5), abs(back.y - 0.5)), 0.5);
    vec3 to = IMG_NORM_PIXEL(endImage, back).rgb * inside * mix(0.35, 1.0, open) * (1.0 + 0.2 * beat * (1.0 - open));
    float shade = 1.0 - 0.5 * exp(at * 18.0) * (1.0 - open) * step(at, 0.0);
    gl_FragColor = vec4(seen && progress < 1.0 ? from : to * shade, 1.0);
}
