// Bright parts of a small picture, blurred along one direction: two of these make the bloom.

in vec2 at;
out vec4 color;

uniform sampler2D image;
uniform vec2 direction;      // one pixel along the blur
uniform float threshold;     // below 0: none (second pass)

vec3 bright(vec2 place) {
    vec3 c = texture(image, place).rgb;
    float most = max(c.r, max(c.g, c.b));
    return threshold < 0.0 ? c : c * smoothstep(threshold, threshold + 0.5, most);
}

void main() {
    vec3 sum = bright(at) * 0.16;
    sum += (bright(at + direction * 1.0) + bright(at - direction * 1.0)) * 0.145;
    sum += (bright(at + direction * 2.2) + bright(at - direction * 2.2)) * 0.11;
    sum += (bright(at + direction * 3.8) + bright(at - direction * 3.8)) * 0.075;
    sum += (bright(at + direction * 6.0) + bright(at - direction * 6.0)) * 0.05;
    sum += (bright(at + direction * 9.0) + bright(at - direction * 9.0)) * 0.04;
    color = vec4(sum, 1.0);
}
