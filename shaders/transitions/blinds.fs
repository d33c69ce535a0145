/*{
  "ISFVSN": "2",
  "DESCRIPTION": "Slats turn over, one after the other",
  "CREDIT": "Anacrusis",
  "CATEGORIES": ["transition"],
  "INPUTS": [
    {"NAME": "startImage", "TYPE": "image"},
    {"NAME": "endImage", "TYPE": "image"},
    {"NAME": "progress", "TYPE": "float", "MIN": 0.0, "MAX": 1.0},
    {"NAME": "slats", "TYPE": "float", "DEFAULT": 12.0, "MIN": 2.0, "MAX": 48.0},
    {"NAME": "turn", "TYPE": "float", "DEFAULT": 0.0, "MIN": 0.0, "MAX": 1.0, "LABEL": "their slant: upright to lying"},
    {"NAME": "beat", "TYPE": "float", "DEFAULT": 0.0}
  ]
}*/

void main() {
    float angle = 1.5707963 * turn;
    vec2 way = vec2(cos(angle), sin(angle));
    float along = dot(isf_FragNormCoord, way) / (abs(way.x) + abs(way.y)), slat = floor(along * slats) / slats;
    float own = clamp(progress * 1.8 - 0.8 * slat, 0.0, 1.0), half_turn = own * 3.14159265;
    // A slat seen from the side is narrow; the other picture is on its back.
    float across = fract(along * slats) - 0.5, wide = abs(cos(half_turn)), at = across / max(wide, 1e-3);
    bool back = own > 0.5;
    vec2 uv = isf_FragNormCoord + way * (at - across) / slats / (abs(way.x) + abs(way.y)) * step(abs(at), 0.5);
    vec3 c = back ? IMG_NORM_PIXEL(endImage, uv).rgb : IMG_NORM_PIXEL(startImage, uv).rgb;
    float lit = mix(0.35, 1.0, wide) + 0.25 * beat * (1.0 - wide);
    vec3 behind = mix(IMG_THIS_PIXEL(startImage).rgb, IMG_THIS_PIXEL(endImage).rgb, own) * 0.12;
    gl_FragColor = vec4(mix(behind, c * lit, smoothstep(0.5, 0.49, abs(at))), 1.0);
}
