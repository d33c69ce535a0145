// The kinds of rooms of room.fs: what is on their walls, and what stands before them.
void living_room() {
    vec2 q = vec2(at.x + 0.42 * room.x, at.y - 0.38), size = vec2(0.72, 0.6);
    pane = vec3(-0.42 * room.x, 0.38, room.z);
    bulb = vec3(0.86 * room.x, 0.3, room.z - 0.6);
    if (wall == BACK) {
        window(q, size, vec2(2.0), vec2(-0.14, 0.28));
        curtains(q, size);
        framed(vec2(at.x - 0.43 * room.x, at.y - 0.62), vec2(0.38, 0.27));
    }
    if (wall == FLOOR && length((at.xz - vec2(0.0, room.z - 1.1)) / vec2(0.75 * room.x, 0.6)) < 1.0) tone = mix(cloth, pale, 0.5 + 0.3 * sign(sin(30.0 * length((at.xz - vec2(0.0, room.z - 1.1)) / vec2(0.75 * room.x, 0.6)))));
    if (hearth > 0.5) {
        vec3 stone = vec3(0.42 * room.x, -0.42, room.z - 0.22);
        bulb = vec3(stone.x, -0.5, room.z - 0.5);
        if (box(stone, vec3(0.58, 0.58, 0.22), vec4(mix(pale, dusky, 0.35), 0.0)) && face.z < -0.5) {
            vec2 mouth = vec2(ray.x, ray.y) * reach - vec2(stone.x, -0.62), brick = vec2(mouth.x * 4.0 + 0.5 * mod(floor(mouth.y * 9.0), 2.0), mouth.y * 9.0);
            tone *= max(abs(fract(brick.x) - 0.5), abs(fract(brick.y) - 0.5)) > 0.44 ? 0.7 : 0.9 + 0.15 * hash(floor(brick));
            if (mouth.y < 0.3 - 0.9 * mouth.x * mouth.x && abs(mouth.x) < 0.4) {
                float lick = flow_noise(vec2(mouth.x * 7.0, mouth.y * 4.0 - 0.96 * t), 0.3 * t) + 0.5 * flow_noise(vec2(mouth.x * 15.0, mouth.y * 8.0 - 1.6 * t), 0.5 * t);
                float flame = 0.12 - 1.1 * mouth.x * mouth.x + 0.3 * lick - mouth.y - 0.1;
                tone = mix(c0.rgb * 0.3, mix(vec3(0.9, 0.3, 0.06), vec3(1.0, 0.85, 0.4), smoothstep(0.08, 0.32, flame)), smoothstep(0.0, 0.08, flame));
                if (mouth.y < -0.26 && abs(mouth.x) < 0.3) tone = mix(wood * 0.5, vec3(0.9, 0.35, 0.1), step(0.5, fract(mouth.x * 5.0)) * 0.3);
                shine = 1.0;
            }
        }
        box(stone + vec3(0.0, 0.6, -0.03), vec3(0.68, 0.04, 0.27), vec4(wood, 0.0));
        return;
    }
    vec3 sofa = vec3(0.38 * room.x, 0.0, room.z - 0.45);
    box(sofa - vec3(0.0, 0.74, 0.0), vec3(0.36 * room.x, 0.2, 0.36), vec4(cloth, 0.0));
    box(sofa + vec3(0.0, -0.42, 0.3), vec3(0.36 * room.x, 0.34, 0.12), vec4(cloth * 0.9, 0.0));
    for (int i = -1; i < 2; i += 2) {
        box(sofa + vec3(float(i) * 0.36 * room.x, -0.64, 0.0), vec3(0.09, 0.32, 0.38), vec4(cloth * 0.85, 0.0));
        box(sofa + vec3(float(i) * 0.18 * room.x, -0.4, 0.12), vec3(0.15, 0.14, 0.06), vec4(pale, 0.0));
    }
    pillar(vec3(bulb.x, -0.4, bulb.z), 0.025, 0.6, vec4(dusky, 0.0));
    pillar(bulb, 0.2, 0.15, vec4(mix(c3.rgb, c2.rgb, 0.25), 0.6 + 0.4 * night));
    pillar(vec3(-0.86 * room.x, -0.82, room.z - 0.5), 0.17, 0.18, vec4(wood, 0.0));
    for (int i = 0; i < 5; i += 1) ball(vec3(-0.86 * room.x + 0.17 * sin(2.4 * float(i)), -0.42 + 0.13 * float(i), room.z - 0.5 + 0.12 * cos(2.4 * float(i))), 0.21 - 0.02 * float(i), vec4(mix(dusky, c2.rgb, 0.3), 0.0));
}

void kitchen_() {
    vec2 q = vec2(at.x, at.y - 0.42), size = vec2(0.36 * room.x, 0.4);
    pane = vec3(0.0, 0.42, room.z);
    bulb = vec3(0.0, 0.72, room.z - 1.0);
    if (wall == FLOOR) tone = mix(tone, mod(floor(1.7 * at.x) + floor(1.7 * at.z), 2.0) < 1.0 ? pale : dusky, 0.6);
    if (wall == BACK) {
        vec2 tile = abs(fract(at.xy * 5.0) - 0.5);
        tone = mix(pale, wood, 0.5 * smoothstep(0.44, 0.48, max(tile.x, tile.y)) + 0.15 * hash(floor(at.xy * 5.0)));
        window(q, size, vec2(2.0, 1.0), vec2(0.2, 0.22));
        // Spoons and pans hang on a rail.
        float place = at.x * 6.0, f = fract(place) - 0.5, key = hash(vec2(floor(place), 4.0)), down = 0.02 - at.y;
        if (abs(at.x) > size.x + 0.1 && (near_(vec2(f, at.y - 0.02), vec2(1.0, 0.012)) || (abs(f) < 0.05 && down > 0.0 && down < 0.12) || length(vec2(f / 6.0, down - 0.17) * (1.0 + 0.4 * key)) < 0.06)) tone = dusky;
    }
    if (box(vec3(0.0, -0.68, room.z - 0.32), vec3(room.x, 0.32, 0.3), vec4(wood, 0.0)) && face.z < -0.5) {
        vec2 door = vec2(abs(fract(ray.x * reach * 1.6) - 0.5), ray.y * reach + 0.66);
        tone *= max(door.x * 2.0 - 0.94, 0.0) > 0.0 || abs(door.y) > 0.27 ? 0.45 : length(vec2(door.x - 0.36, door.y - 0.14) * vec2(0.7, 1.0)) < 0.035 ? 2.0 : 1.0;
    }
    box(vec3(0.0, -0.33, room.z - 0.34), vec3(room.x, 0.035, 0.34), vec4(mix(pale, metal, 0.4), 0.0));
    // The stove with its pots, cupboards above, the fridge.
    if (box(vec3(0.55 * room.x, -0.64, room.z - 0.36), vec3(0.36, 0.34, 0.31), vec4(metal * 0.8, 0.0)) && face.z < -0.5) {
        vec2 oven = vec2(ray.x * reach - 0.55 * room.x, ray.y * reach + 0.7);
        if (near_(oven, vec2(0.27, 0.16))) { tone = mix(dusky, c2.rgb, 0.25 + 0.5 * smoothstep(0.2, -0.16, oven.y)); shine = 0.35; }
        if (abs(oven.y - 0.27) < 0.03 && abs(fract(oven.x * 7.0) - 0.5) < 0.22) tone = dusky;
    }
    pillar(vec3(0.55 * room.x - 0.17, -0.18, room.z - 0.36), 0.14, 0.12, vec4(c2.rgb, 0.0));
    pillar(vec3(0.55 * room.x - 0.17, -0.04, room.z - 0.36), 0.03, 0.03, vec4(dusky, 0.0));
    ball(vec3(0.55 * room.x + 0.18, -0.18, room.z - 0.36), 0.13, vec4(metal, 0.0));
    for (int i = -1; i < 2; i += 2) {
        float x = 0.78 * room.x * float(i);
        if (box(vec3(x, 0.72, room.z - 0.2), vec3(0.3 * room.x, 0.3, 0.2), vec4(wood, 0.0)) && face.z < -0.5) tone *= abs(fract((ray.x * reach - x) / room.x * 3.33) - 0.5) < 0.04 || abs(ray.y * reach - 0.72) > 0.26 ? 0.5 : 1.0;
    }
    if (box(vec3(-0.86 * room.x, -0.22, room.z - 0.95), vec3(0.33, 0.78, 0.32), vec4(pale, 0.0)) && face.z < -0.5) {
        vec2 front = vec2(ray.x * reach + 0.86 * room.x, ray.y * reach);
        tone *= abs(front.y - 0.12) < 0.015 || near_(front - vec2(0.24, 0.02), vec2(0.02, 0.08)) ? 0.4 : 1.0;
    }
    hanging(bulb, 0.2);
}

void bedroom_() {
    vec2 q = vec2(at.x + 0.4 * room.x, at.y - 0.36), size = vec2(0.66, 0.6);
    pane = vec3(-0.4 * room.x, 0.36, room.z);
    bulb = vec3(-0.02 * room.x, -0.12, room.z - 0.4);
    if (wall == BACK) {
        window(q, size, vec2(2.0), vec2(-0.14, 0.3));
        curtains(q, size);
        framed(vec2(at.x - 0.5 * room.x, at.y - 0.62), vec2(0.3, 0.2));
    }
    float x = 0.52 * room.x, wide = 0.34 * room.x;
    box(vec3(x, -0.4, room.z - 0.06), vec3(wide + 0.06, 0.5, 0.06), vec4(wood, 0.0));
    box(vec3(x, -0.86, room.z - 1.0), vec3(wide + 0.03, 0.1, 0.92), vec4(wood * 0.8, 0.0));
    box(vec3(x, -0.66, room.z - 1.0), vec3(wide, 0.12, 0.9), vec4(pale, 0.0));
    if (box(vec3(x, -0.63, room.z - 1.25), vec3(wide + 0.03, 0.13, 0.68), vec4(cloth, 0.0))) tone = mix(tone, pale, 0.35 * step(0.0, sin(14.0 * ray.x * reach) * sin(14.0 * ray.z * reach)));
    for (int i = -1; i < 2; i += 2) box(vec3(x + 0.45 * wide * float(i), -0.46, room.z - 0.3), vec3(0.38 * wide, 0.1, 0.18), vec4(mix(pale, vec3(1.0), 0.3), 0.0));
    box(vec3(bulb.x, -0.7, bulb.z), vec3(0.2, 0.3, 0.2), vec4(wood, 0.0));
    pillar(vec3(bulb.x, -0.32, bulb.z), 0.03, 0.12, vec4(dusky, 0.0));
    pillar(bulb, 0.17, 0.12, vec4(mix(c3.rgb, c2.rgb, 0.2), 0.55 + 0.45 * night));
    if (box(vec3(-0.93 * room.x, 0.0, room.z - 0.75), vec3(0.24, 1.0, 0.6), vec4(wood * 0.9, 0.0))) tone *= abs(ray.z * reach - room.z + 0.75) < 0.015 ? 0.4 : 1.0;
    if (wall == FLOOR && near_(at.xz - vec2(-0.3 * room.x, room.z - 1.1), vec2(0.4 * room.x, 0.45))) tone = mix(cloth, pale, 0.6);
}

void classroom_() {
    pane = vec3(-0.6 * room.x, 0.45, room.z - 1.2);
    into = vec3(0.8, 0.0, 0.6);
    bulb = vec3(0.0, 0.75 * room.y, room.z - 1.1);
    vec2 board = vec2(at.x - 0.05 * room.x, at.y - 0.32);
    if (wall == BACK) {
        if (near_(board, vec2(0.62 * room.x, 0.44))) tone = wood;
        if (near_(board, vec2(0.6 * room.x, 0.4))) {
            float row = floor(board.y * 6.0), line = abs(board.y * 6.0 - row - 0.5 - 0.22 * sin(40.0 * board.x + row) * sin(13.0 * board.x));
            tone = mix(mix(c0.rgb, c1.rgb, 0.55), pale, 0.85 * step(line, 0.09) * step(abs(board.x + 0.15), 0.42 * room.x * (0.4 + 0.6 * hash(vec2(row, 6.0)))));
        }
        vec2 clock = vec2(at.x - 0.05 * room.x, at.y - 1.0);
        if (length(clock) < 0.16) tone = length(clock) > 0.135 || near_(clock - vec2(0.0, 0.05), vec2(0.012, 0.05)) || near_(clock - vec2(0.035, 0.0), vec2(0.035, 0.012)) ? dusky : pale;
    }
    if (wall == SIDE && at.x < 0.0) window(vec2(mod(at.z, 0.95) - 0.475, at.y - 0.35), vec2(0.4, 0.5), vec2(2.0), vec2(0.6, 0.35));
    table(vec3(0.42 * room.x, -0.42, room.z - 0.5), vec3(0.42, 0.04, 0.2), wood);
    for (int row = 0; row < 2; row += 1) {
        for (int i = -3; i < 4; i += 2) {
            vec3 desk = vec3(0.28 * room.x * float(i), -0.56, room.z - 1.05 - 0.62 * float(row));
            table(desk, vec3(0.1 * room.x, 0.03, 0.15), wood * 1.1);
            box(desk + vec3(0.0, 0.02, -0.3), vec3(0.075 * room.x, 0.13, 0.02), vec4(cloth, 0.0));
            box(desk + vec3(0.0, -0.15, -0.2), vec3(0.075 * room.x, 0.02, 0.12), vec4(cloth, 0.0));
        }
    }
}

void cafe_() {
    vec2 q = vec2(at.x + 0.42 * room.x, at.y - 0.3), size = vec2(0.48 * room.x, 0.66);
    pane = vec3(-0.42 * room.x, 0.3, room.z);
    bulb = vec3(0.1 * room.x, 0.55, room.z - 0.9);
    if (wall == BACK) {
        window(q, size, vec2(3.0, 1.0), vec2(-0.2, 0.3));
        // Bottles and cups on shelves behind the counter.
        vec2 shelf = vec2(at.x - 0.58 * room.x, at.y - 0.38);
        if (near_(shelf, vec2(0.36 * room.x, 0.5))) {
            vec2 cell = vec2(shelf.x * 9.0, shelf.y * 3.0), f = fract(cell) - vec2(0.5, 0.1);
            float key = hash(floor(cell));
            tone = wood * 0.6;
            if (f.y < 0.0) tone = wood;
            else if (f.y < 0.35 + 0.2 * key ? abs(f.x) < 0.3 : f.y < 0.6 + 0.2 * key && abs(f.x) < 0.1) tone = mix(mix(c1.rgb, c2.rgb, fract(5.0 * key)), c3.rgb, 0.6 * key);
        }
    }
    if (box(vec3(0.62 * room.x, -0.6, room.z - 0.8), vec3(0.4 * room.x, 0.4, 0.24), vec4(wood, 0.0))) tone *= abs(fract(ray.x * reach * 2.5) - 0.5) > 0.46 ? 0.55 : 1.0;
    box(vec3(0.6 * room.x, -0.18, room.z - 0.82), vec3(0.44 * room.x, 0.035, 0.3), vec4(pale, 0.0));
    box(vec3(0.78 * room.x, 0.03, room.z - 0.75), vec3(0.22, 0.18, 0.15), vec4(metal, 0.0));
    for (int i = 0; i < 2; i += 1) {
        vec3 top = vec3((-0.68 + 0.42 * float(i)) * room.x, -0.46, room.z - 1.15 + 0.5 * float(i));
        pillar(top, 0.3, 0.025, vec4(pale, 0.0));
        pillar(vec3(top.x, -0.73, top.z), 0.03, 0.26, vec4(dusky, 0.0));
        pillar(top + vec3(0.09, 0.08, 0.0), 0.055, 0.055, vec4(c2.rgb, 0.0));
        for (int j = -1; j < 2; j += 2) {
            box(top + vec3(0.4 * float(j), -0.2, 0.05), vec3(0.14, 0.025, 0.14), vec4(cloth, 0.0));
            box(top + vec3(0.52 * float(j), 0.02, 0.05), vec3(0.02, 0.22, 0.14), vec4(cloth, 0.0));
            box(top + vec3(0.4 * float(j), -0.38, 0.05), vec3(0.025, 0.17, 0.025), vec4(dusky, 0.0));
        }
        pillar(vec3((0.42 + 0.3 * float(i)) * room.x, -0.45, room.z - 1.25), 0.15, 0.03, vec4(cloth, 0.0));
        pillar(vec3((0.42 + 0.3 * float(i)) * room.x, -0.74, room.z - 1.25), 0.025, 0.27, vec4(dusky, 0.0));
    }
    for (int i = 0; i < 3; i += 1) hanging(vec3((-0.5 + 0.5 * float(i)) * room.x, 0.55, room.z - 0.9), 0.19);
}

void church_() {
    pane = vec3(0.0, 1.2, room.z);
    bulb = vec3(0.0, 0.2, room.z - 0.8);
    if (wall == BACK) {
        for (int i = -1; i < 2; i += 1) lancet(vec2(at.x - 0.42 * room.x * float(i), at.y - 1.0), vec2(0.3, i == 0 ? 1.35 : 1.05));
    }
    if (wall == SIDE) lancet(vec2(mod(at.z + 0.2, 1.5) - 0.75, at.y - 0.9), vec2(0.34, 1.0));
    if (wall == FLOOR) {
        tone = mix(tone, mod(floor(2.0 * at.x) + floor(2.0 * at.z), 2.0) < 1.0 ? pale : dusky, 0.25);
        if (abs(at.x) < 0.17 * room.x) tone = mix(cloth, c2.rgb, 0.5);
    }
    box(vec3(0.0, -0.75, room.z - 0.7), vec3(0.6, 0.25, 0.2), vec4(pale, 0.0));
    box(vec3(0.0, -0.48, room.z - 0.7), vec3(0.66, 0.03, 0.24), vec4(mix(pale, vec3(1.0), 0.4), 0.0));
    box(vec3(0.0, 0.02, room.z - 0.7), vec3(0.035, 0.45, 0.03), vec4(wood, 0.0));
    box(vec3(0.0, 0.2, room.z - 0.7), vec3(0.22, 0.035, 0.03), vec4(wood, 0.0));
    for (int side = -1; side < 2; side += 2) {
        float s = float(side);
        for (int i = 0; i < 2; i += 1) {
            float x = s * (0.28 + 0.2 * float(i));
            pillar(vec3(x, -0.33, room.z - 0.7), 0.03, 0.12, vec4(pale, 0.2));
            ball(vec3(x, -0.17, room.z - 0.7), 0.045, vec4(mix(c3.rgb, vec3(1.0), 0.4), 1.0));
        }
        for (int i = 0; i < 4; i += 1) {
            float z = room.z - 0.4 - 1.3 * float(i);
            pillar(vec3(s * 0.74 * room.x, 1.0, z), 0.17, 2.2, vec4(mix(pale, dusky, 0.35), 0.0));
            pillar(vec3(s * 0.74 * room.x, -0.92, z), 0.24, 0.08, vec4(mix(pale, dusky, 0.4), 0.0));
        }
        for (int i = 0; i < 5; i += 1) {
            float z = room.z - 1.5 - 0.62 * float(i);
            box(vec3(s * 0.44 * room.x, -0.66, z), vec3(0.24 * room.x, 0.26, 0.03), vec4(wood, 0.0));
            box(vec3(s * 0.44 * room.x, -0.72, z - 0.15), vec3(0.24 * room.x, 0.03, 0.14), vec4(wood * 1.15, 0.0));
        }
    }
}

void carriage_() {
    pane = vec3(-room.x, 0.2, 2.5);
    into = vec3(1.0, 0.0, 0.0);
    bulb = vec3(0.0, room.y - 0.05, 2.6);
    if (wall == CEILING) {
        bool strip = abs(abs(at.x) - 0.45 * room.x) < 0.1 && fract(at.z * 0.7) < 0.85;
        if (strip) { tone = mix(c3.rgb, vec3(1.0), 0.4); shine = 1.0; }
    }
    if (wall == SIDE) {
        // The land passes, near things faster than far ones.
        vec2 q = vec2(mod(at.z, 1.5) - 0.75, at.y - 0.22);
        tone = mix(pale, metal, 0.5);
        if (near_(q, vec2(0.6, 0.42))) {
            tone = dusky;
            if (near_(q, vec2(0.56, 0.38))) {
                float run = at.z * 0.55 + sign(at.x) * (3.0 + 0.32 * t) * sign(at.x);
                tone = outdoors(vec2(mod(run, 12.8) - 6.4, q.y * 0.8 + 0.1), vec2(-0.3, 0.3));
                tone = mix(tone, dusky, step(abs(fract(at.z * 0.4 + 0.64 * t) - 0.5), 0.02));
                shine = 1.0;
                glass = 1.0;
            }
        }
        if (abs(at.y + 0.28) < 0.02) tone = cloth;
    }
    if (wall == BACK) {
        vec2 door = vec2(at.x, at.y + 0.15);
        tone = mix(metal, dusky, 0.2);
        if (near_(door, vec2(0.5, 0.85))) tone = abs(door.x) < 0.02 || abs(door.x) > 0.47 ? dusky : mix(metal, pale, 0.4);
        window(vec2(abs(door.x) - 0.25, door.y - 0.35), vec2(0.15, 0.3), vec2(1.0), vec2(0.0, 0.3));
    }
    for (int i = -1; i < 2; i += 2) {
        float s = float(i);
        if (box(vec3(s * (room.x - 0.24), -0.62, 3.0), vec3(0.24, 0.08, 2.6), vec4(cloth, 0.0))) tone *= fract(ray.z * reach * 1.8) < 0.06 ? 0.5 : 1.0;
        box(vec3(s * (room.x - 0.06), -0.4, 3.0), vec3(0.06, 0.2, 2.6), vec4(cloth * 0.85, 0.0));
        box(vec3(s * (room.x - 0.3), -0.85, 3.0), vec3(0.05, 0.15, 2.6), vec4(dusky, 0.0));
        box(vec3(s * (room.x - 0.5), 0.74, 3.0), vec3(0.02, 0.02, 2.6), vec4(metal, 0.0));
        for (int j = 0; j < 4; j += 1) {
            float z = 1.7 + 1.1 * float(j), swing = 0.03 * sin(1.5707963 * t + float(j));
            pillar(vec3(s * (room.x - 0.5), -0.05, z + 0.5), 0.025, 0.95, vec4(metal, 0.15));
            box(vec3(s * (room.x - 0.5) + 0.5 * swing, 0.6, z), vec3(0.014, 0.14, 0.014), vec4(dusky, 0.0));
            pillar(vec3(s * (room.x - 0.5) + swing, 0.42, z), 0.085, 0.022, vec4(pale, 0.2));
        }
    }
}

void theatre_() {
    pane = vec3(0.0, 2.2, 1.4);
    into = vec3(0.0, -1.0, 0.3);
    bulb = vec3(0.0, 1.2, 1.9);
    if (wall == FLOOR) tone = wood * (fract(at.x * 3.0) < 0.04 ? 0.5 : 0.85 + 0.2 * hash(vec2(floor(at.x * 3.0), 8.0)));
    float fold = sin(16.0 * at.x + 0.5 * sin(3.0 * at.y));
    if (wall == BACK || wall == SIDE) tone = mix(dusky, cloth, 0.4 + 0.35 * (wall == BACK ? fold : sin(16.0 * at.z)));
    for (int i = -1; i < 2; i += 2) {
        float s = float(i), x = ray.x / ray.z * 1.75;
        // The curtain is gathered to both sides.
        float gathered = 0.72 * room.x + 0.2 * room.x * smoothstep(0.3, -0.5, ray.y / ray.z * 1.75) - 0.12 * smoothstep(-0.5, -1.0, ray.y / ray.z * 1.75);
        vec3 velvet = mix(cloth * 0.45, cloth * 1.15, 0.5 + 0.5 * sin(26.0 * x * (1.0 + 0.25 * (ray.y / ray.z))));
        if (s * x > gathered) nearest(1.75 / ray.z, vec3(0.0, 0.0, -1.0), vec4(velvet, 0.12));
    }
    float hem = 0.98 - 0.12 * abs(sin(3.2 * ray.x / ray.z * 1.7)), y = ray.y / ray.z * 1.7;
    if (y > hem) nearest(1.7 / ray.z, vec3(0.0, 0.0, -1.0), vec4(y < hem + 0.05 ? c3.rgb * 0.9 : mix(cloth * 0.5, cloth, 0.5 + 0.5 * sin(30.0 * ray.x / ray.z)), 0.15));
    for (int i = 0; i < 7; i += 1) ball(vec3((float(i) - 3.0) * 0.26 * room.x, -0.97, 1.5), 0.05, vec4(mix(c3.rgb, vec3(1.0), 0.4), 1.0));
}

void studio_() {
    pane = vec3(0.0, 0.42, room.z);
    bulb = vec3(0.0, 0.9, room.z - 0.8);
    if (wall == BACK || wall == SIDE) {
        vec2 q = wall == BACK ? at.xy : at.zy, cell = fract(q * 2.2) - 0.5;
        tone = mix(dusky, wood, 0.35 + 0.5 * max(abs(cell.x), abs(cell.y)) * (abs(cell.x) > abs(cell.y) ? sign(cell.x) : sign(cell.y)) + 0.15);
        if (abs(at.y - 1.02) < 0.03) { tone = c3.rgb; shine = 0.9; }
    }
    if (wall == BACK) {
        vec2 q = vec2(at.x, at.y - 0.42);
        if (near_(q, vec2(0.5 * room.x, 0.38))) {
            tone = wood;
            if (near_(q, vec2(0.47 * room.x, 0.34))) { tone = mix(mix(c1.rgb, c2.rgb, 0.5), c3.rgb, 0.25 + 0.35 * exp(-5.0 * length(q - vec2(0.4, 0.1)))) * (fract(q.x + 0.6 * q.y) < 0.25 ? 1.12 : 0.92); shine = 0.65; }
        }
    }
    // The desk with its faders and lights, screens and speakers.
    table(vec3(0.0, -0.4, room.z - 0.75), vec3(0.62 * room.x, 0.05, 0.3), wood);
    if (box(vec3(0.0, -0.27, room.z - 0.65), vec3(0.56 * room.x, 0.09, 0.2), vec4(dusky, 0.0))) {
        vec3 seen = ray * reach;
        vec2 cell = vec2(seen.x * 11.0, face.y > 0.5 ? seen.z * 14.0 : seen.y * 16.0), f = fract(cell) - 0.5;
        float key = hash(floor(cell)), live_ = step(0.55, fract(key + 0.25 * t));
        if (length(f) < 0.3) { tone = mix(pale, key < 0.5 ? c2.rgb : c3.rgb, 0.8); shine = 0.8 * live_; }
    }
    for (int i = -1; i < 2; i += 2) {
        float x = 0.66 * room.x * float(i);
        box(vec3(x, -0.62, room.z - 0.5), vec3(0.05, 0.38, 0.05), vec4(dusky, 0.0));
        if (box(vec3(x, 0.08, room.z - 0.5), vec3(0.24, 0.36, 0.2), vec4(mix(dusky, wood, 0.3), 0.0)) && face.z < -0.5) {
            vec2 q = vec2(ray.x * reach - x, ray.y * reach - 0.08);
            float cone = length(q + vec2(0.0, 0.12)), small = length(q - vec2(0.0, 0.2));
            tone = min(cone - 0.16, small - 0.08) < 0.0 ? mix(metal, dusky, cone < 0.06 || small < 0.03 ? 0.0 : 0.55) : tone;
        }
        if (box(vec3(0.24 * room.x * float(i), 0.02, room.z - 0.6), vec3(0.2 * room.x, 0.17, 0.02), vec4(dusky, 0.0)) && face.z < -0.5) {
            vec2 q = vec2(ray.x * reach - 0.24 * room.x * float(i), ray.y * reach - 0.02);
            float wave = 0.1 * abs(sin(31.0 * q.x) * sin(7.0 * q.x + 1.5707963 * t));
            if (near_(q, vec2(0.18 * room.x, 0.14))) { tone = mix(c0.rgb, abs(q.y) < wave + 0.01 ? c3.rgb : c1.rgb, 0.85); shine = 0.85; }
        }
    }
}

void library_() {
    vec2 q = vec2(at.x, at.y - 0.45), size = vec2(0.3 * room.x, 0.62);
    pane = vec3(0.0, 0.45, room.z);
    bulb = vec3(0.5 * room.x, -0.1, room.z - 0.9);
    if (wall == SIDE) books(vec2(at.z, at.y), 0.42);
    if (wall == BACK) {
        books(vec2(at.x + 3.0, at.y), 0.42);
        if (abs(fract(abs(at.x) / room.x * 2.2 + 0.34) - 0.5) < 0.035) tone = wood;
        if (near_(q, size + vec2(0.12))) tone = wood;
        window(q, size, vec2(2.0, 3.0), vec2(0.08, 0.3));
    }
    if (wall == SIDE && fract(at.z * 1.1) < 0.07) tone = wood;
    table(vec3(0.52 * room.x, -0.42, room.z - 0.95), vec3(0.3 * room.x, 0.04, 0.3), wood);
    pillar(vec3(bulb.x, -0.26, bulb.z), 0.025, 0.12, vec4(dusky, 0.0));
    pillar(bulb, 0.17, 0.08, vec4(mix(c3.rgb, c2.rgb, 0.3), 0.5 + 0.5 * night));
    for (int i = 0; i < 3; i += 1) box(vec3(0.33 * room.x, -0.35 + 0.07 * float(i), room.z - 0.95), vec3(0.17 - 0.02 * float(i), 0.03, 0.13), vec4(i == 1 ? c2.rgb : pale, 0.0));
    // A ladder leans on the shelves.
    for (int i = -1; i < 2; i += 2) box(vec3((-0.62 + 0.07 * float(i)) * room.x, 0.0, room.z - 0.14), vec3(0.025, 1.0, 0.025), vec4(pale, 0.0));
    for (int i = 0; i < 7; i += 1) box(vec3(-0.62 * room.x, -0.8 + 0.27 * float(i), room.z - 0.14), vec3(0.07 * room.x, 0.018, 0.02), vec4(pale, 0.0));
}

void corridor_() {
    pane = vec3(0.0, 0.2, room.z);
    bulb = vec3(0.0, room.y - 0.1, 2.2);
    if (wall == CEILING && abs(at.x) < 0.22 && fract(at.z * 0.55) < 0.5) { tone = mix(c3.rgb, vec3(1.0), 0.4); shine = 1.0; }
    if (wall == SIDE) {
        vec2 q = vec2(mod(at.z, 1.7) - 0.85, at.y + 0.22);
        tone = mix(tone, at.y < -0.45 ? cloth : pale, 0.5);
        if (near_(q, vec2(0.42, 0.8))) tone = pale * 0.8;
        if (near_(q, vec2(0.37, 0.76))) tone = length(q - vec2(-0.27, -0.05)) < 0.05 ? metal : near_(q - vec2(0.0, 0.38), vec2(0.16, 0.2)) ? mix(c1.rgb, c3.rgb, 0.5) : wood;
    }
    if (wall == BACK) window(vec2(at.x, at.y - 0.1), vec2(0.6 * room.x, 0.7), vec2(2.0), vec2(0.05, 0.2));
    if (wall == FLOOR) {
        // Polished: the window and the lamps are mirrored.
        tone = mix(tone, mix(pale, c3.rgb, 0.5), 0.55 * exp(-3.0 * abs(at.x)) * (1.0 - night) + 0.3 * step(abs(at.x), 0.24) * step(fract(at.z * 0.55), 0.5));
        tone *= max(abs(fract(at.x * 1.4) - 0.5), abs(fract(at.z * 1.4) - 0.5)) > 0.485 ? 0.7 : 1.0;
    }
}

void bathroom_() {
    vec2 q = vec2(at.x - 0.45 * room.x, at.y - 0.55), size = vec2(0.4, 0.38);
    pane = vec3(0.45 * room.x, 0.55, room.z);
    bulb = vec3(-0.45 * room.x, 0.95, room.z - 0.3);
    if (wall == BACK || wall == SIDE) {
        vec2 w = wall == BACK ? at.xy : at.zy, tile = abs(fract(w * 4.0) - 0.5);
        tone = mix(at.y < 0.0 ? mix(c1.rgb, c3.rgb, 0.55) : pale, dusky, 0.4 * smoothstep(0.44, 0.48, max(tile.x, tile.y)) + 0.1 * hash(floor(w * 4.0)));
    }
    if (wall == FLOOR) tone = mix(tone, mod(floor(2.2 * at.x) + floor(2.2 * at.z), 2.0) < 1.0 ? pale : dusky, 0.6);
    if (wall == BACK) {
        window(q, size, vec2(2.0, 1.0), vec2(0.25, 0.32));
        vec2 mirror = vec2(at.x + 0.45 * room.x, at.y - 0.35);
        if (length(mirror / vec2(0.34, 0.42)) < 1.1) tone = wood;
        if (length(mirror / vec2(0.34, 0.42)) < 1.0) { tone = mix(mix(c1.rgb, c3.rgb, 0.5), c3.rgb, step(0.7, fract(mirror.x + 0.7 * mirror.y))); shine = 0.5; }
    }
    vec3 tub = vec3(0.48 * room.x, -0.66, room.z - 0.55);
    box(tub, vec3(0.42 * room.x, 0.34, 0.4), vec4(mix(pale, vec3(1.0), 0.35), 0.0));
    if (face.y > 0.5 && near_(ray.xz * reach - tub.xz, vec2(0.36 * room.x, 0.3)) && abs(ray.y * reach + 0.32) < 0.01) tone = mix(mix(c1.rgb, c2.rgb, 0.2), c3.rgb, 0.3 + 0.25 * flow_noise(ray.xz * reach * 6.0, 0.2 * t));
    pillar(vec3(-0.45 * room.x, -0.6, room.z - 0.3), 0.09, 0.4, vec4(pale, 0.0));
    pillar(vec3(-0.45 * room.x, -0.2, room.z - 0.3), 0.36, 0.07, vec4(mix(pale, vec3(1.0), 0.35), 0.0));
    box(vec3(-0.45 * room.x, -0.05, room.z - 0.12), vec3(0.025, 0.1, 0.08), vec4(metal, 0.0));
    ball(bulb, 0.12, vec4(mix(c3.rgb, vec3(1.0), 0.4), 1.0));
}
