// The glow, laid over the strokes as light; where it falls the bristles show less (alpha).
uniform sampler2D image;
uniform vec2 size;
uniform float glow;
out vec4 color;

void main() {
    vec3 c = clamp(texture(image, gl_FragCoord.xy / size).rgb * glow, 0.0, 1.0);
    color = vec4(c, max(c.r, max(c.g, c.b)));
}
