/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The new picture spreads through the old one like ink in wet paper",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "field", "FLOAT": true, "WIDTH": "$WIDTH / 5", "HEIGHT": "$HEIGHT / 5"},
    {}
  ]
}*/

#include "value_noise.glsl"

void main() {
    vec2 centred = (isf_FragNormCoord - 0.5) * vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    if (PASSINDEX == 0) {
        // When the ink gets here, 0..1: from three drops, along fibres.
        vec2 fibre = vec2(fractal_noise(centred * 3.0 + 1.3), fractal_noise(centred * 3.0 + 8.1)) - 0.5;
        vec2 p = centred + fibre * 0.55;
        float drop = min(length(p), min(length(p - vec2(-0.6, 0.25)) + 0.16, length(p - vec2(0.65, -0.2)) + 0.1));
        float arrives = drop * 0.62 + fractal_noise(centred * 7.0 + fibre * 3.0) * 0.34;
        gl_FragColor = vec4(vec3(clamp(arrives, 0.0, 1.0)), 1.0);
        return;
    }
    vec2 texel = 1.0 / vec2(textureSize(field, 0));
    float arrives = IMG_THIS_NORM_PIXEL(field).r;
    vec2 slope = vec2(
        IMG_NORM_PIXEL(field, isf_FragNormCoord + vec2(texel.x, 0.0)).r - arrives,
        IMG_NORM_PIXEL(field, isf_FragNormCoord + vec2(0.0, texel.y)).r - arrives);
    float reached = progress * 1.24 - 0.12 + 0.012 * beat * progress * (1.0 - progress) * 4.0;
    float wet = reached - arrives;
    float t = smoothstep(-0.012, 0.05, wet);
    // Pigment gathers at the rim of the stain, and the paper before it is already wet.
    float rim = exp(-pow((wet - 0.012) / 0.028, 2.0));
    float ahead = smoothstep(-0.14, 0.0, wet) * (1.0 - t);
    float ends = smoothstep(0.0, 0.06, progress) * smoothstep(1.0, 0.94, progress);
    vec3 from = IMG_NORM_PIXEL(startImage, isf_FragNormCoord + slope * ahead * 1.4 * ends).rgb;
    vec3 to = IMG_NORM_PIXEL(endImage, isf_FragNormCoord - slope * rim * 0.8 * ends).rgb;
    from = mix(from, from * from * 1.1, ahead * 0.7 * ends);
    vec3 c = mix(from, to, mix(progress, t, ends));
    vec3 pigment = to * to * 0.55;
    gl_FragColor = vec4(mix(c, pigment, rim * 0.62 * ends), 1.0);
}
