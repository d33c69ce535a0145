// Noise that repeats after 64 cells, of a world that the uniform `seed` (0..4096) picks.

// A number of each cell, 0..1.
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
