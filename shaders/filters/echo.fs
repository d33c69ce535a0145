/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Light trails: what was bright lingers, drifts outward and fades",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["filter", "feedback"],
  "INPUTS": [
    {"NAME": "inputImage", "TYPE": "image"},
    {"NAME": "echo", "TYPE": "float", "DEFAULT": 0.75, "MIN": 0.0, "MAX": 1.0, "LABEL": "how long light lingers"},
    {"NAME": "echo_drift", "TYPE": "float", "DEFAULT": 0.35, "MIN": -1.0, "MAX": 1.0, "LABEL": "growth of the trails"},
    {"NAME": "bass", "TYPE": "float", "DEFAULT": 0.0},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ],
  "PASSES": [
    {"TARGET": "trail", "PERSISTENT": true}
  ]
}*/

void main() {
    vec3 now = IMG_THIS_PIXEL(inputImage).rgb;
    // Rates are per second, so the trails look the same at any frame rate.
    float dt = min(TIMEDELTA, 0.1);
    float grow = exp(-echo_drift * dt * (0.5 + 1.6 * bass + 1.2 * beat));
    float turn = 0.08 * echo_drift * dt;
    vec2 aspect = vec2(RENDERSIZE.x / RENDERSIZE.y, 1.0);
    vec2 p = (isf_FragNormCoord - 0.5) * aspect * grow;
    p += vec2(-p.y, p.x) * turn;
    vec3 before = IMG_NORM_PIXEL(trail, p / aspect + 0.5).rgb;
    float kept = pow(0.02 + 0.5 * echo, dt * 4.0) * step(0.001, echo);
    vec3 lingering = before * kept - vec3(0.06, 0.05, 0.03) * dt;
    // Screen only what is brighter than the picture: darks stay dark, the drawing stays sharp.
    vec3 c = max(now, mix(now, lingering, 0.92));
    gl_FragColor = vec4(c, 1.0);
}
