/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Oil paint: strokes of one colour each, their edges kept",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "brush", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "size of the brush"},
    {"NAME": "rich", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0, "MAX": 1, "LABEL": "richness of the colours"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

// Kuwahara's filter: of four corners round a pixel the calmest gives the colour.
void corner(vec2 way, vec2 d, inout vec4 best) {
    vec3 sum = vec3(0.0), squares = vec3(0.0);
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            vec3 c = IMG_NORM_PIXEL(inputImage, isf_FragNormCoord + way * vec2(float(i), float(j)) * d).rgb;
            sum += c;
            squares += c * c;
        }
    }
    sum /= 9.0;
    vec3 spread = squares / 9.0 - sum * sum;
    float unrest = spread.r + spread.g + spread.b;
    if (unrest < best.a) best = vec4(sum, unrest);
}

void main() {
    vec2 d = vec2(RENDERSIZE.y / 540.0 * (0.8 + 3.2 * brush) * (1.0 + 0.4 * bass)) / RENDERSIZE;
    vec4 best = vec4(0.0, 0.0, 0.0, 1e3);
    corner(vec2(1.0, 1.0), d, best);
    corner(vec2(-1.0, 1.0), d, best);
    corner(vec2(1.0, -1.0), d, best);
    corner(vec2(-1.0, -1.0), d, best);
    float grey = dot(best.rgb, vec3(0.3, 0.55, 0.15));
    vec3 c = mix(vec3(grey), best.rgb, 1.0 + rich * (1.0 + 0.8 * beat));
    gl_FragColor = vec4(c * (1.0 + 0.18 * beat), 1.0);
}
