// Dusk before the first painted frame: two soft lights that drift, and breathe with the music.

in vec2 at;
out vec4 color;

uniform float time;
uniform float aspect;
uniform float light;         // 0..1

float lamp(vec2 place, vec2 middle, float width) {
    vec2 away = (place - middle) / width;
    return exp(-dot(away, away));
}

void main() {
    vec2 p = (at - 0.5) * vec2(aspect, 1.0);
    vec2 sway = 0.16 * vec2(sin(time * 0.41), cos(time * 0.29));
    vec3 c = mix(vec3(0.035, 0.025, 0.085), vec3(0.11, 0.045, 0.15), smoothstep(0.6, -0.6, p.y));
    c += vec3(0.42, 0.13, 0.34) * lamp(p, vec2(-0.3, -0.12) + sway, 0.52) * (0.45 + 0.55 * light);
    c += vec3(0.62, 0.30, 0.16) * lamp(p, vec2(0.34, 0.1) - sway, 0.34) * (0.25 + 0.75 * light);
    color = vec4(c, 1.0);
}
