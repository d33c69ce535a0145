/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Light through glass: the colours part, wider on the beat",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "distortion"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "spread", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0, "MAX": 1, "LABEL": "how far the colours part"},
    {"NAME": "middle", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0], "LABEL": "where they do not"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

const int TAPS = 9;

#include "mirrored.glsl"
#include "white_noise.glsl"

void main() {
    vec2 away = isf_FragNormCoord - middle;
    float far = spread * (0.05 + 0.09 * beat + 0.04 * bass);
    float dither = white_noise(gl_FragCoord.xy);
    vec3 sum = vec3(0.0), weight = vec3(0.0);
    for (int i = 0; i < TAPS; i++) {
        float x = (float(i) + dither) / float(TAPS);
        // From red at one end over green to blue at the other.
        vec3 w = max(vec3(1.0 - 2.0 * x, 1.0 - abs(2.0 * x - 1.0), 2.0 * x - 1.0), 0.0) + 0.02;
        sum += w * IMG_NORM_PIXEL(inputImage, mirrored(isf_FragNormCoord + away * (x - 0.5) * 2.0 * far)).rgb;
        weight += w;
    }
    gl_FragColor = vec4(sum / weight, 1.0);
}
