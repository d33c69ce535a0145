/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Beams from the stage through haze, in fans that open and close",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["laser", "lasers", "laser show", "spotlights", "searchlight", "beams", "rave"], "ko": ["레이저", "조명쇼", "서치라이트", "레이브"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["acid", "cmyk_pen", "brick_circuit"],
      ["neon", "primary_shards", "cobalt_night"],
      ["ice", "ice_watercolour", "cobalt_pencil"]
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
#include "noise.glsl"

const float TURN = 6.2831853;

float haze(vec2 p, float t) { return 0.65 + 0.6 * flow_noise(p * 2.0, t) + 0.35 * flow_noise(p * 5.0 + 7.0, -t); }

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    float smoke = haze(p + vec2(64.0 * 9.0 / 6000.0 * TIME, 0.0), 0.04 * TIME), floor_ = smoothstep(-0.55, -1.1, p.y);
    vec3 c = mix(c0.rgb * 0.7, c1.rgb * 0.8, clamp(0.15 + 0.55 * (smoke - 0.4) + 0.3 * floor_, 0.0, 1.0));
    for (int i = 0; i < 4; i++) {
        float k = float(i), a = choice(10.0 + k), b = choice(20.0 + k);
        vec2 from = vec2(beside(mix(-1.25, 1.25, (k + 0.25 + 0.5 * a) / 4.0)), k < 2.0 ? -1.15 : 1.15);
        float up = k < 2.0 ? 1.0 : -1.0, fan = (0.35 + 0.35 * warp) * (0.65 + 0.35 * sin(TURN * (b + floor(150.0 + 90.0 * a) / 6000.0 * TIME)));
        float aim = 0.5 * sin(TURN * (a + floor(90.0 + 60.0 * b) / 6000.0 * TIME)) - 0.35 * from.x;
        vec2 d = p - from;
        float r = length(d), angle = atan(d.x, d.y * up) - aim, count = floor(4.0 + 4.0 * detail), step_ = 2.0 * fan / count;
        float beam = clamp(floor(angle / step_ + 0.5), -0.5 * count, 0.5 * count), off = abs(angle - beam * step_) * r;
        float thin = exp(-off * off * 9000.0), wide = exp(-off * 26.0), falls = exp(-0.35 * r);
        vec3 hue = mod(k, 2.0) < 0.5 ? c2.rgb : c3.rgb;
        c += hue * (thin * (0.9 + 0.6 * glow) + wide * smoke * (0.55 + 0.6 * glow)) * falls * step(0.0, d.y * up);
        c += hue * exp(-30.0 * r * r) * (0.8 + glow);
    }
    gl_FragColor = vec4(clamp(c / max(1.0, max(c.r, max(c.g, c.b))), 0.0, 1.0), 1.0);
}
