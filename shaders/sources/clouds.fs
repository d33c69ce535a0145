/*{
  "DESCRIPTION": "Towering clouds around a break of light, lit from one side. Endless in zoom, rotation and pan.",
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
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.169, 0.039, 0.290, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [1.000, 0.239, 0.506, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [1.000, 0.694, 0.239, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [0.427, 0.941, 1.000, 1.0]}
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

// Octaves that come and go with the camera's zoom: the same world at every magnification.
float fbm(vec2 q, float t, float fine) {
    float first = 1.0 - zoom;
    float sum = first * first * flow_noise(q + 17.0, t) + 0.62 * flow_noise(q * 2.0 + 5.0, 1.3 * t);
    sum += 0.36 * flow_noise(q * 4.0 + 41.0, 1.7 * t);
    return sum + fine * zoom * 0.2 * flow_noise(q * 8.0 + 11.0, 2.1 * t);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed * 0.35;
    float k = cos(rotation), s = sin(rotation);
    vec2 shift = vec2(shift_x, shift_y);
    vec2 q = vec2(k * p.x + s * p.y, k * p.y - s * p.x) * exp2(-zoom) * 0.85 + shift;
    vec2 w = vec2(flow_noise(q * 1.0 + 3.0, t), flow_noise(q * 1.0 + 31.0, 0.9 * t + 2.0));
    vec2 v = q + (0.55 + 0.7 * warp) * w;
    float n = fbm(v, t, 0.5 + detail);
    vec2 sun = vec2(0.42 + 0.1 * sin(0.21 * t), 0.3 + 0.08 * cos(0.17 * t));
    vec2 to = p - sun;
    float near = exp(-1.1 * dot(to, to));
    vec2 ray = normalize(to + 1e-4);
    vec2 lit = vec2(k * ray.x + s * ray.y, k * ray.y - s * ray.x);
    float edge = n - fbm(v - lit * 0.16 * exp2(-zoom), t, 0.0);
    float body = smoothstep(-0.35, 0.5, n);
    vec3 sky = mix(c0.rgb, c1.rgb, 0.25 + 0.75 * near);
    sky = mix(sky, c2.rgb, smoothstep(0.45, 1.0, near));
    vec3 shade = mix(c0.rgb * 0.55, c1.rgb * 0.8, body);
    vec3 light = mix(c2.rgb, c3.rgb, smoothstep(0.1, 0.6, w.x + 0.4));
    float rim = smoothstep(0.02, 0.42, -edge) * (0.35 + 0.9 * near);
    vec3 cloud = mix(shade, light, clamp(rim * 1.5 + 0.25 * body * near, 0.0, 1.0));
    vec3 c = mix(sky, cloud, smoothstep(-0.12, 0.1, n));
    c += c3.rgb * (0.5 * near * near + 0.5 * glow * near) * (1.0 - 0.55 * smoothstep(-0.1, 0.3, n));
    c *= 1.0 - 0.5 * smoothstep(0.5, 1.9, length(p - 0.4 * sun));
    c *= 1.0 + 0.35 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
