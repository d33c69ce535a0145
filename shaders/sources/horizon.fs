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
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
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

// Gradient noise on a lattice of 64 cells whose gradients turn with time (t in turns).
vec2 slope(vec2 i, float t) {
    float a = hash(i) + t;
    vec2 u = abs(fract(vec2(a, a + 0.25)) - 0.5) * 4.0 - 1.0;
    return u * (1.5 - 0.5 * u * u);
}
float flow_noise(vec2 p, float t) {
    vec2 i = floor(p), f = p - i, u = f * f * (3.0 - 2.0 * f);
    return mix(mix(dot(slope(i, t), f), dot(slope(i + vec2(1, 0), t), f - vec2(1, 0)), u.x),
               mix(dot(slope(i + vec2(0, 1), t), f - vec2(0, 1)), dot(slope(i + vec2(1, 1), t), f - vec2(1, 1)), u.x), u.y);
}

// Smooth noise along a line of 64 cells, -0.5..0.5.
float line_noise(float x, float row) {
    float i = floor(x), f = x - i;
    return mix(hash(vec2(i, row)), hash(vec2(i + 1.0, row)), f * f * (3.0 - 2.0 * f)) - 0.5;
}

float ridge(float x, float row, float rough) {
    float h = 1.1 * line_noise(x, row) + 0.55 * line_noise(2.0 * x, row + 1.0);
    return h + rough * (0.3 * line_noise(4.0 * x, row + 2.0) + 0.16 * line_noise(9.0 * x, row + 3.0));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float shore = -0.2, below = shore - p.y;
    bool water = below > 0.0;
    vec2 sun = vec2(0.44 + 0.05 * sin(0.0691150 * t), 0.2 + 0.04 * sin(0.0502655 * t));
    // The water mirrors what is above it, broken by waves that grow toward the eye.
    float wave = 0.0;
    vec2 q = p;
    if (water) {
        vec2 at = vec2(p.x / (0.3 + below) * 0.75 + shift_x, 1.7 / (0.10 + below));
        wave = flow_noise(at, 0.17 * t) + 0.6 * flow_noise(at * vec2(3.0, 2.0) + vec2(0.0, 7.0), 0.25 * t);
        q = vec2(p.x + 0.06 * wave, shore + below * (1.2 + 0.4 * warp) + (0.10 + 0.24 * below) * wave);
    }
    float far = length(q - sun);
    float disc = smoothstep(0.25, 0.225, far), halo = exp(-2.0 * far);
    float up = clamp((q.y - shore) / 1.2, 0.0, 1.0);
    vec3 sky = mix(c2.rgb, c1.rgb, smoothstep(0.08, 0.62, up));
    sky = mix(sky, c0.rgb, smoothstep(0.45, 1.1, up + 0.14 * abs(q.x - sun.x)));
    sky = mix(sky, c3.rgb, clamp(halo * (1.0 + 0.6 * glow), 0.0, 1.0));
    // Banks of cloud stream from behind the sun, lit from below.
    vec2 band = vec2(q.x * 0.7 + shift_x + 0.02133333 * t, q.y * 2.2 + 0.8 * q.y * q.y - 0.12 * q.x);
    float swirl = flow_noise(band + vec2(4.5, 7.5), 0.02 * t);
    float cloud = 1.1 * flow_noise(band + 0.9 * swirl + 9.0, 0.015 * t) + (0.4 + 0.5 * detail) * flow_noise(band * 2.0 + 13.0 + 1.4 * swirl, 0.025 * t);
    float cover = smoothstep(-0.06, 0.22, cloud) * smoothstep(0.04, 0.3, up);
    vec3 dark = mix(c0.rgb, c1.rgb, 0.35 + 0.75 * halo), bright = mix(c2.rgb, c3.rgb, clamp(1.7 * halo, 0.0, 1.0));
    sky = mix(sky, mix(bright, dark, smoothstep(0.02, 0.34, cloud)), 0.9 * cover);
    sky = mix(sky, mix(c3.rgb, vec3(1.0), 0.4), disc * (1.0 - 0.55 * cover));
    vec3 c = sky;
    // Three lines of mountains, the far ones in the haze of the sky; every depth has its own share of the pan.
    for (int i = 0; i < 3; i += 1) {
        float z = float(i), x = q.x * (0.8 + 0.45 * z) + shift_x * (1.0 + z) + 11.0 * z;
        float top = shore + 0.24 - 0.085 * z + (0.34 - 0.05 * z) * ridge(x, 5.0 + 7.0 * z, 0.5 + detail);
        vec3 tone = mix(mix(c1.rgb, sky, 0.3), c0.rgb * 0.7, 0.38 + 0.31 * z);
        float rim = smoothstep(0.06, 0.0, top - q.y) * halo * (0.9 - 0.3 * z);
        c = mix(c, mix(tone, mix(c2.rgb, c3.rgb, 0.4), rim), smoothstep(-0.006, 0.008, top - q.y));
    }
    if (water) {
        c = mix(c * 0.85, c0.rgb, clamp(0.2 + 0.55 * below, 0.0, 0.8));
        // The path of the sun over the water.
        float path = exp(-pow((p.x - sun.x) / (0.10 + 0.42 * below), 2.0));
        float glitter = smoothstep(-0.02, 0.28, wave + 0.25 * path - 0.05);
        c = mix(c, mix(c2.rgb, c3.rgb, 0.3 + 0.7 * path), clamp(glitter * path * (1.0 + 0.6 * glow), 0.0, 1.0));
        c += c1.rgb * 0.3 * smoothstep(0.08, 0.4, wave) * (1.0 - path);
    }
    // A headland close by frames the picture.
    float land = -0.74 + 0.36 * ridge(p.x * 0.9 + 3.0 * shift_x, 40.0, 0.8) + 0.3 * smoothstep(0.55, 1.9, abs(p.x - sun.x));
    c = mix(c, c0.rgb * 0.35, smoothstep(-0.01, 0.012, land - p.y));
    c *= (1.0 - 0.3 * smoothstep(0.9, 2.0, length(p - vec2(sun.x, 0.0)))) * (1.0 + 0.2 * glow);
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
