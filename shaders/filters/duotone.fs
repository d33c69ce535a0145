/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Two inks: darks in one colour, lights in another, and the picture between them",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "color"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "shadow", "TYPE": "color", "DEFAULT": [0.09, 0.02, 0.22, 1.0], "LABEL": "the dark ink"},
    {"NAME": "light", "TYPE": "color", "DEFAULT": [1.0, 0.72, 0.32, 1.0], "LABEL": "the light ink"},
    {"NAME": "mix_in", "TYPE": "float", "DEFAULT": 0.9, "MIN": 0, "MAX": 1, "LABEL": "how much of it"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec3 c = IMG_THIS_PIXEL(inputImage).rgb;
    float grey = dot(c, vec3(0.3, 0.55, 0.15));
    // The inks cross a little earlier when the bass pushes.
    float tone = smoothstep(0.02, 0.92 - 0.18 * bass - 0.12 * beat, grey);
    vec3 inked = mix(shadow.rgb, light.rgb, tone);
    // Where both inks lie, they multiply towards the middle as on a press.
    inked = mix(inked, sqrt(shadow.rgb * light.rgb + 0.02), 0.35 * tone * (1.0 - tone) * 4.0);
    gl_FragColor = vec4(mix(c, inked + 0.12 * (c - grey), mix_in), 1.0);
}
