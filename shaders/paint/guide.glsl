// What the bake needs at every pixel, in one texel: the stroke's doubled angle times its
// coherence, and the displacement that draws edges together; all from -1..1 to 0..1, to fit bytes.
uniform sampler2D image;
uniform sampler2D tensor;
uniform vec2 size;            // of this target
uniform float pinch;          // pixels
out vec4 color;

float luma(vec2 at) { return dot(texture(image, at).rgb, vec3(0.299, 0.587, 0.114)); }

void main() {
    vec2 uv = gl_FragCoord.xy / size, d = 1.0 / size;
    vec3 t = texture(tensor, uv).rgb;
    vec2 doubled = vec2(t.x - t.y, 2.0 * t.z);
    float length_ = length(doubled), coherence = length_ / (t.x + t.y + 1e-4);
    // Edge strength grows toward an edge: moving down its slope pulls flat colour in from both sides.
    // Four edges, right, left, below and above, out of the nine looks that they share.
    float m = luma(uv), r = luma(uv + vec2(2.0 * d.x, 0.0)), l = luma(uv - vec2(2.0 * d.x, 0.0));
    float b = luma(uv + vec2(0.0, 2.0 * d.y)), a = luma(uv - vec2(0.0, 2.0 * d.y));
    float br = luma(uv + d), al = luma(uv - d), bl = luma(uv + vec2(-d.x, d.y)), ar = luma(uv + vec2(d.x, -d.y));
    vec2 slope = vec2(length(vec2(r - m, br - ar)) - length(vec2(m - l, bl - al)),
                      length(vec2(br - bl, b - m)) - length(vec2(ar - al, m - a)));
    vec2 move = -slope * pinch;
    move /= max(1.0, length(move));
    color = 0.5 + 0.5 * vec4(-doubled / max(length_, 1e-6) * coherence, move);
}
