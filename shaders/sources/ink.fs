/*{
  "DESCRIPTION": "Plumes of ink rising through water and lit from above. Endless in zoom, rotation and pan.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 3,
    "amount": 0.85,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "smoke", "ash", "ink", "fog", "silk", "velvet", "satin", "fabric", "veil", "plume", "fluid",
          "liquid", "oil", "hair", "steam", "incense", "molten", "marble",
          "milk", "paint", "calligraphy", "breath", "ghost", "spirit", "dragon",
          "metal", "mercury", "river of light", "poison", "blood", "wine", "honey", "coffee",
          "perfume", "soul", "whisper", "chocolate", "slime"
        ],
        "ko": [
          "연기", "먹", "먹물", "잉크", "안개", "비단", "천", "벨벳", "베일", "액체", "기름",
          "머리카락", "수증기", "향", "대리석", "금속", "우유", "물감", "붓글씨", "서예",
          "숨", "숨결", "유령", "영혼", "용", "독", "피", "와인", "꿀", "향수", "속삭임", "수묵",
          "수은", "초콜릿"
        ]
      },
      {
        "weight": 0.45,
        "why": "Over a lake, it is the sky of the lake.",
        "en": ["aurora", "northern lights"],
        "ko": ["오로라"]
      }
    ],
    "companions": {"goes_on": ["clouds", "rose"], "opens_up": ["mandala", "tunnel"], "rests": ["clouds", "horizon"]},
    "looks": [
      ["neon", "cubist", "starry_swirl"],
      ["gold", "sand_etching", "copper_rust"],
      ["aurora", "twilight_wash", "starry_swirl"]
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
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shift_y", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.043, 0.043, 0.063, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.227, 0.165, 0.102, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.722, 0.525, 0.169, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.953, 0.816, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "octave_noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float k = cos(rotation), s = sin(rotation);
    vec2 q = vec2(k * p.x + s * p.y, k * p.y - s * p.x) * exp2(-zoom) + vec2(shift_x, shift_y);
    // Curls: the picture is looked up along a stream that swirls at three scales.
    vec2 v = q;
    for (int i = 0; i < 3; i += 1) {
        float j = float(i), x = j - zoom, e = 0.08 * exp2(-j);
        float strength = min(1.0 + x, clamp(2.0 - x, 0.0, 1.0));
        float here = octave_noise(v, j, 0.04 * t);
        vec2 curl = vec2(octave_noise(v + vec2(0.0, e), j, 0.04 * t) - here, here - octave_noise(v + vec2(e, 0.0), j, 0.04 * t));
        v += curl * strength * (0.24 + 0.28 * warp) / 0.08 * exp2(-j);
    }
    float body = weight(0.0, 2.0) * octave_noise(v + vec2(30.5, 12.5), 0.0, 0.03 * t) + weight(1.0, 2.0) * octave_noise(v + vec2(15.25, 6.25), 1.0, 0.03 * t)
               + weight(2.0, 2.0) * octave_noise(v + vec2(7.625, 3.125), 2.0, 0.03 * t);
    float streak = 0.5 * mix(octave_noise(v, 2.0, 0.05 * t), octave_noise(v, 3.0, 0.05 * t), zoom);
    // One great plume leans through the picture; around it the water is still.
    float lean = mix(-0.7, 0.7, choice(1.0)), stand = mix(-0.6, 0.6, choice(2.0));
    float stem = p.x - 0.28 * sin(1.5 * p.y + 0.125664 * t + 6.28 * choice(3.0)) - lean * p.y - stand;
    float plume = exp(-stem * stem * mix(0.7, 2.2, choice(4.0)));
    float ink = body + 0.55 * plume - 0.27;
    float cover = smoothstep(0.0, 0.22, ink);
    float thick = smoothstep(0.05, 0.7, ink + 0.5 * streak * (0.4 + detail));
    float thread = exp(-pow((ink - 0.03) * 16.0, 2.0)) + 0.8 * exp(-pow((streak - 0.05) * 9.0, 2.0)) * cover * detail;
    vec3 water = mix(c0.rgb * 0.7, c1.rgb * 0.75, 0.12 + 0.5 * smoothstep(-0.8, 1.0, p.y) * plume);
    vec3 c = mix(water, mix(c1.rgb, c2.rgb, thick), cover);
    c = mix(c, c3.rgb, cover * smoothstep(0.55, 1.0, thick) * (0.35 + 0.4 * plume));
    c = mix(c, c2.rgb * 1.1, clamp(0.6 * thread * (0.25 + plume), 0.0, 1.0));
    vec2 lamp = p - vec2(stand + 0.4 * lean, 0.45);
    float light = exp(-0.9 * dot(lamp, lamp));
    c *= 0.55 + 0.6 * light;
    c += c3.rgb * light * cover * (0.06 + 0.45 * glow) * thick;
    c *= 1.0 + 0.3 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
