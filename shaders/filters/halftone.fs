/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Print: dots as large as the picture is bright, swelling with the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "halftone_rows", "TYPE": "float", "DEFAULT": 90.0, "MIN": 20.0, "MAX": 240.0, "LABEL": "rows of dots"},
    {"NAME": "halftone_paper", "TYPE": "float", "DEFAULT": 0.22, "MIN": 0.0, "MAX": 1.0, "LABEL": "picture between the dots"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

const mat2 SCREEN = mat2(0.8660254, 0.5, -0.5, 0.8660254);

void main() {
    float cell = RENDERSIZE.y / halftone_rows;
    vec2 grid = SCREEN * (gl_FragCoord.xy - 0.5 * RENDERSIZE) / cell;
    vec2 centre = transpose(SCREEN) * ((floor(grid) + 0.5) * cell) + 0.5 * RENDERSIZE;
    vec3 ink = IMG_PIXEL(inputImage, centre).rgb;
    vec3 under = IMG_THIS_PIXEL(inputImage).rgb;
    float light = dot(ink, vec3(0.3, 0.55, 0.15));
    float radius = sqrt(light) * (0.62 + 0.14 * beat + 0.05 * bass);
    float soft = 1.4 / cell;
    float dot_ = smoothstep(radius + soft, radius - soft, length(fract(grid) - 0.5));
    float most = max(ink.r, max(ink.g, ink.b));
    vec3 bright = ink * mix(1.0, 1.0 / max(most, 0.25), 0.45);
    gl_FragColor = vec4(mix(under * halftone_paper, bright, dot_), 1.0);
}
