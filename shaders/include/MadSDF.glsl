// What materials for MadMapper include: shapes as the distance to their edge, which is below nought inside.

vec2 translate(vec2 p, vec2 by) { return p - by; }
vec2 rotate(vec2 p, float angle) { return mat2(cos(angle), -sin(angle), sin(angle), cos(angle)) * p; }
vec2 transform(vec2 p, mat2 by) { return by * p; }

vec2 repeat(vec2 p, vec2 size, out vec2 cell) {
    cell = floor(p / size);
    return p - (cell + 0.5) * size;
}
vec2 repeat(vec2 p, vec2 size) { vec2 cell; return repeat(p, size, cell); }
vec2 repeatRadial(vec2 p, float angle, float first, out vec2 cell) {
    float at = atan(p.y, p.x) - first;
    cell = vec2(floor(at / angle + 0.5), 0.0);
    at -= cell.x * angle;
    return length(p) * vec2(cos(at), sin(at));
}
vec2 repeatRadial(vec2 p, float angle, out vec2 cell) { return repeatRadial(p, angle, 0.0, cell); }
vec2 repeatRadial(vec2 p, float angle, float first) { vec2 cell; return repeatRadial(p, angle, first, cell); }
vec2 repeatRadial(vec2 p, float angle) { return repeatRadial(p, angle, 0.0); }

float circle(vec2 p, float radius) { return length(p) - radius; }
float rectangle(vec2 p, vec2 size) {
    vec2 out_of = abs(p) - size;
    return min(max(out_of.x, out_of.y), 0.0) + length(max(out_of, 0.0));
}
float rectangle(vec2 p, float radius) { return rectangle(p, vec2(radius)); }
float roundedRectangle(vec2 p, vec2 size, float corner) { return rectangle(p, size - corner) - corner; }
float triangle(vec2 p, float radius) { return max(abs(p.x) * 0.866025 + p.y * 0.5, -p.y) - radius * 0.5; }
float hexagon(vec2 p, float radius) {
    vec2 side = abs(p);
    return max(side.x * 0.866025 + side.y * 0.5, side.y) - radius;
}
float line(vec2 p, vec2 start, vec2 end, float width) {
    vec2 way = end - start;
    float along = clamp(dot(p - start, way) / max(dot(way, way), 1e-9), 0.0, 1.0);
    return length(p - start - way * along) - width * 0.5;
}
float arc(vec2 p, float radius, float angle, float width) {
    float turned = clamp(abs(atan(p.x, p.y)), 0.0, angle * 0.5) * (p.x < 0.0 ? -1.0 : 1.0);
    return length(p - radius * vec2(sin(turned), cos(turned))) - width * 0.5;
}

float circle(vec2 p, vec2 centre, float radius) { return circle(p - centre, radius); }
float rectangle(vec2 p, vec2 centre, vec2 size) { return rectangle(p - centre, size); }
float rectangle(vec2 p, vec2 centre, float radius) { return rectangle(p - centre, radius); }
float roundedRectangle(vec2 p, vec2 centre, vec2 size, float corner) { return roundedRectangle(p - centre, size, corner); }
float triangle(vec2 p, vec2 centre, float radius) { return triangle(p - centre, radius); }
float hexagon(vec2 p, vec2 centre, float radius) { return hexagon(p - centre, radius); }

float blend(float a, float b) { return min(a, b); }
float intersect(float a, float b) { return max(a, b); }
float subtract(float a, float b) { return max(a, -b); }
float smoothBlend(float a, float b, float width) {
    float mixed = clamp(0.5 + 0.5 * (b - a) / width, 0.0, 1.0);
    return mix(b, a, mixed) - width * mixed * (1.0 - mixed);
}

// How much of a pixel is inside.
float mad_inside(float distance) { return clamp(0.5 - distance / max(fwidth(distance), 1e-6), 0.0, 1.0); }
float mad_glow(float distance, float width) {
    float near = clamp(1.0 - abs(distance) / max(width, 1e-6), 0.0, 1.0);
    return near * near;
}
vec3 fill(vec3 ground, vec3 colour, float distance) { return mix(ground, colour, mad_inside(distance)); }
vec4 fill(vec4 ground, vec4 colour, float distance) { return mix(ground, colour, mad_inside(distance)); }
vec3 stroke(vec3 ground, vec3 colour, float distance, float width) { return fill(ground, colour, abs(distance) - width * 0.5); }
vec4 stroke(vec4 ground, vec4 colour, float distance, float width) { return fill(ground, colour, abs(distance) - width * 0.5); }
vec3 glow(vec3 colour, float distance, float width) { return colour * mad_glow(distance, width); }
vec4 glow(vec4 colour, float distance, float width) { return colour * mad_glow(distance, width); }
