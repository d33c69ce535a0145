// Structure tensor of the painting: (gx^2, gy^2, gx gy) of luma, at half size.
uniform sampler2D image;
uniform vec2 size;            // of this target
out vec4 color;

float luma(vec2 at) { return dot(texture(image, at).rgb, vec3(0.299, 0.587, 0.114)); }

void main() {
    vec2 uv = gl_FragCoord.xy / size, d = 0.75 / size;
    float a = luma(uv + vec2(-d.x, -d.y)), b = luma(uv + vec2(d.x, -d.y));
    float c = luma(uv + vec2(-d.x, d.y)), e = luma(uv + d);
    vec2 g = vec2(b + e - a - c, c + e - a - b);
    color = vec4(g.x * g.x, g.y * g.y, g.x * g.y, 1.0);
}
