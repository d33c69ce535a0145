// The stage's own pass: painted frames moved to the camera of now, crossfaded, and finished, all in one,
// because on a software GL every further pass over a 1080p picture costs as much as everything else.
// LAYERS (1..3), FINISH, WAVE, CHROMA and BICUBIC are defined by composite.py; KNOBS, ROOM, LUMA and FORMULAS by
// finish.py, from the table of the finish.

in vec2 at;
noperspective in vec3 seen[LAYERS];  // where each frame is looked at, and what follows: composite_vertex.glsl
flat in vec4 slope[LAYERS];
noperspective in vec4 phase;
in Knobs {
    flat float weight[LAYERS];
    flat vec2 size;
    flat float KNOBS;
};
out vec4 color;

uniform sampler2D frame_0;
#if LAYERS > 1
uniform sampler2D frame_1;
#endif
#if LAYERS > 2
uniform sampler2D frame_2;
#endif
#if FINISH
uniform sampler2D glow;
#endif

#include "mirrored.glsl"

vec2 place(int layer, vec2 shift) {
    vec3 q = seen[layer];
    vec2 uv = q.xy / max(q.z, 1e-3);  // behind the horizon there is only the horizon
#if WAVE || CHROMA
    uv += slope[layer].xy * shift.x + slope[layer].zw * shift.y;
#endif
    return mirrored(uv);
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

// What is seen `shift` beside this pixel.
vec3 picture(vec2 shift) {
    vec3 sum = taken(frame_0, place(0, shift)) * weight[0];
#if LAYERS > 1
    sum += taken(frame_1, place(1, shift)) * weight[1];
#endif
#if LAYERS > 2
    sum += taken(frame_2, place(2, shift)) * weight[2];
#endif
    return sum;
}

#if WAVE
// A parabola in place of a sine, x in turns: as smooth to the eye, a fifth of the work.
float swell(float x) {
    float p = 2.0 * fract(x) - 1.0;
    return 4.0 * p * (abs(p) - 1.0);
}

// Two slow crossing swells; the lower frequencies of a picture move, its drawing stays.
vec2 swayed() {
    return wave * 0.014 * vec2(swell(phase.x) + 0.5 * swell(phase.y), swell(phase.z) + 0.5 * swell(phase.w));
}
#else
vec2 swayed() { return vec2(0.0); }
#endif

#if FINISH
#include "white_noise.glsl"

void main() {
    vec2 centred = (at - 0.5) * vec2(size.x / size.y, 1.0);
    float radius2 = dot(centred, centred);
    vec2 shift = swayed();
#if CHROMA
    // A lens's lateral colour: nothing in the middle, all at the edge.
    vec2 fringe = (at - 0.5) * radius2 * chroma * 0.045;
    vec3 c = vec3(picture(shift + fringe).r, picture(shift).g, picture(shift - fringe).b);
#else
    vec3 c = picture(shift);
#endif
    vec3 halo = texture(glow, at).rgb;
    float most = min(max(c.r, max(c.g, c.b)), 1.0);
    float speck = white_noise(at * size + tick * 61.7);
    float film = speck + white_noise(at * size + tick * 23.1 + 91.0) - 1.0;
    FORMULAS
    // Less than half a level to both sides: what lies between two levels is seen between them, and no ramp in
    // the dark has steps; a whole level stays what it is.
    color = vec4(clamp(c, 0.0, 1.0) * gain + (speck - 0.5) * (0.99 / 255.0), 1.0);
}
#else
void main() { color = vec4(picture(swayed()), 1.0); }
#endif
