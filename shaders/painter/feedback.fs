/*{
  "DESCRIPTION": "Paints a picture again and again over its own moved past: strokes along its forms, in patches, light that lingers.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Painter"],
  "INPUTS": [
    {"NAME": "source", "TYPE": "image"},
    {"NAME": "handed", "TYPE": "image"},
    {"NAME": "take", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "keep", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "patches", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.6},
    {"NAME": "trail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.9},
    {"NAME": "crisp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.2},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "grain", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.02},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "back0", "TYPE": "color", "DEFAULT": [1.0, 0.0, 0.0, 0.0]},
    {"NAME": "back1", "TYPE": "color", "DEFAULT": [0.0, 1.0, 0.0, 0.0]},
    {"NAME": "back2", "TYPE": "color", "DEFAULT": [0.0, 0.0, 1.0, 0.0]},
    {"NAME": "pan_limit0", "TYPE": "color", "DEFAULT": [1.0, 0.0, 0.0, 0.0]},
    {"NAME": "pan_limit1", "TYPE": "color", "DEFAULT": [0.0, 1.0, 0.0, 0.0]},
    {"NAME": "pan_limit2", "TYPE": "color", "DEFAULT": [0.0, 0.0, 1.0, 0.0]}
  ],
  "PASSES": [
    {"TARGET": "canvas", "PERSISTENT": true, "FLOAT": true},
    {"TARGET": "small", "WIDTH": "$WIDTH/12.0", "HEIGHT": "$HEIGHT/12.0"},
    {}
  ]
}*/

// Where a point (half-heights, y up) comes from, and back to texture coordinates, mirrored at the edges.
vec2 through(vec4 a, vec4 b, vec4 c, vec2 p) {
    vec3 q = vec3(p, 1.0);
    return vec2(dot(a.xyz, q), dot(b.xyz, q)) / max(dot(c.xyz, q), 1e-3);
}
#include "mirrored.glsl"
#include "soft_noise.glsl"
vec2 place(vec2 p) { return mirrored(vec2(p.x * RENDERSIZE.y / RENDERSIZE.x, p.y) * 0.5 + 0.5); }

float luma(vec3 c) { return dot(c, vec3(0.299, 0.587, 0.114)); }

vec3 source_at(vec2 p) { return IMG_NORM_PIXEL(source, place(p)).rgb; }
vec3 before_at(vec2 p) {
    vec2 uv = place(p);
    return take > 0.5 ? IMG_NORM_PIXEL(handed, vec2(uv.x, 1.0 - uv.y)).rgb : IMG_NORM_PIXEL(canvas, uv).rgb;
}

// A brush stroke: the source averaged along its own forms, its ridges lit from one side.
// wander: soft noise that turns the brush where there is no form to follow.
vec3 stroke(vec2 p, float wander) {
    float e = 5.0 / RENDERSIZE.y;
    vec3 here = source_at(p);
    float level = luma(here);
    vec2 slope = vec2(luma(source_at(p + vec2(e, 0))), luma(source_at(p + vec2(0, e)))) - level;
    float a = 6.2831853 * wander;
    vec2 along = normalize(vec2(-slope.y, slope.x) + 0.02 * vec2(cos(a), sin(a)) + 1e-5);
    vec2 side = vec2(-along.y, along.x);
    // Coordinates along and across the stroke: noise drawn out fifteen-fold is bristles.
    float bristle = soft_noise(vec2(dot(p, side) * 95.0, dot(p, along) * 6.0)) - 0.5;
    vec2 drag = along * 0.02 + side * 0.006 * bristle;
    vec3 c = 0.4 * here + 0.3 * (source_at(p + drag) + source_at(p - drag));
    return c * (1.0 + (0.16 + 2.0 * grain) * bristle);
}

vec4 paint() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y;
    vec2 was = through(back0, back1, back2, p);
    float e = 1.5 / RENDERSIZE.y;
    vec3 before = before_at(was);
    // Sampling softens a little every time; this gives it back, or the past would turn to fog.
    vec3 around = 0.5 * (before_at(was + vec2(e, e)) + before_at(was - vec2(e, e)));
    vec3 clear = clamp(before + crisp * (before - around), 0.0, 1.0);
    // The brush is not everywhere at once: it works in patches that wander over the canvas.
    vec2 q = was * 2.6 + vec2(0.9 * TIME, -0.7 * TIME);
    q += 0.7 * sin(1.7 * q.yx + vec2(0.0, 1.3));  // bent, or the lattice's squares would show
    float turn = soft_noise(q);
    vec3 fresh = stroke(through(pan_limit0, pan_limit1, pan_limit2, p), turn);
    float kept = clamp(keep + patches * keep * (1.0 - keep) * 2.4 * (0.5 - smoothstep(0.1, 0.9, turn)), 0.0, 1.0);
    vec3 c = mix(fresh, clear, kept);
    // Light that stays on the moving canvas: the past is seen streaming away from the hits.
    vec3 past = clear * trail;
    float bright = smoothstep(0.35, 0.8, luma(past)) * (1.0 - 0.6 * smoothstep(0.7, 1.0, luma(past)));
    return vec4(mix(c, max(c, past), 0.6 * bright), 1.0);
}

vec4 finish() {
    vec2 uv = isf_FragNormCoord;
    vec3 c = IMG_NORM_PIXEL(canvas, uv).rgb;
    vec2 e = 1.3 / IMG_SIZE(small);
    vec3 halo = IMG_NORM_PIXEL(small, uv + e * vec2(0.9, 0.4)).rgb + IMG_NORM_PIXEL(small, uv + e * vec2(-0.4, 0.9)).rgb
              + IMG_NORM_PIXEL(small, uv - e * vec2(0.9, 0.4)).rgb + IMG_NORM_PIXEL(small, uv - e * vec2(-0.4, 0.9)).rgb;
    c += (0.06 + 0.16 * glow) * halo * (1.0 - 0.8 * c);
    c = max((c - 0.02) / 0.98, 0.0);
    c /= max(1.0, 0.25 + 0.75 * max(c.r, max(c.g, c.b)));  // bright colours keep their hue
    c = mix(c, c * c * (3.0 - 2.0 * c), 0.45);
    float l = luma(c);
    return vec4(clamp(l + (c - l) * 1.2, 0.0, 1.0), 1.0);
}

void main() {
    if (PASSINDEX == 0) gl_FragColor = paint();
    else if (PASSINDEX == 1) {
        vec3 c = IMG_NORM_PIXEL(canvas, isf_FragNormCoord).rgb;
        gl_FragColor = vec4(c * smoothstep(0.45, 0.95, max(c.r, max(c.g, c.b))), 1.0);
    }
    else gl_FragColor = finish();
}
