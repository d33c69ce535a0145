// Solid things seen from the origin along `ray`: x to the right, y up, z away. The nearest so far is kept.
vec3 ray;
float reach = 1e9;   // how far that is, in lengths of `ray`
vec3 face;           // where it is turned to,
vec3 tone;           // its colour,
float shine = 0.0;   // and how much it lights by itself, 0..1
float shadow = 0.0;  // of all of them on a floor at y = -1, 0..1

// Keep what is at `far`, if it is the nearest. colour.a: how much it lights by itself.
bool nearest(float far, vec3 turned_to, vec4 colour) {
    if (far <= 0.0 || far >= reach) return false;
    reach = far;
    face = turned_to;
    tone = colour.rgb;
    shine = colour.a;
    return true;
}

// The shadow of what stands on the floor, or hangs so much above it.
void stand(float outside_, float above) {
    shadow = max(shadow, 0.75 * exp(-7.0 * max(outside_, 0.0) - 3.0 * max(above, 0.0)));
}

// A box about `middle`; true where it is the nearest.
bool box(vec3 middle, vec3 half_size, vec4 colour) {
    vec3 a = (middle - half_size) / ray, b = (middle + half_size) / ray, in_ = min(a, b), out_ = max(a, b);
    float far = max(in_.x, max(in_.y, in_.z));
    if (ray.y < 0.0) stand(length(max(abs(ray.xz / -ray.y - middle.xz) - half_size.xz, 0.0)), middle.y - half_size.y + 1.0);
    if (far > min(out_.x, min(out_.y, out_.z))) return false;
    return nearest(far, -sign(ray) * vec3(equal(vec3(far), in_)), colour);
}

// An upright cylinder about `middle`; true where it is the nearest.
bool pillar(vec3 middle, float radius, float half_height, vec4 colour) {
    float a = dot(ray.xz, ray.xz), b = dot(ray.xz, middle.xz), inside = b * b - a * (dot(middle.xz, middle.xz) - radius * radius);
    if (ray.y < 0.0) stand(length(ray.xz / -ray.y - middle.xz) - radius, middle.y - half_height + 1.0);
    float cap = (middle.y - sign(ray.y) * half_height) / ray.y;
    bool seen = length(ray.xz * cap - middle.xz) < radius && nearest(cap, vec3(0.0, -sign(ray.y), 0.0), colour);
    float far = (b - sqrt(max(inside, 0.0))) / a;
    if (inside < 0.0 || abs(ray.y * far - middle.y) > half_height) return seen;
    return nearest(far, vec3(ray.x * far - middle.x, 0.0, ray.z * far - middle.z) / radius, colour) || seen;
}

// A ball about `middle`; true where it is the nearest.
bool ball(vec3 middle, float radius, vec4 colour) {
    float a = dot(ray, ray), b = dot(ray, middle), inside = b * b - a * (dot(middle, middle) - radius * radius);
    if (ray.y < 0.0) stand(length(ray.xz / -ray.y - middle.xz) - radius, middle.y - radius + 1.0);
    float far = (b - sqrt(max(inside, 0.0))) / a;
    return inside >= 0.0 && nearest(far, (ray * far - middle) / radius, colour);
}
