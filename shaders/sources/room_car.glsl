// The inside of a car, of room.fs.
// From the driver's seat: the road comes along between its lamps.
void car_() {
    vec2 q = ray.xy / ray.z;
    float fit = room.x / 2.35, down = -q.y, light = -0.35;
    shine = 1.0;
    glass = 1.0;
    reach = 30.0;
    tone = outdoors(q, vec2(light, 0.34));
    if (down > 0.0) {
        float away = 1.0 / max(down, 0.01), across = q.x / down, run = 0.55 * away + 2.4 * t;
        bool water = sea > 0.5 && across > 1.9;
        if (!water) tone = mix(mix(c1.rgb, c2.rgb, 0.3), mix(c0.rgb, c1.rgb, 0.3), night) * (0.85 + 0.3 * hash(floor(vec2(across * 3.0, run * 2.0))));
        if (abs(across) < 1.6) tone = mix(mix(c0.rgb, c1.rgb, 0.55), mix(c0.rgb, c1.rgb, 0.2), night);
        bool line = (abs(across) < 0.06 && fract(run) < 0.45) || abs(abs(across) - 1.42) < 0.05;
        if (line) tone = mix(c2.rgb, c3.rgb, 0.8);
        // The headlights lie on it.
        tone += night * c3.rgb * (line ? 0.3 : 0.2) * exp(-1.5 * across * across) * smoothstep(0.04, 0.3, down);
        reach = min(away, 30.0);
    }
    for (int i = 0; i < 5; i += 1) {
        float away = mod(float(i) * 1.3 - 0.91 * t, 6.5) + 0.35, size = 0.55 / away;
        for (int j = -1; j < 2; j += 2) {
            vec2 d = q - vec2(float(j) * 1.35 * size, 0.0), arm = d - vec2(-0.12 * float(j) * size, 1.1 * size);
            if (sea > 0.5 && j > 0) continue;
            if (near_(d - vec2(0.0, 0.3 * size), vec2(0.016 * size, 0.82 * size)) || near_(arm - vec2(0.06 * float(j) * size, 0.0), vec2(0.08 * size, 0.02 * size))) tone = mix(dusky, c0.rgb, 0.5);
            tone += c3.rgb * night * (exp(-dot(arm, arm) / (size * size) * 60.0) + 0.3 * exp(-dot(arm, arm) / (size * size) * 5.0)) * smoothstep(6.8, 4.5, away);
        }
    }
    // The car: its pillars and roof, the mirror, the dashboard with its dials, the wheel.
    float arch = abs(q.x) / fit - 1.12 + 0.3 * (q.y + 0.3), dash = -0.42 - 0.05 * q.x * q.x / fit + 0.07 * exp(-14.0 * pow(q.x / fit + 0.42, 2.0));
    bool mirror = near_(q - vec2(0.12, 0.5), vec2(0.19, 0.062));
    vec2 wheel = q - vec2(-0.42 * fit, -0.66);
    float ring = length(wheel * vec2(1.0, 1.15)), dial = min(length(wheel - vec2(-0.11, 0.22)), length(wheel - vec2(0.11, 0.22)));
    if (arch > 0.0 || q.y > 0.6 - 0.06 * q.x * q.x || q.y < dash || mirror || abs(ring - 0.34) < 0.035) {
        glass = shine = 0.0;
        reach = 1.0;
        face = vec3(0.0, 0.0, -1.0);
        tone = q.y < dash ? mix(dusky, cloth, 0.35 + 0.4 * smoothstep(dash - 0.12, dash, q.y)) : mix(dusky, cloth, 0.3);
        bulb = vec3(-0.42 * fit, -0.35, 0.9);
        pane = vec3(0.0, 0.3, 2.0);
        if (q.y < dash && dial < 0.085) {
            tone = mix(c0.rgb, c3.rgb, dial > 0.07 || abs(wheel.x - sign(wheel.x) * 0.11 - 0.5 * (wheel.y - 0.22)) < 0.008 ? 0.95 : 0.12);
            shine = 1.0;
        }
        if (q.y < dash && near_(q - vec2(0.2 * fit, -0.58), vec2(0.17 * fit, 0.07))) {
            tone = mix(c0.rgb, c2.rgb, step(0.5, fract(q.x * 24.0)) * step(abs(q.y + 0.58), 0.055 * abs(sin(19.0 * floor(q.x * 24.0) + 3.1415927 * t))) * 0.9 + 0.1);
            shine = 0.9;
        }
        if (mirror) { tone = near_(q - vec2(0.12, 0.5), vec2(0.175, 0.048)) ? mix(outdoors(vec2(0.12 - q.x, q.y - 0.5) * 2.0, vec2(2.0)), c3.rgb, 0.15) : metal * 0.6; shine = 0.9; }
        if (abs(ring - 0.34) < 0.035 || (ring < 0.34 && q.y < dash && (abs(wheel.y + 0.02) < 0.03 || (abs(wheel.x) < 0.035 && wheel.y < 0.0) || ring < 0.09))) { tone = mix(c0.rgb, dusky, 0.6 + 0.5 * smoothstep(0.3, 0.36, ring)); shine = 0.15; }
    }
}
