/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A hall of mirrors cut from a crystal: facets that turn against each other",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["crystal", "diamond", "prism", "gem", "jewel", "facets", "quartz"], "ko": ["수정", "크리스털", "다이아몬드", "보석", "프리즘"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["ice", "cubist", "ice_watercolour"],
      ["ultra", "stained_glass", "cubist"],
      ["rose", "primary_shards", "cubist"]
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
#include "hue.glsl"

const float TURN = 6.2831853;

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    p -= vec2(beside(mix(-0.5, 0.5, choice(1.0))), mix(-0.25, 0.25, choice(2.0)));
    float sides = floor(mix(3.0, 7.0, choice(3.0))), facets = 0.0, edge = 9.0, light = 0.0;
    vec2 q = p;
    // Each round folds the plane along a mirror that turns.
    for (int i = 0; i < 6; i++) {
        float k = float(i), turns = floor(20.0 + 30.0 * choice(10.0 + k)) / 6000.0;
        float a = TURN * (choice(20.0 + k) + (mod(k, 2.0) < 0.5 ? turns : -turns) * TIME) + k * TURN / sides;
        vec2 n = vec2(cos(a), sin(a));
        float d = dot(q, n) - mix(0.1, 0.5, choice(30.0 + k)) * (0.6 + 0.8 * warp);
        edge = min(edge, abs(d) * (1.0 + 0.25 * k));
        facets += step(0.0, d) * exp2(k);
        light += (d > 0.0 ? 1.0 : -1.0) * dot(n, vec2(0.5, 0.8)) / (1.0 + 0.4 * k);
        q -= 2.0 * max(d, 0.0) * n;
    }
    float own = fract(facets * 0.61803), lit = 0.5 + 0.32 * light + 0.25 * dot(q, vec2(0.6, 0.5));
    vec3 c = mix(c0.rgb, c1.rgb, smoothstep(-0.1, 0.45, lit));
    c = mix(c, c2.rgb, smoothstep(0.35, 0.8, lit + 0.25 * (own - 0.5)));
    c = mix(c, c3.rgb, smoothstep(0.75, 1.25, lit + 0.3 * own));
    // Fire: within a facet the hue runs.
    c = turn_hue(clamp(c, 0.0, 1.0), 0.12 * detail * sin(5.0 * dot(q, vec2(0.8, -0.6)) + TURN * (own + 0.02 * TIME)));
    float rim = exp(-edge * 70.0), flash = pow(max(0.0, sin(TURN * (own + floor(150.0 + 300.0 * own) / 6000.0 * TIME))), 12.0);
    c += c3.rgb * (rim * (0.35 + 0.5 * glow) + flash * (0.22 + 0.4 * glow)) + c * glow * 0.35;
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
