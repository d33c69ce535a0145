/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Beaten metal: the picture as a relief, a lamp going round it",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "stylize"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "height", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 2, "LABEL": "height of the relief"},
    {"NAME": "colour", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 1, "LABEL": "how much of its colour stays"},
    {"NAME": "metal", "TYPE": "color", "DEFAULT": [0.82, 0.78, 0.72, 1.0]},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "high_mid", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

float light_at(vec2 uv) { return dot(IMG_NORM_PIXEL(inputImage, uv).rgb, vec3(0.3, 0.55, 0.15)); }

void main() {
    vec2 d = vec2(RENDERSIZE.y / 540.0 * 1.5) / RENDERSIZE, uv = isf_FragNormCoord;
    vec2 slope = vec2(light_at(uv + vec2(d.x, 0.0)) - light_at(uv - vec2(d.x, 0.0)), light_at(uv + vec2(0.0, d.y)) - light_at(uv - vec2(0.0, d.y)));
    vec3 normal = normalize(vec3(-slope * height * (5.0 + 3.0 * beat), 1.0));
    vec3 lamp = normalize(vec3(0.8 * cos(0.35 * TIME), 0.8 * sin(0.35 * TIME), 0.7));
    float lit = max(dot(normal, lamp), 0.0), shine = pow(max(dot(reflect(-lamp, normal), vec3(0.0, 0.0, 1.0)), 0.0), 24.0);
    vec3 c = IMG_NORM_PIXEL(inputImage, uv).rgb;
    float grey = dot(c, vec3(0.3, 0.55, 0.15));
    vec3 body = mix(metal.rgb * (0.25 + 0.75 * grey), c, colour);
    gl_FragColor = vec4(body * (0.25 + 1.0 * lit) + metal.rgb * shine * (0.45 + 0.5 * high_mid + 0.4 * beat), 1.0);
}
