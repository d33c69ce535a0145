/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Two bits: an early computer draws it with points of four colours",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "lines", "TYPE": "float", "DEFAULT": 180.0, "MIN": 60.0, "MAX": 480.0, "LABEL": "rows of points"},
    {"NAME": "ink", "TYPE": "color", "DEFAULT": [0.06, 0.05, 0.16, 1.0]},
    {"NAME": "paper", "TYPE": "color", "DEFAULT": [0.93, 0.96, 0.85, 1.0]},
    {"NAME": "tint", "TYPE": "color", "DEFAULT": [0.93, 0.25, 0.42, 1.0]},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

// Bayer's matrix, 0..1, of 8 x 8 points.
float bayer(vec2 p) {
    float sum = 0.0, share = 0.75;
    for (int i = 0; i < 3; i++) {
        vec2 q = mod(floor(p), 2.0);
        sum += share * (q.x == q.y ? (q.x == 0.0 ? 0.0 : 1.0) : (q.x == 0.0 ? 2.0 : 3.0)) / 3.0;
        p *= 0.5;
        share *= 0.25;
    }
    return sum;
}

void main() {
    float cell = RENDERSIZE.y / lines;
    vec2 point = floor(gl_FragCoord.xy / cell);
    vec3 c = IMG_PIXEL(inputImage, (point + 0.5) * cell).rgb;
    float grey = dot(c, vec3(0.3, 0.55, 0.15)) * (1.05 + 0.35 * beat), threshold = bayer(point) * 0.9 + 0.05;
    vec3 drawn = mix(ink.rgb, paper.rgb, step(threshold, grey));
    // What is red or strongly coloured takes the third ink, by the same points.
    float warm = max(c.r - max(c.g, c.b), 0.0) * 2.2 + 0.4 * bass * grey;
    drawn = mix(drawn, tint.rgb, step(threshold, warm));
    float cold = max(c.b - c.r, 0.0) * 1.6;
    gl_FragColor = vec4(mix(drawn, mix(ink.rgb, 1.0 - tint.rgb, 0.6), step(threshold, cold) * (1.0 - step(threshold, warm)) * 0.9), 1.0);
}
