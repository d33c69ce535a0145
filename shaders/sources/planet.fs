/*{
  "DESCRIPTION": "A planet in its own light before stars and a nebula, with rings, a moon or none, as the seed has it.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 9,
    "amount": 0.65,
    "words": [
      {"weight": 0.6, "en": ["space", "outer space", "cosmos"], "ko": ["우주", "우주 공간"]},
      {
        "weight": 1.3,
        "en": [
          "planet", "saturn", "jupiter", "asteroid", "astronaut", "cosmonaut", "satellite",
          "space station", "solar system", "eclipse", "orbit", "earth", "globe", "alien world",
          "meteor", "ufo", "moon base", "moon surface", "lunar surface", "another planet"
        ],
        "ko": [
          "행성", "지구", "토성", "목성", "우주인", "우주비행사", "인공위성", "일식", "월식", "궤도",
          "유성", "외계", "달나라", "별나라", "달 표면"
        ]
      }
    ],
    "traits": [
      {"set": {"ring": 1.0}, "en": ["ring", "rings", "ringed", "saturn"], "ko": ["고리", "토성"]}
    ],
    "companions": {"goes_on": ["tunnel", "clouds"], "opens_up": ["tunnel", "mandala"], "rests": ["clouds", "ink"]},
    "looks": [
      ["ultra", "starry_swirl", "cobalt_night"],
      ["dusk", "impressionist", "cobalt_night"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "ring", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "hole", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.020, 0.008, 0.102, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.165, 0.106, 0.839, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.698, 0.231, 1.000, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.890, 0.984, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    // Nebula and stars, slowly turning.
    float a = 0.0104720 * t, ca = cos(a), sa = sin(a);
    vec2 s = vec2(ca * p.x - sa * p.y, sa * p.x + ca * p.y);
    float swirl = flow_noise(s * 0.9 + 5.0, 0.02 * t);
    float gas = flow_noise(s * 1.1 + 1.2 * swirl + 20.0, 0.03 * t) + 0.5 * flow_noise(s * 2.6 + 1.6 * swirl, 0.04 * t) * (0.5 + detail);
    float thread = exp(-pow(gas * 7.0, 2.0));
    vec3 c = mix(c0.rgb * 0.7, c1.rgb, smoothstep(0.0, 0.75, gas + 0.25 * swirl));
    float nearness = 0.0;
    c = mix(c, c2.rgb, 0.3 * smoothstep(0.2, 0.7, gas) + 0.12 * thread * (0.5 + warp));
    for (int i = 0; i < 2; i += 1) {
        vec2 cell = s * (7.0 + 6.0 * float(i)) + 9.0 * float(i), id = floor(cell);
        float key = hash(id + 30.0 * float(i));
        vec2 off = fract(cell) - 0.5 - 0.5 * (vec2(fract(key * 61.0), fract(key * 83.0)) - 0.5);
        float big = fract(key * 29.0) * (1.0 - 0.4 * float(i)), r = length(off);
        c += c3.rgb * step(0.6, key) * (smoothstep(0.06 + 0.1 * big, 0.0, r) + 0.3 * big * exp(-7.0 * r)) * (0.75 + 0.25 * sin(1.2566371 * t + 40.0 * key));
    }
    // The planet: a lit ball with bands, or lands and seas.
    float side = choice(1.0) < 0.5 ? -1.0 : 1.0, radius = mix(0.34, 0.66, choice(2.0));
    vec2 at = vec2(beside(side * mix(0.05, 0.75, choice(3.0))), mix(-0.3, 0.25, choice(4.0)) + 0.03 * sin(0.0942478 * t));
    float tilt = mix(-0.7, 0.7, choice(5.0)), ct = cos(tilt), st = sin(tilt);
    vec2 d = p - at, e = vec2(ct * d.x + st * d.y, ct * d.y - st * d.x) / radius;
    float r = length(e), z = sqrt(max(1.0 - r * r, 0.0));
    vec3 lamp = normalize(vec3(-side * 0.85, 0.45, 0.5));
    float lit = smoothstep(-0.15, 0.9, dot(vec3(d / radius, z), lamp));
    float spin = atan(e.x, max(z, 0.001)) + 0.0533333 * t, gasy = step(0.45, choice(6.0));
    float stir = flow_noise(vec2(spin * 2.0, e.y * 3.0) + 7.0, 0.03 * t);
    float bands = 0.5 + 0.5 * sin(e.y * mix(7.0, 17.0, choice(7.0)) + 2.4 * stir * (0.5 + warp) + 0.8 * flow_noise(vec2(spin * 5.0, e.y * 9.0), 0.05 * t));
    float land = smoothstep(-0.03, 0.06, stir + 0.5 * flow_noise(vec2(spin * 5.0, e.y * 6.0) + 21.0, 0.0));
    float seen = mix(land, bands, gasy);
    vec3 body = mix(mix(c1.rgb, c2.rgb, 0.25), mix(c2.rgb, c3.rgb, 0.45), seen);
    body = mix(body, c3.rgb, 0.6 * smoothstep(0.75, 0.95, abs(e.y)) * (1.0 - gasy));
    body = body * (0.05 + 1.05 * lit) + c2.rgb * 0.5 * smoothstep(0.75, 1.0, r) * lit;
    float disc = smoothstep(1.0, 0.975, r);
    // Its air glows at the rim toward the light.
    c += mix(c2.rgb, c3.rgb, 0.4) * exp(-9.0 * max(r - 1.0, 0.0)) * (0.18 + 0.5 * glow + 0.6 * smoothstep(-0.2, 1.0, dot(normalize(d + 1e-4), lamp.xy)));
    c = mix(c, mix(body, c0.rgb * 0.05, hole), disc);
    nearness = mix(nearness, 0.4 + 0.4 * z, disc);
    c += hole * mix(c2.rgb, c3.rgb, 0.8) * exp(-pow((r - 1.06) * 16.0, 2.0)) * (0.8 + 0.4 * glow);
    // Rings: an ellipse seen from above, before the planet below and behind it above.
    float has = max(ring, step(0.62, choice(8.0)));
    if (has > 0.0) {
        vec2 o = vec2(e.x, e.y / mix(0.16, 0.34, choice(9.0)));
        float far = length(o), track = 0.5 + 0.5 * sin(far * 31.0) * sin(far * 13.0 + 1.0);
        float band = smoothstep(1.3, 1.36, far) * smoothstep(2.25, 2.15, far) * (1.0 - 0.8 * exp(-pow((far - 1.8) * 22.0, 2.0)));
        float front = e.y < 0.0 ? 1.0 : 1.0 - disc;
        c = mix(c, mix(c2.rgb, c3.rgb, track) * (0.35 + 0.75 * smoothstep(-1.6, 1.6, -side * e.x)), has * band * front * (0.55 + 0.35 * track));
        nearness = mix(nearness, 0.45 - 0.2 * o.y, has * band * front);
    }
    // A small moon on its round.
    float turn = 0.0837758 * t + 6.28 * choice(10.0);
    vec2 m = d - radius * vec2(1.75 * cos(turn), 0.75 * sin(turn));
    float small = mix(0.05, 0.11, choice(11.0)), way = length(m);
    float above = sin(turn) > 0.0 ? 1.0 - disc : 1.0;
    c = mix(c, mix(c2.rgb, c3.rgb, 0.7) * (0.12 + smoothstep(-0.6, 0.8, dot(m / small, lamp.xy))), step(0.35, choice(12.0)) * above * smoothstep(small, small * 0.85, way));
    nearness = mix(nearness, 0.45 - 0.35 * sin(turn), step(0.35, choice(12.0)) * above * smoothstep(small, small * 0.85, way));
    c *= 1.0 - 0.35 * smoothstep(1.0, 2.1, length(p));
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
