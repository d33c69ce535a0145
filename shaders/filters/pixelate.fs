/*{
  "ISFVSN": "2",
  "DESCRIPTION": "LED wall: the picture on round lamps, coarser on the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "pixelate_rows", "TYPE": "float", "DEFAULT": 64.0, "MIN": 8.0, "MAX": 240.0, "LABEL": "rows of lamps"},
    {"NAME": "pixelate_gap", "TYPE": "float", "DEFAULT": 0.55, "MIN": 0.0, "MAX": 1.0, "LABEL": "dark between the lamps"},
    {"NAME": "bar", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "treble", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    // Halving keeps the lamps on one grid, so the "one" of a bar snaps instead of sliding.
    float rows = pixelate_rows * (bar > 0.35 ? 0.5 : 1.0);
    float cell = RENDERSIZE.y / rows;
    vec2 grid = gl_FragCoord.xy / cell;
    vec3 lamp = IMG_PIXEL(inputImage, (floor(grid) + 0.5) * cell).rgb;
    float away = length(fract(grid) - 0.5);
    float round_ = smoothstep(0.5, 0.5 - 1.5 / cell - 0.08, away);
    float hot = exp(-away * away * 14.0) * (0.25 + 0.35 * beat + 0.2 * treble);
    vec3 c = lamp * mix(1.0, round_ * 1.25, pixelate_gap) + lamp * hot;
    gl_FragColor = vec4(c, 1.0);
}
