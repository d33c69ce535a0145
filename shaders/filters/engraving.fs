/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A banknote: lines that swell where it is dark, crossed in the shadows",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "lines", "TYPE": "float", "DEFAULT": 110.0, "MIN": 40.0, "MAX": 240.0, "LABEL": "lines from top to bottom"},
    {"NAME": "colour", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0, "MAX": 1, "LABEL": "how much of its colour stays"},
    {"NAME": "paper", "TYPE": "color", "DEFAULT": [0.95, 0.92, 0.84, 1.0]},
    {"NAME": "ink", "TYPE": "color", "DEFAULT": [0.1, 0.12, 0.22, 1.0]},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

float stroke(vec2 p, float angle, float grey, float wave) {
    vec2 way = vec2(cos(angle), sin(angle));
    // The lines bend with the light, as if they ran over it.
    float x = dot(p, way) * lines + wave;
    float width = clamp(1.0 - grey, 0.0, 1.0), d = abs(fract(x) - 0.5) * 2.0, soft = lines / RENDERSIZE.y * 2.0;
    return smoothstep(width + soft, width - soft, d);
}

void main() {
    vec2 p = (gl_FragCoord.xy - 0.5 * RENDERSIZE) / RENDERSIZE.y;
    vec3 c = IMG_THIS_PIXEL(inputImage).rgb;
    float grey = sqrt(dot(c, vec3(0.3, 0.55, 0.15))) * (1.0 + 0.12 * beat);
    float wave = 1.6 * grey + (0.5 + bass) * sin(3.0 * p.x + 0.3 * TIME);
    float drawn = stroke(p, 1.35, grey * 1.15, wave);
    drawn = max(drawn, stroke(p, -0.35, grey * 1.9 + 0.12, -wave) * 0.95);
    drawn = max(drawn, stroke(p, 0.6, grey * 3.2 + 0.2, wave) * 0.9);
    vec3 lit = mix(paper.rgb, min(c * 1.5 + 0.15, 1.0), colour);
    gl_FragColor = vec4(mix(lit, mix(ink.rgb, c * 0.25, colour), drawn), 1.0);
}
