/*{
  "DESCRIPTION": "A sun between clouds over mountains and glittering water, dark headlands before it. Endless in pan to the side.",
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
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 64.0, "DEFAULT": 0.0},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.086, 0.063, 0.227, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.416, 0.173, 0.561, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.941, 0.416, 0.416, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.851, 0.627, 1.0]}
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

float ridge(float x, float rough) {
    float h = flow_noise(vec2(x, 3.5), 0.0) + 0.5 * flow_noise(vec2(2.0 * x, 9.5), 0.0);
    return h + rough * (0.22 * flow_noise(vec2(4.0 * x, 21.5), 0.0) + 0.12 * flow_noise(vec2(9.0 * x, 33.5), 0.0));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float shore = -0.18;
    // Far things pass slower: every depth has its own share of the pan.
    vec2 sun = vec2(0.44 + 0.05 * sin(0.07 * t), 0.2 + 0.04 * sin(0.05 * t));
    float water = step(p.y, shore);
    vec2 q = p;
    float below = shore - p.y;
    // The water mirrors what is above it, broken by waves that grow toward the eye.
    vec2 wave_at = vec2(p.x / (0.25 + below) * 0.55 + shift_x, 1.6 / (0.09 + below));
    float wave = flow_noise(vec2(wave_at.x * 1.4, wave_at.y), 1.1 * t) + 0.6 * flow_noise(vec2(wave_at.x * 4.0, wave_at.y * 2.2 + 7.0), 1.6 * t);
    if (water > 0.5) {
        q.y = shore + below * (1.25 + 0.4 * warp) + (0.10 + 0.24 * below) * wave;
        q.x += 0.06 * wave;
    }
    vec2 to = q - sun;
    float far = length(to);
    float disc = smoothstep(0.25, 0.21, far);
    float halo = exp(-2.1 * far);
    float up = clamp((q.y - shore) / 1.15, 0.0, 1.0);
    vec3 sky = mix(c2.rgb, c1.rgb, smoothstep(0.05, 0.6, up));
    sky = mix(sky, c0.rgb, smoothstep(0.5, 1.1, up + 0.12 * abs(q.x - sun.x)));
    sky = mix(sky, c3.rgb, clamp(halo * (0.95 + 0.6 * glow), 0.0, 1.0));
    // Bands of cloud, lit from below by the sun.
    vec2 band = vec2(q.x * 0.65 + 0.25 * shift_x + 0.02 * t, q.y * 2.6 + 0.5 * q.y * q.y);
    float w = flow_noise(band * 0.9 + 4.0, 0.12 * t);
    float cloud = flow_noise(band + 0.8 * w, 0.1 * t) + 0.5 * flow_noise(band * 2.2 + 13.0 + 1.2 * w, 0.15 * t) * (0.5 + detail);
    float cover = smoothstep(-0.02, 0.34, cloud) * smoothstep(0.02, 0.3, up);
    vec3 dark = mix(c0.rgb, c1.rgb, 0.45 + 0.5 * halo);
    vec3 lit = mix(c2.rgb, c3.rgb, clamp(1.6 * halo, 0.0, 1.0));
    sky = mix(sky, mix(lit, dark, smoothstep(0.08, 0.5, cloud)), 0.85 * cover);
    sky = mix(sky, mix(c3.rgb, vec3(1.0), 0.35), disc * (1.0 - 0.6 * cover));
    vec3 c = sky;
    // Three lines of mountains, the far ones in the haze of the sky.
    for (int i = 0; i < 3; i += 1) {
        float z = float(i);
        float x = q.x * (0.75 + 0.4 * z) + shift_x * (0.35 + 0.3 * z) + 11.0 * z;
        float top = shore + 0.21 - 0.075 * z + (0.26 - 0.05 * z) * ridge(x, 0.6 + detail);
        vec3 tone = mix(mix(c1.rgb, sky, 0.35), c0.rgb * 0.75, 0.42 + 0.29 * z);
        float rim = smoothstep(0.05, 0.0, top - q.y) * halo * (0.75 - 0.25 * z);
        c = mix(c, mix(tone, c2.rgb, rim), smoothstep(-0.006, 0.008, top - q.y));
    }
    if (water > 0.5) {
        c = mix(c * 0.82, c0.rgb, clamp(0.25 + 0.55 * below, 0.0, 0.8));
        // The path of the sun over the water.
        float spread = 0.10 + 0.42 * below;
        float path = exp(-pow((p.x - sun.x) / spread, 2.0));
        float glitter = smoothstep(0.02, 0.3, wave + 0.25 * path - 0.05);
        c = mix(c, mix(c2.rgb, c3.rgb, 0.35 + 0.65 * path), clamp(glitter * path * (1.0 + 0.6 * glow), 0.0, 1.0));
        c += c1.rgb * 0.22 * smoothstep(0.1, 0.4, wave) * (1.0 - path);
    }
    // A headland close by frames the picture.
    float land = -0.62 + 0.5 * ridge(p.x * 0.8 + 1.7 * shift_x + 40.0, 1.0) - 0.35 * smoothstep(0.9, 0.0, abs(p.x - sun.x));
    c = mix(c, c0.rgb * 0.35, smoothstep(-0.01, 0.012, land - p.y));
    c *= 1.0 - 0.3 * smoothstep(0.9, 2.0, length(p - vec2(sun.x, 0.0)));
    c *= 1.0 + 0.2 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
