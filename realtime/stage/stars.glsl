// One four-pointed star: thin rays and a bright core, fading outwards.

in vec2 away;           // from its middle, in cells
flat in vec3 light;
out vec4 color;

void main() {
    vec2 p = abs(away);
    float rays = max(0.0, 1.0 - p.x * 22.0) * max(0.0, 1.0 - p.y * 3.2)
        + max(0.0, 1.0 - p.y * 22.0) * max(0.0, 1.0 - p.x * 3.2);
    float core = max(0.0, 1.0 - dot(p, p) * 260.0);
    color = vec4(light * (rays * 0.8 + core), 0.0);
}
