/*{
  "ISFVSN": "2",
  "DESCRIPTION": "An old screen: its curve, its lines, its three colours of phosphor",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "lines", "TYPE": "float", "DEFAULT": 240.0, "MIN": 80.0, "MAX": 540.0, "LABEL": "lines of the screen"},
    {"NAME": "curve", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0, "MAX": 1, "LABEL": "roundness of the glass"},
    {"NAME": "mask", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "phosphor that is seen"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 p = isf_FragNormCoord * 2.0 - 1.0;
    p *= 1.0 + curve * vec2(0.10, 0.13) * dot(p.yx, p.yx) * (1.0 + 0.2 * bass);
    p /= 1.0 + 0.1 * curve;
    vec2 uv = p * 0.5 + 0.5;
    vec2 inside = smoothstep(vec2(1.0), vec2(0.985), abs(p));
    float row = uv.y * lines;
    // Between two lines the beam looks at the nearer one only; sideways it is soft.
    vec2 at = vec2(uv.x, (floor(row) + 0.5) / lines);
    vec2 d = vec2(0.9 / lines, 0.0);
    vec3 c = 0.5 * IMG_NORM_PIXEL(inputImage, at).rgb + 0.25 * (IMG_NORM_PIXEL(inputImage, at + d).rgb + IMG_NORM_PIXEL(inputImage, at - d).rgb);
    float most = max(c.r, max(c.g, c.b)), x = (fract(row) - 0.5) / mix(0.28, 0.5, most);
    float beam = exp(-x * x);
    float third = mod(gl_FragCoord.x / max(RENDERSIZE.y / 540.0, 1.0), 3.0);
    vec3 phosphor = clamp(1.6 - abs(third - vec3(0.5, 1.5, 2.5)), 0.0, 1.0);
    c = c * beam * 1.55 * mix(vec3(1.0), phosphor * 1.5, 0.6 * mask) * (1.0 + 0.25 * beat);
    gl_FragColor = vec4(c * inside.x * inside.y, 1.0);
}
