// A colour with its hue turned (1 = once round), its lightness as it was (YIQ).
vec3 turn_hue(vec3 c, float turns) {
    float a = 6.2831853 * turns, s = sin(a), k = cos(a);
    vec3 q = vec3(dot(c, vec3(0.299, 0.587, 0.114)), dot(c, vec3(0.596, -0.274, -0.322)), dot(c, vec3(0.211, -0.523, 0.312)));
    q.yz = vec2(k * q.y - s * q.z, s * q.y + k * q.z);
    return vec3(q.x + 0.956 * q.y + 0.621 * q.z, q.x - 0.272 * q.y - 0.647 * q.z, q.x - 1.106 * q.y + 1.703 * q.z);
}
