#include "noise.glsl"

// Smooth noise along a line of 64 cells, -0.5..0.5.
float line_noise(float x, float row) {
    float i = floor(x), f = x - i;
    return mix(hash(vec2(i, row)), hash(vec2(i + 1.0, row)), f * f * (3.0 - 2.0 * f)) - 0.5;
}
