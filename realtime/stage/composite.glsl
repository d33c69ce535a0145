// The stage's own pass: painted frames moved to the camera of now, crossfaded, and finished, all in one,
// because on a software GL every further pass over a 1080p picture costs as much as everything else.
// LAYERS (1..3), FINISH, EFFECTS, CHROMA and BICUBIC are defined by composite.py.

in vec2 at;
out vec4 color;

uniform mat3 to_frame[LAYERS];  // normalised output coordinates -> texture coordinates, up to scale
uniform float weight[LAYERS];
uniform sampler2D frame_0;
#if LAYERS > 1
uniform sampler2D frame_1;
#endif
#if LAYERS > 2
uniform sampler2D frame_2;
#endif

#if FINISH
uniform sampler2D glow;
uniform float time;
uniform float tick;          // changes 24 times a second: grain and sparks
uniform vec2 size;           // output, pixels
uniform float bloom;
uniform float wave;
uniform float chroma;
uniform float sparkle;
uniform float grain;
uniform float vignette;
uniform float flash;
uniform float contrast;
uniform float saturation;
uniform float gain;          // master fade, blackout and flash limiter together
#endif

vec2 mirrored(vec2 uv) { return 1.0 - abs(1.0 - mod(uv, 2.0)); }

vec2 seen(mat3 matrix, vec2 place) {
    vec3 q = matrix * vec3(place, 1.0);
    return mirrored(q.xy / max(q.z, 1e-3));  // behind the horizon there is only the horizon
}

#if BICUBIC
// Catmull-Rom in 5 bilinear taps; the corners, whose weight is tiny, are left out.
vec3 taken(sampler2D image, vec2 uv) {
    vec2 pixels = vec2(textureSize(image, 0));
    vec2 place = uv * pixels;
    vec2 centre = floor(place - 0.5) + 0.5;
    vec2 f = place - centre;
    vec2 w0 = f * (-0.5 + f * (1.0 - 0.5 * f));
    vec2 w1 = 1.0 + f * f * (-2.5 + 1.5 * f);
    vec2 w2 = f * (0.5 + f * (2.0 - 1.5 * f));
    vec2 w3 = f * f * (-0.5 + 0.5 * f);
    vec2 w12 = w1 + w2;
    vec2 t12 = (centre + w2 / w12) / pixels;
    vec2 t0 = (centre - 1.0) / pixels;
    vec2 t3 = (centre + 2.0) / pixels;
    vec4 sum = vec4(texture(image, vec2(t12.x, t0.y)).rgb, 1.0) * (w12.x * w0.y)
        + vec4(texture(image, vec2(t0.x, t12.y)).rgb, 1.0) * (w0.x * w12.y)
        + vec4(texture(image, t12).rgb, 1.0) * (w12.x * w12.y)
        + vec4(texture(image, vec2(t3.x, t12.y)).rgb, 1.0) * (w3.x * w12.y)
        + vec4(texture(image, vec2(t12.x, t3.y)).rgb, 1.0) * (w12.x * w3.y);
    return max(sum.rgb / sum.a, 0.0);
}
#else
vec3 taken(sampler2D image, vec2 uv) { return texture(image, uv).rgb; }
#endif

vec3 picture(vec2 place) {
    vec3 sum = taken(frame_0, seen(to_frame[0], place)) * weight[0];
#if LAYERS > 1
    sum += taken(frame_1, seen(to_frame[1], place)) * weight[1];
#endif
#if LAYERS > 2
    sum += taken(frame_2, seen(to_frame[2], place)) * weight[2];
#endif
    return sum;
}

#if FINISH
float hash(vec2 p) {
    vec3 q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

// Small four-pointed stars, one in some cells of a grid that is dealt anew with every tick.
float sparks(vec2 pixel) {
    float cell = size.y / 22.0;
    vec2 grid = pixel / cell, id = floor(grid);
    float lot = hash(id + tick * 17.0);
    vec2 p = abs(fract(grid) - 0.5 - 0.5 * (vec2(hash(id + 7.1 + tick), hash(id + 3.7 - tick)) - 0.5));
    float star = max(0.0, 1.0 - p.x * 22.0) * max(0.0, 1.0 - p.y * 3.2)
        + max(0.0, 1.0 - p.y * 22.0) * max(0.0, 1.0 - p.x * 3.2);
    float core = max(0.0, 1.0 - dot(p, p) * 260.0);
    return (star * 0.8 + core) * max(0.0, lot - 0.72) * 3.6;
}

void main() {
    vec2 centred = (at - 0.5) * vec2(size.x / size.y, 1.0);
    float radius2 = dot(centred, centred);
#if EFFECTS
    // Two slow crossing swells; the lower frequencies of a picture move, its drawing stays.
    vec2 place = at + wave * 0.014 * vec2(
        sin(centred.y * 6.3 + time * 1.7) + 0.5 * sin(centred.y * 11.0 - time * 2.3 + centred.x * 4.0),
        sin(centred.x * 5.1 - time * 1.4) + 0.5 * sin(centred.x * 9.0 + time * 2.0 + centred.y * 5.0));
#else
    vec2 place = at;
#endif
#if CHROMA
    // A lens's lateral colour: nothing in the middle, all at the edge.
    vec2 fringe = (at - 0.5) * radius2 * chroma * 0.045;
    vec3 c = vec3(picture(place + fringe).r, picture(place).g, picture(place - fringe).b);
#else
    vec3 c = picture(place);
#endif
    vec3 halo = texture(glow, at).rgb * bloom;
    c += halo * (1.0 - 0.92 * clamp(c, 0.0, 1.0));  // fills the dark round a light, does not burn the light
    float luma = dot(c, vec3(0.2126, 0.7152, 0.0722));
    c = mix(vec3(luma), c, saturation);
    c = (c - 0.42) * contrast + 0.42;
#if EFFECTS
    c += sparks(at * size) * sparkle * (0.15 + 1.1 * smoothstep(0.15, 0.7, luma)) * (0.55 + 0.45 * c / max(luma, 0.1));
#endif
    // Middle tones light up, black lifts a little and white has nowhere to go: a flash keeps the drawing.
    vec3 lit = clamp(c, 0.0, 1.0);
    c += flash * (0.08 + 0.95 * lit) * (1.0 - 0.85 * lit) * (1.15 - 0.6 * radius2);
    c *= 1.0 - vignette * smoothstep(0.12, 1.05, radius2);
    float film = hash(at * size + tick * 61.7) + hash(at * size + tick * 23.1 + 91.0) - 1.0;
    c += film * grain * (1.0 - 0.55 * luma);
    color = vec4(clamp(c, 0.0, 1.0) * gain, 1.0);
}
#else
void main() { color = vec4(picture(at), 1.0); }
#endif
