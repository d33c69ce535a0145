// What glows: the bright and colourful parts, at a quarter of the size.
uniform sampler2D image;
uniform vec2 size;            // of this target
uniform float threshold;
out vec4 color;

void main() {
    vec2 uv = gl_FragCoord.xy / size, d = 0.25 / size;
    vec3 c = 0.25 * (texture(image, uv + d).rgb + texture(image, uv - d).rgb
                   + texture(image, uv + vec2(d.x, -d.y)).rgb + texture(image, uv + vec2(-d.x, d.y)).rgb);
    float high = max(c.r, max(c.g, c.b));
    // The glow is a deeper colour than what glows: light that falls on light must not bleach it.
    color = vec4(c * c / max(high, 0.01) * smoothstep(threshold, 1.0, high), 1.0);
}
