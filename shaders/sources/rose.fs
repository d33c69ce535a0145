/*{
  "DESCRIPTION": "A rose that opens without end: petals unfolding from a glowing heart. Endless in zoom and rotation.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 8,
    "amount": 0.75,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "flower", "flowers", "rose", "bloom", "blossom", "petal", "garden", "tulip", "peony",
          "lily", "orchid", "spring", "love", "heart", "kiss", "romance", "wedding", "bouquet",
          "cherry", "magnolia", "poppy", "dahlia", "sunflower", "daisy", "tender", "wine rose"
        ],
        "ko": [
          "꽃", "꽃잎", "장미", "개화", "정원", "튤립", "모란", "백합", "난초", "봄", "봄날", "사랑",
          "심장", "입맞춤", "키스", "로맨스", "꽃다발", "벚꽃", "목련", "양귀비", "해바라기",
          "무궁화", "동백", "진달래", "연인", "설렘", "국화"
        ]
      }
    ],
    "traits": [
      {"set": {"disc": 1.0}, "en": ["sunflower", "daisy"], "ko": ["해바라기", "데이지", "국화"]}
    ],
    "companions": {"goes_on": ["forest", "ink"], "opens_up": ["mandala", "tunnel"], "rests": ["clouds", "ink"]},
    "looks": [
      ["rose", "expressionist", "impressionist"],
      ["sakura", "twilight_wash", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "disc", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "octave", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.078, 0.016, 0.078, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.427, 0.063, 0.259, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.949, 0.333, 0.478, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.784, 0.941, 1.000, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "ring_noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float petals = 4.0 + floor(4.0 * choice(1.0)) + 8.0 * disc;
    vec2 heart = vec2(beside(mix(-0.55, 0.55, choice(2.0))) * (1.0 - disc), mix(-0.15, 0.18, choice(3.0)));
    vec2 d = p - heart;
    d.y *= 1.12;
    float r = length(d) + 1e-4;
    float turns = atan(d.y, d.x) / 6.2831853 - rotation / 6.2831853;
    // Depth in octaves from the heart; petals move outward as it opens.
    float depth = log2(r) - zoom - mod(octave + 0.074667 * t, 64.0);
    float wobble = ring_noise(vec2(turns * petals, depth * 2.0), vec2(petals, 128.0), 0.03 * t);
    vec3 c = c0.rgb * 0.4;
    // Rings of five petals, each turned by the golden angle from the one inside it; inner ones lie on top.
    for (int i = 0; i < 5; i += 1) {
        float level = depth * 2.0;
        float ring = floor(level) + 2.0 - float(i);
        float id = mod(ring, 128.0);
        float around = turns * petals + 0.381966 * petals * mod(ring, 128.0) + 0.35 * wobble * (0.5 + warp);
        float lot = floor(around), f = fract(around) - 0.5;
        float key = hash(vec2(mod(lot, petals), id));
        float curl = mix(0.8, 1.3, choice(4.0)) - mix(1.4, 3.4, choice(5.0)) * f * f - 0.35 * pow(abs(f) * 2.0, 6.0) + 0.3 * (key - 0.5) + 0.25 * wobble;
        float reach = ring + 1.0 + curl;              // in levels: where this petal ends
        float inside = reach - level;
        float petal = smoothstep(0.0, 0.06, inside);
        float lip = exp(-pow((inside - 0.10) * 8.0, 2.0));
        float depth_in = clamp(inside / 2.2, 0.0, 1.0);
        float vein = ring_noise(vec2(around * 6.0, depth * 2.0 + key * 8.0), vec2(6.0 * petals, 128.0), 0.0);
        vec3 body = mix(mix(c2.rgb, c3.rgb, 0.25 * key), c1.rgb, smoothstep(0.05, 0.55, depth_in + 0.3 * vein * detail));
        body = mix(body, c0.rgb * 0.6, smoothstep(0.45, 0.95, depth_in));
        body *= 0.75 + 0.5 * smoothstep(-0.5, 0.5, f + 0.3 * sin(6.2831853 * turns));
        vec3 shadow = c * (1.0 - 0.75 * smoothstep(-0.45, 0.0, inside));
        c = mix(shadow, mix(body, c3.rgb, 0.8 * lip * (0.45 + 0.55 * key)), petal);
    }
    float light = exp(-0.8 * r * r);
    // A sunflower's disc of seeds.
    float seeds = 0.5 + 0.5 * cos(r * 60.0 + 4.0 * cos(6.2831853 * 21.0 * turns + 30.0 * r));
    c = mix(c, mix(c0.rgb, mix(c1.rgb, c2.rgb, 0.6), seeds * smoothstep(0.0, 0.4, r)), disc * smoothstep(0.42, 0.38, r + 0.03 * wobble));
    c *= 0.32 + 1.0 * light;
    c += c3.rgb * exp(-14.0 * r * r) * (0.35 + 0.7 * glow) * (1.0 - 0.8 * disc) + c2.rgb * exp(-3.0 * r) * (0.12 + 0.5 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
