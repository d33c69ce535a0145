/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Screen print: few flat colours, and a line of ink round each",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "steps", "TYPE": "float", "DEFAULT": 5.0, "MIN": 2.0, "MAX": 12.0, "LABEL": "colours of each ink"},
    {"NAME": "ink", "TYPE": "float", "DEFAULT": 0.8, "MIN": 0, "MAX": 1, "LABEL": "darkness of the lines"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "treble", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

vec3 flat_(vec3 c) {
    float most = max(c.r, max(c.g, c.b)) + 1e-4, level = floor(most * steps + 0.5) / steps;
    vec3 hue = floor(c / most * 6.0 + 0.5) / 6.0;
    return hue * level;
}

void main() {
    vec2 d = vec2(RENDERSIZE.y / 540.0 * (1.2 + 0.8 * beat)) / RENDERSIZE;
    vec3 c = flat_(IMG_THIS_PIXEL(inputImage).rgb);
    vec3 a = flat_(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(d.x, 0.0)).rgb);
    vec3 b = flat_(IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(0.0, d.y)).rgb);
    float line = smoothstep(0.1, 0.4, length(c - a) + length(c - b));
    gl_FragColor = vec4(c * (1.08 + 0.15 * beat + 0.1 * treble) * (1.0 - ink * line), 1.0);
}
