/*{
  "DESCRIPTION": "Towering clouds around a break of light, lit from one side. Endless in zoom, rotation and pan.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 5,
    "amount": 0.85,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "cloud", "clouds", "storm", "dream", "sky", "heaven", "weather", "wind", "thunder",
          "thunderstorm", "lightning", "mist", "haze", "memory", "sleep", "lullaby", "nostalgia",
          "thought", "mind", "summer", "hurricane", "tornado", "float", "drifting", "reverie",
          "cotton", "balloon", "kite", "airplane",
          "heavens", "kingdom of heaven", "cloud nine", "stratosphere"
        ],
        "ko": [
          "구름", "폭풍", "폭풍우", "꿈", "하늘", "천국", "날씨", "바람", "천둥", "번개", "박무",
          "기억", "추억", "잠", "자장가", "그리움", "생각", "마음", "여름", "태풍", "몽상", "솜사탕",
          "풍선", "비행기",
          "하늘나라", "구름 위", "천상"
        ]
      },
      {"weight": 0.3, "en": ["bird", "birds", "seagull", "gull"], "ko": ["새들", "새떼", "철새", "갈매기"]}
    ],
    "companions": {"goes_on": ["horizon", "ink"], "opens_up": ["tunnel", "rose"], "rests": ["ink", "horizon"]},
    "looks": [
      ["candy", "cobalt_night", "starry_swirl"],
      ["paper", "charcoal_cream", "woodcut"],
      ["rose", "impressionist", "expressionist"]
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
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.169, 0.039, 0.290, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [1.000, 0.239, 0.506, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [1.000, 0.694, 0.239, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.427, 0.941, 1.000, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "octave_noise.glsl"

// Billows: what is creased below is round above.
float billow(vec2 q, float t, float fine) {
    float sum = 0.0;
    for (int i = 0; i < 4; i += 1) {
        float j = float(i);
        float n = octave_noise(q, j, t);
        sum += weight(j, 3.0) * mix(1.0, fine, clamp(j - zoom, 0.0, 1.0)) * mix(n, 1.6 * abs(n) - 0.28, 0.75);
    }
    return sum;
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float k = cos(rotation), s = sin(rotation), size = exp2(-zoom);
    vec2 q = (vec2(k * p.x + s * p.y, k * p.y - s * p.x) * size + vec2(shift_x, shift_y)) * 0.5;
    // The air's slow swirl bends the clouds; it, too, has an octave for every zoom.
    float a = 1.0 - zoom, b = 0.5 * zoom;
    vec2 w = a * vec2(octave_noise(q + 0.5, 0.0, 0.02 * t), octave_noise(q + vec2(20.5, 7.5), 0.0, 0.02 * t))
           + b * vec2(octave_noise(q + 0.25, 1.0, 0.02 * t), octave_noise(q + vec2(10.25, 3.75), 1.0, 0.02 * t));
    vec2 v = q + (0.2 + 0.5 * warp) * w;
    float fine = 1.0 + 0.6 * detail;
    float n = billow(v, 0.03 * t, fine);
    vec2 sun = vec2(beside((choice(1.0) < 0.5 ? -1.0 : 1.0) * mix(0.1, 0.85, choice(2.0))) + 0.1 * sin(0.0628318 * t), mix(0.05, 0.6, choice(3.0)) + 0.08 * cos(0.0502655 * t));
    vec2 to = p - sun;
    float far = length(to), near = exp(-1.4 * far * far), disc = mix(0.13, 0.22, choice(4.0));
    // The side of a billow toward the light shines, the other is in its own shade.
    vec2 ray = -to / (0.3 + far);
    vec2 lit = vec2(k * ray.x + s * ray.y, k * ray.y - s * ray.x) * 0.2 * size;
    float side = smoothstep(-0.34, 0.42, n - billow(v + lit, 0.03 * t, fine));
    // Clouds give way before the sun itself.
    float thick = n + mix(0.14, 0.34, choice(5.0)) - 0.45 * exp(-7.0 * far * far);
    float cover = smoothstep(-0.08, 0.16, thick);
    vec3 sky = mix(mix(c0.rgb, c1.rgb, 0.35), c1.rgb, smoothstep(1.9, 0.3, far));
    sky = mix(sky, c2.rgb, 0.75 * near * near);
    sky = mix(sky, mix(c2.rgb, c3.rgb, 0.85), smoothstep(disc, 0.88 * disc, far));
    vec3 cloud = mix(mix(c0.rgb, c1.rgb, 0.5 + 0.4 * near), c1.rgb, smoothstep(0.05, 0.35, side));
    cloud = mix(cloud, c2.rgb, smoothstep(0.3, 0.68, side) * (0.55 + 0.45 * near));
    cloud = mix(cloud, c3.rgb, smoothstep(0.62, 1.0, side) * smoothstep(2.6, 0.4, far));
    // A rim of light where the cloud ends before the sun.
    float rim = cover * (1.0 - smoothstep(0.02, 0.16, thick));
    cloud = mix(cloud, mix(c2.rgb, c3.rgb, near), rim * near);
    vec3 c = mix(sky, cloud, cover);
    float nearness = cover * clamp(0.35 + 0.5 * n, 0.1, 0.9);
    c += mix(c2.rgb, c3.rgb, 0.5) * near * near * (0.04 + 0.3 * glow);
    c *= (1.0 - 0.35 * smoothstep(0.9, 2.3, far)) * (1.0 + 0.3 * glow);
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
