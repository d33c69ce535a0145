// A drawn thing before a source, in the palette's light; its texture is that of realtime/scenery/objects/bake.py.
uniform sampler2D drawing;    // tone, light, halo, cover; row 0 at the top
uniform vec3 c0;              // palette, dark to light
uniform vec3 c1;
uniform vec3 c2;
uniform vec3 c3;
uniform vec3 own;             // the thing's own colour
uniform float own_share;      // 0: the palette's colours only
uniform float haze;           // how far it lies in the air
uniform float glow;           // its lights, on a hit
uniform float opacity;
uniform float pictured;       // 1: a picture with its own colours and alpha
uniform float mirrored;       // 1: its reflection in water
uniform float time;
in vec2 at;                   // 0..1 across and down the texture
uniform bool shows_nearness;  // how near it is, 0..1, in place of its colours
uniform int before;           // how many are behind it
uniform bool hangs;           // else it is as near as the ground at its foot, or nearer
flat in vec3 behind;          // what it stands before
flat in float ground;         // how near that is
out vec4 color;

vec3 ramp(float t, vec3 a, vec3 b, vec3 c, vec3 d) {
    return t < 1.0 / 3.0 ? mix(a, b, 3.0 * t) : t < 2.0 / 3.0 ? mix(b, c, 3.0 * t - 1.0) : mix(c, d, 3.0 * t - 2.0);
}

const float BODY = 0.66;      // the tone of most of a drawing
const float STANDS = 0.55, HANGS = 0.6;  // how near things are, at least
const float APART = 0.26;     // by which its lightness differs at least from what it stands before
const float HUE = 0.25;       // by how much less where its hue does

float lightness(vec3 c) { return dot(c, vec3(0.3, 0.59, 0.11)); }

vec3 coloured(float tone) {
    vec3 tinted = ramp(tone, mix(c0, c1, 0.25), c1, c2, c3);
    vec3 owned = ramp(tone, own * 0.25, own * 0.55, own, mix(own, vec3(1.0), 0.62));
    return mix(tinted, owned, own_share);
}

// Lighter or darker as a whole, so that it is set off from what it stands before.
vec3 apart(vec3 c) {
    vec3 most = coloured(BODY);
    float body = lightness(most), there = lightness(behind);
    // An orange fox is seen in blue snow, and need not be bleached for it.
    float hues = length((most - body) - (behind - there));
    float least = max(APART - HUE * max(hues - 0.35, 0.0), 0.08);
    bool lighter = there < 0.5 || (there < 0.65 && body >= there);
    if (lighter) {
        vec3 bright = mix(mix(c3, vec3(1.0), 0.5), mix(own, vec3(1.0), 0.55), own_share);
        float missing = clamp((there + least - body) / max(lightness(bright) - body, 0.05), 0.0, 0.8);
        return mix(c, bright, missing);
    }
    return c * clamp((there - least) / max(body, 0.05), 0.45, 1.0);
}

void main() {
    vec2 p = at;
    if (mirrored > 0.5) {
        // Ripples run faster and wider toward the eye.
        float deep = 1.0 - at.y;
        p.x += 0.035 * (0.3 + deep) * sin(55.0 * deep + 6.2831853 * 0.5 * time) + 0.012 * sin(131.0 * deep - 6.2831853 * 0.7 * time);
    }
    vec4 t = texture(drawing, p);
    float inked = smoothstep(0.22, 0.1, t.r);
    vec3 c = apart(coloured(t.r));
    c *= 0.72 + 0.62 * t.g;
    // What is turned to the light takes its colour.
    c = mix(c, c3, 0.45 * clamp(2.4 * (t.g - 0.56), 0.0, 1.0));
    c += c3 * glow * 0.6 * smoothstep(0.94, 0.99, t.r);
    c = mix(c, c0 * 0.3, inked);
    if (pictured > 0.5) c = t.rgb;
    c = mix(c, mix(c1, c2, 0.45), haze);
    if (shows_nearness) c = vec3(((hangs ? HANGS : max(STANDS, max(ground + 0.12, behind.r))) + 0.03 * float(before)) * (1.0 - 0.5 * haze));
    float cover = t.a;
    float halo = shows_nearness ? 0.0 : 0.5 * t.b * (1.0 - cover) * (1.0 - haze) * (1.0 - pictured);
    if (mirrored > 0.5) {
        cover *= 0.5 * smoothstep(0.25, 1.0, at.y);
        halo = 0.0;
        c = mix(c, c0, 0.35);
    }
    cover *= opacity;
    halo *= opacity;
    // Light behind it sets its line off from the dark, shade from the light.
    vec3 rim = mix(mix(c2, c3, 0.35), c0 * 0.6, smoothstep(0.42, 0.62, lightness(behind)));
    color = vec4(clamp(c, 0.0, 1.0) * cover + rim * halo, cover + halo);
}
