#include "noise.glsl"

// Gradient noise closed into a ring: `around` cells in x, `far` in y (t in turns).
vec2 ring_slope(vec2 i, vec2 cells, float t) {
    float a = hash(mod(i, cells)) + t;
    vec2 u = abs(fract(vec2(a, a + 0.25)) - 0.5) * 4.0 - 1.0;
    return u * (1.5 - 0.5 * u * u);
}
float ring_noise(vec2 p, vec2 cells, float t) {
    vec2 i = floor(p), f = p - i, u = f * f * (3.0 - 2.0 * f);
    return mix(mix(dot(ring_slope(i, cells, t), f), dot(ring_slope(i + vec2(1, 0), cells, t), f - vec2(1, 0)), u.x),
               mix(dot(ring_slope(i + vec2(0, 1), cells, t), f - vec2(0, 1)), dot(ring_slope(i + vec2(1, 1), cells, t), f - vec2(1, 1)), u.x), u.y);
}
