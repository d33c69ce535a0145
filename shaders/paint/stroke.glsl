// Smoothing along the strokes (takes the network's checker beads out), then the finish: palette,
// vibrance, black point, S-curve, light.
uniform sampler2D painted;
uniform sampler2D tensor;
uniform vec2 canvas;
uniform vec3 ramp[4];         // palette, dark to light
uniform float pull;           // toward the palette, most on greys
uniform float vibrance;
uniform float black;
uniform float contrast;
uniform float light;          // of the hit: lifts what is bright
out vec4 color;

vec3 palette(float x) {
    x = clamp(x, 0.0, 1.0) * 3.0;
    vec3 c = mix(ramp[0], ramp[1], smoothstep(0.0, 1.0, x));
    c = mix(c, ramp[2], smoothstep(1.0, 2.0, x));
    return mix(c, ramp[3], smoothstep(2.0, 3.0, x));
}

void main() {
    vec2 uv = gl_FragCoord.xy / canvas;
    vec3 t = texture(tensor, uv).rgb;
    // Across the stroke the gradient is largest; along it lies the other eigenvector, at half the doubled
    // angle, which needs no angles: of two ways to write it, the one that does not vanish.
    vec2 doubled = vec2(t.x - t.y, 2.0 * t.z);
    float length_ = max(length(doubled), 1e-9);
    vec2 e = doubled / length_;
    vec2 along = e.x < 0.0 ? vec2(1.0 - e.x, -e.y) : vec2(-e.y, 1.0 + e.x);
    along *= inversesqrt(max(dot(along, along), 1e-9));
    vec2 d = along / canvas;
    vec3 c = 0.24 * texture(painted, uv).rgb
           + 0.26 * (texture(painted, uv + 1.7 * d).rgb + texture(painted, uv - 1.7 * d).rgb)
           + 0.12 * (texture(painted, uv + 3.7 * d).rgb + texture(painted, uv - 3.7 * d).rgb);
    // Unsharp across the stroke only: edges get crisp, beads stay gone.
    vec2 n = vec2(-along.y, along.x) * 1.52 / canvas;
    vec3 side = 0.5 * (texture(painted, uv + n).rgb + texture(painted, uv - n).rgb);
    c = clamp(c + 0.55 * (c - side), 0.0, 1.0);

    float y = dot(c, vec3(0.299, 0.587, 0.114));
    float high = max(c.r, max(c.g, c.b)), low = min(c.r, min(c.g, c.b));
    float saturation = (high - low) / max(high, 0.05);
    // Lights take the palette's lightest colour: the second hue that the network would lose.
    c = mix(c, palette(y), pull * (1.0 + 1.5 * (1.0 - saturation)) + 0.3 * smoothstep(0.55, 0.95, y));
    c = mix(vec3(dot(c, vec3(0.299, 0.587, 0.114))), c, 1.0 + vibrance * (1.0 - saturation));
    c = max(c - black, 0.0) / (1.0 - black);
    c = clamp(c, 0.0, 1.0);
    c = mix(c, c * c * (3.0 - 2.0 * c), contrast);
    c *= 1.0 + light * smoothstep(0.25, 0.9, y);
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    // The bristles show most in the middle tones, and where the strokes run in order.
    float coherence = length_ / (t.x + t.y + 1e-4);
    y = dot(c, vec3(0.299, 0.587, 0.114));
    float tone = 0.25 + 0.75 * smoothstep(0.02, 0.35, y) * (1.0 - 0.5 * smoothstep(0.6, 1.0, y));
    color = vec4(clamp(c, 0.0, 1.0), tone * (0.35 + 0.65 * coherence));
}
