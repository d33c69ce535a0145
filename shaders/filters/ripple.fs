/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Every beat is a drop in water: a ring runs outward through the picture",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "ripple", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0.0, "MAX": 2.0, "LABEL": "height of the rings"},
    {"NAME": "ripple_water", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0.0, "MAX": 1.0, "LABEL": "restless water between"},
    {"NAME": "beat_phase", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "confidence", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "mirrored.glsl"

// A packet of waves round radius `front`, slope only.
float ring(float radius, float front, float width) {
    float x = (radius - front) / width;
    return -sin(x * 7.0) * exp(-x * x);
}

void main() {
    float aspect = RENDERSIZE.x / RENDERSIZE.y;
    vec2 p = (isf_FragNormCoord - 0.5) * vec2(aspect, 1.0);
    float radius = length(p);
    vec2 outward = p / max(radius, 1e-3);
    // This beat's ring, and the last one's far out and nearly gone.
    float slope = ring(radius, beat_phase * 0.75, 0.13) * (1.0 - 0.6 * beat_phase)
        + ring(radius, 0.75 + beat_phase * 0.75, 0.2) * 0.4 * (1.0 - beat_phase);
    slope *= ripple * confidence * (0.95 + 0.4 * bass);
    vec2 water = vec2(
        sin(p.y * 13.0 + TIME * 1.1) + sin((p.x + p.y) * 9.0 - TIME * 0.9),
        sin(p.x * 11.0 - TIME * 1.3) + sin((p.x - p.y) * 8.0 + TIME * 0.8)) * ripple_water * 0.5;
    vec2 shift = (outward * slope * 0.08 + water * 0.007) / vec2(aspect, 1.0);
    vec3 c = IMG_NORM_PIXEL(inputImage, mirrored(isf_FragNormCoord + shift)).rgb;
    // Light from the upper left on the slopes.
    float lit = dot(outward * slope * 1.7 + water * 0.18, vec2(-0.5, 0.6));
    gl_FragColor = vec4(c * (1.0 + 0.55 * lit) + max(lit - 0.25, 0.0) * 0.25, 1.0);
}
