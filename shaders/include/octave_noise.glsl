#include "noise.glsl"

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
