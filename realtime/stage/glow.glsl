// The bright parts of a small picture, then the same blurred along one direction: two of these make the bloom.
// BRIGHT and DIRECTION, one pixel of the bright parts along the blur, are defined by glow.py.

in vec2 at;
out vec4 color;

uniform sampler2D image;

#if BRIGHT
void main() {
    // The middle of four pixels of an image twice as large: all of them are seen.
    vec3 c = texture(image, at).rgb;
    color = vec4(c * smoothstep(0.5, 1.0, max(c.r, max(c.g, c.b))), 1.0);
}
#else
vec3 both(float away) { return texture(image, at + DIRECTION * away).rgb + texture(image, at - DIRECTION * away).rgb; }

// Each look between two pixels takes both, so nothing bright falls through.
void main() {
    vec3 sum = texture(image, at).rgb * 0.16;
    sum += both(1.5) * 0.2 + both(3.5) * 0.115 + both(5.6) * 0.06 + both(8.6) * 0.045;
    color = vec4(sum, 1.0);
}
#endif
