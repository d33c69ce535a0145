/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Paper snips that fall and turn in the light",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["confetti", "party", "new year", "carnival", "celebration", "ticker tape"], "ko": ["컨페티", "색종이", "파티", "카니발", "축제", "새해"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["candy", "pop_cutout", "yellow_comic"],
      ["gold", "impasto", "fauve"],
      ["neon", "primary_shards", "pop_cutout"]
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

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    p = mat2(cos(rotation), sin(rotation), -sin(rotation), cos(rotation)) * p;
    vec2 lamp = vec2(beside(mix(-1.0, 1.0, choice(1.0))), 0.9);
    float beam = exp(-1.1 * length((p - lamp) * vec2(1.0, 0.55)));
    vec3 c = mix(c0.rgb, c1.rgb, 0.25 + 0.75 * beam) + c2.rgb * beam * (0.4 + 0.6 * glow);
    // Three curtains, the nearest largest and fastest: a whole number of cells falls in 6000 s.
    for (int layer = 0; layer < 3; layer++) {
        float k = float(layer), near = 1.0 + k, cells = mix(5.0, 1.9, k / 2.0) * mix(0.85, 1.2, choice(2.0));
        vec2 q = p * cells + vec2(40.0 * choice(5.0 + k), 64.0 * floor(5.0 + 4.0 * near) / 6000.0 * TIME + 30.0 * choice(8.0 + k));
        q.x += 0.3 * warp * sin(TURN * 0.03 * TIME + p.y * cells * 0.7 + k);
        vec2 id = floor(q), f = q - id - 0.5;
        float a = hash(id + 3.0 * k), b = hash(id + 11.0 + k), turns = 2.0 * floor(300.0 + 1200.0 * b) / 6000.0;
        vec2 at = (vec2(a, b) - 0.5) * 0.5;
        float spin = TURN * (a + turns * TIME), roll = TURN * (b + 0.5 * turns * TIME);
        vec2 d = mat2(cos(spin * 0.5), sin(spin * 0.5), -sin(spin * 0.5), cos(spin * 0.5)) * (f - at);
        float side = cos(roll), half_wide = 0.19 * (0.12 + 0.88 * abs(side)), soft = cells * 2.2 / RENDERSIZE.y + (k == 2.0 ? 0.03 : 0.0);
        float paper = smoothstep(half_wide + soft, half_wide - soft, abs(d.x)) * smoothstep(0.12 + soft, 0.12 - soft, abs(d.y)) * step(0.2, hash(id + 23.0));
        float pick = hash(id + 31.0 + k);
        vec3 hue = pick < 0.4 ? c2.rgb : (pick < 0.75 ? c3.rgb : mix(c1.rgb, c3.rgb, 0.5) * 1.3);
        float shine = pow(abs(side), 6.0) * detail;
        c = mix(c, hue * (0.35 + 0.65 * abs(side)) * (0.6 + 0.6 * beam + 0.5 * glow) + shine * 0.3, paper * (0.7 + 0.15 * k));
    }
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
