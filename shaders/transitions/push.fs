/*{
  "ISFVSN": "2",
  "DESCRIPTION": "The new picture pushes the old one out, fast in the middle",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "way", "TYPE": "long", "DEFAULT": 0, "VALUES": [0, 1, 2, 3], "LABELS": ["left", "right", "up", "down"], "LABEL": "where it pushes to"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    vec2 to = way == 0 ? vec2(-1.0, 0.0) : (way == 1 ? vec2(1.0, 0.0) : (way == 2 ? vec2(0.0, 1.0) : vec2(0.0, -1.0)));
    float gone = progress * progress * progress * (progress * (6.0 * progress - 15.0) + 10.0);
    float speed = 30.0 * progress * progress * (1.0 - progress) * (1.0 - progress);
    vec3 sum = vec3(0.0);
    for (int i = 0; i < 6; i++) {
        vec2 at = isf_FragNormCoord - to * (gone + (float(i) / 5.0 - 0.5) * 0.06 * speed);
        bool inside = all(greaterThanEqual(at, vec2(0.0))) && all(lessThanEqual(at, vec2(1.0)));
        sum += inside ? IMG_NORM_PIXEL(startImage, at).rgb : IMG_NORM_PIXEL(endImage, fract(at)).rgb;
    }
    vec3 c = progress <= 0.0 ? IMG_THIS_PIXEL(startImage).rgb : (progress >= 1.0 ? IMG_THIS_PIXEL(endImage).rgb : sum / 6.0);
    gl_FragColor = vec4(c, 1.0);
}
