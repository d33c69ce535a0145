/*{
  "DESCRIPTION": "Tongues of fire, a row of candles, or a mountain that breathes it. Endless in pan to the side.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 12,
    "ground": -0.78,
    "amount": 0.7,
    "words": [
      {
        "weight": 0.85,
        "en": [
          "fire", "flame", "blaze", "bonfire", "campfire", "inferno", "torch", "hell", "hellfire",
          "candle", "candlelight", "phoenix fire",
          "forge", "blast furnace"
        ],
        "ko": ["불", "불꽃", "화염", "모닥불", "횃불", "지옥", "촛불", "양초", "불길", "불지옥", "용광로", "산불"]
      },
      {
        "weight": 1.3,
        "en": ["volcano", "eruption", "erupting", "lava", "magma"],
        "ko": ["화산", "용암", "마그마", "분화"]
      },
      {
        "weight": 0.5,
        "why": "What burns is something else.",
        "en": ["burning", "burn", "blazing", "fiery", "explosion", "exploding"],
        "ko": ["불타", "타오르", "폭발"]
      }
    ],
    "traits": [
      {"set": {"candles": 1.0}, "en": ["candle", "candlelight", "torch"], "ko": ["촛불", "양초", "횃불"]},
      {"set": {"volcano": 1.0}, "en": ["volcano", "eruption", "erupting"], "ko": ["화산", "분화"]}
    ],
    "companions": {"goes_on": ["ink", "horizon"], "opens_up": ["tunnel", "ink"], "rests": ["ink", "clouds"]},
    "looks": [
      ["ember", "lava", "expressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "candles", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "volcano", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.051, 0.020, 0.031, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.353, 0.059, 0.118, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.886, 0.314, 0.102, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.824, 0.478, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "line_noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    float smoke = flow_noise(vec2(p.x * 0.8 + shift_x, p.y * 0.7 - 0.0853333 * t), 0.04 * t) + 0.5 * flow_noise(vec2(p.x * 1.9 + shift_x, p.y * 1.5 - 0.192 * t) + 9.0, 0.06 * t);
    float crowd = beside(mix(-0.7, 0.7, choice(1.0)));
    vec3 c = mix(c0.rgb * 0.8, c1.rgb * 0.8, clamp(0.35 + 0.7 * smoke - 0.45 * p.y, 0.0, 1.0) * exp(-0.35 * pow(p.x - crowd, 2.0)));
    if (candles > 0.5) {
        for (int i = 0; i < 9; i += 1) {
            float k = float(i), row = mod(k, 3.0), key = hash(vec2(k, 31.0)), size = 0.75 + 0.35 * row;
            vec2 foot = vec2(mix(-1.6, 1.6, fract(0.618034 * k + choice(2.0))), mix(0.02, -0.62, 0.5 * row) + 0.16 * key);
            vec2 q = (p - foot) / size;
            float lean = 0.05 * sin(1.8849556 * t + 9.0 * key) * q.y + 0.12 * flow_noise(vec2(3.0 * q.y - 0.64 * t, k), 0.2 * t) * max(q.y, 0.0), breath = 1.0 + 0.07 * sin(3.1415927 * t + 20.0 * key);
            float y = q.y / (0.3 * breath), wide = 0.085 * sqrt(max(y, 0.0)) * max(1.0 - y, 0.0) * 2.3;
            float flame = smoothstep(0.0, 0.035, wide - abs(q.x + lean)) * step(0.0, y) * step(y, 1.0);
            float wax = step(abs(q.x), 0.075) * step(q.y, -0.02 + 0.02 * sin(40.0 * q.x));
            c += c2.rgb * exp(-3.4 * length(q - vec2(0.0, 0.1))) * (0.42 + 0.6 * glow);
            c = mix(c, mix(mix(c1.rgb, c2.rgb, 0.55), c0.rgb, smoothstep(-0.02, -0.6, q.y)) * (0.75 + 3.0 * (0.075 - abs(q.x))), wax);
            c = mix(c, mix(c2.rgb, mix(c3.rgb, vec3(1.0), 0.25), smoothstep(0.0, 0.06, wide - abs(q.x + lean))), flame);
        }
    } else {
        float root = volcano > 0.5 ? -0.95 : -1.02;
        if (volcano > 0.5) {
            // The cone, streams of lava on it, and a fountain from the crater.
            vec2 top = vec2(crowd * 0.7, mix(0.0, 0.2, choice(3.0)));
            vec2 d = p - top;
            c += mix(c1.rgb, c2.rgb, 0.4) * exp(-1.5 * length(d)) * (0.7 + 0.3 * smoke);
            float wide = abs(d.x), cone = -0.9 * max(wide - 0.12, 0.0) - 0.25 * sqrt(max(wide - 0.12, 0.0)) + 0.1 * line_noise(5.0 * p.x, 50.0) - d.y;
            float y = max(d.y, 0.0), plume = exp(-pow(d.x / (0.16 + 0.75 * y), 2.0));
            float boil = flow_noise(vec2(d.x * 3.5, d.y * 2.2 - 0.64 * t), 0.3 * t) + 0.6 * flow_noise(vec2(d.x * 8.0, d.y * 5.0 - 1.28 * t) + 7.0, 0.5 * t);
            c = mix(c, mix(c1.rgb, c2.rgb, 0.5 + 0.5 * boil), plume * step(0.0, d.y) * (0.7 + 0.3 * boil));
            float jet = smoothstep(0.2, 0.75, plume * (1.15 - 0.95 * y) + 0.45 * boil) * step(-0.05, d.y);
            c = mix(c, mix(c2.rgb, mix(c3.rgb, vec3(1.0), 0.2), smoothstep(0.55, 1.1, plume * (1.1 - y) + 0.4 * boil)), jet);
            float vein = abs(d.x - 0.35 * line_noise(3.0 * d.y, 54.0) - 0.3 * d.y * line_noise(0.0, 55.0)), other = abs(d.x + 0.4 * d.y * (0.6 + choice(4.0)) - 0.2 * line_noise(4.0 * d.y, 56.0));
            float stream = exp(-pow(vein / (0.035 - 0.06 * d.y), 2.0)) + exp(-pow(other / (0.025 - 0.03 * d.y), 2.0));
            vec3 rock = mix(c0.rgb * 0.6, c1.rgb * 0.7, 0.35 * smoothstep(0.25, 0.0, cone) + 0.3 * flow_noise(p * 6.0, 0.0));
            rock = mix(rock, mix(c2.rgb, c3.rgb, 0.5 + 0.5 * sin(16.0 * d.y + 1.8849556 * t)), clamp(stream, 0.0, 1.0));
            c = mix(c, rock, smoothstep(0.0, 0.02, cone));
        } else {
            // Tongues: noise that rises, drawn out upward, over a bed of heat.
            for (int i = 0; i < 3; i += 1) {
                float z = float(i), scale = 1.0 + 0.35 * (2.0 - z);
                vec2 q = vec2(p.x * scale + shift_x * (1.0 + z) + 17.0 * z, p.y * 0.75 * scale);
                float bend = flow_noise(vec2(q.x, q.y - (0.213333 + 0.0533333 * z) * t), 0.15 * t);
                float lick = flow_noise(vec2(q.x * 2.0 + 0.9 * bend, q.y * 1.3 - (0.426667 + 0.106667 * z) * t) + 5.0, 0.15 * t);
                float fine = flow_noise(vec2(q.x * 5.0 + 1.6 * bend, q.y * 3.0 - 0.96 * t) + 11.0, 0.25 * t);
                float rise = mix(0.7, 1.2, choice(5.0)) * (1.0 - 0.3 * z) * (0.45 + 0.75 * exp(-0.8 * pow(p.x - crowd, 2.0))) + 0.2 * warp;
                float heat = rise * (1.0 + 0.9 * bend) + 0.95 * lick + 0.35 * fine * (0.4 + detail) - (p.y - root - 0.12) * 0.85;
                vec3 tongue = mix(mix(c1.rgb, c2.rgb, smoothstep(-0.12, 0.2, heat)), mix(c3.rgb, vec3(1.0), 0.1), smoothstep(0.22, 0.8, heat - 0.06 * z));
                c = mix(c, tongue, smoothstep(-0.02, 0.07, heat) * (0.7 + 0.15 * z));
            }
            c += c2.rgb * 0.25 * exp(-2.2 * (p.y + 1.0)) * (0.5 + glow);
        }
    }
    c *= (1.0 - 0.35 * smoothstep(0.9, 2.1, length(p - vec2(0.4 * crowd, -0.2)))) * (1.0 + 0.15 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
