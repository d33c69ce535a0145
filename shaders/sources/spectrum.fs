/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The music itself: its spectrum as a ring of light, its wave within",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["spectrum", "equalizer", "oscilloscope", "sound wave", "visualizer", "frequency"], "ko": ["스펙트럼", "이퀄라이저", "오실로스코프", "음파", "주파수"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["neon", "primary_shards", "cobalt_night"],
      ["ember", "lava", "crimson_poster"],
      ["ice", "cobalt_pencil", "ice_watercolour"]
    ]
  },
  "INPUTS": [
    {"NAME": "spectrum", "TYPE": "audioFFT"},
    {"NAME": "waveform", "TYPE": "audio"},
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
    vec2 middle = vec2(beside(mix(-0.85, 0.85, choice(1.0))), mix(-0.3, 0.3, choice(2.0)));
    p -= middle;
    float r = length(p), turn = fract(atan(p.x, p.y) / TURN - rotation / TURN + choice(3.0) + 0.01 * TIME);
    float bars = floor(48.0 + 48.0 * detail), at = (floor(turn * bars) + 0.5) / bars, inside = abs(fract(turn * bars) - 0.5);
    // Both halves of the ring are the same: low sounds meet at one place.
    float bin = abs(2.0 * at - 1.0), level = IMG_NORM_PIXEL(spectrum, vec2(bin, 0.5)).r;
    float rest = 0.06 + 0.05 * sin(TURN * (3.0 * at + 0.03 * TIME)) + 0.03 * sin(TURN * (5.0 * at - 0.05 * TIME));
    float base = mix(0.28, 0.5, choice(4.0)), tall = rest + 0.62 * level, out_ = (r - base) / tall;
    float bar = step(0.0, out_) * smoothstep(1.0, 0.97, out_) * smoothstep(0.42, 0.34, inside);
    vec3 hue = mix(mix(c1.rgb, c2.rgb, smoothstep(0.0, 0.5, out_)), c3.rgb, smoothstep(0.45, 1.0, out_));
    float wave = (IMG_NORM_PIXEL(waveform, vec2(clamp(0.5 + p.x / (2.0 * base), 0.0, 1.0), 0.5)).r - 0.5) * 2.0;
    float line = abs(p.y - wave * 0.3 * sqrt(max(1.0 - r * r / (base * base), 0.0))), disc = smoothstep(base, base - 0.02, r);
    // Broad rays behind, as of a lamp that the ring covers.
    float count = floor(mix(3.0, 8.0, choice(5.0))), angle = atan(p.y, p.x) + 0.6 * warp * sin(2.0 * r - TURN * 0.02 * TIME);
    float rays = 0.5 + 0.5 * cos(count * angle + TURN * (choice(6.0) + 0.02 * TIME));
    vec3 c = mix(c0.rgb * 0.8, mix(c1.rgb, c2.rgb, 0.25 * rays), (0.15 + 0.85 * smoothstep(0.2, 0.8, rays)) * (0.35 + 0.65 * exp(-0.5 * r)));
    c = mix(c, c0.rgb * 0.55 + c1.rgb * 0.25 * (1.0 - r / base), disc);
    c = mix(c, hue * (0.9 + 0.35 * glow), bar);
    float x = (r - base) / 0.012;
    c += c3.rgb * (exp(-x * x) * 0.8 + disc * (exp(-line * 90.0) * 0.9 + exp(-line * 12.0) * 0.2)) * (0.75 + 0.5 * glow);
    c += c2.rgb * exp(-3.0 * abs(r - base)) * (0.16 + 0.5 * glow);
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
