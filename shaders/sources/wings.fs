/*{
  "DESCRIPTION": "A butterfly, or wings of feathers, beating slowly before a soft light.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 15,
    "amount": 0.6,
    "words": [
      {
        "weight": 1.15,
        "en": [
          "butterfly", "moth", "wing", "wings", "angel", "eagle", "phoenix", "swan", "feather",
          "dragonfly", "raven", "peacock", "hummingbird", "owl", "crow", "crane", "parrot", "hawk",
          "dove", "bat", "pegasus", "bee"
        ],
        "ko": [
          "나비", "나방", "날개", "천사", "독수리", "봉황", "불사조", "백조", "깃털", "까마귀",
          "두루미", "공작새", "잠자리", "부엉이", "비둘기", "앵무새", "박쥐"
        ]
      },
      {"weight": 0.7, "en": ["bird", "birds", "seagull", "gull"], "ko": ["새들", "새떼", "철새", "갈매기"]}
    ],
    "traits": [
      {
        "set": {"feathers": 1.0},
        "en": [
          "angel", "bird", "eagle", "phoenix", "swan", "feather", "raven", "owl", "crow", "crane",
          "hawk", "dove", "peacock", "parrot", "wing", "wings"
        ],
        "ko": [
          "천사", "독수리", "봉황", "불사조", "백조", "깃털", "까마귀", "두루미", "공작새", "부엉이",
          "비둘기", "날개", "앵무새", "새들"
        ]
      }
    ],
    "companions": {"goes_on": ["rose", "clouds"], "opens_up": ["rose", "tunnel"], "rests": ["clouds", "ink"]},
    "looks": [
      ["lagoon", "impressionist", "starry_swirl"],
      ["candy", "pop_cutout", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "feathers", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.016, 0.071, 0.122, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.043, 0.310, 0.541, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [1.000, 0.478, 0.349, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.914, 0.769, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

// Of a wing in polar form round its root, as drawn by four numbers of the seed: how far it reaches at angle a.
float lobe(float a, float mid, float wide, float reach) {
    float x = (a - mid) / wide;
    return reach * max(1.0 - x * x, 0.0);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    // Soft light and drifting dust behind.
    vec2 lamp = vec2(beside(mix(-0.5, 0.5, choice(1.0))), mix(0.0, 0.5, choice(2.0)));
    float haze = flow_noise(p * 0.9 + 2.0, 0.02 * t) + 0.5 * flow_noise(p * 2.1 + 8.0, 0.03 * t);
    vec3 c = mix(c0.rgb, c1.rgb, smoothstep(-0.4, 0.7, haze + 0.5 * exp(-length(p - lamp))));
    c = mix(c, mix(c1.rgb, c2.rgb, 0.6), 0.55 * exp(-1.6 * length(p - lamp)) * (0.8 + 0.4 * haze) + 0.35 * glow * exp(-1.2 * length(p)));
    // Leaves or grass out of focus.
    float blur = 0.0;
    for (int i = 0; i < 4; i += 1) {
        float k = float(i);
        vec2 at = vec2(mix(-1.7, 1.7, hash(vec2(k, 11.0))), mix(-0.9, 0.9, hash(vec2(k, 12.0))));
        blur += smoothstep(0.42, 0.3, length(p - at) / mix(0.6, 1.2, hash(vec2(k, 13.0))));
    }
    c = mix(c, mix(c1.rgb, c2.rgb, 0.45), 0.16 * min(blur, 2.0));
    float nearness = 0.0;
    float tilt = mix(-0.45, 0.45, choice(3.0)) * (1.0 - 0.8 * feathers) + 0.05 * sin(0.3141593 * t), ct = cos(tilt), st = sin(tilt);
    vec2 d = p - vec2(beside(mix(-0.35, 0.35, choice(4.0))) * (1.0 - feathers) + 0.04 * sin(0.2094395 * t), mix(-0.08, 0.1, choice(5.0)) - 0.12 * feathers);
    vec2 q = vec2(ct * d.x + st * d.y, ct * d.y - st * d.x) / mix(0.95, 1.3, choice(6.0)) / (1.0 - 0.2 * feathers);
    float beat = sin(1.2566371 * t), spread = mix(0.68, 1.0, 0.5 + 0.5 * beat);
    vec2 w = vec2(abs(q.x) / spread, q.y);
    if (feathers > 0.5) {
        // Two rows of feathers fan out from the shoulder; long ones below short ones.
        vec2 root = vec2(0.07, 0.12 + 0.05 * beat);
        vec2 e = w - root;
        float r = length(e), a = atan(e.y, e.x), lift = 0.25 * beat;
        float span = mix(1.2, 1.5, choice(7.0));
        for (int i = 0; i < 3; i += 1) {
            float k = float(i), count = 15.0 - 3.0 * k;
            float u = (a - lift + 1.45) / 2.25, x = u * count, id = floor(x), f = abs(fract(x) - 0.5);
            float long_ = span * (1.0 - 0.27 * k) * mix(0.42, 1.0, smoothstep(0.0, 0.9, (id + 0.5) / count)) * (0.94 + 0.12 * hash(vec2(id, 21.0 + k)));
            float inside = long_ - r - 0.30 * f * f * (1.2 - 0.2 * k);
            float on = step(0.0, u) * step(u, 1.0) * smoothstep(0.0, 0.02, inside) * step(0.02, r);
            float shade = 0.5 + 0.5 * smoothstep(0.5, 0.1, f), tip = smoothstep(0.25, 0.0, inside);
            vec3 plume = mix(mix(c1.rgb, c2.rgb, 0.35 + 0.3 * k), c3.rgb, clamp(0.2 + 0.22 * k + 0.5 * tip * choice(8.0) + 0.35 * shade * u, 0.0, 1.0)) * (0.55 + 0.5 * shade);
            plume = mix(plume, c3.rgb, 0.5 * smoothstep(0.05, 0.0, f) * detail);
            c = mix(c * (1.0 - 0.5 * step(0.0, u) * step(u, 1.0) * smoothstep(-0.06, 0.02, inside)), plume, on);
            nearness = mix(nearness, 0.4 + 0.05 * k, on);
        }
        // The figure between them, in its own light; a head, a long robe or a tail.
        float robe = 0.1 + 0.16 * smoothstep(0.1, -0.9, q.y) - abs(q.x + 0.03 * sin(5.0 * q.y + 0.6283185 * t));
        float head = 0.105 - length((q - vec2(0.0, 0.33)) * vec2(1.15, 1.0));
        float body = max(min(robe, 0.24 - q.y), head);
        c += mix(c2.rgb, c3.rgb, 0.6) * exp(-5.0 * max(-body, 0.0)) * (0.16 + 0.4 * glow);
        c = mix(c, mix(mix(c0.rgb, c1.rgb, 0.6), c3.rgb, 0.35 + 0.5 * smoothstep(0.12, -0.12, q.x) - 0.3 * smoothstep(0.0, -0.8, q.y)), smoothstep(-0.006, 0.012, body));
        nearness = mix(nearness, 0.7, smoothstep(-0.006, 0.012, body));
        c = mix(c, c3.rgb, 0.8 * smoothstep(0.025, 0.0, abs(length((q - vec2(0.0, 0.5)) * vec2(1.0, 2.6)) - 0.15)) * step(0.5, choice(9.0)));
    } else {
        float r = length(w), a = atan(w.y, w.x);
        float upper = lobe(a, mix(0.62, 0.8, choice(7.0)), 0.78, mix(0.85, 1.12, choice(8.0))) * (1.0 + 0.06 * sin(9.0 * a)), lower = lobe(a, -0.72, 0.85, mix(0.55, 0.85, choice(9.0))) * (1.0 + mix(0.03, 0.14, choice(10.0)) * sin(mix(9.0, 15.0, choice(11.0)) * a));
        float tail = 0.4 * choice(12.0) * exp(-pow((a + 1.12) * 9.0, 2.0));
        for (int i = 0; i < 2; i += 1) {
            float reach = i < 1 ? lower + tail * step(0.1, lower) : upper, inside = reach - r, x = r / max(reach, 1e-3);
            float mid = i < 1 ? -0.72 : 0.7;
            // Veins run out from the root; cells of colour lie between them, eyes near the rim.
            float vein = abs(fract((a - mid) * 4.5 + 0.25 * x) - 0.5), cell = smoothstep(0.46, 0.34, vein) * smoothstep(0.93, 0.82, x) * smoothstep(0.12, 0.25, x);
            float ring = abs(fract(x * (2.0 + floor(2.0 * choice(13.0))) + 0.12 * sin(9.0 * a)) - 0.5);
            vec3 scale = mix(mix(c2.rgb, c1.rgb, smoothstep(0.2, 0.9, x)), c3.rgb, smoothstep(0.16, 0.34, ring) * (0.35 + 0.4 * choice(14.0)));
            scale = mix(scale, c3.rgb, 0.5 * exp(-6.0 * x));
            vec3 wing = mix(c0.rgb * 0.5, scale * (0.8 + 0.35 * haze), cell);
            vec2 eye = vec2(cos(mid), sin(mid)) * (i < 1 ? 0.42 : 0.62);
            float spot = length(w - eye) / mix(0.07, 0.13, choice(15.0));
            wing = mix(wing, spot < 0.5 ? c3.rgb : (spot < 0.75 ? c0.rgb : c2.rgb), step(spot, 1.0) * step(0.3, choice(16.0)));
            wing = mix(wing, c3.rgb, smoothstep(0.035, 0.02, abs(inside - 0.055)) * step(0.42, fract(a * 6.0)) * 0.85);
            c = mix(c * (1.0 - 0.35 * smoothstep(-0.08, 0.02, inside) * step(0.02, reach)), wing * (0.75 + 0.35 * spread), smoothstep(0.0, 0.012, inside) * step(0.02, reach));
            nearness = mix(nearness, 0.5 + 0.05 * float(i), smoothstep(0.0, 0.012, inside) * step(0.02, reach));
        }
        float body = 0.045 * (1.0 + 0.5 * exp(-90.0 * pow(q.y - 0.1, 2.0))) - length(vec2(q.x, max(abs(q.y) - 0.3, 0.0)));
        vec2 h = vec2(abs(q.x), q.y - 0.34);
        float feeler = abs(h.x - 0.18 * sqrt(max(h.y, 0.0)) * 1.4) - 0.008;
        c = mix(c, c0.rgb * 0.5, max(smoothstep(-0.004, 0.008, body), smoothstep(0.008, 0.0, feeler) * step(0.0, h.y) * step(h.y, 0.32)));
        c = mix(c, mix(c2.rgb, c3.rgb, 0.4), 0.5 * smoothstep(0.012, 0.03, body) * step(0.3, fract(q.y * 14.0)));
        nearness = mix(nearness, 0.65, smoothstep(-0.004, 0.008, body));
    }
    c *= (1.0 - 0.4 * smoothstep(0.8, 2.1, length(p - 0.4 * lamp))) * (1.0 + 0.1 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
