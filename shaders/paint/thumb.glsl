// Block means of 8 x 8 pixels of what went into the network and what came out.
uniform sampler2D composed;
uniform sampler2D net;        // R32F, three planes one above the other
uniform int margin;
uniform int plane;            // rows of one plane
layout(location = 0) out vec4 before;
layout(location = 1) out vec4 after;

void main() {
    ivec2 base = ivec2(gl_FragCoord.xy) * 8 + margin;
    vec3 a = vec3(0.0), b = vec3(0.0);
    for (int y = 0; y < 8; y += 1)
        for (int x = 0; x < 8; x += 1) {
            ivec2 at = base + ivec2(x, y);
            a += texelFetch(composed, at, 0).rgb;
            b += vec3(texelFetch(net, at, 0).r, texelFetch(net, at + ivec2(0, plane), 0).r,
                      texelFetch(net, at + ivec2(0, 2 * plane), 0).r);
        }
    before = vec4(a / 64.0, 1.0);
    after = vec4(b / 64.0, 1.0);
}
