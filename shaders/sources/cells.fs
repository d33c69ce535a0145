/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Living cells, lit from inside, that press against each other",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["cells", "honeycomb", "membrane", "biology", "petri dish"], "ko": ["세포", "벌집", "세포막"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["lagoon", "stained_glass", "indigo_microbes"],
      ["acid", "pebbles", "fauve"],
      ["ultra", "stained_glass", "cubist"]
    ]
  },
  "INPUTS": [
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.039, 0.016, 0.125, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.231, 0.059, 0.549, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.878, 0.129, 0.541, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.153, 0.961, 0.894, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "noise.glsl"

const float TURN = 6.2831853;

vec2 kernel(vec2 id, float t) {
    float a = hash(id), b = hash(id + 17.0), turns = floor(40.0 + 80.0 * b) / 6000.0;
    return 0.5 + (0.22 + 0.2 * warp) * vec2(cos(TURN * (a + turns * t)), sin(TURN * (b + turns * t)));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    p = p * mix(1.5, 2.3, choice(1.0)) + 20.0 * vec2(choice(2.0), choice(3.0));
    // Larger on one side: as seen through a lens.
    vec2 id = floor(p), f = p - id, nearest = vec2(0.0), to = vec2(0.0);
    float least = 9.0;
    for (int j = -1; j <= 1; j++) for (int i = -1; i <= 1; i++) {
        vec2 cell = vec2(float(i), float(j)), away = cell + kernel(id + cell, TIME) - f;
        float d = dot(away, away);
        if (d < least) { least = d; nearest = cell; to = away; }
    }
    float wall = 9.0;
    for (int j = -2; j <= 2; j++) for (int i = -2; i <= 2; i++) {
        vec2 cell = nearest + vec2(float(i), float(j)), away = cell + kernel(id + cell, TIME) - f, apart = away - to;
        if (dot(apart, apart) > 1e-4) wall = min(wall, dot(0.5 * (to + away), normalize(apart)));
    }
    float own = hash(id + nearest + 5.0), inside = smoothstep(0.02, 0.1, wall), r = sqrt(least);
    float pulse = 0.5 + 0.5 * sin(TURN * (own + TIME * floor(120.0 + 180.0 * own) / 6000.0));
    vec3 body = mix(c1.rgb, c2.rgb, smoothstep(0.25, 0.75, own)) * (0.55 + 0.5 * smoothstep(0.0, 0.35, wall));
    float core = exp(-r * r * mix(38.0, 20.0, pulse)), grain = 0.5 + 0.5 * sin(40.0 * r + TURN * own);
    body += detail * 0.12 * c2.rgb * grain * smoothstep(0.5, 0.1, r);
    body = mix(body, c3.rgb, core * (0.6 + 0.4 * pulse));
    vec3 c = mix(c0.rgb * 0.7, body, inside);
    float x = (wall - 0.055) / 0.03;
    c += c3.rgb * exp(-x * x) * (0.16 + 0.35 * glow) + body * glow * (0.35 + 0.6 * core);
    c *= 1.0 - 0.35 * smoothstep(0.9, 2.2, length((2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y));
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
