/*{
  "DESCRIPTION": "A vortex of petals round a glowing end, with stars between. Endless in zoom and rotation.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 1,
    "amount": 0.9,
    "restless": true,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "tunnel", "space", "star", "stars", "galaxy", "cosmos", "universe", "vortex", "wormhole",
          "black hole", "spiral", "portal", "speed", "flight", "flying", "warp", "hyperspace",
          "nebula", "comet", "highway", "corridor", "whirlpool", "infinity", "cave", "endless",
          "racing", "void", "abyss", "supernova", "spaceship", "drop", "train",
          "cavern", "grotto", "dungeon", "catacomb", "catacombs", "mineshaft", "underworld",
          "hallway of light", "time tunnel", "subspace", "deep space", "outer space", "spaceport",
          "constellation", "constellations", "zodiac", "rabbit hole", "well of stars", "crypt",
          "sewers", "passage"
        ],
        "ko": [
          "터널", "우주", "별", "별빛", "은하", "성운", "소용돌이", "블랙홀", "나선", "비행", "질주",
          "속도", "혜성", "심연", "무한", "끝없", "통로", "회오리", "웜홀", "우주선", "동굴", "기차",
          "열차",
          "땅굴", "갱도", "지하 감옥", "지하 세계", "저승", "지하", "별자리", "우주 정거장", "시간의 문", "미궁", "지하실"
        ]
      },
      {"weight": 0.6, "en": ["milky way"], "ko": ["은하수"]}
    ],
    "companions": {"goes_on": ["mandala", "ink"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["neon", "cobalt_night", "primary_shards"],
      ["ember", "lava", "starry_swirl"],
      ["ultra", "starry_swirl", "cubist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "hole", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "octave", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.039, 0.016, 0.125, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.231, 0.059, 0.549, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.878, 0.129, 0.541, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.153, 0.961, 0.894, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "ring_noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    // The end of the tunnel wanders a little about a third of the picture's width.
    float arms = 4.0 + floor(4.0 * choice(1.0)), hand = choice(2.0) < 0.5 ? -1.0 : 1.0;
    vec2 end = vec2(beside(mix(-0.5, 0.5, choice(3.0))) + 0.1 * sin(0.188496 * t), mix(-0.12, 0.2, choice(4.0)) + 0.1 * sin(0.125664 * t + 1.0));
    vec2 d = p - end * (1.0 - 0.35 * length(p - end));
    float r = length(d) + 1e-4;
    // Depth in octaves, endless: one octave of zoom is one cell.
    float depth = -log2(r) + zoom + mod(octave + 0.224 * t, 64.0);
    float turns = atan(d.y, d.x) / 6.2831853 - rotation / 6.2831853;
    float twist = hand * (mix(0.04, 0.2, choice(5.0)) + 0.10 * warp);
    // A whole number of turns over the 64 octaves, or the world would not close.
    float arm = turns + floor(64.0 * twist + 0.5) / 64.0 * depth;
    float swell = ring_noise(vec2(arm * arms, depth * 0.5), vec2(arms, 32.0), 0.05 * t);
    float fold = ring_noise(vec2(arm * 12.0 + 1.4 * swell, depth), vec2(12.0, 64.0), 0.06 * t);
    float fine = ring_noise(vec2(arm * 28.0 + 2.0 * fold, depth * 2.0), vec2(28.0, 128.0), 0.08 * t);
    float wave = 0.5 + 0.5 * cos(6.2831853 * (arms * arm + 0.75 * swell + 0.35 * fold));
    float petal = smoothstep(0.30, 0.78, wave + 0.35 * fold + 0.3 * detail * fine);
    float rim = exp(-42.0 * pow(wave + 0.35 * fold - 0.42, 2.0));
    // Light comes from the end: petals near it burn, those near the eye are dark.
    float light = exp(-1.15 * r);
    float side = smoothstep(-0.5, 0.5, swell + 0.45 * cos(6.2831853 * (arm * 2.0)));
    vec3 body = mix(c1.rgb, c2.rgb, side) * (0.45 + 0.9 * light + 0.35 * fine);
    vec3 gap = mix(c0.rgb * 0.6, c1.rgb * 0.55, light * light);
    vec3 c = mix(gap, body, petal);
    // How near the wall is grows from the end as its distance from there; petals stand out.
    float nearness = min(r * (0.4 + 0.12 * petal), 1.0);
    c = mix(c, c3.rgb * (0.55 + 0.6 * light), 0.75 * rim);
    // Stars in the gaps, drawn out along the flight.
    vec2 cell = vec2(turns * 40.0, depth * 6.0);
    vec2 id = floor(cell), f = fract(cell) - 0.5;
    float star = step(0.9, hash(vec2(mod(id.x, 40.0) + 7.0, mod(id.y, 384.0)))) * exp(-18.0 * f.x * f.x / max(r, 0.12) - 9.0 * f.y * f.y);
    c += c3.rgb * star * (1.0 - petal) * smoothstep(0.1, 0.5, r) * 0.9;
    float core = exp(-7.0 * r * r / (0.16 + 0.14 * glow));
    c = mix(c, mix(c3.rgb, vec3(1.0), 0.45), clamp(core * 1.05, 0.0, 1.0));
    c += c3.rgb * exp(-2.8 * r) * (0.30 + 0.6 * glow);
    if (hole > 0.0) {
        // A black disc, and the light that it bends round itself.
        float brim = (r - 0.3) / 0.05, band = d.y * 3.2 - 0.4 * d.x * choice(6.0);
        float ring = exp(-brim * brim) + 0.9 * exp(-band * band * 9.0) * exp(-1.3 * abs(d.x)) * step(0.0, max(0.26 - r, -d.y + 0.02) + step(0.27, r));
        c = mix(c, vec3(0.0), hole * smoothstep(0.3, 0.27, r));
        nearness = mix(nearness, 0.0, hole * smoothstep(0.3, 0.27, r));
        c += hole * mix(c2.rgb, c3.rgb, 0.7) * ring * (0.9 + 0.6 * glow);
    }
    c *= (1.0 - 0.6 * smoothstep(0.8, 2.1, r)) * (1.0 + 0.3 * glow);
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
