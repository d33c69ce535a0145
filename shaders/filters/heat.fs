/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Only what moves glows: the change from frame to frame, cooling slowly",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "feedback"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "gain", "TYPE": "float", "DEFAULT": 0.6, "MIN": 0, "MAX": 2, "LABEL": "how easily it glows"},
    {"NAME": "cooling", "TYPE": "float", "DEFAULT": 0.5, "MIN": 0, "MAX": 1, "LABEL": "how fast it cools"},
    {"NAME": "under", "TYPE": "float", "DEFAULT": 0.35, "MIN": 0, "MAX": 1, "LABEL": "picture beneath"},
    {"NAME": "cold", "TYPE": "color", "DEFAULT": [0.05, 0.1, 0.55, 1.0]},
    {"NAME": "hot", "TYPE": "color", "DEFAULT": [1.0, 0.45, 0.1, 1.0]},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "memory", "PERSISTENT": true, "FLOAT": true},
    {}
  ]
}*/

void main() {
    vec3 now = IMG_THIS_NORM_PIXEL(inputImage).rgb;
    if (PASSINDEX == 0) {
        // rgb: this frame, for the next one to differ from; a: how hot it is.
        vec4 last = IMG_THIS_NORM_PIXEL(memory);
        float moved = FRAMEINDEX == 0 ? 0.0 : length(now - last.rgb) * gain * 4.0;
        float kept = last.a * exp(-min(TIMEDELTA, 0.1) * (0.5 + 4.0 * cooling));
        gl_FragColor = vec4(now, clamp(max(kept, moved), 0.0, 1.0));
        return;
    }
    float heat = clamp(IMG_THIS_NORM_PIXEL(memory).a * (1.0 + 0.6 * beat), 0.0, 1.0);
    vec3 glow = mix(cold.rgb * heat * 2.0, hot.rgb, smoothstep(0.25, 0.7, heat)) + vec3(1.0, 0.9, 0.7) * smoothstep(0.7, 1.0, heat);
    float grey = dot(now, vec3(0.3, 0.55, 0.15));
    vec3 still = mix(vec3(grey) * vec3(0.7, 0.8, 1.0), now, 0.4) * under * (1.0 + 0.5 * bass + 0.4 * beat);
    gl_FragColor = vec4(still + glow * smoothstep(0.02, 0.2, heat), 1.0);
}
