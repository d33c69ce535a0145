/*{
  "DESCRIPTION": "A rose window: rings of petals and seams of light, folded eight times. Endless in zoom and rotation.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 2,
    "amount": 0.75,
    "restless": true,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "temple", "mandala", "kaleidoscope", "cathedral", "church", "rose window", "window",
          "snowflake", "sacred geometry", "symmetry", "pattern", "mosaic", "lotus", "shrine", "altar",
          "machine", "clockwork", "gear", "diamond", "jewel", "clock", "compass", "ornament",
          "carpet", "lantern", "prayer", "ritual", "sacred", "fractal", "wheel", "crown", "monastery",
          "palace", "stained glass"
        ],
        "ko": [
          "사원", "만다라", "만화경", "성당", "교회", "창문", "눈꽃", "눈송이", "대칭", "무늬",
          "문양", "모자이크", "연꽃", "제단", "기계", "시계", "톱니", "보석", "다이아몬드", "등불",
          "연등", "기도", "의식", "프랙탈", "왕관", "궁", "궁전", "절", "단청", "장식",
          "스테인드글라스"
        ]
      }
    ],
    "companions": {"goes_on": ["rose", "ink"], "opens_up": ["tunnel", "rose"], "rests": ["rose", "clouds"]},
    "looks": [
      ["neon", "pop_cutout", "cobalt_night"],
      ["gold", "stained_glass", "copper_rust"],
      ["jade", "stained_glass", "fauve"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "octave", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.039, 0.016, 0.125, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.231, 0.059, 0.549, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.878, 0.129, 0.541, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.153, 0.961, 0.894, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed * 0.5;
    float r = length(p) + 1e-4;
    float depth = log2(r) - zoom - octave - 0.234667 * t;
    float turns = atan(p.y, p.x) / 6.2831853 - rotation / 6.2831853 + 0.004 * t;
    vec3 c = c0.rgb * 0.5;
    float seams = 0.0, dense = choice(2.0) < 0.5 ? 1.25 : 1.75, tip = mix(0.3, 1.3, choice(3.0));
    // Three rings of petals in sight at a time, the outer ones below.
    for (int i = 0; i < 5; i += 1) {
        float ring = floor(depth * dense) + 2.0 - float(i);
        float place = depth * dense - ring;              // 0 at the ring's foot, 1 one ring further out
        float key = hash(vec2(mod(ring, 80.0), 3.0));
        float folds = 2.0 * (3.0 + floor(3.0 * choice(1.0)));
        float count = key > 0.55 ? 2.0 * folds : (key > 0.25 ? folds : 1.5 * folds);
        float sway = 0.06 * warp * sin(0.502655 * t + 6.28 * key);
        float a = abs(fract(turns * count + 0.5 * mod(ring, 2.0) + sway) - 0.5) * 2.0;   // 1 on the petal's axis
        float axis = 1.0 - a;
        // A petal: wide at its foot, pointed at its tip.
        float reach = 0.2 + 1.0 * pow(a, tip + 0.5 * key);
        float inside = reach - place;
        float petal = smoothstep(0.0, 0.05, inside) * step(-0.6, place);
        float vein = exp(-pow(axis * 3.2, 2.0)) * smoothstep(0.0, 0.6, inside);
        float edge = exp(-pow(inside * 11.0, 2.0)) * step(-0.6, place);
        float inner = exp(-pow((inside - 0.28) * 16.0, 2.0)) * detail;
        vec3 tint = mix(c1.rgb, c2.rgb, smoothstep(0.3, 0.7, key + 0.25 * sin(0.314159 * t + 2.0 * mod(ring, 80.0))));
        vec3 body = mix(tint * 0.3, tint * 1.1, smoothstep(0.0, 0.9, inside));
        body = mix(body, c0.rgb, 0.55 * smoothstep(0.5, 0.0, place + 0.5));
        c = mix(c, body, petal);
        c = mix(c, c3.rgb, clamp(0.85 * edge + 0.5 * vein * petal + 0.6 * inner * petal, 0.0, 1.0));
        seams += edge;
    }
    // Light falls from the middle; the corners are night.
    c *= 0.38 + 0.88 * exp(-0.75 * r * r);
    c += c3.rgb * exp(-13.0 * r * r) * (0.32 + 0.55 * glow) + c2.rgb * exp(-3.2 * r) * (0.06 + 0.4 * glow);
    c += c3.rgb * seams * 0.15 * glow;
    c *= 1.0 + 0.3 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
