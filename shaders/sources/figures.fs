/*{
  "DESCRIPTION": "Dancers with veils before a great light, or a crowd with raised hands under beams.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 14,
    "ground": -0.72,
    "amount": 0.5,
    "words": [
      {
        "weight": 1.15,
        "en": [
          "dancer", "dance", "dancing", "crowd", "people", "audience", "concert", "ballet",
          "ballerina", "silhouette", "party", "festival", "raised hands", "rave", "disco", "parade",
          "backstage", "dance floor", "dancefloor", "ballroom", "prom", "theatre stage", "catwalk",
          "runway show", "talent show", "open mic", "arena show", "mosh pit", "nightclub floor",
          "choir"
        ],
        "ko": [
          "춤", "춤추", "무용", "무용수", "발레", "발레리나", "사람들", "군중", "관객", "콘서트",
          "축제", "실루엣", "공연", "무대", "파티", "탈춤",
          "댄스 플로어", "무도회", "무도회장", "공연장", "객석", "대기실", "연습실", "런웨이"
        ]
      }
    ],
    "traits": [
      {
        "set": {"crowd": 0.0},
        "en": ["dancer", "dance", "dancing", "ballet", "ballerina"],
        "ko": ["춤", "춤추", "무용", "발레"]
      },
      {
        "set": {"crowd": 1.0},
        "en": ["crowd", "people", "audience", "concert", "festival", "hands", "rave", "parade", "party"],
        "ko": ["군중", "사람들", "관객", "콘서트", "축제", "공연", "파티"]
      }
    ],
    "companions": {"goes_on": ["ink", "rose"], "opens_up": ["mandala", "tunnel"], "rests": ["ink", "clouds"]},
    "looks": [
      ["neon", "cobalt_night", "pop_cutout"],
      ["dusk", "expressionist", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "crowd", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.039, 0.016, 0.125, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.231, 0.059, 0.549, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.878, 0.129, 0.541, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.153, 0.961, 0.894, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

// Distance to a limb from a to b that is `thick` at a and 0.6 of it at b.
float limb(vec2 p, vec2 a, vec2 b, float thick) {
    vec2 d = p - a, e = b - a;
    float h = clamp(dot(d, e) / dot(e, e), 0.0, 1.0);
    return length(d - e * h) - thick * (1.0 - 0.4 * h);
}
vec2 toward(float turns) { return vec2(sin(6.2831853 * turns), cos(6.2831853 * turns)); }

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    float haze = flow_noise(p * 0.9 + vec2(0.0426667 * t, 3.0), 0.03 * t) + 0.5 * flow_noise(p * 2.2 + 8.0, 0.05 * t);
    vec3 c = mix(c0.rgb, c1.rgb, clamp(0.3 + 0.55 * haze + 0.25 * p.y, 0.0, 1.0));
    float nearness = 0.0;
    if (crowd > 0.5) {
        vec2 stage = vec2(beside(mix(-0.6, 0.6, choice(1.0))), -0.12);
        c = mix(c, mix(c2.rgb, c3.rgb, 0.25), 0.95 * exp(-1.1 * length((p - stage) * vec2(0.55, 1.1))) * (0.9 + 0.3 * haze));
        c = mix(c, mix(c1.rgb, c2.rgb, 0.75), 0.8 * smoothstep(-0.1, -0.55, p.y));
        nearness = 0.3 * smoothstep(-0.1, -0.55, p.y);
        // Beams from above the stage, each swinging in its own time.
        for (int i = 0; i < 6; i += 1) {
            float k = float(i), x = -1.5 + 0.6 * k + 0.2 * choice(2.0);
            vec2 d = p - vec2(x, 1.05);
            float swing = 0.45 * sin((0.2094395 + 0.0418879 * k) * t + 6.28 * hash(vec2(k, 9.0))), off = d.x + d.y * tan(swing);
            float beam = exp(-pow(off / (0.025 - 0.1 * d.y), 2.0)) * exp(0.7 * d.y) * step(d.y, 0.0);
            c += mix(mod(k, 2.0) < 1.0 ? c2.rgb : c3.rgb, c3.rgb, 0.25) * beam * (0.5 + 0.35 * haze) * (0.75 + 0.6 * glow);
            c += c3.rgb * 0.8 * exp(-30.0 * length(d));
        }
        c = mix(c, mix(c3.rgb, vec3(1.0), 0.2), exp(-26.0 * pow(length((p - stage) * vec2(0.55, 1.0)), 2.0)) * (0.6 + 0.3 * glow));
        // Three rows of heads; arms go up.
        for (int i = 0; i < 3; i += 1) {
            float z = float(i), wide = 0.25 + 0.11 * z, x = p.x / wide + 11.0 * z + 3.0 * choice(3.0);
            float inside = -1.0;
            for (int j = -1; j <= 1; j += 1) {
                float lot = floor(x) + float(j), f = x - lot - 0.5, key = hash(vec2(lot, 5.0 + z));
                float top = -0.5 - 0.2 * z + 0.1 * key + 0.03 * sin(3.1415927 * t + 6.28 * key), y = (p.y - top) / wide;
                vec2 q = vec2(f + 0.25 * (key - 0.5), y);
                float person = max(0.3 - length(q * vec2(1.1, 0.85)), min(0.6 - abs(q.x) - 0.6 * max(q.y + 0.55, 0.0), -0.32 - q.y));
                float up = step(0.45, fract(key * 7.0)), sway = 0.05 * sin(1.5707963 * t + 9.0 * key);
                vec2 hand = vec2(0.5 + 0.3 * (fract(key * 23.0) - 0.3) + sway, 0.45 + 0.5 * fract(key * 13.0));
                vec2 mirrored = vec2(fract(key * 19.0) < 0.4 ? abs(q.x) : q.x * (key < 0.5 ? -1.0 : 1.0), q.y);
                person = max(person, up * (0.0 - limb(mirrored, vec2(0.45, -0.45), hand, 0.17)) - (1.0 - up));
                inside = max(inside, person);
            }
            vec3 cloth = mix(mix(c0.rgb, c1.rgb, 0.6), c0.rgb * 0.35, 0.5 * z);
            float rim = smoothstep(0.09, 0.0, inside) * exp(-0.8 * abs(p.x - stage.x)) * (0.5 + 0.15 * z) * step(-1.0 + 0.12 * z, p.y);
            c = mix(c, mix(cloth, mix(c2.rgb, c3.rgb, 0.5), rim * (0.7 + 0.5 * glow)), smoothstep(0.0, 0.05, inside));
            nearness = mix(nearness, 0.4 + 0.25 * z, smoothstep(0.0, 0.05, inside));
        }
    } else {
        // A great disc of light on the floor's horizon.
        vec2 sun = vec2(beside(mix(-0.5, 0.5, choice(1.0))), mix(-0.05, 0.3, choice(2.0)));
        float far = length(p - sun), size = mix(0.5, 0.8, choice(3.0)), stage = -0.72;
        c = mix(c, mix(mix(c1.rgb, c2.rgb, 0.85), mix(c2.rgb, c3.rgb, 0.7), smoothstep(size, 0.0, far + 0.12 * haze)), smoothstep(size, size - 0.025, far) * 0.92);
        c += c2.rgb * 0.4 * exp(-2.4 * max(far - size, 0.0)) * (0.35 + glow) * step(size, far);
        float floor_ = smoothstep(0.0, -0.02, p.y - stage);
        c = mix(c, mix(c0.rgb * 0.7, mix(c1.rgb, c2.rgb, 0.6), exp(-2.0 * pow(p.x - sun.x, 2.0)) * (0.55 + 0.6 * haze)), floor_);
        nearness = floor_ * (0.3 + max(stage - p.y, 0.0));
        float many = 1.0 + floor(2.6 * choice(4.0));
        for (int i = 0; i < 3; i += 1) {
            float k = float(i);
            if (k >= many) break;
            float key = choice(5.0 + k), dir = key < 0.5 ? -1.0 : 1.0, scale = mix(0.78, 1.0, choice(9.0 + k)) * (many > 1.5 ? 0.85 : 1.12);
            float x = many < 1.5 ? mix(-0.35, 0.35, key) : (k - 0.5 * (many - 1.0)) * 0.95 + 0.2 * (key - 0.5);
            float step_ = 0.7853982 * t + 6.28 * key, bob = sin(step_), slow = sin(0.5 * step_ + 2.0);
            vec2 q = vec2((p.x - x) * dir, p.y - stage) / scale;
            // Hips over the standing foot; the free leg, the back and the arms swing against each other.
            vec2 hip = vec2(0.06 * slow, 0.66 + 0.03 * bob), chest = hip + 0.34 * toward(0.02 + 0.05 * slow), head = chest + 0.2 * toward(0.03 - 0.03 * bob);
            vec2 knee = hip + vec2(0.05 + 0.03 * slow, -0.34), foot = vec2(0.0, 0.02);
            float kick = mix(0.3, 0.46, choice(13.0 + k)) + 0.05 * slow;
            vec2 knee_b = hip + 0.33 * toward(kick), foot_b = knee_b + 0.36 * toward(kick + mix(-0.16, 0.12, choice(16.0 + k)) + 0.04 * bob);
            float reach = mix(0.05, 0.3, choice(19.0 + k)) + 0.05 * bob, back = -mix(0.12, 0.34, choice(22.0 + k)) + 0.05 * slow;
            vec2 elbow = chest + 0.21 * toward(reach), hand = elbow + 0.22 * toward(reach - 0.09 + 0.03 * slow), elbow_b = chest + 0.21 * toward(back), hand_b = elbow_b + 0.22 * toward(back + 0.08);
            // Veils trail from both hands.
            for (int j = 0; j < 2; j += 1) {
                vec2 from = j < 1 ? hand : hand_b, d = q - from;
                float away = j < 1 ? 1.0 : -1.0, run = d.x * away, bend = 0.22 * sin(3.2 * run - 1.2566371 * t + 5.0 * key) * smoothstep(0.0, 0.4, run) - 0.35 * run * run * (0.2 + key) + 0.1 * haze;
                float thin = 0.03 + 0.16 * run * (0.5 + warp), veil = (d.y - bend) / max(thin, 0.01), fold = 0.5 + 0.5 * sin(9.0 * veil + 7.0 * run);
                float seen = smoothstep(1.0, 0.75, abs(veil)) * step(0.0, run) * smoothstep(0.95, 0.6, run);
                c = mix(c, mix(mix(c1.rgb, c2.rgb, 0.7), c3.rgb, 0.25 + 0.65 * fold), 0.82 * seen);
            }
            vec2 w = q - hip;
            float flare = 0.09 - 0.75 * w.y * (1.0 + 0.22 * bob), skirt = min(flare - abs(w.x - 0.35 * w.y * slow), min(0.05 - w.y, w.y + 0.36 + 0.05 * sin(9.0 * w.x + 1.5707963 * t)));
            float d = min(limb(q, chest, hip, 0.098), length((q - head) * vec2(1.12, 1.0)) - 0.082);
            d = min(d, min(limb(q, hip, knee, 0.072), limb(q, knee, foot, 0.05)));
            d = min(d, min(limb(q, hip, knee_b, 0.072), limb(q, knee_b, foot_b, 0.048)));
            d = min(d, min(limb(q, chest + vec2(0.0, 0.02), elbow, 0.044), limb(q, elbow, hand, 0.032)));
            d = min(d, min(limb(q, chest + vec2(0.0, 0.02), elbow_b, 0.044), limb(q, elbow_b, hand_b, 0.032)));
            d = min(d, limb(q, chest, head, 0.035));
            float lit = smoothstep(-0.05, 0.0, d) * smoothstep(-0.5, 0.6, (sun.x - p.x) * dir * 0.6 + q.y - 0.4);
            c = mix(c, mix(c0.rgb * 0.45, mix(c2.rgb, c3.rgb, 0.6), 0.85 * lit * detail * 1.3), smoothstep(0.006, -0.006, d));
            c = mix(c, mix(mix(c1.rgb, c2.rgb, 0.55), c0.rgb, 0.25 + 0.5 * smoothstep(0.2, 0.8, 0.5 + 0.5 * sin(34.0 * w.x / (0.25 - w.y)))), smoothstep(0.0, 0.015, skirt) * step(0.3, choice(25.0 + k)));
            nearness = mix(nearness, 0.55 + 0.1 * k, max(smoothstep(0.006, -0.006, d), smoothstep(0.0, 0.015, skirt) * step(0.3, choice(25.0 + k))));
        }
    }
    c *= (1.0 - 0.35 * smoothstep(0.9, 2.0, length(p))) * (1.0 + 0.1 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
