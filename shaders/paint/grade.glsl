// The repaint, matched in colour and light to its source, mixed into the warped last painting.
uniform sampler2D composed;
uniform sampler2D net;
uniform sampler2D painted;
uniform sampler2D correction; // low frequencies that the network lost, luma and chroma
uniform vec2 canvas;
uniform mat3 painted_from;
uniform int margin;
uniform int plane;
uniform vec3 gain;            // of luma, Cr, Cb
uniform vec3 offset;
uniform float amount;         // 0 = the source itself, 1 = the network's picture
uniform float keep;           // share of the last painting that stays
out vec4 color;

const mat3 TO_YCC = mat3(0.299, 0.5, -0.168736, 0.587, -0.418688, -0.331264, 0.114, -0.081312, 0.5);
const mat3 TO_RGB = mat3(1.0, 1.0, 1.0, 1.402, -0.714136, 0.0, 0.0, -0.344136, 1.772);

// B-spline in four bilinear fetches: smooth where a bilinear field would show its cells.
vec3 smooth_field(sampler2D field, vec2 uv) {
    vec2 n = vec2(textureSize(field, 0));
    vec2 x = uv * n - 0.5, i = floor(x), f = x - i;
    vec2 w0 = (1.0 - f) * (1.0 - f) * (1.0 - f) / 6.0, w3 = f * f * f / 6.0;
    vec2 w1 = 2.0 / 3.0 - f * f * (1.0 - 0.5 * f), w2 = 1.0 - w0 - w1 - w3;
    vec2 a = w0 + w1, b = w2 + w3;
    vec2 pa = (i - 0.5 + w1 / a) / n, pb = (i + 1.5 + w3 / b) / n;
    return a.y * (a.x * texture(field, pa).rgb + b.x * texture(field, vec2(pb.x, pa.y)).rgb)
         + b.y * (a.x * texture(field, vec2(pa.x, pb.y)).rgb + b.x * texture(field, pb).rgb);
}

// Catmull-Rom without its corners, kept within the nearest pixels: stays sharp over many warps, never rings.
vec3 sharp(sampler2D image, vec2 uv) {
    vec2 n = vec2(textureSize(image, 0));
    vec2 x = uv * n - 0.5, i = floor(x), f = x - i;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f)), w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f)), w3 = f * f * (-0.5 + 0.5 * f);
    vec2 m = w1 + w2, c = (i + 0.5 + w2 / m) / n, l = (i - 0.5) / n, r = (i + 2.5) / n;
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
    bool sound = after.r > -8.0 && after.r < 8.0 && after.g > -8.0 && after.g < 8.0 && after.b > -8.0 && after.b < 8.0;
    after = sound ? after : before;
    vec2 uv = gl_FragCoord.xy / canvas;
    vec3 ycc = (TO_YCC * after) * gain + offset + smooth_field(correction, uv);
    vec3 fresh = clamp(mix(before, TO_RGB * ycc, amount), 0.0, 1.0);
    if (keep > 0.0) {
        vec3 q = painted_from * vec3((gl_FragCoord.xy - 0.5 * canvas) * vec2(2.0, -2.0) / canvas.y, 1.0);
        vec2 last = q.xy / max(q.z, 0.05) * vec2(canvas.y / canvas.x, -1.0) * 0.5 + 0.5;
        last = abs(mod(last + 1.0, 2.0) - 1.0);
        fresh = mix(fresh, sharp(painted, last), keep);
    }
    color = vec4(clamp(fresh, 0.0, 1.0), 1.0);
}
