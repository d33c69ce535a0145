/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Solarized as in the darkroom: what is brightest turns over, with a silver rim; the bass moves the line",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "color"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "turn", "TYPE": "float", "DEFAULT": 0.55, "MIN": 0.2, "MAX": 1.0, "LABEL": "brightness that turns over"},
    {"NAME": "silver", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 1, "LABEL": "light on the rim"},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec3 c = IMG_THIS_PIXEL(inputImage).rgb;
    float at = turn * (1.0 - 0.3 * bass);
    vec3 over = vec3(greaterThan(c, vec3(at)));
    vec3 turned = mix(c / at, (1.0 - c) / (1.0 - min(at, 0.98)), over);
    // A thin bright line where it turns: the Mackie line.
    vec3 x = (c - at) / 0.05;
    vec3 rim = exp(-x * x);
    gl_FragColor = vec4(turned * turned * (0.85 + 0.2 * beat) + silver * rim * vec3(0.8, 0.9, 1.0) * (0.6 + 0.6 * beat), 1.0);
}
