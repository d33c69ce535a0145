#include "white_noise.glsl"

// Smooth noise, 0..1, cells of 1; does not repeat.
float value_noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(white_noise(i), white_noise(i + vec2(1, 0)), f.x), mix(white_noise(i + vec2(0, 1)), white_noise(i + vec2(1, 1)), f.x), f.y);
}

// Five octaves of it, each turned and half as strong, 0..1.
float fractal_noise(vec2 p) {
    float sum = 0.0, gain = 0.5;
    for (int i = 0; i < 5; i++) {
        sum += gain * value_noise(p);
        p = mat2(1.6, 1.2, -1.2, 1.6) * p + 3.7;
        gain *= 0.5;
    }
    return sum;
}
