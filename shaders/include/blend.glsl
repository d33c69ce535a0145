// Blend modes of two colours, levels 0..1, by number: 0 normal, 1 add, 2 screen, 3 multiply, 4 difference, 5 lighten,
// 6 darken, 7 overlay. What adds, screens or filters light does so with light; what compares, with levels.
#include "linear_light.glsl"

vec3 blended(int mode, vec3 below, vec3 above) {
    if (mode == 1) return to_levels(min(to_light(below) + to_light(above), 1.0));
    if (mode == 2) return to_levels(1.0 - (1.0 - to_light(below)) * (1.0 - to_light(above)));
    if (mode == 3) return to_levels(to_light(below) * to_light(above));
    if (mode == 4) return abs(below - above);
    if (mode == 5) return max(below, above);
    if (mode == 6) return min(below, above);
    if (mode == 7) return mix(2.0 * below * above, 1.0 - 2.0 * (1.0 - below) * (1.0 - above), step(0.5, below));
    return above;
}
