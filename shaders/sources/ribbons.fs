/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Silk in the wind: a hundred threads of light",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["silk", "ribbons", "ribbon", "threads", "veil", "scarf"], "ko": ["비단", "리본", "실크", "베일", "스카프"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["rose", "impressionist", "twilight_wash"],
      ["aurora", "starry_swirl", "cobalt_night"],
      ["sakura", "ice_watercolour", "impressionist"]
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
const int THREADS = 26;

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    float lean = rotation + mix(-0.6, 0.6, choice(1.0));
    p = mat2(cos(lean), sin(lean), -sin(lean), cos(lean)) * p;
    float t = TURN * TIME, a = TURN * choice(2.0), b = TURN * choice(3.0);
    float k1 = mix(0.9, 1.6, choice(4.0)), k2 = mix(1.8, 2.8, choice(5.0));
    vec3 c = mix(c0.rgb * 0.7, c1.rgb * 0.7, smoothstep(-1.2, 1.2, p.y + 0.4 * sin(p.x + b)));
    float most = 0.0;
    for (int i = 0; i < THREADS; i++) {
        float s = float(i) / float(THREADS - 1), u = s * 2.0 - 1.0;
        // The cloth twists: where the threads cross it is seen from the side.
        float twist = cos(k1 * p.x + a + 0.012 * t) * (0.35 + 0.3 * warp);
        float y = 0.45 * sin(0.7 * k1 * p.x + b - 0.008 * t) + u * twist + 0.1 * sin(k2 * p.x + 3.0 * s + 0.02 * t);
        float d = abs(p.y - y), wide = 0.006 + 0.02 * abs(twist) / 0.5;
        float thread = exp(-d * d / (wide * wide)) * (0.25 + 0.5 * (1.0 - abs(u))), haze = exp(-d * 9.0);
        vec3 hue = mix(mix(c1.rgb, c2.rgb, smoothstep(0.0, 0.6, s)), c3.rgb, smoothstep(0.55, 1.0, s));
        float run = 0.6 + 0.4 * sin(6.0 * p.x - 0.06 * t + 9.0 * s);
        c += hue * (thread * mix(0.75, run, detail) * (0.6 + 0.9 * glow) + haze * (0.03 + 0.05 * glow));
        most = max(most, thread);
    }
    c += c3.rgb * most * most * 0.2;
    gl_FragColor = vec4(clamp(c / max(1.0, max(c.r, max(c.g, c.b))), 0.0, 1.0), 1.0);
}
