/*{
  "ISFVSN": "2",
  "DESCRIPTION": "A lamp on the picture, with a soft rim; the rest lies in a colour, or shows another picture",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "light"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "place", "TYPE": "point2D", "DEFAULT": [0.5, 0.5], "MIN": [0.0, 0.0], "MAX": [1.0, 1.0]},
    {"NAME": "radius", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0.02, "MAX": 1.2},
    {"NAME": "soft", "TYPE": "float", "DEFAULT": 0.4, "MIN": 0.0, "MAX": 1.0},
    {"NAME": "roam", "TYPE": "float", "DEFAULT": 0.3, "MIN": 0, "MAX": 1, "LABEL": "how far it wanders"},
    {"NAME": "dark", "TYPE": "color", "DEFAULT": [0.02, 0.02, 0.06, 1.0], "LABEL": "the rest"},
    {"NAME": "outside", "TYPE": "float", "DEFAULT": 0.25, "MIN": 0, "MAX": 1, "LABEL": "how much of the other picture is seen"},
    {"NAME": "other", "TYPE": "image", "LABEL": "the picture in the dark"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    vec2 at = place + roam * vec2(0.28 * sin(0.53 * TIME), 0.2 * sin(0.71 * TIME + 1.0));
    float r = length((isf_FragNormCoord - at) * aspect), wide = radius * (1.0 + 0.25 * beat + 0.1 * bass);
    float lit = smoothstep(wide * (1.0 + soft), wide * (1.0 - 0.8 * soft), r);
    vec3 c = IMG_THIS_PIXEL(inputImage).rgb, rest = mix(dark.rgb, IMG_THIS_PIXEL(other).rgb * (0.4 + dark.rgb), outside);
    float rim = exp(-pow((r - wide) / (0.04 + 0.2 * soft * wide), 2.0));
    gl_FragColor = vec4(mix(rest, c * 1.1, lit) + c * rim * (0.15 + 0.4 * beat), 1.0);
}
