/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Oil on water: slow bands of colour that fold into each other",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["plasma", "oil slick", "soap film", "liquid light", "psychedelic"], "ko": ["플라스마", "기름막", "비눗막", "사이키델릭"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["neon", "fauve", "lava"],
      ["candy", "primary_shards", "expressionist"],
      ["aurora", "starry_swirl", "impressionist"]
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

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    vec2 q = p * mix(0.7, 1.15, choice(1.0)) + TURN * vec2(choice(2.0), choice(3.0));
    // Each round bends the plane by waves of itself; what runs is a whole number of turns in 6000 s.
    float t = TURN * TIME;
    for (int i = 0; i < 4; i++) {
        float k = 1.0 + 0.62 * float(i), bend = (0.45 + 0.5 * warp) / k;
        q += bend * vec2(sin(k * q.y * 1.7 + 0.021 * t + TURN * choice(4.0 + float(i))), cos(k * q.x * 1.5 - 0.017 * t));
    }
    float band = 0.5 + 0.5 * sin(1.9 * q.x + 1.3 * q.y + 0.015 * t), fold = 0.5 + 0.5 * sin(2.7 * q.y - 1.1 * q.x - 0.012 * t);
    float fine = 0.5 + 0.5 * sin(7.0 * (q.x + q.y) + 0.03 * t);
    vec3 c = mix(c0.rgb, c1.rgb, smoothstep(0.05, 0.6, band));
    c = mix(c, c2.rgb, smoothstep(0.42, 0.9, fold) * smoothstep(0.1, 0.7, band));
    // A film's own light along the folds.
    float x = (band - 0.72) / 0.09, y = (fold - 0.5) / 0.07;
    c = mix(c, c3.rgb, 0.85 * exp(-x * x) * (0.4 + 0.6 * fold));
    c += c3.rgb * exp(-y * y) * 0.22 * (0.5 + detail * fine) + c2.rgb * glow * (0.15 + 0.5 * band * fold);
    c *= 1.0 + 0.35 * glow;
    gl_FragColor = vec4(clamp(c * (0.75 + 0.35 * band), 0.0, 1.0), 1.0);
}
