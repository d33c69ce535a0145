// The finished canvas: upscaled along the guide, lit bristles of the brush, bloom, dither.
uniform sampler2D image;
uniform sampler2D guide;
uniform sampler2D bloom;
uniform sampler3D bristles;   // relief of brush hairs, by stroke angle (0..1 = half a turn)
uniform vec2 size;            // of this target
uniform vec2 canvas;          // of `image`
uniform float hair;           // depth of the bristles
uniform float glow;
uniform vec2 drift;           // the bristles' own camera: offset,
uniform float zoom;           // fraction of an octave,
uniform float turn;           // rotation in turns
out vec4 color;

vec3 sharp(vec2 uv) {
    vec2 x = uv * canvas - 0.5, i = floor(x), f = x - i;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f)), w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f)), w3 = f * f * (-0.5 + 0.5 * f);
    vec2 m = w1 + w2, c = (i + 0.5 + w2 / m) / canvas, l = (i - 0.5) / canvas, r = (i + 2.5) / canvas;
    vec3 sum = texture(image, c).rgb * (m.x * m.y) + texture(image, vec2(l.x, c.y)).rgb * (w0.x * m.y)
             + texture(image, vec2(r.x, c.y)).rgb * (w3.x * m.y)
             + texture(image, vec2(c.x, l.y)).rgb * (m.x * w0.y)
             + texture(image, vec2(c.x, r.y)).rgb * (m.x * w3.y);
    return sum / (m.x * m.y + (w0.x + w3.x) * m.y + (w0.y + w3.y) * m.x);
}

void main() {
    vec2 uv = gl_FragCoord.xy / size;
    vec4 g = texture(guide, uv) * 2.0 - 1.0;
    vec3 c = sharp(uv + g.zw / canvas);
    float coherence = length(g.xy);
    float angle = atan(-g.y, g.x) * 0.15915494 - turn * 2.0;  // g has y down, p up
    // The brush hairs travel with the camera; two octaves fade into each other as it zooms.
    vec2 p = (gl_FragCoord.xy - 0.5 * size) * vec2(2.0, -2.0) / size.y;
    float s = sin(turn * 6.2831853), k = cos(turn * 6.2831853);
    p = vec2(k * p.x + s * p.y, k * p.y - s * p.x) * exp2(-zoom) + drift;
    float relief = mix(texture(bristles, vec3(p, angle)).r, texture(bristles, vec3(p * 2.0, angle)).r, zoom) - 0.5;
    float y = dot(c, vec3(0.299, 0.587, 0.114));
    float tone = 0.25 + 0.75 * smoothstep(0.02, 0.35, y) * (1.0 - 0.5 * smoothstep(0.6, 1.0, y));
    c *= 1.0 + hair * tone * (0.35 + 0.65 * coherence) * relief;
    c += hair * 0.06 * tone * relief;
    vec3 b = texture(bloom, uv).rgb * glow;
    c = 1.0 - (1.0 - clamp(c, 0.0, 1.0)) * (1.0 - clamp(b, 0.0, 1.0));
    // Dither hides the steps of dark gradients on a big wall.
    float dither = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
    color = vec4(c + dither / 255.0, 1.0);
}
