/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Neon drawing: the picture's edges in its own colours on night; they burn on high sounds",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "edges", "TYPE": "float", "DEFAULT": 1.0, "MIN": 0.0, "MAX": 3.0, "LABEL": "brightness of the lines"},
    {"NAME": "edges_fill", "TYPE": "float", "DEFAULT": 0.18, "MIN": 0.0, "MAX": 1.0, "LABEL": "how much of the picture stays"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "high_mid", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 step = vec2(RENDERSIZE.y / 540.0) / RENDERSIZE * 1.4;
    vec3 a = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + step).rgb;
    vec3 b = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord - step).rgb;
    vec3 c = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(step.x, -step.y)).rgb;
    vec3 d = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + vec2(-step.x, step.y)).rgb;
    vec3 mean = (a + b + c + d) * 0.25;
    float edge = length(a - b) + length(c - d);
    // Below the first level is brushwork, above the second a contour.
    float line = smoothstep(0.10, 0.62, edge);
    float most = max(mean.r, max(mean.g, mean.b));
    vec3 hue = mean / max(most, 0.06);
    vec3 neon = mix(hue, vec3(1.0), line * line * 0.35);
    float fill = edges_fill * (0.8 + 0.5 * beat);
    gl_FragColor = vec4(pow(mean, vec3(1.5)) * 1.5 * fill + neon * line * edges * (0.75 + 0.55 * high_mid + 0.35 * beat), 1.0);
}
