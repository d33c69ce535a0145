/*{
  "DESCRIPTION": "Plumes of ink rising through water and lit from above. Endless in zoom, rotation and pan.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "zoom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "octave", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "rotation", "TYPE": "float", "MIN": 0.0, "MAX": 6.2832, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "shift_y", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.043, 0.043, 0.063, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.227, 0.165, 0.102, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.722, 0.525, 0.169, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.953, 0.816, 1.0]}
  ]
}*/

vec3 turn_hue(vec3 c, float turns) {
    float a = 6.2831853 * turns, s = sin(a), k = cos(a);
    vec3 q = vec3(dot(c, vec3(0.299, 0.587, 0.114)), dot(c, vec3(0.596, -0.274, -0.322)), dot(c, vec3(0.211, -0.523, 0.312)));
    q.yz = vec2(k * q.y - s * q.z, s * q.y + k * q.z);
    return vec3(q.x + 0.956 * q.y + 0.621 * q.z, q.x - 0.272 * q.y - 0.647 * q.z, q.x - 1.106 * q.y + 1.703 * q.z);
}

float hash(vec2 p) {
    vec3 q = fract(vec3(mod(p, 64.0).xyx) * vec3(0.1031, 0.1030, 0.0973) + 0.01 * seed);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

// Gradient noise on a lattice of 64 cells whose gradients turn with time.
vec2 slope(vec2 i, float t) { float a = 6.2831853 * hash(i) + t; return vec2(cos(a), sin(a)); }
float flow_noise(vec2 p, float t) {
    vec2 i = floor(p), f = p - i, u = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    return mix(mix(dot(slope(i, t), f), dot(slope(i + vec2(1, 0), t), f - vec2(1, 0)), u.x),
               mix(dot(slope(i + vec2(0, 1), t), f - vec2(0, 1)), dot(slope(i + vec2(1, 1), t), f - vec2(1, 1)), u.x), u.y);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed * 0.5;
    float k = cos(rotation), s = sin(rotation);
    float size = exp2(-zoom);
    vec2 q = vec2(k * p.x + s * p.y, k * p.y - s * p.x) * size * 0.8 + vec2(shift_x, shift_y);
    float first = 1.0 - zoom;
    // Curls: the picture is looked up along a few steps of a swirling stream.
    vec2 v = q;
    for (int i = 0; i < 3; i += 1) {
        float scale = i == 0 ? 1.0 : 2.0;
        float fade = i == 0 ? first : 1.0;
        vec2 at = v * scale + 9.0 * float(i);
        float e = 0.08;
        float here = flow_noise(at, t + float(i));
        vec2 curl = vec2(flow_noise(at + vec2(0.0, e), t + float(i)) - here, here - flow_noise(at + vec2(e, 0.0), t + float(i))) / e;
        v += curl * fade * (0.26 + 0.26 * warp) / scale * (i == 2 ? 0.6 : 1.0);
    }
    float body = first * 0.8 * flow_noise(v + 3.0, 0.5 * t) + 0.75 * flow_noise(v * 2.0 + 23.0, 0.6 * t);
    float streak = flow_noise(v * 4.0 + 31.0, 0.8 * t) + zoom * 0.5 * flow_noise(v * 8.0 + 7.0, t);
    // One great plume leans through the picture; around it the water is still.
    float stem = p.x - 0.28 * sin(1.5 * p.y + 0.25 * t) - 0.18 * p.y + 0.25;
    float plume = exp(-stem * stem * 1.1);
    float ink = body + 0.55 * plume - 0.27;
    float cover = smoothstep(0.0, 0.22, ink);
    float thick = smoothstep(0.05, 0.7, ink + 0.35 * streak * (0.4 + detail));
    float thread = exp(-pow((ink - 0.03) * 16.0, 2.0)) + 0.8 * exp(-pow((streak - 0.05) * 9.0, 2.0)) * cover * detail;
    vec3 water = mix(c0.rgb * 0.7, c1.rgb * 0.75, 0.15 + 0.5 * smoothstep(-0.8, 1.0, p.y) * plume);
    vec3 c = mix(water, mix(c1.rgb, c2.rgb, thick), cover);
    c = mix(c, c3.rgb, cover * smoothstep(0.45, 0.95, thick) * (0.45 + 0.5 * plume));
    c = mix(c, c2.rgb * 1.1, clamp(0.6 * thread * (0.25 + plume), 0.0, 1.0));
    float light = exp(-0.9 * dot(p - vec2(0.1, 0.45), p - vec2(0.1, 0.45)));
    c *= 0.5 + 0.75 * light;
    c += c3.rgb * light * cover * (0.12 + 0.45 * glow) * thick;
    c *= 1.0 + 0.3 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
