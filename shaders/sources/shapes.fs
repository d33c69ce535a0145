/*{
  "DESCRIPTION": "Circles, bars, triangles and grids flying toward the eye. Endless in zoom and rotation.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 11,
    "amount": 0.6,
    "words": [
      {
        "weight": 0.3,
        "why": "The music, not the building.",
        "en": ["house music", "deep house", "tech house", "acid house", "progressive house"]
      },
      {
        "weight": 1.0,
        "en": [
          "geometric", "geometry", "abstract", "bauhaus", "shape", "cube", "grid", "triangle",
          "circle", "concentric", "square", "minimal", "minimalist", "op art", "suprematism",
          "constructivism", "polygon", "shard", "broken glass", "prism", "glitch", "origami",
          "crystal", "wireframe", "pixel", "stripe", "sphere", "mondrian", "kandinsky", "malevich",
          "low poly", "vector", "tetris", "checkerboard", "labyrinth", "maze", "techno"
        ],
        "ko": [
          "기하", "도형", "삼각형", "사각형", "큐브", "격자", "추상", "동그라미", "동심원", "원",
          "파편", "미니멀", "수정", "글리치", "종이접기", "픽셀", "줄무늬", "다각형", "프리즘",
          "칸딘스키", "몬드리안", "미로", "테크노"
        ]
      }
    ],
    "traits": [
      {
        "set": {"round": 1.0},
        "en": ["circle", "concentric", "dot", "sphere", "bubble", "kandinsky"],
        "ko": ["동그라미", "동심원", "원", "구슬", "칸딘스키"]
      },
      {
        "set": {"boxes": 1.0},
        "en": [
          "cube", "square", "grid", "block", "pixel", "mondrian", "tetris", "checkerboard",
          "wireframe"
        ],
        "ko": ["큐브", "사각형", "격자", "픽셀", "몬드리안", "블록"]
      },
      {
        "set": {"edges": 1.0},
        "en": [
          "triangle", "shard", "broken glass", "polygon", "origami", "crystal", "prism", "pyramid",
          "low poly", "shattered"
        ],
        "ko": ["삼각형", "파편", "다각형", "종이접기", "수정", "프리즘", "깨진"]
      }
    ],
    "companions": {"goes_on": ["mandala", "ink"], "opens_up": ["tunnel", "mandala"], "rests": ["ink", "clouds"]},
    "looks": [
      ["candy", "pop_cutout", "primary_shards"],
      ["neon", "cobalt_night", "pop_cutout"],
      ["paper", "crimson_poster", "woodcut"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "round", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "boxes", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "edges", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "octave", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.169, 0.039, 0.290, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [1.000, 0.239, 0.506, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [1.000, 0.694, 0.239, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.427, 0.941, 1.000, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

// Distances to the edge of a shape of about unit size; below 0 is inside.
float box(vec2 q, vec2 half_) { vec2 d = abs(q) - half_; return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0); }
float triangle(vec2 q) { return max(abs(q.x) * 0.866 + q.y * 0.5, -q.y) - 0.5; }

float shape(vec2 q, float kind) {
    float r = length(q);
    if (kind < 1.0) return r - 0.8;
    if (kind < 2.0) return abs(r - 0.72) - 0.13;
    if (kind < 3.0) return max(max(r - 0.9, -q.y), -q.x);
    if (kind < 4.0) return box(q, vec2(0.62));
    if (kind < 5.0) return max(box(q, vec2(0.75)), 0.16 - abs(fract(q.x * 2.5) - 0.5) * 0.8);
    if (kind < 6.0) return box(q, vec2(1.5, 0.11));
    if (kind < 7.0) return triangle(q);
    if (kind < 8.0) return max(triangle(q), -triangle(q * 1.6));
    return max(triangle(q), abs(q.x - 0.2) - 0.3);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;

    float ca = cos(rotation), sa = sin(rotation);
    p = vec2(ca * p.x + sa * p.y, ca * p.y - sa * p.x);
    float flight = zoom + mod(octave + 0.0426667 * t, 64.0);
    float wash = flow_noise(p * 0.7 + 3.0, 0.01 * t), slope_ = 6.28 * choice(1.0);
    vec3 ground = mix(c0.rgb, mix(c0.rgb, c1.rgb, 0.55), smoothstep(-1.2, 1.2, dot(p, vec2(cos(slope_), sin(slope_))) + wash));
    // Some worlds are painted on a light ground.
    float light = step(0.72, choice(2.0)) * (1.0 - edges);
    vec3 c = mix(ground, mix(c3.rgb, c2.rgb, 0.25 + 0.2 * wash) * 0.88, light);
    float nearness = 0.0;
    float concentric = step(0.5, round);
    if (concentric > 0.5) {
        // Rings run outward from one or two centres.
        vec2 a = 0.35 * (vec2(choice(3.0), choice(4.0)) - 0.5), b = vec2(mix(-0.9, 0.9, choice(5.0)), mix(-0.5, 0.5, choice(6.0)));
        float two = step(0.45, choice(7.0)), first = (log2(length(p - a) + 0.02) - flight) * 3.0, second = (log2(length(p - b) + 0.02) - flight) * 3.0;
        float wave = 0.12 * warp * sin(atan(p.y, p.x) * (3.0 + floor(4.0 * choice(8.0))) + 0.2094395 * t);
        float x = first + wave, ring = floor(x), f = fract(x), other = step(0.5, fract(second)) * two;
        float key = hash(vec2(mod(ring, 192.0), 5.0));
        vec3 tint = key < 0.34 ? c1.rgb : (key < 0.67 ? c2.rgb : c3.rgb);
        vec3 back = mix(c0.rgb, mix(c0.rgb, c1.rgb, 0.4), other);
        c = mix(back, mix(tint, mix(c0.rgb, tint, 0.25), other), smoothstep(0.0, 0.06, f - 0.45) * smoothstep(1.0, 0.94, f));
        c += c3.rgb * 0.5 * exp(-12.0 * length(p - a)) * (0.4 + glow);
    } else {
        // Twelve shapes between the horizon and the eye; each comes in small and leaves by the frame.
        for (int i = 0; i < 12; i += 1) {
            float k = float(i), run = flight * 0.5 + k / 12.0, lap = mod(floor(run), 32.0), z = fract(run);
            float a = hash(vec2(k, lap)), b = hash(vec2(k + 20.0, lap)), d = hash(vec2(k + 40.0, lap)), e = hash(vec2(lap, k + 7.0));
            float size = exp2(4.0 * z - 3.0), spread = 0.62 * size + 0.28 * z;
            float ang = 6.2831853 * (0.618034 * k + 0.1 * a);
            vec2 q = (p - vec2(cos(ang) * 1.45, sin(ang)) * spread * (0.4 + 0.9 * b)) / (size * mix(0.28, 0.62, d));
            float turn = 6.2831853 * (floor(8.0 * e) / 8.0) + 0.0010472 * floor(300.0 * (a - 0.5)) * t;
            turn = boxes > 0.5 ? 1.5707963 * floor(4.0 * e) + 0.4 * (choice(3.0) - 0.5) : turn;
            float ct = cos(turn), st = sin(turn);
            q = vec2(ct * q.x + st * q.y, ct * q.y - st * q.x);
            float kind = 9.0 * fract(a * 13.0 + e);
            kind = boxes > 0.5 ? 3.0 + 3.0 * fract(a * 13.0) : (edges > 0.5 ? 6.0 + 3.0 * fract(a * 13.0) : kind);
            float s = shape(q, kind), soft = 0.03 / size;
            float seen = smoothstep(0.0, 0.12, z) * smoothstep(1.0, 0.82, z);
            float pick = fract(b * 7.0 + 0.37 * k);
            vec3 pale = mix(c3.rgb, c0.rgb, light);
            vec3 tint = pick < 0.3 ? c1.rgb : (pick < 0.62 ? c2.rgb : (pick < 0.88 ? pale : mix(c0.rgb, c1.rgb, 0.4)));
            // Lit from one side, with a shadow on what lies behind.
            tint *= 0.78 + 0.3 * smoothstep(-0.9, 0.9, q.x + q.y) + 0.08 * detail * sin(37.0 * (q.x - q.y));
            c = mix(c, c * 0.45, 0.6 * seen * smoothstep(0.22, 0.0, s + 0.12 * (1.0 - size)) * (1.0 - light * 0.5));
            c = mix(c, tint, seen * smoothstep(soft, 0.0, s));
            nearness = mix(nearness, min(0.5 * size, 1.0), seen * smoothstep(soft, 0.0, s));
            if (edges > 0.5) c = mix(c, c3.rgb, seen * 0.55 * smoothstep(soft * 1.5, 0.0, abs(s + 0.03)));
            c += tint * glow * seen * 0.35 * exp(-7.0 * abs(s)) * step(0.0, s);
        }
    }
    c *= (1.0 - 0.35 * smoothstep(0.9, 2.1, length(p))) * (1.0 + 0.15 * glow);
    c *= 1.0 + 0.25 * glow;
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
