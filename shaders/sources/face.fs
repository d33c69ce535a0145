/*{
  "DESCRIPTION": "A head before a field of colour: a portrait lit from one side, or an animal that looks at you.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 13,
    "amount": 0.5,
    "words": [
      {
        "weight": 1.15,
        "en": [
          "portrait", "face", "eye", "eyes", "smile", "lips", "mask", "goddess", "god", "head", "tear",
          "crying", "robot portrait", "mona lisa"
        ],
        "ko": [
          "얼굴", "초상", "초상화", "눈동자", "눈빛", "눈물", "미소", "입술", "가면", "탈", "인물"
        ]
      }
    ],
    "traits": [
      {"set": {"beast": 1.0, "stripes": 1.0}, "en": ["tiger", "lynx"], "ko": ["호랑이", "맹수"]},
      {
        "set": {"beast": 1.0},
        "en": [
          "cat", "kitten", "wolf", "fox", "dog", "puppy", "leopard", "panther", "jaguar", "bear",
          "panda", "deer", "rabbit", "monkey", "animal", "beast"
        ],
        "ko": [
          "고양이", "늑대", "여우", "강아지", "개", "표범", "곰", "판다", "사슴", "토끼", "원숭이",
          "동물"
        ]
      },
      {"set": {"beast": 1.0, "mane": 1.0}, "en": ["lion"], "ko": ["사자"]},
      {
        "set": {"tears": 1.0},
        "en": ["tear", "tears", "crying", "weeping"],
        "ko": ["눈물", "우는", "울고"]
      }
    ],
    "companions": {"goes_on": ["ink", "rose"], "opens_up": ["mandala", "tunnel"], "rests": ["ink", "clouds"]},
    "looks": [
      ["dusk", "expressionist", "impressionist"],
      ["gold", "impressionist", "amber_crayon"],
      ["neon", "pop_cutout", "cobalt_night"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "beast", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "stripes", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "mane", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "tears", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.086, 0.063, 0.227, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.416, 0.173, 0.561, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.941, 0.416, 0.416, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.851, 0.627, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

float ellipse(vec2 q, vec2 r) { return length(q / r) - 1.0; }

// An almond round the origin: how far inside.
float almond(vec2 q, float wide, float high) { return high * (1.0 - q.x * q.x / (wide * wide)) - abs(q.y); }

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    float side = choice(1.0) < 0.5 ? -1.0 : 1.0;
    vec2 at = vec2(beside(mix(-0.45, 0.45, choice(2.0))), -0.08 + 0.012 * sin(0.6283185 * t));
    float tilt = mix(-0.22, 0.22, choice(3.0)) * (1.0 - 0.7 * beast) + 0.03 * sin(0.2094395 * t), ct = cos(tilt), st = sin(tilt);
    vec2 q = p - at;
    q = vec2(ct * q.x + st * q.y, ct * q.y - st * q.x) / mix(1.1, 1.32, choice(4.0));
    float grain = flow_noise(p * 3.0 + 4.0, 0.02 * t), drift = flow_noise(p * 0.9 + 9.0, 0.02 * t);
    // Behind: a field of colour and a disc of light; in half of the worlds, ornament.
    vec3 c = mix(c0.rgb, c1.rgb, clamp(0.35 + 0.9 * drift + 0.35 * side * p.x, 0.0, 1.0));
    float nearness = 0.0;
    float halo = length(p - at - vec2(0.0, 0.25)), radius = mix(0.75, 1.0, choice(5.0));
    c = mix(c, mix(c1.rgb, c2.rgb, 0.75 + 0.3 * grain), 0.8 * smoothstep(radius, radius - 0.04, halo) * step(0.35, choice(6.0)));
    vec2 tile = p * 4.0 + 0.3 * drift, id = floor(tile);
    float ring = length(fract(tile) - 0.5), key = hash(id);
    float ornament = step(0.5, choice(7.0)) * step(0.45, key) * smoothstep(0.08, 0.04, abs(ring - 0.14 - 0.16 * key) - 0.02);
    c = mix(c, mix(c2.rgb, c3.rgb, fract(key * 7.0)), 0.6 * ornament * smoothstep(0.5, 0.9, halo));
    c += c2.rgb * glow * 0.5 * exp(-1.6 * halo);
    vec3 dark = mix(c0.rgb, c1.rgb, 0.25), skin = mix(c2.rgb, c3.rgb, 0.55), bright = mix(c3.rgb, vec3(1.0), 0.15);
    float light = smoothstep(-0.55, 0.55, side * q.x + 0.25 * q.y + 0.15 * grain);
    float blink = smoothstep(0.985, 0.996, sin(1.0471976 * t + 6.28 * choice(8.0)));
    vec2 look_ = 0.03 * vec2(sin(0.2513274 * t), 0.4 * sin(0.1675516 * t));
    if (beast > 0.5) {
        vec2 m = vec2(abs(q.x), q.y);
        float ray = atan(q.y, q.x), fur = 0.035 * sin(ray * 47.0 + 9.0 * grain) + 0.02 * sin(ray * 83.0);
        float ruff = (1.02 + 0.1 * sin(ray * 13.0 + 3.0 * drift) + 2.0 * fur) * 0.86 - length(q * vec2(0.95, 1.0));
        vec3 coat = mix(mix(c1.rgb, c2.rgb, 0.35), mix(c2.rgb, c3.rgb, 0.3), light);
        c = mix(c, mix(dark, coat, 0.45 + 0.45 * sin(ray * 31.0 + 6.0 * drift)), mane * smoothstep(0.0, 0.05, ruff));
        nearness = mix(nearness, 0.35, mane * smoothstep(0.0, 0.05, ruff));
        // Shoulders, ears, head.
        c = mix(c, mix(dark, coat, 0.5 * light), smoothstep(0.02, -0.02, ellipse(q - vec2(0.0, -1.15), vec2(0.95, 0.75)) + fur));
        nearness = mix(nearness, 0.4, smoothstep(0.02, -0.02, ellipse(q - vec2(0.0, -1.15), vec2(0.95, 0.75)) + fur));
        float tall = mix(0.24, 0.46, choice(10.0)) * (1.0 - 0.45 * stripes);
        vec2 e = m - vec2(0.4, 0.36);
        float ear = min(tall - e.y - 1.5 * abs(e.x - 0.16 * e.y), e.y + 0.25);
        c = mix(c, coat * (0.8 + 0.3 * light), smoothstep(0.0, 0.02, ear + 0.5 * fur));
        nearness = mix(nearness, 0.5, smoothstep(0.0, 0.02, ear + 0.5 * fur));
        c = mix(c, mix(dark, c2.rgb, 0.45), smoothstep(0.07, 0.11, ear));
        float head = -ellipse(q * vec2(1.0 - 0.14 * smoothstep(0.0, -0.5, q.y), 1.0), vec2(0.6, 0.56)) * 0.56 + 0.6 * fur;
        vec3 face_ = coat * (0.72 + 0.4 * light);
        float band = sin(15.0 * abs(q.x) * (1.0 - 0.5 * smoothstep(0.1, 0.5, q.y)) - 12.0 * q.y * smoothstep(0.2, 0.6, abs(q.x)) + 5.0 * grain + 14.0 * q.y * smoothstep(0.25, 0.0, abs(q.x)));
        face_ = mix(face_, c0.rgb * 0.6, stripes * smoothstep(0.35, 0.7, band) * smoothstep(0.12, 0.24, length((m - vec2(0.1, -0.2)) * vec2(0.8, 1.0))));
        float muzzle = smoothstep(0.03, -0.05, ellipse(m - vec2(0.11, -0.28), vec2(0.2, 0.16)));
        float mask = smoothstep(0.15, -0.3, ellipse(m - vec2(0.24, 0.06), vec2(0.26, 0.2)));
        face_ = mix(face_, bright, 0.75 * max(muzzle, 0.6 * mask));
        face_ = mix(face_, bright, 0.6 * smoothstep(-0.35, -0.55, q.y));
        face_ = mix(face_, face_ * 0.6, smoothstep(0.1, 0.05, m.x) * smoothstep(-0.15, 0.25, q.y) * smoothstep(0.35, 0.2, q.y) * 0.6);
        c = mix(c, face_, smoothstep(0.0, 0.03, head));
        nearness = mix(nearness, 0.55 + 0.3 * sqrt(clamp(head / 0.56, 0.0, 1.0)) + 0.1 * muzzle, smoothstep(0.0, 0.03, head));
        vec2 n = m - vec2(0.0, -0.17);
        float nose = min(0.085 + 0.5 * n.y - n.x * 0.9, 0.05 - n.y);
        float mouth = smoothstep(0.016, 0.004, abs(length(m - vec2(0.09, -0.27)) - 0.09)) * step(q.y, -0.28) + smoothstep(0.014, 0.004, m.x) * step(q.y, -0.2) * step(-0.3, q.y);
        c = mix(c, c0.rgb * 0.5, max(smoothstep(0.0, 0.015, nose), mouth * step(m.x, 0.18)));
        vec2 s = m - vec2(0.16, -0.27);
        float hair = smoothstep(0.012, 0.003, abs(s.y - 0.12 * s.x * (floor(fract(s.y * 9.0) * 3.0) - 1.0) - 0.04 * sin(9.0 * s.x) * s.x)) * step(0.0, s.x) * step(s.x, 0.6);
        c = mix(c, bright, 0.7 * hair);
        vec2 o = m - vec2(0.235, 0.07);
        o = vec2(0.94 * o.x + 0.34 * o.y, 0.94 * o.y - 0.34 * o.x);
        float eye = almond(o, 0.125, 0.075 * (1.0 - blink));
        vec3 iris = mix(mix(c2.rgb, c3.rgb, 0.5), c3.rgb, smoothstep(0.09, 0.02, length(o))) * 1.1;
        vec2 pupil = o - look_ * vec2(sign(q.x), 1.0);
        iris = mix(iris, c0.rgb * 0.3, smoothstep(0.0, 0.012, 0.028 + 0.02 * sin(0.3141593 * t) - length(pupil * vec2(1.0 + 0.8 * step(0.5, choice(11.0)), 0.75))));
        iris = mix(iris, vec3(1.0), smoothstep(0.02, 0.01, length(pupil - vec2(-0.02, 0.025))));
        c = mix(c, c0.rgb * 0.4, smoothstep(-0.028, -0.01, eye));
        c = mix(c, iris * (1.0 + 0.3 * glow), smoothstep(0.0, 0.01, eye));
    } else {
        // Hair falls behind, long or short; then neck and shoulders, the face, and hair before it.
        float wave = 0.05 * sin(7.0 * q.y + 0.4188790 * t) + 0.07 * drift, long_ = choice(9.0);
        float crown = -ellipse(q - vec2(0.0, 0.14), vec2(0.56, 0.62)) * 0.56;
        float falls = min(0.5 + 0.1 * smoothstep(0.0, -0.7, q.y) + wave - abs(q.x), min(0.2 - q.y, q.y + mix(0.35, 1.6, long_)));
        float hair = max(crown + 0.03 * sin(13.0 * atan(q.y, q.x)), falls);
        float strand = 0.5 + 0.35 * sin(30.0 * (abs(q.x) - 0.25 * length(q)) + 14.0 * drift + 7.0 * q.y * q.x) + 0.15 * sin(71.0 * abs(q.x) + 20.0 * grain);
        vec3 locks = mix(c0.rgb * 0.8, choice(10.0) < 0.4 ? mix(c1.rgb, c2.rgb, 0.7) : mix(c0.rgb, c1.rgb, 0.8), 0.35 + 0.35 * strand + 0.35 * light * (0.5 + 0.5 * strand));
        locks = mix(locks, c3.rgb, 0.35 * pow(strand, 4.0) * light * detail);
        c = mix(c, locks, smoothstep(0.0, 0.02, hair));
        nearness = mix(nearness, 0.45, smoothstep(0.0, 0.02, hair));
        float neck = 0.19 + 0.12 * smoothstep(-0.75, -1.0, q.y) - abs(q.x), dress = -ellipse(q - vec2(0.0, -1.45), vec2(1.0, 0.66)) * 0.66;
        vec3 flesh = mix(mix(dark, c1.rgb, 0.55), skin, light);
        c = mix(c, mix(flesh * 0.62, flesh * 0.85, smoothstep(-0.6, -0.85, q.y)), smoothstep(0.0, 0.02, min(neck, -0.4 - q.y)));
        nearness = mix(nearness, 0.5, smoothstep(0.0, 0.02, min(neck, -0.4 - q.y)));
        float fold = 0.5 + 0.5 * sin(22.0 * q.x + 9.0 * grain + 6.0 * q.y);
        c = mix(c, mix(mix(c1.rgb, c2.rgb, choice(12.0)), c0.rgb, 0.3 + 0.45 * fold * (1.0 - 0.6 * light)), smoothstep(0.0, 0.02, dress - 0.12 * exp(-18.0 * q.x * q.x)));
        nearness = mix(nearness, 0.6, smoothstep(0.0, 0.02, dress - 0.12 * exp(-18.0 * q.x * q.x)));
        float jaw = smoothstep(0.15, -0.62, q.y);
        float oval = -ellipse(q * vec2(1.0 + mix(0.28, 0.5, choice(13.0)) * jaw * jaw, 1.0), vec2(0.42, 0.58)) * 0.42;
        vec3 face_ = mix(flesh, bright, 0.55 * smoothstep(0.55, 1.0, light));
        face_ = mix(face_, mix(c2.rgb, c1.rgb, 0.2), 0.35 * exp(-30.0 * dot(vec2(abs(q.x) - 0.24, q.y + 0.14), vec2(abs(q.x) - 0.24, q.y + 0.14))));
        face_ *= 0.7 + 0.3 * smoothstep(0.0, 0.14, oval);
        // The nose: light on its ridge, shadow on the far side and under it.
        float along = smoothstep(0.14, 0.05, q.y) * smoothstep(-0.2, -0.16, q.y), ridge = -side * (q.x) ;
        face_ = mix(face_, face_ * 0.62, along * smoothstep(0.0, 0.035, ridge) * smoothstep(0.06 + 0.05 * smoothstep(0.1, -0.16, q.y), 0.03, ridge));
        face_ = mix(face_, bright, 0.6 * along * smoothstep(0.022, 0.005, abs(q.x - side * 0.012)));
        face_ = mix(face_, dark, 0.65 * smoothstep(0.02, 0.0, abs(q.y + 0.175) - 0.008) * smoothstep(0.085, 0.03, abs(q.x)));
        vec2 m = vec2(abs(q.x), q.y);
        vec2 o = m - vec2(0.19, 0.055);
        // Eyes open or lowered, by the seed.
        float open_ = (choice(14.0) < 0.3 ? 0.0 : 1.0) * (1.0 - blink);
        face_ = mix(face_, mix(flesh, dark, 0.5), 0.6 * smoothstep(0.2, -0.1, ellipse(o - vec2(0.0, 0.02), vec2(0.15, 0.085))));
        float eye = almond(o + vec2(0.0, 0.02 * (1.0 - open_)), 0.118, max(0.058 * open_, 0.001));
        vec3 ball = mix(bright, skin, 0.25);
        vec2 pupil = o - look_ * vec2(sign(q.x), 1.0);
        ball = mix(ball, mix(c1.rgb, c2.rgb, choice(15.0)), smoothstep(0.052, 0.044, length(pupil)));
        ball = mix(ball, c0.rgb * 0.3, smoothstep(0.027, 0.02, length(pupil)));
        ball = mix(ball, vec3(1.0), smoothstep(0.015, 0.008, length(pupil - vec2(-0.015 * sign(q.x), 0.018))));
        face_ = mix(face_, ball, smoothstep(0.0, 0.008, eye) * step(0.01, open_));
        float lid = abs(o.y - (open_ > 0.01 ? 1.0 : -1.0) * 0.058 * (1.0 - o.x * o.x / 0.0139) * max(open_, 0.55) + 0.02 * (1.0 - open_));
        face_ = mix(face_, c0.rgb * 0.5, smoothstep(0.02, 0.007, lid) * step(abs(o.x), 0.122));
        float brow = abs(o.y - 0.115 + 0.9 * (o.x - 0.03) * (o.x - 0.03)) - 0.014 * smoothstep(0.16, 0.0, abs(o.x));
        face_ = mix(face_, mix(c0.rgb, dark, 0.5), 0.85 * smoothstep(0.01, 0.0, brow) * step(abs(o.x), 0.15));
        vec2 l = m - vec2(0.0, -0.325);
        float bow = 0.034 * (1.0 - l.x * l.x / 0.0225) - 0.012 * exp(-900.0 * l.x * l.x), under = 0.048 * (1.0 - l.x * l.x / 0.0182);
        float lips = l.y > 0.0 ? bow - l.y : under + l.y;
        vec3 red = mix(mix(c2.rgb, c1.rgb, 0.35), c2.rgb, light) * 0.95;
        face_ = mix(face_, mix(red * 0.72, mix(red, bright, 0.35 * smoothstep(0.0, 0.03, under + l.y)), step(l.y, 0.0)), smoothstep(0.0, 0.008, lips) * step(l.x, 0.15));
        face_ = mix(face_, dark * 0.7, smoothstep(0.009, 0.002, abs(l.y + 0.006 * cos(30.0 * l.x))) * step(l.x, 0.13));
        if (tears > 0.0) {
            float path = abs(m.x - 0.2 - 0.03 * sin(6.0 * q.y)), drop = fract(0.1 * t + 0.5 * step(0.0, q.x)), fall = -0.02 - 0.5 * drop;
            face_ = mix(face_, bright, tears * (0.5 * smoothstep(0.018, 0.006, path) * step(fall, q.y) * step(q.y, 0.02) + smoothstep(0.034, 0.02, length(vec2(path, q.y - fall)))));
        }
        c = mix(c, face_, smoothstep(0.0, 0.015, oval));
        nearness = mix(nearness, 0.55 + 0.35 * sqrt(clamp(oval / 0.42, 0.0, 1.0)), smoothstep(0.0, 0.015, oval));
        // A parting, by the seed in the middle or at one side.
        float part = mix(-0.22, 0.22, choice(16.0)), fringe = 0.5 - 0.75 * pow(abs(q.x - part), 1.5 - 0.4 * choice(17.0)) * 1.4;
        c = mix(c, locks, smoothstep(0.0, 0.02, min(q.y - fringe + 0.05 * drift, crown + 0.02)));
        nearness = mix(nearness, 0.8, smoothstep(0.0, 0.02, min(q.y - fringe + 0.05 * drift, crown + 0.02)));
    }
    c *= (1.0 - 0.4 * smoothstep(0.8, 2.0, length(p - at))) * (1.0 + 0.1 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
