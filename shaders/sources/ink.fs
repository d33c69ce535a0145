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
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shift_y", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
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
    vec3 q = fract(vec3(mod(p, 64.0).xyx) * vec3(0.1031, 0.1030, 0.0973) + fract(0.618034 * seed));
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

// Octave j of an endless world: each keeps its own place while the camera zooms past it.
float octave_noise(vec2 q, float j, float t) {
    float at = mod(octave + j, 64.0);
    return flow_noise(q * exp2(j) + floor(64.0 * vec2(hash(vec2(at, 3.0)), hash(vec2(at, 8.0)))), t);
}

// Weight of octave j: comes in, fades with its fineness, and goes as the camera moves in.
float weight(float j, float last) {
    float x = j - zoom;
    return x < 0.0 ? (1.0 + x) * (1.0 + x) : exp2(-0.72 * x) * clamp(last - x, 0.0, 1.0);
}

// One number of the composition, 0..1, by the seed.
float choice(float k) {
    vec3 q = fract(vec3(mod(seed, 61.0), floor(seed / 61.0), k) * 0.1031);
    q += dot(q, q.zyx + 31.32);
    return fract((q.x + q.y) * q.z);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float k = cos(rotation), s = sin(rotation);
    vec2 q = vec2(k * p.x + s * p.y, k * p.y - s * p.x) * exp2(-zoom) + vec2(shift_x, shift_y);
    // Curls: the picture is looked up along a stream that swirls at three scales.
    vec2 v = q;
    for (int i = 0; i < 3; i += 1) {
        float j = float(i), x = j - zoom, e = 0.08 * exp2(-j);
        float strength = min(1.0 + x, clamp(2.0 - x, 0.0, 1.0));
        float here = octave_noise(v, j, 0.04 * t);
        vec2 curl = vec2(octave_noise(v + vec2(0.0, e), j, 0.04 * t) - here, here - octave_noise(v + vec2(e, 0.0), j, 0.04 * t));
        v += curl * strength * (0.24 + 0.28 * warp) / 0.08 * exp2(-j);
    }
    float body = weight(0.0, 2.0) * octave_noise(v + vec2(30.5, 12.5), 0.0, 0.03 * t) + weight(1.0, 2.0) * octave_noise(v + vec2(15.25, 6.25), 1.0, 0.03 * t)
               + weight(2.0, 2.0) * octave_noise(v + vec2(7.625, 3.125), 2.0, 0.03 * t);
    float streak = 0.5 * mix(octave_noise(v, 2.0, 0.05 * t), octave_noise(v, 3.0, 0.05 * t), zoom);
    // One great plume leans through the picture; around it the water is still.
    float lean = mix(-0.7, 0.7, choice(1.0)), stand = mix(-0.6, 0.6, choice(2.0));
    float stem = p.x - 0.28 * sin(1.5 * p.y + 0.125664 * t + 6.28 * choice(3.0)) - lean * p.y - stand;
    float plume = exp(-stem * stem * mix(0.7, 2.2, choice(4.0)));
    float ink = body + 0.55 * plume - 0.27;
    float cover = smoothstep(0.0, 0.22, ink);
    float thick = smoothstep(0.05, 0.7, ink + 0.5 * streak * (0.4 + detail));
    float thread = exp(-pow((ink - 0.03) * 16.0, 2.0)) + 0.8 * exp(-pow((streak - 0.05) * 9.0, 2.0)) * cover * detail;
    vec3 water = mix(c0.rgb * 0.7, c1.rgb * 0.75, 0.12 + 0.5 * smoothstep(-0.8, 1.0, p.y) * plume);
    vec3 c = mix(water, mix(c1.rgb, c2.rgb, thick), cover);
    c = mix(c, c3.rgb, cover * smoothstep(0.55, 1.0, thick) * (0.35 + 0.4 * plume));
    c = mix(c, c2.rgb * 1.1, clamp(0.6 * thread * (0.25 + plume), 0.0, 1.0));
    vec2 lamp = p - vec2(stand + 0.4 * lean, 0.45);
    float light = exp(-0.9 * dot(lamp, lamp));
    c *= 0.55 + 0.6 * light;
    c += c3.rgb * light * cover * (0.06 + 0.45 * glow) * thick;
    c *= 1.0 + 0.3 * glow;
    gl_FragColor = vec4(turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
