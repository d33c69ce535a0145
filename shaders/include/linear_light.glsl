// Levels of a picture (sRGB, 0..1) as light, and back (IEC 61966-2-1).
vec3 to_light(vec3 c) {
    c = max(c, 0.0);
    return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c));
}

vec3 to_levels(vec3 light) {
    light = max(light, 0.0);
    return mix(light * 12.92, 1.055 * pow(light, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, light));
}

// Both pictures' light, as two projectors on one wall: levels in, levels out.
vec3 mixed_light(vec3 from, vec3 to, float share) {
    return to_levels(mix(to_light(from), to_light(to), share));
}
