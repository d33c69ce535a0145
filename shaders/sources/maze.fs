/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Ribbons that run through a square net and never end, lights running along them",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "amount": 0.7,
    "words": [{"en": ["maze", "labyrinth", "circuit", "truchet", "pipes", "knot", "woven"], "ko": ["미로", "회로", "매듭", "파이프"]}],
    "companions": {"goes_on": ["tunnel", "mandala"], "opens_up": ["mandala", "shapes"], "rests": ["ink", "clouds"]},
    "looks": [
      ["acid", "brick_circuit", "pop_cutout"],
      ["night", "cobalt_night", "cubist"],
      ["gold", "stained_glass", "copper_rust"]
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
    float tilt = mix(0.2, 1.3, choice(1.0));
    p = mat2(cos(tilt), sin(tilt), -sin(tilt), cos(tilt)) * p * mix(1.3, 2.0, choice(2.0)) + 12.0 * vec2(choice(3.0), choice(4.0));
    p += 0.12 * warp * vec2(sin(TURN * 0.02 * TIME + p.y), cos(TURN * 0.015 * TIME + p.x)) + vec2(64.0, -128.0) / 6000.0 * TIME;
    vec2 id = floor(p), f = p - id;
    // A tile has two quarter circles, one way round or the other.
    float way = step(0.5, hash(id));
    vec2 g = mix(f, vec2(1.0 - f.x, f.y), way), corner = step(1.0, g.x + g.y) * vec2(1.0), d = g - corner;
    float r = length(d), across = abs(r - 0.5), odd = mod(id.x + id.y, 2.0);
    float along = atan(abs(d.y), abs(d.x)) / (0.25 * TURN);
    // Along the ribbon the lights run on from tile to tile.
    along = mix(along, 1.0 - along, abs(odd - way));
    float ribbon = smoothstep(0.20, 0.185, across), rim = smoothstep(0.03, 0.0, abs(across - 0.19));
    float run = fract(along - TIME * 0.15), light = exp(-6.0 * run) + exp(-6.0 * (1.0 - run));
    float round_ = sqrt(max(1.0 - pow(across / 0.2, 2.0), 0.0)), own = hash(id + 9.0);
    vec3 body = mix(c1.rgb, c2.rgb, smoothstep(0.2, 0.8, 0.5 + 0.5 * sin(TURN / 16.0 * (id.x + id.y) + TURN * choice(5.0)))) * (0.3 + 0.75 * round_);
    body += c3.rgb * light * exp(-120.0 * across * across) * (0.75 + 0.5 * glow);
    vec3 ground = c0.rgb * (0.7 + 0.6 * smoothstep(0.2, 0.5, across)) + c1.rgb * 0.25 * detail * step(0.8, own) * smoothstep(0.28, 0.4, across);
    vec3 c = mix(ground, body, ribbon) + rim * mix(c2.rgb, c3.rgb, 0.6) * (0.25 + 0.6 * glow) + body * ribbon * glow * 0.35;
    gl_FragColor = vec4(clamp(c, 0.0, 1.0), 1.0);
}
