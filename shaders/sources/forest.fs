/*{
  "DESCRIPTION": "Trunks of a forest against a low light, with shafts between them and a path toward it. Endless in pan to the side.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 7,
    "ground": -0.66,
    "amount": 0.62,
    "landscape": true,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "forest", "wood", "woods", "tree", "trees", "jungle", "grove", "leaf", "leaves", "pine",
          "bamboo", "birch", "moss", "path", "trail", "fairy", "fireflies", "firefly", "autumn",
          "swamp", "wilderness", "sunbeam", "shaft", "root", "camp", "mushroom",
          "woodland", "thicket", "rainforest", "undergrowth", "copse", "glade", "clearing", "taiga",
          "mangrove", "wilderness trail", "forest floor", "enchanted forest", "bayou", "canopy"
        ],
        "ko": [
          "숲", "숲속", "나무", "밀림", "정글", "나뭇잎", "잎", "소나무", "대나무", "자작나무",
          "이끼", "오솔길", "산길", "요정", "반딧불", "가을", "단풍", "늪", "버섯", "낙엽",
          "열대우림", "숲길", "수풀", "원시림", "정글 속", "덤불", "빈터", "비자림", "곶자왈"
        ]
      },
      {
        "weight": 0.55,
        "en": ["snow", "snowy", "winter", "blizzard", "christmas"],
        "ko": ["눈", "첫눈", "함박눈", "눈보라", "겨울", "크리스마스"]
      }
    ],
    "traits": [
      {
        "set": {"snow_ground": 1.0},
        "en": ["snow", "snowy", "snowfall", "blizzard", "christmas", "snowstorm"],
        "ko": ["눈", "첫눈", "함박눈", "눈보라", "크리스마스", "눈송이", "설원", "설경"]
      },
      {"set": {"snow_ground": 1.0}, "en": ["winter", "frost"], "ko": ["겨울", "설산", "서리"]},
      {"set": {"pale": 1.0, "slim": 1.0}, "en": ["birch", "aspen"], "ko": ["자작나무"]},
      {"set": {"pale": 0.6, "slim": 1.0}, "en": ["bamboo"], "ko": ["대나무", "대숲"]}
    ],
    "companions": {"goes_on": ["rose", "clouds"], "opens_up": ["rose", "tunnel"], "rests": ["clouds", "horizon"]},
    "looks": [
      ["jade", "impressionist", "fauve"],
      ["dusk", "twilight_wash", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "snow_ground", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "pale", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "slim", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "moon", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.024, 0.075, 0.059, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.059, 0.353, 0.290, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.851, 0.643, 0.255, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.957, 0.839, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "line_noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    vec2 sun = vec2(beside((choice(1.0) < 0.5 ? -1.0 : 1.0) * mix(0.1, 0.75, choice(2.0))) + 0.04 * sin(0.0628318 * t), mix(0.0, 0.3, choice(3.0)) + 0.25 * moon);
    float stand = mix(0.75, 1.35, choice(4.0)) * (1.0 - 0.2 * slim);
    vec2 to = p - sun;
    float far = length(to), halo = exp(-(1.5 + 0.9 * pale) * far);
    float mist = flow_noise(vec2(p.x * 0.7 + shift_x + 0.02133333 * t, p.y * 1.8), 0.03 * t);
    vec3 c = mix(c1.rgb, c2.rgb, clamp(1.4 * halo + 0.5 * mist - 0.1, 0.0, 1.0));
    float nearness = 0.0;
    c = mix(c, c0.rgb, 0.55 * moon * smoothstep(0.1, 0.8, far));
    c = mix(c, c3.rgb, clamp(1.5 * halo * halo * (1.0 - 0.75 * moon) + 0.8 * glow * halo, 0.0, 1.0));
    c = mix(c, c3.rgb, moon * smoothstep(0.19, 0.17, far));
    // Shafts of light turn slowly round the sun.
    float turn = atan(to.y, to.x) / 6.2831853 + 0.25;
    float shaft = smoothstep(0.02, 0.35, line_noise(turn * 24.0 + 2.0 * sin(0.0251327 * t), 3.0) + 0.2);
    c = mix(c, mix(c2.rgb, c3.rgb, halo), 0.45 * shaft * exp(-0.9 * far));
    float ground = mix(-0.6, -0.38, choice(5.0)) + 0.12 * line_noise(1.2 * p.x + shift_x, 50.0);
    float path = exp(-pow((p.x - sun.x * (1.0 + p.y) - 0.1 * sin(5.0 * p.y)) / (0.08 + 0.5 * max(ground - p.y, 0.0)), 2.0));
    vec3 floor_ = mix(c0.rgb * 0.6, mix(c1.rgb, c2.rgb, 0.4), clamp(0.25 + 0.5 * mist + exp(4.0 * (p.y - ground)) * halo, 0.0, 1.0));
    floor_ = mix(floor_, mix(mix(c1.rgb, c2.rgb, 0.5), c3.rgb, 0.45 + 0.5 * halo + 0.4 * mist), 0.85 * snow_ground);
    floor_ = mix(floor_, mix(c2.rgb, c3.rgb, halo), path * (0.25 + 0.9 * halo));
    c = mix(c, floor_, smoothstep(0.03, -0.03, p.y - ground));
    nearness = mix(nearness, 0.12 + 1.2 * max(ground - p.y, 0.0), smoothstep(0.03, -0.03, p.y - ground));
    // Five rows of trees from the haze to the eye.
    for (int i = 0; i < 5; i += 1) {
        float z = float(i), wide = (0.2 + 0.13 * z) * stand;
        float lean = 0.05 * line_noise(2.0 * p.y + 9.0 * z, 60.0 + z) * (1.0 + warp);
        float x = (p.x + lean) / wide + shift_x * (1.0 + z) + 13.0 * z;
        float lot = floor(x), f = x - lot;
        float key = hash(vec2(lot, 7.0 + z)), middle = 0.3 + 0.4 * hash(vec2(lot, 15.0 + z));
        // The nearest rows leave the middle open: there lies the light.
        float open_ = z < 3.0 ? 1.0 : smoothstep(0.35, 0.8, abs(p.x - sun.x));
        float foot = ground - 0.05 - 0.11 * z;
        float girth = (0.07 + 0.06 * key) * (1.0 - 0.25 * slim) * (1.0 + 0.5 * exp(-6.0 * max(p.y - foot, 0.0))) * step(0.25, key) * open_;
        float trunk = smoothstep(girth, girth - 0.035, abs(f - middle)) * step(foot, p.y);
        // Branches fork upward in the upper half.
        float rise = p.y - 0.15 - 0.35 * key;
        float arm = smoothstep(0.035, 0.0, abs(abs(f - middle) - 0.65 * rise - 0.12 * line_noise(6.0 * p.y, 80.0 + lot))) * step(0.0, rise) * step(0.4, key) * open_;
        // Leaves hang from above.
        float crown = p.y - 0.66 + 0.1 * z - 0.42 * line_noise(2.0 * x, 90.0 + z) - 0.25 * line_noise(7.0 * x + 0.3 * sin(0.502655 * t), 96.0 + z) * (0.5 + detail);
        float leaves = smoothstep(0.0, 0.05, crown) * step(z, 3.5);
        vec3 tone = mix(mix(c1.rgb, c2.rgb, 0.6 * halo), c0.rgb * 0.5, 0.18 + 0.2 * z);
        float rim = smoothstep(0.3, 0.9, abs(f - middle) / max(girth, 0.01)) * step(0.0, (middle - f) * (p.x - sun.x)) * halo;
        if (pale > 0.0) {
            // Pale bark with dark scars, or joints.
            float scar = step(0.55, hash(vec2(floor(p.y * (16.0 - 2.0 * z)), lot + 3.0 * z))) * smoothstep(0.25, 0.1, abs(fract(p.y * (16.0 - 2.0 * z)) - 0.5)) * step(0.0, (f - middle) * (key - 0.5) + 0.02) * smoothstep(0.45, 0.25, p.y);
            tone = mix(tone, mix(mix(c2.rgb, c3.rgb, 0.55), tone, 0.75 * scar), pale * (0.85 - 0.05 * z));
        }
        c = mix(c, mix(tone, mix(c2.rgb, c3.rgb, 0.5), 0.85 * rim), max(trunk, arm));
        c = mix(c, mix(mix(tone, c1.rgb, 0.25 + 0.4 * halo), mix(c2.rgb, c3.rgb, 0.4 + 0.4 * halo), 0.6 * snow_ground), leaves);
        nearness = mix(nearness, 0.18 + 0.14 * z, max(max(trunk, arm), leaves));
        c = mix(c, mix(c1.rgb, c3.rgb, halo), 0.13 * (1.0 - 0.2 * z) * (0.6 + mist));
    }
    c *= (1.0 - 0.4 * smoothstep(0.7, 1.9, far)) * (1.0 + 0.3 * glow);
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
