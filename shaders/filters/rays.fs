/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Shafts of light fall from what is bright, longer on the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "light"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "light", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 2, "LABEL": "strength of the shafts"},
    {"NAME": "length_", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "their length"},
    {"NAME": "lamp", "TYPE": "point2D", "DEFAULT": [0.5, 0.7], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "LABEL": "where they come from"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "presence", "TYPE": "float", "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "brights", "WIDTH": "$WIDTH / 4", "HEIGHT": "$HEIGHT / 4"},
    {}
  ]
}*/

const int TAPS = 24;

#include "white_noise.glsl"

void main() {
    if (PASSINDEX == 0) {
        // The brights, small: the shafts are soft.
        vec3 c = IMG_THIS_NORM_PIXEL(inputImage).rgb;
        float most = max(c.r, max(c.g, c.b));
        gl_FragColor = vec4(c * smoothstep(0.35, 0.85, most), 1.0);
        return;
    }
    vec2 step_ = (lamp - isf_FragNormCoord) * (0.35 + 0.6 * length_) * (0.85 + 0.3 * beat) / float(TAPS);
    vec2 at = isf_FragNormCoord + step_ * white_noise(gl_FragCoord.xy + float(FRAMEINDEX % 64) * 5.0);
    vec3 sum = vec3(0.0);
    float weight = 1.0;
    for (int i = 0; i < TAPS; i++) {
        sum += IMG_NORM_PIXEL(brights, at).rgb * weight;
        weight *= 0.94;
        at += step_;
    }
    vec3 shafts = sum / float(TAPS) * light * (1.6 + 1.8 * beat + 0.5 * presence);
    vec3 c = IMG_THIS_NORM_PIXEL(inputImage).rgb;
    gl_FragColor = vec4(c + shafts * (1.0 - 0.6 * c), 1.0);
}
