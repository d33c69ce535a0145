// What several rooms of room.fs have: windows and what is seen through them, lamps, tables, books.
const int FLOOR = 0, CEILING = 1, BACK = 2, SIDE = 3;
vec3 room;           // half its width, its ceiling, its back wall
int wall;            // which of its walls is seen, where nothing stands before it
vec3 at;             // where that is
vec3 pane, into;     // the window that lights it: its middle, and where its light goes
vec3 bulb;           // the lamp that lights it by night
float glass = 0.0;   // how much is seen of what is outdoors
vec3 wood, cloth, pale, dusky, metal;
float t, night;

bool near_(vec2 q, vec2 half_size) { return max(abs(q.x) - half_size.x, abs(q.y) - half_size.y) < 0.0; }

// Roofs against the sky, some of their windows lit: how much of them is there, and how much light.
vec2 roofs(vec2 q) {
    vec2 cell = vec2(q.x * 20.0, q.y * 16.0);
    float top = -0.06 + 0.24 * hash(vec2(floor(q.x * 5.0), 3.0));
    return vec2(step(q.y, top), step(0.62, hash(floor(cell))) * step(max(abs(fract(cell.x) - 0.5), abs(fract(cell.y) - 0.5)), 0.3));
}

// What is seen through a window, by its direction: hills, the sea or roofs, under the sun or the moon at `light`.
vec3 outdoors(vec2 q, vec2 light) {
    float up = clamp(0.4 + 0.9 * q.y, 0.0, 1.0), far = length(q - light);
    vec2 roof = roofs(q) * step(sea, 0.5);
    vec3 day = mix(mix(c3.rgb, c2.rgb, 0.35), mix(c1.rgb, c3.rgb, 0.55), up);
    day = mix(day, mix(c3.rgb, vec3(1.0), 0.5), smoothstep(0.11, 0.09, far) + 0.6 * exp(-5.0 * far));
    vec3 dark = mix(c1.rgb, c0.rgb, up);
    dark = mix(dark, c3.rgb, smoothstep(0.085, 0.07, far) + 0.4 * exp(-7.0 * far));
    dark += c3.rgb * step(0.93, hash(floor(q * 26.0))) * smoothstep(0.3, 0.1, length(fract(q * 26.0) - 0.5)) * step(0.15, q.y);
    if (sea > 0.5) {
        float below = -q.y - 0.02, wave = sin(90.0 * below / (0.2 + below) + 3.0 * sin(7.0 * q.x + 0.7853982 * t));
        vec3 path = c3.rgb * exp(-9.0 * abs(q.x - light.x)) * smoothstep(-0.2, 0.8, wave);
        if (below > 0.0) {
            day = mix(c1.rgb, c2.rgb, 0.15 + 0.12 * wave) + 0.7 * path;
            dark = mix(mix(c0.rgb, c1.rgb, 0.8), c2.rgb, 0.12 + 0.1 * wave) + 0.7 * path;
        }
    } else if (town < 0.5) {
        float hill = -0.02 + 0.1 * sin(3.0 * q.x + 5.0 * choice(7.0)) + 0.05 * sin(8.0 * q.x);
        day = mix(day, mix(c1.rgb, c2.rgb, 0.4), smoothstep(0.01, -0.01, q.y - hill));
        day = mix(day, mix(c0.rgb, c1.rgb, 0.7), smoothstep(0.01, -0.01, q.y - hill + 0.12 + 0.05 * sin(5.0 * q.x + 2.0)));
    } else {
        day = mix(day, mix(mix(c1.rgb, c2.rgb, 0.3), c0.rgb, 0.5 * roof.y), roof.x);
    }
    dark = mix(dark, mix(c0.rgb * 0.6, c3.rgb, 0.85 * roof.y), roof.x);
    return mix(day, dark, night);
}

// A window about the place q on a wall, with so many panes; the sky's light stands at `light`.
void window(vec2 q, vec2 half_size, vec2 panes, vec2 light) {
    if (!near_(q, half_size + 0.06)) return;
    vec2 cell = 2.0 * half_size / panes, bar = (0.5 - abs(fract((q / half_size * 0.5 + 0.5) * panes) - 0.5)) * cell;
    bool see = near_(q, half_size) && min(bar.x, bar.y) > 0.02;
    tone = pale;
    if (!see) return;
    bool aside = wall == SIDE;
    tone = outdoors(aside ? vec2(ray.z, ray.y) / abs(ray.x) : ray.xy / ray.z, light);
    shine = 1.0;
    glass = 1.0;
}

// Curtains to both sides of a window, drawn a little.
void curtains(vec2 q, vec2 half_size) {
    float edge = abs(q.x) - half_size.x * 0.82 - 0.03 * sin(6.0 * q.y + 1.0);
    if (edge < 0.0 || edge > 0.34 || q.y > half_size.y + 0.14 || q.y < -half_size.y - 0.3) return;
    float fold = sin(42.0 * abs(q.x) + 0.6 * warp * sin(0.7853982 * t));
    tone = mix(cloth, pale, 0.3 + 0.25 * fold);
    shine = 0.12 + 0.1 * fold * (1.0 - night);
    glass = 0.0;
}

// Books on shelves, at the place q of a wall; so far apart are the shelves.
void books(vec2 q, float apart) {
    vec2 cell = vec2(q.x / 0.12, q.y / apart), id = floor(cell), f = fract(cell);
    float key = hash(id), tall = 0.62 + 0.25 * hash(id + 9.0);
    tone = f.y < 0.09 ? wood : f.y > tall || key > 0.94 ? dusky * 0.55 : mix(mix(key < 0.35 ? c1.rgb : c2.rgb, c3.rgb, 0.7 * fract(9.0 * key)), dusky, 0.25 + 0.6 * step(abs(f.x - 0.5), 0.44) * -0.35 + 0.35 * step(0.44, abs(f.x - 0.5)));
}

// A picture frame about the place q.
void framed(vec2 q, vec2 half_size) {
    if (near_(q, half_size)) tone = near_(q, half_size - 0.045) ? mix(mix(c1.rgb, c3.rgb, smoothstep(-half_size.y, half_size.y, q.y)), c2.rgb, step(q.y, 0.3 * half_size.y * sin(9.0 * q.x))) : wood;
}

// A lamp that hangs so far below the ceiling.
void hanging(vec3 middle, float radius) {
    box(vec3(middle.x, 0.5 * (room.y + middle.y), middle.z), vec3(0.012, 0.5 * (room.y - middle.y), 0.012), vec4(dusky, 0.0));
    pillar(middle + vec3(0.0, 0.5 * radius, 0.0), radius, 0.35 * radius, vec4(cloth, 0.3));
    ball(middle, 0.62 * radius, vec4(mix(c3.rgb, vec3(1.0), 0.3), 1.0));
}

void table(vec3 top, vec3 half_size, vec3 colour) {
    box(top, half_size, vec4(colour, 0.0));
    for (int i = 0; i < 4; i += 1) {
        vec2 leg = vec2(i % 2, i / 2) * 2.0 - 1.0;
        box(vec3(top.x + leg.x * (half_size.x - 0.05), 0.5 * (top.y - 1.0), top.z + leg.y * (half_size.z - 0.05)), vec3(0.03, 0.5 * (top.y + 1.0), 0.03), vec4(colour * 0.7, 0.0));
    }
}

// A pointed window of coloured glass about the place q.
void lancet(vec2 q, vec2 half_size) {
    float arch = abs(q.x) + max(q.y - half_size.y * 0.45, 0.0) * max(q.y - half_size.y * 0.45, 0.0) / half_size.y * 1.6;
    if (q.y < -half_size.y || arch > half_size.x + 0.05) return;
    tone = pale * 0.7;
    vec2 cell = q * vec2(9.0, 7.0) + vec2(0.0, 0.5 * mod(floor(q.x * 9.0), 2.0)), f = abs(fract(cell) - 0.5);
    if (arch > half_size.x || max(f.x, f.y) > 0.44) { tone = dusky * 0.5; return; }
    float key = hash(floor(cell) + 40.0);
    tone = mix(key < 0.3 ? c1.rgb * 1.6 : key < 0.7 ? c2.rgb : c3.rgb, c3.rgb, 0.35 * fract(7.0 * key)) * mix(1.0, 0.75, night);
    shine = mix(0.95, 0.7, night);
}
