/*{
  "DESCRIPTION": "Under the sea: shafts of light, jellyfish, a shoal, a whale, a reef below. Endless in pan to the side.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 10,
    "sky": 0.05,
    "amount": 0.62,
    "landscape": true,
    "words": [
      {
        "weight": 1.3,
        "en": [
          "underwater", "deep sea", "deep ocean", "under the sea", "jellyfish", "coral", "reef",
          "fish", "goldfish", "koi", "whale", "dolphin", "shark", "octopus", "squid", "mermaid",
          "submarine", "aquarium", "diver", "seaweed", "kelp", "sea turtle", "plankton", "atlantis",
          "seabed", "seafloor", "ocean floor", "deep blue", "abyssal", "shipwreck", "lagoon floor",
          "sunken city"
        ],
        "ko": [
          "물속", "심해", "바닷속", "해저", "해파리", "산호", "물고기", "금붕어", "잉어", "고래",
          "돌고래", "상어", "문어", "오징어", "인어", "잠수", "해초", "바다거북", "수족관",
          "깊은 바다", "깊은 바닷속", "바다 속",
          "용궁", "바다 밑", "해저 도시", "난파선", "심해어", "물밑"
        ]
      }
    ],
    "traits": [
      {
        "set": {"jelly": 1.0},
        "en": ["jellyfish", "octopus", "squid", "medusa"],
        "ko": ["해파리", "문어", "오징어"]
      },
      {
        "set": {"shoal": 1.0},
        "en": ["fish", "school of fish", "goldfish", "koi", "aquarium"],
        "ko": ["물고기", "금붕어", "잉어", "수족관"]
      },
      {
        "set": {"reef": 1.0},
        "en": ["coral", "reef", "seaweed", "kelp", "anemone"],
        "ko": ["산호", "산호초", "해초", "말미잘"]
      }
    ],
    "motifs": [["jelly"], ["whale"], ["shoal", "reef"], ["jelly", "reef"]],
    "companions": {"goes_on": ["ink", "horizon"], "opens_up": ["horizon", "ink"], "rests": ["ink", "clouds"]},
    "looks": [
      ["abyss", "impressionist", "great_wave"],
      ["lagoon", "great_wave", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "whale", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "jelly", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "shoal", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "reef", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.008, 0.039, 0.094, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.027, 0.251, 0.420, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.122, 0.663, 0.769, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.894, 1.000, 0.949, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "line_noise.glsl"

// A jellyfish at the origin, of about unit size: x its light, y its body.
vec2 jellyfish(vec2 q, float pulse, float key) {
    float swell = 1.0 + 0.16 * pulse, x = q.x / swell;
    float dome = 1.0 - smoothstep(0.93, 1.0, length(vec2(x, max(q.y, 0.0) * (1.25 + 0.2 * pulse)))) - step(q.y, -0.12 - 0.1 * cos(9.0 * x));
    dome = clamp(dome, 0.0, 1.0);
    float rib = 0.5 + 0.5 * cos(14.0 * x / (0.35 + sqrt(max(1.0 - x * x, 0.0))));
    float rim = smoothstep(0.72, 0.97, length(vec2(x, q.y * 1.25)));
    float drop = -q.y - 0.05, sway = 0.16 * drop * sin(3.0 * drop - 6.2831853 * key - 2.0 * pulse);
    float arms = smoothstep(0.10, 0.02, abs(abs(fract((x + sway) * 3.2) - 0.5) - 0.25)) * step(abs(x + sway), 0.85) * step(0.0, drop) * exp(-1.25 * drop);
    return vec2(dome * (0.35 + 0.3 * rib + 0.7 * rim) + 0.6 * arms, max(dome, 0.7 * arms));
}

// How far inside a whale swimming to the right, about 2.4 long; above 0 is inside.
float whale_at(vec2 q, float beat) {
    q.y -= 0.10 * sin(1.7 * q.x - 6.2831853 * beat) * smoothstep(0.4, -1.2, q.x);
    float x = clamp((q.x + 1.05) / 2.1, 0.0, 1.0), thick = 0.44 * pow(x, 0.62) * sqrt(max(1.0 - pow(x, 5.0), 0.0));
    float body = thick - abs(q.y - 0.05 * (1.0 - x)) * (q.y < 0.0 ? 1.0 : 1.25) - 0.4 * max(abs(q.x) - 1.05, 0.0);
    vec2 f = q - vec2(-1.08, 0.02);
    float fluke = 0.085 - abs(0.5 * f.x + 0.55 * abs(f.y) - 0.05) - 0.3 * max(abs(f.x) - 0.2, 0.0) - max(abs(f.y) - 0.3, 0.0);
    vec2 g = q - vec2(0.35, -0.24);
    float fin = 0.07 - abs(g.x + 0.75 * -g.y - 0.1) * 0.7 - max(abs(g.y + 0.13) - 0.17, 0.0);
    return max(body, max(fluke, fin));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    float up = clamp(0.5 + 0.5 * p.y, 0.0, 1.0), from = beside(mix(-0.8, 0.8, choice(1.0)));
    float depth = flow_noise(vec2(p.x * 0.8 + shift_x, p.y * 0.9) + 3.0, 0.02 * t);
    vec3 c = mix(c0.rgb, c1.rgb, smoothstep(0.0, 0.7, up + 0.3 * depth));
    float nearness = 0.0;
    // Light through the moving surface: shafts that fan out downward.
    float fan = (p.x - from) / (1.9 - p.y);
    float shaft = smoothstep(0.0, 0.35, line_noise(fan * 12.0 + 1.2 * sin(0.0628318 * t), 3.0) + 0.6 * line_noise(fan * 27.0 - 1.5 * sin(0.0837758 * t), 5.0));
    float fall = exp(-1.5 * (1.0 - p.y) - 0.7 * fan * fan * 4.0);
    c = mix(c, mix(c2.rgb, c3.rgb, up * up), clamp(fall * (0.55 + 1.1 * shaft) * (1.0 + 0.5 * glow), 0.0, 0.95));
    float net = abs(flow_noise(vec2(p.x * 3.0 + shift_x, 5.0 / (2.3 - p.y)) + 0.4 * depth, 0.12 * t));
    c += c3.rgb * exp(-pow(net * 11.0, 2.0)) * smoothstep(0.35, 1.0, p.y) * (0.35 + 0.3 * warp);
    if (whale > 0.0) {
        float hand = choice(4.0) < 0.5 ? -1.0 : 1.0, cross = mod(0.021 * t + 4.2 * choice(5.0), 4.2) - 2.1;
        vec2 q = (p - vec2(0.5 * hand * cross, mix(-0.2, 0.25, choice(6.0)) + 0.05 * sin(0.209440 * t))) * vec2(hand, 1.0) / mix(0.75, 1.05, choice(7.0));
        q = vec2(q.x + 0.2 * q.y, q.y - 0.2 * q.x);
        float inside = whale_at(q, 0.12 * t), back = smoothstep(-0.12, 0.2, q.y + 0.05 * depth);
        vec3 hide = mix(mix(c0.rgb * 0.5, c1.rgb, 0.35), mix(c1.rgb, c2.rgb, 0.7), back);
        hide = mix(hide, mix(c2.rgb, c3.rgb, 0.5), 0.75 * smoothstep(-0.1, -0.2, q.y) * smoothstep(0.0, 0.4, q.x) * (0.4 + 0.6 * smoothstep(-0.2, 0.3, sin(60.0 * q.y))));
        hide = mix(hide, c3.rgb, 0.6 * smoothstep(0.05, 0.0, inside) * back * smoothstep(-0.1, 0.1, q.y));
        hide = mix(hide, c3.rgb, smoothstep(0.03, 0.015, length(q - vec2(0.78, -0.06))));
        c = mix(c, hide, whale * smoothstep(0.0, 0.015, inside));
        nearness = mix(nearness, 0.3, whale * smoothstep(0.0, 0.015, inside));
    }
    if (shoal > 0.0) {
        // A shoal: leaves of light, all along one stream.
        float bend = 0.4 * sin(1.3 * p.x + 0.0837758 * t + 6.28 * choice(8.0)), mid = p.y - bend - mix(-0.25, 0.2, choice(9.0));
        for (int i = 0; i < 2; i += 1) {
            float k = float(i), size = 4.6 - 1.6 * k, way = choice(10.0) < 0.5 ? -1.0 : 1.0;
            vec2 cell = vec2(p.x * size * 0.62 * way + 2.0 * shift_x * way - (0.213333 + 0.106667 * k) * t * 2.0, (p.y - bend) * size * 1.7), id = floor(cell);
            float key = hash(id + 20.0 * k);
            vec2 off = fract(cell) - 0.5 - 0.25 * (vec2(fract(key * 61.0), fract(key * 83.0)) - 0.5);
            off.y += 0.06 * sin(6.2831853 * (1.2 * t + key) - 6.0 * off.x) * smoothstep(0.1, -0.4, off.x);
            float body = 1.0 - smoothstep(0.75, 1.0, length((off - vec2(0.06, 0.0)) / vec2(0.3, 0.19)));
            float tail = step(abs(off.y), (-off.x - 0.16) * 0.9) * step(-0.4, off.x);
            float there = step(0.34, key) * exp(-3.2 * mid * mid) * step(0.25, exp(-3.2 * mid * mid) + 0.3 * key);
            c = mix(c, mix(mix(c1.rgb, c2.rgb, 0.8), c3.rgb, smoothstep(-0.12, 0.16, off.y) * (0.4 + 0.6 * fract(key * 17.0))), shoal * max(body, tail) * step(0.2, there) * (0.75 + 0.25 * k));
            nearness = mix(nearness, 0.3 + 0.12 * k, shoal * max(body, tail) * step(0.2, there));
        }
    }
    if (jelly > 0.0) {
        for (int i = 0; i < 5; i += 1) {
            float k = float(i), key = hash(vec2(k, 21.0)), size = mix(0.13, 0.34, hash(vec2(k, 22.0))) * (i < 1 ? 1.5 : 1.0);
            vec2 at = vec2(mix(-1.55, 1.55, fract(0.618 * k + choice(11.0))) + 0.08 * sin(0.125664 * t + 9.0 * key), mod((0.0213333 + 0.0106667 * floor(2.0 * key)) * t + 3.2 * hash(vec2(k, 23.0)), 3.2) - 1.6);
            float lean = 0.5 * (key - 0.5), cl = cos(lean), sl = sin(lean);
            vec2 q = (p - at) / size;
            q = vec2(cl * q.x - sl * q.y, sl * q.x + cl * q.y);
            vec2 seen = jellyfish(q, sin(1.0471976 * t + 6.28 * key), key);
            c = mix(c, mix(c1.rgb, c2.rgb, 0.6), jelly * 0.35 * seen.y);
            nearness = mix(nearness, 0.25 + size, jelly * smoothstep(0.1, 0.4, seen.y));
            c += jelly * mix(c2.rgb, c3.rgb, 0.35 + 0.5 * key) * (seen.x * (0.75 + 0.4 * glow) + 0.16 * exp(-1.6 * dot(q, q)) * (1.0 + 2.0 * glow));
        }
    }
    // The bottom: rock, and coral where there is a reef.
    for (int i = 0; i < 3; i += 1) {
        float z = float(i), x = p.x * (1.2 - 0.2 * z) + shift_x * (1.0 + z) + 15.0 * z;
        float top = -0.72 - 0.1 * z + 0.28 * line_noise(1.5 * x, 40.0 + z) + 0.1 * line_noise(4.0 * x, 44.0 + z);
        if (reef > 0.0) {
            float lot = floor(2.5 * x), f = fract(2.5 * x) - 0.5, key = hash(vec2(lot, 48.0 + z)), high = p.y - top;
            float branch = abs(f + 0.1 * sin(9.0 * high + 6.28 * key)) - 0.05 - 0.5 * abs(fract(high * 4.0 + key) - 0.5) * step(0.35, key) * 0.55 * smoothstep(0.0, 0.15, high);
            float tall = reef * (0.18 + 0.5 * key) * (1.0 - 0.12 * z);
            float fanned = step(key, 0.45) * smoothstep(0.02, 0.0, length(vec2(f * 0.55, high - 0.1)) - 0.22 * (1.0 - 0.3 * abs(sin(22.0 * atan(f, high + 0.02)))));
            top += tall * max(smoothstep(0.03, 0.0, branch) * step(high, tall) * step(0.45, key), 0.0);
            c = mix(c, mix(mix(c2.rgb, c3.rgb, 0.45 * fract(key * 9.0)), c1.rgb, 0.2 + 0.2 * z) * (0.55 + 0.6 * up), reef * max(fanned, step(p.y, top) * step(0.02, high)) * 0.95);
            nearness = mix(nearness, 0.35 + 0.2 * z, reef * max(fanned, step(p.y, top) * step(0.02, high)));
            top = min(top, p.y - high + 0.0);
        }
        float base = -0.72 - 0.1 * z + 0.28 * line_noise(1.5 * x, 40.0 + z) + 0.1 * line_noise(4.0 * x, 44.0 + z);
        vec3 rock = mix(mix(c1.rgb, c2.rgb, 0.35 * smoothstep(0.12, 0.0, base - p.y)), c0.rgb * 0.5, 0.3 + 0.3 * z);
        c = mix(c, rock, smoothstep(-0.006, 0.01, base - p.y));
        nearness = mix(nearness, 0.4 + 0.2 * z, smoothstep(-0.006, 0.01, base - p.y));
    }
    // Motes.
    vec2 cell = vec2(p.x * 9.0 + 2.0 * shift_x, p.y * 9.0 - 0.106667 * t), id = floor(cell);
    float key = hash(id + 9.0);
    c += c3.rgb * step(0.75, key) * 0.35 * detail * smoothstep(0.13, 0.02, length(fract(cell) - 0.5 - 0.5 * (vec2(fract(key * 61.0), fract(key * 83.0)) - 0.5)));
    c *= 1.0 - 0.35 * smoothstep(0.9, 2.0, length(p - vec2(from * 0.5, 0.4)));
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
