/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Op art: rings laid over rings, and what the eye makes of them",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["op art", "moire", "interference", "optical illusion", "hypnosis", "hypnotic"], "ko": ["옵아트", "옵 아트", "모아레", "착시", "최면"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["paper", "woodcut", "charcoal_cream"],
      ["neon", "cmyk_pen", "primary_shards"],
      ["ice", "cobalt_pencil", "cmyk_pen"]
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

float rings(vec2 p, vec2 at, float count, float turns) {
    float r = length(p - at), x = r * count - turns, soft = count * 2.5 / RENDERSIZE.y + 0.04;
    float d = abs(fract(x) - 0.5);
    return smoothstep(0.25 - soft, 0.25 + soft, d);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    p += 0.05 * warp * vec2(sin(3.0 * p.y + TURN * 0.02 * TIME), cos(3.0 * p.x - TURN * 0.015 * TIME));
    float count = floor(mix(5.0, 9.0, choice(1.0)) + 4.0 * detail);
    vec2 a = vec2(beside(mix(-0.9, 0.9, choice(2.0))), mix(-0.5, 0.5, choice(3.0))) + 0.25 * vec2(cos(TURN * 0.012 * TIME), sin(TURN * 0.017 * TIME));
    vec2 b = vec2(beside(mix(-0.9, 0.9, choice(4.0))), mix(-0.5, 0.5, choice(5.0))) + 0.3 * vec2(sin(TURN * 0.014 * TIME), cos(TURN * 0.011 * TIME));
    float one = rings(p, a, count, 0.1 * TIME), other = rings(p, b, count + 1.0, -0.08 * TIME);
    float both = abs(one - other);
    float near = exp(-1.4 * dot(p - a, p - a)), far = exp(-1.4 * dot(p - b, p - b));
    vec3 dark = mix(c0.rgb, c1.rgb, 0.55 * far + 0.2), light = mix(c2.rgb, c3.rgb, clamp(near + 0.25 * other, 0.0, 1.0));
    vec3 c = mix(dark, light * (0.8 + 0.25 * near), both);
    c += c3.rgb * (near + far) * (0.08 + 0.5 * glow) * (0.3 + both) + light * both * glow * 0.2;
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
