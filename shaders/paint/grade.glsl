// The repaint, matched in colour and light to its source, mixed into the warped last painting.
uniform sampler2D composed;
uniform sampler2D net;        // R32F, three planes one above the other
uniform sampler2D painted;
uniform sampler2D field;      // what the match adds: light and colour that the network lost
uniform vec2 canvas;
uniform mat3 painted_from;
uniform mat3 match;
uniform int margin;
uniform int plane;            // rows of one plane
uniform float amount;         // 0 = the source itself, 1 = the network's picture
uniform float keep;           // share of the last painting that stays
out vec4 color;

// Catmull-Rom without its corners, kept within the nearest pixels: stays sharp over many warps, never rings.
vec3 sharp(sampler2D image, vec2 uv) {
    vec2 x = uv * canvas - 0.5, i = floor(x), f = x - i;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f)), w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f)), w3 = f * f * (-0.5 + 0.5 * f);
    vec2 m = w1 + w2, c = (i + 0.5 + w2 / m) / canvas, l = (i - 0.5) / canvas, r = (i + 2.5) / canvas;
    vec3 mid = texture(image, c).rgb;
    vec3 sum = mid * (m.x * m.y) + texture(image, vec2(l.x, c.y)).rgb * (w0.x * m.y)
             + texture(image, vec2(r.x, c.y)).rgb * (w3.x * m.y)
             + texture(image, vec2(c.x, l.y)).rgb * (m.x * w0.y)
             + texture(image, vec2(c.x, r.y)).rgb * (m.x * w3.y);
    float total = m.x * m.y + (w0.x + w3.x) * m.y + (w0.y + w3.y) * m.x;
    return clamp(sum / total, mid - 0.06, mid + 0.06);
}

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy) + margin;
    vec3 before = texelFetch(composed, at, 0).rgb;
    vec3 after = vec3(texelFetch(net, at, 0).r, texelFetch(net, at + ivec2(0, plane), 0).r,
                      texelFetch(net, at + ivec2(0, 2 * plane), 0).r);
    // Comparisons are false for NaN: a broken pixel becomes the source's.
    vec3 size = abs(after);
    after = size.r < 8.0 && size.g < 8.0 && size.b < 8.0 ? after : before;
    vec3 matched = match * after + texture(field, gl_FragCoord.xy / canvas).rgb;
    vec3 fresh = clamp(mix(before, matched, amount), 0.0, 1.0);
    if (keep > 0.0) {
        vec3 q = painted_from * vec3((gl_FragCoord.xy - 0.5 * canvas) * vec2(2.0, -2.0) / canvas.y, 1.0);
        vec2 last = q.xy / max(q.z, 0.05) * vec2(canvas.y / canvas.x, -1.0) * 0.5 + 0.5;
        last = abs(mod(last + 1.0, 2.0) - 1.0);
        fresh = mix(fresh, sharp(painted, last), keep);
    }
    color = vec4(clamp(fresh, 0.0, 1.0), 1.0);
}
