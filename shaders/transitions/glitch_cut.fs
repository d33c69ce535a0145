/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The signal breaks up in blocks and comes back as the new picture",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "blocks", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "size of the blocks"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

#include "white_noise.glsl"

void main() {
    float middle = 4.0 * progress * (1.0 - progress), deal = floor(progress * 14.0);
    vec2 rows = mix(vec2(24.0, 60.0), vec2(5.0, 14.0), blocks), id = floor(isf_FragNormCoord * rows + vec2(deal * 0.37, 0.0));
    float luck = white_noise(id + 17.0 * deal), torn = step(1.0 - 0.7 * middle, white_noise(vec2(id.y, deal + 5.0)));
    float shift = (white_noise(vec2(id.y, deal)) - 0.5) * 0.4 * torn * middle;
    vec2 at = vec2(fract(isf_FragNormCoord.x + shift), isf_FragNormCoord.y), part = vec2(0.015 * torn * middle * (1.0 + beat), 0.0);
    bool came = luck < smoothstep(0.1, 0.9, progress) || progress >= 1.0;
    vec3 from = vec3(IMG_NORM_PIXEL(startImage, at + part).r, IMG_NORM_PIXEL(startImage, at).g, IMG_NORM_PIXEL(startImage, at - part).b);
    vec3 to = vec3(IMG_NORM_PIXEL(endImage, at - part).r, IMG_NORM_PIXEL(endImage, at).g, IMG_NORM_PIXEL(endImage, at + part).b);
    gl_FragColor = vec4(progress <= 0.0 ? from : (came ? to : from), 1.0);
}
