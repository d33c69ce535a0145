// What the network is given: the source seen through the camera's pan limit, and fixed noise (fresh noise
// would shimmer). Row 0 of the target is the picture's top.
uniform sampler2D source;     // bottom-up
uniform sampler2D grain;
uniform vec2 size;            // of this target, with its margin
uniform vec2 canvas;          // of the painting, without
uniform mat3 source_from;     // screen -> source plane, centred half-heights
uniform float noise;
out vec4 color;

void main() {
    vec2 p = (gl_FragCoord.xy - 0.5 * size) * vec2(2.0, -2.0) / canvas.y;
    vec3 s = source_from * vec3(p, 1.0);
    vec2 at = s.xy / max(s.z, 0.05) * vec2(canvas.y / size.x, canvas.y / size.y) * 0.5 + 0.5;
    at = abs(mod(at + 1.0, 2.0) - 1.0);
    vec3 c = texture(source, at).rgb;
    c += (texelFetch(grain, ivec2(gl_FragCoord.xy) % textureSize(grain, 0), 0).rgb - 0.5) * (2.0 * noise);
    color = vec4(clamp(c, 0.0, 1.0), 1.0);
}
