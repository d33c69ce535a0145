/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A lava lamp: warm drops rise, meet and part",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["lava lamp", "blobs", "metaballs", "wax", "droplets"], "ko": ["라바램프", "라바 램프", "용암 램프", "밀랍"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["ember", "lava", "expressionist"],
      ["candy", "pop_cutout", "crimson_poster"],
      ["jade", "impasto", "copper_rust"]
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

const float TURN = 6.2831853;

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    float field = 0.0;
    vec2 slope = vec2(0.0);
    vec3 hue = vec3(0.0);
    for (int i = 0; i < 9; i++) {
        float k = float(i), a = choice(10.0 + k), b = choice(30.0 + k), c = choice(50.0 + k);
        float turns = floor(70.0 + 90.0 * a) / 6000.0, up = sin(TURN * (b + turns * TIME));
        vec2 at = vec2(beside(mix(-1.3, 1.3, c)) + 0.3 * warp * sin(TURN * (a + 0.5 * floor(120.0 * b) / 6000.0 * 2.0 * TIME)), 1.05 * up);
        // Round where it rests, drawn out where it is fast.
        vec2 d = (p - at) * vec2(1.0, 1.0 - 0.25 * (1.0 - up * up));
        float size = mix(0.16, 0.4, a * a), own = size * size / (dot(d, d) + 0.01);
        field += own;
        slope -= 2.0 * own * d / (dot(d, d) + 0.01);
        hue += own * mix(c1.rgb, c2.rgb, b);
    }
    hue /= field;
    float inside = smoothstep(0.95, 1.12, field), thick = clamp(log(field) * 0.55, 0.0, 1.0);
    vec3 normal = normalize(vec3(slope * 0.22, 1.0));
    float lit = max(dot(normal, normalize(vec3(-0.4, 0.7, 0.6))), 0.0), shine = pow(lit, 24.0);
    float foot = 0.5 - 0.5 * p.y;
    vec3 liquid = mix(c0.rgb, c1.rgb * 0.75, smoothstep(0.0, 1.0, foot)) + c2.rgb * 0.28 * exp(-1.5 * (p.y + 1.2)) + c2.rgb * clamp(field, 0.0, 1.0) * (0.12 + 0.3 * glow);
    vec3 wax = mix(hue, c2.rgb, 0.35) * (0.45 + 0.65 * lit) + c3.rgb * (0.35 * thick * (0.4 + foot) + glow * 0.5 * thick);
    wax = mix(wax, c3.rgb, shine * (0.45 + 0.3 * detail));
    gl_FragColor = vec4(clamp(mix(liquid, wax, inside) * (1.0 + 0.25 * glow), 0.0, 1.0), 1.0);
}
