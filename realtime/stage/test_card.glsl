// A test card for an output of any shape: grid, circles, bars of colour and grey, a frame to the last pixel.
uniform vec2 size;         // of the picture, pixels
uniform float turn;        // 0..1: the hand goes round, so that a picture that stands is seen
in vec2 at;
out vec4 color;

float line(float distance, float width) { return 1.0 - smoothstep(width - 0.5, width + 0.5, abs(distance)); }

vec3 bars(float x) {
    int k = int(clamp(floor(x * 8.0), 0.0, 7.0));
    return vec3(k == 0 || k == 1 || k == 4 || k == 5, k < 4, k == 0 || k == 2 || k == 4 || k == 6) * 0.75;
}

void main() {
    vec2 p = (at - 0.5) * size;            // pixels from the middle, y up
    float shorter = min(size.x, size.y);
    float unit = shorter / 18.0;            // squares of the grid
    float thin = max(shorter / 1080.0, 0.5);
    vec2 cell = mod(p + 0.5 * unit, unit) - 0.5 * unit;
    vec3 c = vec3(0.16);
    c = mix(c, vec3(0.62), max(line(cell.x, thin), line(cell.y, thin)));
    vec2 edge = 0.5 * size - abs(p);
    // Steps of grey above, colours below.
    float reach = min(0.36 * size.x, 0.62 * shorter);
    if (abs(p.x) < reach && p.y > 4.0 * unit && p.y < 6.0 * unit) c = vec3(floor((p.x / reach * 0.5 + 0.5) * 16.0) / 15.0);
    if (abs(p.x) < reach && p.y > 3.4 * unit && p.y < 4.0 * unit) c = vec3(p.x / reach * 0.5 + 0.5);
    if (abs(p.x) < reach && p.y < -4.0 * unit && p.y > -6.0 * unit) c = bars(p.x / reach * 0.5 + 0.5);
    // A plain field for the words.
    if (abs(p.x) < reach && abs(p.y) < 2.4 * unit) c = vec3(0.04);
    float bold = 2.0 * thin;
    c = mix(c, vec3(0.95), line(length(p) - 8.5 * unit, bold));
    vec2 corner = abs(p) - 0.5 * size + 2.0 * unit;
    c = mix(c, vec3(0.95), line(length(corner) - 1.5 * unit, bold));
    float angle = 6.2831853 * turn;
    vec2 hand = vec2(sin(angle), cos(angle));
    float along = dot(p, hand);
    float ring = length(p) - 7.75 * unit;
    if (abs(ring) < 0.5 * unit && along > 0.0) c = mix(c, vec3(1.0, 0.75, 0.1), line(dot(p, vec2(hand.y, -hand.x)), 4.0 * thin));
    // The middle, the diagonals, and the last row and column of each side.
    if (min(abs(p.x), abs(p.y)) < thin && max(abs(p.x), abs(p.y)) < 9.0 * unit && abs(p.y) > 2.4 * unit) c = vec3(0.95);
    if (min(edge.x, edge.y) < 3.0) c = vec3(1.0, 0.1, 0.1);
    if (min(edge.x, edge.y) < 1.0) c = vec3(1.0);
    color = vec4(c, 1.0);
}
